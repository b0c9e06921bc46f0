//! The verifier.

use std::{
    borrow::Cow,
    fmt,
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::HeaderMap;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    VerifyError, VerifyErrorKind,
    signature::{self, Key},
};
use crate::{Error, RawJson, Timestamp, error::decode_payload, model::Decoding};

/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "x-truto-signature";

/// How old an event may be, unless set.
const TOLERANCE: Duration = Duration::from_secs(300);

/// Checks that webhooks were sent by Truto, and decodes their bodies as `E`. Cheap to clone; `Debug` does not show the secret.
///
/// A generated crate has an alias of it for the type of its events.
pub struct Verifier<E = Value> {
    keys: Vec<Key>,
    tolerance: Option<Duration>,
    is_known: Option<Arc<IsKnown>>,
    event: PhantomData<fn() -> E>,
}

/// Whether an event with this id was processed before.
type IsKnown = dyn Fn(&str) -> bool + Send + Sync;

impl<E: DeserializeOwned> Verifier<E> {
    /// Creates a verifier with the secret of the webhook, which Truto shows when the webhook is created.
    ///
    /// # Errors
    /// The secret is empty: anyone could sign with it.
    pub fn new(secret: impl AsRef<str>) -> Result<Self, Error> {
        let verifier = Self {
            keys: Vec::new(),
            tolerance: Some(TOLERANCE),
            is_known: None,
            event: PhantomData,
        };
        verifier.or_secret(secret)
    }

    /// Also accepts webhooks that are signed with this secret, so that a secret can be replaced without losing events.
    ///
    /// # Errors
    /// The secret is empty.
    pub fn or_secret(mut self, secret: impl AsRef<str>) -> Result<Self, Error> {
        let secret = secret.as_ref();
        let key = Key::new(secret).filter(|_| !secret.trim().is_empty());
        let key = key.ok_or_else(|| Error::invalid("the secret of the webhook is empty"))?;
        self.keys.push(key);
        Ok(self)
    }

    /// Sets how old an event may be, and how far in the future, by its `created_at`. Default: 5 minutes.
    ///
    /// The signature does not contain the time of the delivery, so somebody who has seen a webhook could send it again later. A repeated delivery
    /// has the `created_at` of the first one.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The former name of [`with_tolerance`](Self::with_tolerance).
    #[deprecated(since = "0.1.0", note = "renamed to `with_tolerance`")]
    #[must_use]
    pub fn tolerance(self, tolerance: Duration) -> Self {
        self.with_tolerance(tolerance)
    }

    /// Accepts events of any age, for example to read webhooks that were stored.
    #[must_use]
    pub fn without_tolerance(mut self) -> Self {
        self.tolerance = None;
        self
    }

    /// Refuses events that have arrived before. `is_known` gets the `id` of an event whose signature is right, and returns whether it is known.
    /// An id that is a number is passed as text, as it is written in the body.
    ///
    /// Remember an id only after its event was processed, or stored where a restart does not lose it: if that fails, Truto has to send the
    /// event again. Two deliveries of an event that arrive at the same time can therefore both be accepted. An event without an id is never
    /// known.
    #[must_use]
    pub fn with_known(mut self, is_known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.is_known = Some(Arc::new(is_known));
        self
    }

    /// The former name of [`with_known`](Self::with_known).
    #[deprecated(since = "0.1.0", note = "renamed to `with_known`")]
    #[must_use]
    pub fn is_known(self, is_known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.with_known(is_known)
    }

    /// Decodes bodies as another type, such as one of your own, or as [`Value`].
    #[must_use]
    pub fn with_event_type<F: DeserializeOwned>(self) -> Verifier<F> {
        Verifier {
            keys: self.keys,
            tolerance: self.tolerance,
            is_known: self.is_known,
            event: PhantomData,
        }
    }

    /// Verifies a webhook and decodes its body.
    ///
    /// `signature` is the value of the header `X-Truto-Signature`, and `body` the body as it arrived. If the signature is wrong, the body is not
    /// even parsed. The name of the event can be in `event` or, as older documentation says, in `event_type`: then it is decoded as if it were
    /// in `event`, too.
    ///
    /// # Errors
    /// See [`VerifyErrorKind`].
    pub fn verify(
        &self,
        signature: impl AsRef<[u8]>,
        body: &[u8],
        now: SystemTime,
    ) -> Result<E, VerifyError> {
        let signature = signature::parse(signature.as_ref())
            .ok_or_else(|| VerifyError::new(VerifyErrorKind::MalformedSignature))?;
        // Every key is tried, so that the time does not tell which one has signed.
        let signed = self
            .keys
            .iter()
            .filter(|key| key.has_signed(body, &signature));
        if signed.count() == 0 {
            return Err(VerifyError::new(VerifyErrorKind::WrongSignature));
        }
        let json: Value = decode(body)?;
        self.check_time(&json, now)?;
        self.check_id(&json, body)?;
        decode(&with_event(body, &json))
    }

    /// Verifies a webhook with the headers of its request: see [`verify`](Self::verify).
    ///
    /// # Errors
    /// See [`VerifyErrorKind`].
    pub fn verify_request(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<E, VerifyError> {
        let mut signatures = headers.get_all(SIGNATURE_HEADER).iter();
        match (signatures.next(), signatures.next()) {
            (Some(only), None) => self.verify(only.as_bytes(), body, now),
            _ => Err(VerifyError::new(VerifyErrorKind::NoSignature)),
        }
    }

    fn check_time(&self, event: &Value, now: SystemTime) -> Result<(), VerifyError> {
        let Some(tolerance) = self.tolerance else {
            return Ok(());
        };
        let created = event.get("created_at").and_then(Value::as_str);
        let created = created.and_then(instant);
        let created = created.ok_or_else(|| VerifyError::new(VerifyErrorKind::NoTime))?;
        let distance = match now.duration_since(created) {
            Ok(age) => age,
            Err(ahead) => ahead.duration(),
        };
        match distance > tolerance {
            true => Err(VerifyError::new(VerifyErrorKind::OutOfTime)),
            false => Ok(()),
        }
    }

    fn check_id(&self, event: &Value, body: &[u8]) -> Result<(), VerifyError> {
        let is_known = self.is_known.as_ref();
        match is_known.is_some_and(|is_known| id(event, body).is_some_and(|id| is_known(&id))) {
            true => Err(VerifyError::new(VerifyErrorKind::Known)),
            false => Ok(()),
        }
    }
}

impl<E> Clone for Verifier<E> {
    fn clone(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            tolerance: self.tolerance,
            is_known: self.is_known.clone(),
            event: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Verifier<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("secrets", &self.keys.len())
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

/// The id of an event: a text, or a number as it is written in the body.
fn id<'e>(event: &'e Value, body: &[u8]) -> Option<Cow<'e, str>> {
    match event.get("id")? {
        Value::String(id) => Some(Cow::Borrowed(id)),
        Value::Number(_) => decode::<RawJson>(body).ok()?.id("id").map(Cow::Owned),
        _ => None,
    }
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, VerifyError> {
    decode_payload(body, None, Decoding::Lenient).map_err(VerifyError::undecodable)
}

/// The body, with `event` if only `event_type` names the event. All other values stay as they are, byte for byte.
fn with_event<'b>(body: &'b [u8], json: &Value) -> Cow<'b, [u8]> {
    let name = json.get("event_type").filter(|name| name.is_string());
    let name = name.filter(|_| json.get("event").is_none_or(Value::is_null));
    let Some(name) = name else {
        return Cow::Borrowed(body);
    };
    // A derived type refuses a name that occurs twice, so `"event": null` is removed.
    let rest = match json.get("event") {
        None => body.trim_ascii_end().strip_suffix(b"}").map(Cow::Borrowed),
        Some(_) => without_event(body).map(Cow::Owned),
    };
    match rest {
        Some(rest) => Cow::Owned([&*rest, format!(",\"event\":{name}}}").as_bytes()].concat()),
        None => Cow::Borrowed(body),
    }
}

/// The object without `event` and the brace at its end.
fn without_event(body: &[u8]) -> Option<Vec<u8>> {
    let Properties(all) = decode(body).ok()?;
    let all = all.into_iter().filter(|(name, _)| name != "event");
    let all: Vec<String> = all
        .map(|(name, value)| format!("{}:{value}", Value::from(name)))
        .collect();
    Some(format!("{{{}", all.join(",")).into_bytes())
}

/// The properties of an object, in their order, with those that occur twice.
struct Properties(Vec<(String, RawJson)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut all = Vec::new();
        while let Some(property) = map.next_entry()? {
            all.push(property);
        }
        Ok(Properties(all))
    }
}

/// The time in a body: RFC 3339, or `2024-09-10 12:00:00`, which is UTC. Both occur in the documentation.
fn instant(text: &str) -> Option<SystemTime> {
    let text = text.trim().replacen(' ', "T", 1);
    let parse = |text: &str| SystemTime::try_from(Timestamp::from(text)).ok();
    parse(&text).or_else(|| parse(&format!("{text}Z")))
}
