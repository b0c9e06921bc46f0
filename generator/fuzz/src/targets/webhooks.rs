//! Webhooks: a body is decoded only if its signature is right, and then no field is lost.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};
use truto_runtime::{
    RawJson, Timestamp,
    webhooks::{Verifier, VerifyError, VerifyErrorKind, sign},
};
use truto_unified::webhooks::{EVENT, Event};

use super::lossless::is_same;
use super::no_seeds;
use crate::Target;
use crate::input::Input;
use crate::slow::within_limit;

pub(super) const TARGET: Target = Target {
    name: "webhooks",
    about: "signatures and bodies of webhooks",
    run,
    show,
    seeds: no_seeds,
    count: 2500,
    longest: 1024,
};

/// The beginning of each signature.
const START: &str = "format=sha256,v=";

const SECRET: &str = "s3cret-0123456789";

/// Keys of events.
const KEYS: &[&str] = &[
    "id",
    "event",
    "event_type",
    "created_at",
    "payload",
    "environment_id",
    "webhook_id",
    "name",
    "status",
    "integrated_account",
    "type",
    "records",
    "raw",
];

const TEXTS: &[&str] = &[
    "record:created",
    "integrated_account:created",
    "2024-03-01T09:30:00Z",
    "2024-03-01 09:30:00",
    "2024-03-01T09:30:00",
    "9999-12-31T23:59:59Z",
];

struct Case {
    body: Vec<u8>,
    /// Which signature is sent.
    signature: Signature,
    now: SystemTime,
}

enum Signature {
    Right,
    /// That of the body with one bit changed.
    OfOtherBody(usize),
    /// The right one with one byte changed.
    Changed(usize, u8),
    Other(Vec<u8>),
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let now = 1_709_285_400 + input.number() % 1200;
        let now = UNIX_EPOCH + Duration::from_secs(now - 600);
        let kind = input.below(5);
        let place = input.number() as usize;
        let byte = input.byte();
        let mut body = match input.below(3) {
            0 => Vec::new(),
            _ => json(&mut input).to_string().into_bytes(),
        };
        if body.is_empty() {
            body = input.rest().to_vec();
        } else if input.is_one_in(4) {
            body.splice(..0, "\u{feff} ".bytes());
        }
        let signature = match kind {
            0 | 1 => Signature::Right,
            2 => Signature::OfOtherBody(place),
            3 => Signature::Changed(place, byte),
            _ => Signature::Other(body.clone()),
        };
        Self {
            body,
            signature,
            now,
        }
    }

    fn header(&self) -> Vec<u8> {
        let right = sign(SECRET, &self.body).into_bytes();
        match &self.signature {
            Signature::Right => right,
            Signature::OfOtherBody(place) => {
                let mut body = self.body.clone();
                let length = body.len().max(1);
                match body.get_mut(place % length) {
                    Some(byte) => *byte ^= 1,
                    None => body.push(0),
                }
                sign(SECRET, &body).into_bytes()
            }
            Signature::Changed(place, other) => {
                let mut header = right;
                let length = header.len();
                header[place % length] = *other;
                header
            }
            Signature::Other(bytes) => bytes.clone(),
        }
    }
}

fn json(input: &mut Input<'_>) -> Value {
    let mut fields = Map::new();
    for _ in 0..input.below(8) {
        let key = (*input.pick(KEYS)).to_owned();
        let value = match input.below(3) {
            0 => Value::from(*input.pick(TEXTS)),
            _ => input.json(3, &mut |input| (*input.pick(KEYS)).to_owned()),
        };
        fields.insert(key, value);
    }
    Value::Object(fields)
}

fn show(data: &[u8]) -> String {
    let case = Case::new(data);
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&case.header()),
        String::from_utf8_lossy(&case.body)
    )
}

fn run(data: &[u8]) {
    let case = Case::new(data);
    within_limit(|| check(&case));
}

fn check(case: &Case) {
    let header = case.header();
    let verifier = Verifier::<Value>::new(SECRET).expect("a verifier");
    let right = sign(SECRET, &case.body);
    // The digits can be in either case.
    let is_right = header
        .split_at_checked(START.len())
        .is_some_and(|(start, digits)| {
            start == START.as_bytes()
                && digits.eq_ignore_ascii_case(&right.as_bytes()[START.len()..])
        });
    let any_age = verifier.clone().without_tolerance();
    let result = any_age.verify(&header, &case.body, case.now);
    let typed = any_age
        .clone()
        .with_event_type::<Event>()
        .verify(&header, &case.body, case.now);
    for error in [result.as_ref().err(), typed.as_ref().err()]
        .into_iter()
        .flatten()
    {
        check_error(error, &right);
        let is_signature = matches!(
            error.kind(),
            VerifyErrorKind::MalformedSignature | VerifyErrorKind::WrongSignature
        );
        assert_eq!(is_signature, !is_right, "{error}");
    }
    assert!(
        is_right || result.is_err() && typed.is_err(),
        "a wrong signature is accepted"
    );
    if !is_right {
        return;
    }
    let text = std::str::from_utf8(&case.body).ok();
    let text = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let parsed = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(mut expected) = parsed else {
        return assert!(result.is_err(), "decoded from what is not JSON");
    };
    check_time(&verifier, case, &header, &expected);
    if let (None, Some(name)) = (
        expected.get("event"),
        expected.get("event_type").filter(|name| name.is_string()),
    ) {
        let name = name.clone();
        expected["event"] = name;
    }
    assert_eq!(result.expect("an event"), expected);
    // Decoding does not depend on the verification.
    let alone = EVENT.decode(expected.to_string().as_bytes());
    match (typed, alone) {
        (Ok(one), Ok(other)) => {
            let written = [&one, &other].map(|event| serde_json::to_value(event).expect("JSON"));
            assert_eq!(written[0], written[1]);
            assert!(
                is_same(&expected, Some(&written[0])),
                "{expected} became {}",
                written[0]
            );
            let raw = RawJson::from_value(&written[0]).expect("JSON");
            let again: Event = raw.parse().expect("an event");
            assert_eq!(serde_json::to_value(&again).expect("JSON"), written[0]);
        }
        (one, other) => assert_eq!(
            one.is_ok(),
            other.is_ok(),
            "{:?} {:?}",
            one.err(),
            other.err()
        ),
    }
}

/// Checks that an event is refused if its time is outside of the tolerance.
fn check_time(verifier: &Verifier, case: &Case, header: &[u8], event: &Value) {
    let result = verifier.verify(header, &case.body, case.now);
    let kind = result.as_ref().err().map(VerifyError::kind);
    let text = event
        .get("created_at")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let text = text.trim().replacen(' ', "T", 1);
    let times = [text.clone(), format!("{text}Z")].map(Timestamp::from);
    let Some(created) = times
        .iter()
        .find_map(|time| SystemTime::try_from(time).ok())
    else {
        return assert_eq!(kind, Some(VerifyErrorKind::NoTime));
    };
    let tolerance = Duration::from_secs(300);
    let is_far = created > case.now + tolerance || created < case.now - tolerance;
    assert_eq!(kind == Some(VerifyErrorKind::OutOfTime), is_far);
}

fn check_error(error: &VerifyError, signature: &str) {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let text = format!("{error} {error:?} {source:?}");
    let digits = signature.rsplit('=').next().expect("digits");
    assert!(!text.contains(SECRET) && !text.contains(digits), "{text}");
    let odd = text.chars().find(|sign| sign.is_control());
    assert!(odd.is_none(), "{odd:?} is shown: {text:?}");
}
