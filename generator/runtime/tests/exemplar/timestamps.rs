//! Timestamps must be valid to be sent: in the query, a header, the path, a body or a form.

use serde::Serialize;
use truto_runtime::{Call, Date, Error, ErrorKind, QueryStyle, Response, Timestamp, Value};

use crate::{
    faults::{CREATE, client},
    server::Server,
    ticketing::contacts::Contact,
    way::{Probe, Way},
};

const VALID: [&str; 4] = [
    "2024-03-01T09:30:00Z",
    "2024-03-01t09:30:00.25z",
    "2024-03-01T09:30:00+02:00",
    "2016-12-31T23:59:60Z",
];

const INVALID: [&str; 6] = [
    "yesterday",
    "",
    "1709285400",
    "2024-03-01",
    "2024-03-01 09:30:00Z",
    "2024-03-01T09:30:00",
];

#[derive(Serialize)]
struct Due<T> {
    list: Vec<T>,
}

fn due<T>(value: T) -> Due<T> {
    Due { list: vec![value] }
}

/// A way to send a value, the place that the error names, and the field of the error.
type Place<T> = (fn(Call, T) -> Call, &'static str, Option<&'static str>);

fn places<T: Serialize + Clone + 'static>() -> [Place<T>; 9] {
    [
        (
            |mut call, value| {
                call.set_query("updated_at[gt]", QueryStyle::Form, &value);
                call
            },
            "query parameter `updated_at[gt]`",
            Some("updated_at[gt]"),
        ),
        (
            |mut call, value| {
                call.set_passthrough("q", QueryStyle::DeepObject, &due(value));
                call
            },
            "query parameter `q`: `list[0]`",
            Some("q"),
        ),
        (
            |mut call, value| {
                call.add_query("updated_at", "gt", &value);
                call
            },
            "query parameter `updated_at`",
            Some("updated_at"),
        ),
        (
            |mut call, value| {
                call.set_header("X-Since", &value);
                call
            },
            "header `X-Since`",
            Some("X-Since"),
        ),
        (
            |mut call, value| {
                call.set_path("since", &value);
                call
            },
            "path parameter `since`",
            Some("since"),
        ),
        (
            |mut call, value| {
                call.set_field("due", &due(value));
                call.json("application/json", &serde_json::json!({}))
            },
            "field `due`: `list[0]`",
            Some("due"),
        ),
        (
            |call, value| call.json("application/json", &due(value)),
            "`list[0]`",
            Some("list[0]"),
        ),
        (
            |call, value| call.json_if_set("application/json", Some(&value)),
            "the body",
            None,
        ),
        (|call, value| call.form(&due(value)), "`list[0]`", None),
    ]
}

fn send<T: Clone>(way: Way, url: &str, place: &Place<T>, value: T) -> Result<Value, Error> {
    let (builder, _) = client(url);
    let scope = builder.build().unwrap().unscoped();
    let mut probe = Probe::new(&scope, &CREATE);
    probe.call = place.0(probe.call, value);
    way.send(probe)
}

fn check<T: Serialize + Clone + From<&'static str> + 'static>(
    way: Way,
    valid: &[&'static str],
    invalid: &[&'static str],
) {
    let server = Server::json("1");
    for place in places::<T>() {
        for text in valid {
            let sent = send(way, &server.url, &place, (*text).into());
            assert!(sent.is_ok(), "{text} {}", place.1);
        }
        assert_eq!(server.requests().len(), valid.len());
        for text in invalid {
            let error = send(way, &server.url, &place, (*text).into()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            let shown = error.to_string();
            assert!(
                shown.contains(place.1) && shown.contains("RFC 3339"),
                "{shown}"
            );
            assert_eq!(error.field(), place.2, "{shown}");
        }
        assert!(server.is_idle(), "{}", place.1);
    }
}

pub(crate) fn one_that_is_none_is_not_sent(way: Way) {
    check::<Timestamp>(way, &VALID, &INVALID);
    let dates = ["2024-02-29", "0000-01-01"];
    check::<Date>(
        way,
        &dates,
        &["", "2023-02-29", "2024-02-29T00:00:00Z", "29.2.2024"],
    );
}

/// Sends a contact back unchanged.
pub struct GiveBack {
    call: Call,
    contact: Contact,
}

truto_runtime::request! {
    GiveBack -> Value = Response::json,
    |request| request.call.json("application/json", &request.contact)
}

#[test]
fn an_invalid_received_timestamp_is_kept_but_not_sent() {
    let text = r#"{"id":"1","created_at":"about noon"}"#;
    let contact: Contact = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&contact).unwrap(), text);
    let (builder, _) = client("http://127.0.0.1:1");
    let scope = builder.build().unwrap().unscoped();
    let call = Call::new(&scope, &CREATE);
    let error = Way::Blocking.send(GiveBack { call, contact }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field(), Some("created_at"));
    assert!(!error.to_string().contains("noon"), "{error}");
}
