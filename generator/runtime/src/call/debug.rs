//! The response format `debug` of APIs with integrations: the result, and the HTTP exchange behind it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use crate::{Extra, RawJson, model::Fields};

/// A response in the format `debug`. It contains the result, a `T` as in the format `unified`, and also the HTTP exchange of
/// the API with the integration.
///
/// ```text
/// let found: DebugEnvelope<Contact> = contacts.get("7").send_as(ResponseFormat::Debug).await?;
/// println!("{} came from {:?}", found.result.id, found.debug.and_then(|debug| debug.request_url));
/// ```
///
/// Do not use it in production: the exchange contains everything that was sent to and returned by the integration, including
/// headers.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct DebugEnvelope<T> {
    /// The result.
    pub result: T,
    /// The exchange; `None` if there was none, for example because the response did not need a request to the integration.
    pub debug: Option<DebugExchange>,
    /// All other properties.
    pub extra: Extra,
}

/// The HTTP exchange of an API with an integration. Each part is JSON, since the types are not documented.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DebugExchange {
    /// The URL of the request.
    pub request_url: Option<RawJson>,
    /// The options of the request.
    pub request_options: Option<RawJson>,
    /// The integration's response.
    pub data: Option<RawJson>,
    /// The headers of the integration's response.
    pub response_headers: Option<RawJson>,
    /// For a list, the integration's cursor of the next page.
    pub next_cursor: Option<RawJson>,
    /// For a list, whether its cursors form a cycle.
    pub is_looping: Option<RawJson>,
    /// For a list, whether the page has no items.
    pub is_empty_result: Option<RawJson>,
    /// For a list, the number of items on the page.
    pub result_count: Option<RawJson>,
    /// All other properties.
    pub extra: Extra,
}

crate::model! {
    DebugExchange {
        0 "requestUrl" => request_url: optional,
        1 "requestOptions" => request_options: optional,
        2 "data" => data: optional,
        3 "responseHeaders" => response_headers: optional,
        4 "nextCursor" => next_cursor: optional,
        5 "isLooping" => is_looping: optional,
        6 "isEmptyResult" => is_empty_result: optional,
        7 "resultCount" => result_count: optional,
    }
}

/// Shows only names: the exchange contains credentials, and the result contains data.
impl fmt::Debug for DebugExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DebugExchange").finish_non_exhaustive()
    }
}

impl<T: fmt::Debug> fmt::Debug for DebugEnvelope<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DebugEnvelope")
            .field("result", &self.result)
            .field("debug", &self.debug)
            .finish_non_exhaustive()
    }
}

const FIELDS: &[&str] = &["result", "debug"];

impl<'de, T: Deserialize<'de>> Deserialize<'de> for DebugEnvelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<T> {
    type Value = DebugEnvelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the keys `result` and `debug`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::new(map, FIELDS);
        let (mut result, mut debug, mut extra) = (None, None, Extra::new());
        while let Some(index) = fields.next_field()? {
            match index {
                0 => fields.required(&mut result)?,
                1 => fields.optional(&mut debug)?,
                _ => fields.extra(&mut extra)?,
            }
        }
        Ok(DebugEnvelope {
            result: fields.require(result, 0)?,
            debug,
            extra,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::DebugEnvelope;

    #[test]
    fn result_and_debug_exchange_are_separated() {
        let json = r#"{"debug":{"requestUrl":"https://x","data":[1],"resultCount":2,"more":1},"result":{"a":1},"x":0}"#;
        let found: DebugEnvelope<BTreeMap<String, u8>> = serde_json::from_str(json).unwrap();
        assert_eq!(found.result["a"], 1);
        let exchange = found.debug.unwrap();
        assert_eq!(
            exchange.request_url.as_ref().unwrap().get(),
            r#""https://x""#
        );
        assert_eq!(exchange.data.as_ref().unwrap().get(), "[1]");
        assert_eq!((exchange.extra.len(), found.extra.len()), (1, 1));
        let shown = format!("{exchange:?}");
        assert!(!shown.contains("https"), "{shown}");

        let static_answer: DebugEnvelope<u8> =
            serde_json::from_str(r#"{"result":1,"debug":null}"#).unwrap();
        assert_eq!((static_answer.result, static_answer.debug), (1, None));
        let error = serde_json::from_str::<DebugEnvelope<u8>>(r#"{"debug":null}"#).unwrap_err();
        assert!(
            error.to_string().contains("missing field `result`"),
            "{error}"
        );
    }
}
