//! The formats of a response: unified, the provider's own data, or both the result and the exchange with the provider.

use http::HeaderName;
use serde_json::{Value, json};

use crate::testing::{
    format::Shown,
    methods::Outcome,
    shape::{Object, Shape},
    store::Entry,
};

/// The format of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::testing) enum Format {
    /// Also used for all formats that are not listed here, such as `normalized`.
    #[default]
    Unified,
    Raw,
    Stream,
    Debug,
}

impl Format {
    /// Parses a format. Any other value, such as a text format, is treated as the default.
    pub(in crate::testing) fn named(name: &str) -> Self {
        match name {
            "raw" => Self::Raw,
            "stream" => Self::Stream,
            "debug" => Self::Debug,
            _ => Self::Unified,
        }
    }
}

/// The provider's response: its own data of each object, if the model has a field for them.
pub(in crate::testing) fn raw(result: &Outcome, object: &'static Object) -> Value {
    let mut fields = object.fields().iter();
    let own = fields.find(|field| matches!(field.shape, Shape::Provider));
    let of_entry = |entry: &Entry| {
        let data = own.and_then(|field| entry.get(field.name));
        data.cloned()
            .unwrap_or_else(|| Value::Object(entry.clone()))
    };
    match result {
        Outcome::One(Value::Object(entry)) => of_entry(entry),
        Outcome::One(value) => value.clone(),
        Outcome::Page { entries, .. } => {
            json!({ "data": entries.iter().map(of_entry).collect::<Vec<_>>() })
        }
        Outcome::Nothing | Outcome::Bytes(_) => Value::Null,
    }
}

pub(in crate::testing) fn debug(result: &Outcome, shown: &Shown<'_>) -> Value {
    let mut debug = json!({
        "requestUrl": format!("https://provider.invalid{}", shown.path),
        "requestOptions": { "method": shown.method },
        "data": raw(result, shown.target.object),
        "responseHeaders": { HeaderName::from_static("content-type").as_str(): "application/json" },
    });
    if let Outcome::Page { entries, next, .. } = result {
        debug["nextCursor"] = next.clone().into();
        debug["isLooping"] = false.into();
        debug["isEmptyResult"] = entries.is_empty().into();
        debug["resultCount"] = entries.len().into();
    }
    debug
}
