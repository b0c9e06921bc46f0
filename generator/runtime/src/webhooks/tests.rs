use std::{
    error::Error as _,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde_json::json;

use super::{SIGNATURE_HEADER, Verifier, VerifyErrorKind, sign};
use crate::Timestamp;

const SECRET: &str = "7b9f2c1e-6a34-4d0a-9c55-0f4b1f2f8a11";
const BODY: &str = r#"{"id":"evt_1","event":"record:updated","payload":{"name":"Zoë \u00e9"},"created_at":"2024-09-10T12:00:00.250Z"}"#;

/// `hmac.new(secret, body, hashlib.sha256)` of Python, `openssl dgst -sha256 -hmac` and `crypto.createHmac` of Node.js.
const HEX: &str = "1ebfc44c82b928b566b79acb50878734c88d001ad7d704cc00719a6a04cf28fe";
const BASE64: &str = "Hr/ETIK5KLVmt5rLUIeHNMiNABrX1wTMAHGaagTPKP4=";

fn at(text: &str) -> SystemTime {
    Timestamp::from(text).try_into().unwrap()
}

fn now() -> SystemTime {
    at("2024-09-10T12:01:00Z")
}

fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

fn kind(verifier: &Verifier, signature: &str, body: &str) -> Option<VerifyErrorKind> {
    let result = verifier.verify(signature, body.as_bytes(), now());
    result.err().map(|error| error.kind())
}

#[test]
fn signatures_of_other_implementations_are_right_in_both_encodings() {
    for value in [HEX, &HEX.to_uppercase(), BASE64] {
        for header in [
            format!("format=sha256,v={value}"),
            format!(" v={value} , format=sha256,later=1"),
        ] {
            let event = verifier().verify(&header, BODY.as_bytes(), now()).unwrap();
            assert_eq!(event["payload"]["name"], "Zoë é");
        }
    }
    assert_eq!(
        sign(SECRET, BODY.as_bytes()),
        format!("format=sha256,v={HEX}")
    );
}

#[test]
fn everything_else_is_refused() {
    let right = format!("format=sha256,v={HEX}");
    let garbage = "x".repeat(1 << 20);
    let wrong = Some(VerifyErrorKind::WrongSignature);
    let malformed = Some(VerifyErrorKind::MalformedSignature);
    let rows = [
        (right.as_str(), BODY.replace("evt_1", "evt_2"), wrong),
        (&right, format!("{BODY} "), wrong),
        (&right, garbage.clone(), wrong),
        (&garbage, BODY.to_owned(), malformed),
        ("", BODY.to_owned(), malformed),
        (HEX, BODY.to_owned(), malformed),
        ("format=sha256,v=", BODY.to_owned(), malformed),
        (&right[..70], BODY.to_owned(), malformed),
        (&right.replace("256", "1"), BODY.to_owned(), malformed),
        (&format!("{right},v={HEX}"), BODY.to_owned(), malformed),
        (&format!("v={HEX}"), BODY.to_owned(), malformed),
        (&right.replace('f', "g"), BODY.to_owned(), malformed),
        (&right.replace("v=1", "v=2"), BODY.to_owned(), wrong),
    ];
    for (signature, body, expected) in rows {
        let found = kind(&verifier(), signature, &body);
        assert_eq!(found, expected, "{:.90} {body:.200}", signature);
    }
    assert_eq!(
        kind(&Verifier::new("another").unwrap(), &right, BODY),
        wrong
    );
}

#[test]
fn a_request_has_exactly_one_signature() {
    let verify = |values: &[&str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(SIGNATURE_HEADER, HeaderValue::from_str(value).unwrap());
        }
        let result = verifier().verify_request(&headers, BODY.as_bytes(), now());
        result.map_err(|error| error.kind())
    };
    let right = &*sign(SECRET, BODY.as_bytes());
    assert!(verify(&[right]).is_ok());
    for values in [&[][..], &[right, right]] {
        assert_eq!(verify(values), Err(VerifyErrorKind::NoSignature));
    }
}

#[test]
fn secrets_can_be_replaced_and_are_never_shown() {
    let both = Verifier::new("old").unwrap().or_secret(SECRET).unwrap();
    for secret in ["old", SECRET, " old\n"] {
        assert_eq!(kind(&both, &sign(secret, BODY.as_bytes()), BODY), None);
    }
    let error = both
        .verify(sign("x", BODY.as_bytes()), BODY.as_bytes(), now())
        .unwrap_err();
    for text in [format!("{both:?}"), format!("{error:?} {error}")] {
        for secret in [SECRET, "old", HEX, "evt_1"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    assert!(Verifier::<serde_json::Value>::new(" ").is_err());
}

#[test]
fn events_are_refused_when_they_are_old_or_known() {
    let of = |created: &str, verifier: &Verifier| {
        let body = BODY.replace("2024-09-10T12:00:00.250Z", created);
        kind(verifier, &sign(SECRET, body.as_bytes()), &body)
    };
    let out = Some(VerifyErrorKind::OutOfTime);
    for (created, expected) in [
        ("2024-09-10T12:00:00.250Z", None),
        ("2024-09-10 12:00:00", None),
        ("2024-09-10T14:00:00+02:00", None),
        ("2024-09-10T12:06:00Z", None),
        ("2024-09-10T12:06:01Z", out),
        ("2024-09-10 11:55:59", out),
        ("2024-09-10 14:00:00", out),
        ("yesterday", Some(VerifyErrorKind::NoTime)),
    ] {
        assert_eq!(of(created, &verifier()), expected, "{created}");
        assert_eq!(of(created, &verifier().without_tolerance()), None);
    }
    let long = verifier().with_tolerance(Duration::from_secs(86_400));
    assert_eq!(of("2024-09-10 01:00:00", &long), None);

    let asked = Arc::new(Mutex::new(Vec::new()));
    let ids = Arc::clone(&asked);
    let once = verifier().with_known(move |id| {
        let mut ids = ids.lock().unwrap();
        ids.push(id.to_owned());
        ids.len() > 1
    });
    let right = sign(SECRET, BODY.as_bytes());
    assert_eq!(
        kind(&once, "format=sha256,v=", BODY),
        Some(VerifyErrorKind::MalformedSignature)
    );
    assert_eq!(kind(&once, &right, BODY), None);
    assert_eq!(kind(&once, &right, BODY), Some(VerifyErrorKind::Known));
    assert_eq!(*asked.lock().unwrap(), ["evt_1", "evt_1"]);
}

#[test]
fn ids_that_are_numbers_are_passed_as_they_are_written() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let ids = Arc::clone(&asked);
    let all_known = verifier().with_known(move |id| {
        ids.lock().unwrap().push(id.to_owned());
        true
    });
    let known = Some(VerifyErrorKind::Known);
    let rows = [
        ("7", Some("7")),
        ("18446744073709551616", Some("18446744073709551616")),
        (r#""\u0061""#, Some("a")),
        ("null", None),
        ("[7]", None),
    ];
    for (id, expected) in rows {
        let body = BODY.replace(r#""evt_1""#, id);
        let found = kind(&all_known, &sign(SECRET, body.as_bytes()), &body);
        assert_eq!(found, known.filter(|_| expected.is_some()), "{id}");
        let asked = std::mem::take(&mut *asked.lock().unwrap());
        assert_eq!(asked.first().map(String::as_str), expected, "{id}");
    }
}

#[test]
fn the_error_of_an_undecodable_body_contains_no_value_of_it() {
    #[derive(Debug, serde::Deserialize)]
    struct Numbers {
        #[allow(dead_code, reason = "only decoded")]
        payload: std::collections::HashMap<String, u64>,
    }
    let secret = "a value that is nobody's business";
    let payload = json!({"name": secret});
    let rows = [
        (
            BODY.replace("{\"name\":\"Zoë \\u00e9\"}", &payload.to_string()),
            Some("payload.name"),
        ),
        (format!("{{\"id\":\"{secret}"), Some("id")),
        (format!("{secret} {{}}"), None),
    ];
    for (body, field) in rows {
        let signature = sign(SECRET, body.as_bytes());
        let verifier = verifier().with_event_type::<Numbers>();
        let error = verifier
            .verify(&signature, body.as_bytes(), now())
            .unwrap_err();
        assert_eq!(error.kind(), VerifyErrorKind::Undecodable);
        let source = error.source().unwrap();
        for text in [
            format!("{error:?} {error}"),
            format!("{source:?} {source:#}"),
        ] {
            for part in [secret, "nobody"] {
                assert!(!text.contains(part), "{text}");
            }
        }
        let source: &crate::Error = source.downcast_ref().unwrap();
        assert_eq!(source.field(), field);
        assert!(source.offset().is_some() && source.source().is_none());
    }
}

#[test]
fn a_signed_body_that_is_no_event_is_refused() {
    for body in ["", "x", "[]", "{}", r#"{"created_at":7}"#] {
        let found = kind(&verifier(), &sign(SECRET, body.as_bytes()), body);
        assert!(
            matches!(
                found,
                Some(VerifyErrorKind::Undecodable | VerifyErrorKind::NoTime)
            ),
            "{body}: {found:?}"
        );
    }
}

#[test]
fn the_older_name_of_an_event_is_read_and_other_types_can_be_decoded() {
    let body =
        r#" {"event_type":"test","n":18446744073709551616,"created_at":"2024-09-10 12:00:00"}"#;
    let of = |body: &str| {
        let signature = sign(SECRET, body.as_bytes());
        verifier()
            .verify(signature, body.as_bytes(), now())
            .unwrap()
    };
    assert_eq!(of(body)["event"], "test");
    assert_eq!(of(&format!("\u{feff}{body}"))["event"], "test");
    assert_eq!(of(&body.replace("_type", ""))["event"], "test");
    let both = body.replace("{", r#"{"event":"a","#);
    assert_eq!(of(&both)["event"], "a");
    let null = body.replace("{", r#"{"event":null,"#);
    assert_eq!(of(&format!("{null}\n"))["event"], "test");

    // A derived type refuses a name that occurs twice.
    #[derive(Debug, serde::Deserialize)]
    struct Named {
        event: String,
        #[serde(rename = "a\"b")]
        other: crate::RawJson,
    }
    for null in [
        r#"{"event":null,"a\"b":1.50,"#,
        r#"{ "\u0065vent" : null , "a\"b" : 1.50, "event": null,"#,
        r#"{"a\"b":1.50,"#,
    ] {
        let body = body.replace("{", null);
        let body = format!("\u{feff}{body}\n");
        let verifier = verifier().with_event_type::<Named>();
        let event = verifier.verify(sign(SECRET, body.as_bytes()), body.as_bytes(), now());
        let Named { event, other } = event.unwrap();
        assert_eq!((&*event, other.get()), ("test", "1.50"));
    }

    let raw = verifier().with_event_type::<crate::RawJson>();
    let event = raw.verify(sign(SECRET, body.as_bytes()), body.as_bytes(), now());
    assert!(event.unwrap().get().contains("18446744073709551616"));
}

#[test]
fn the_message_of_a_missing_time_says_what_to_do() {
    let error = verifier()
        .verify(sign(SECRET, b"{}"), b"{}", now())
        .unwrap_err();
    assert_eq!(error.kind(), VerifyErrorKind::NoTime);
    for name in ["created_at", "without_tolerance()"] {
        assert!(error.to_string().contains(name), "{error}");
    }
}

/// A header made of parts that are almost right, or right.
fn header() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["format", "v", "V", " v ", "t", "", "v=v"]);
    let value = prop::sample::select(vec![
        "sha256",
        "sha1",
        "",
        HEX,
        BASE64,
        &HEX[1..],
        "=",
        "é",
        "\0",
    ]);
    let part = (name, value).prop_map(|(name, value)| format!("{name}={value}"));
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.join(","))
}

proptest! {
    #[test]
    fn only_what_was_signed_is_accepted(
        body in proptest::collection::vec(any::<u8>(), 0..200),
        secret in "[!-~]{1,80}",
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let verifier: Verifier = Verifier::new(&secret).unwrap();
        let right = sign(&secret, &body);
        let kind = |signature: &str, body: &[u8]| {
            verifier.verify(signature, body, now()).err().map(|error| error.kind())
        };
        let wrong = Some(VerifyErrorKind::WrongSignature);
        prop_assert_ne!(kind(&right, &body), wrong);
        let digits = hex::decode(&right["format=sha256,v=".len()..]).unwrap();
        let base64 = format!("format=sha256,v={}", BASE64_STANDARD.encode(digits));
        prop_assert_ne!(kind(&base64, &body), wrong);
        let mut changed = body.clone();
        changed.push(0);
        prop_assert_eq!(kind(&right, &changed), wrong);
        if !body.is_empty() {
            let mut changed = body.clone();
            changed[at.index(body.len())] ^= 1 << bit;
            prop_assert_eq!(kind(&right, &changed), wrong);
        }
    }

    #[test]
    fn no_header_panics(header in any::<Vec<u8>>(), body in any::<Vec<u8>>()) {
        prop_assert!(verifier().verify(header, &body, now()).is_err());
    }

    #[test]
    fn a_header_is_accepted_only_with_one_format_and_one_value(header in header()) {
        let parts: Vec<&str> = header.split(',').collect();
        let count = |of: &str| parts.iter().filter(|part| part.split('=').next().map(str::trim) == Some(of)).count();
        let is_right = |value: &str| parts.iter().any(|part| part.trim() == value || part.trim() == value.replace("v=", "v ="));
        let expected = count("format") == 1
            && count("v") == 1
            && is_right("format=sha256")
            && [HEX, BASE64].iter().any(|value| is_right(&format!("v={value}")))
            && parts.iter().all(|part| part.contains('='));
        let found = verifier().verify(&header, BODY.as_bytes(), now()).is_ok();
        prop_assert_eq!(found, expected, "{}", header);
    }
}
