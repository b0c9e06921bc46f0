//! Faulty response bodies.

use truto_runtime::ErrorKind;

use super::{CREATE, client, page, shows_no_secret};
use crate::{
    server::{Play::Answer, Server, response},
    ticketing::contacts::{Contact, CreateContact},
    way::{Probe, Way},
    wire::{ACCOUNT, CONTACT, account},
};

fn create(server: &Server) -> CreateContact {
    account(server).ticketing().contacts().create()
}

pub(super) fn a_page_of_html_is_shown_in_part(way: Way) {
    let server = Server::playing([page("500 Oops")]);
    let error = way.send(create(&server)).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 3));
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert!(error.body().unwrap().len() > 10_000);
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert!(error.message().starts_with("<html>zzz") && error.message().len() < 300);
}

pub(super) fn what_is_no_json_is_shown_in_part(way: Way) {
    for (body, hint) in [
        ("<html>hi</html>", "<html>hi</html>"),
        ("", "an empty body"),
    ] {
        let server = Server::with("200 OK", "text/html", body);
        let error = way.send(create(&server)).unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(error.message().contains(hint), "{error}");
    }
}

/// The status counts, whatever the length of the body.
pub(super) fn only_the_beginning_of_a_long_error_is_read(way: Way) {
    let long = format!(r#"{{"message":"{}"}}"#, "A".repeat(8 << 20));
    let whole = format!(r#"{{"message":"{}"}}"#, "A".repeat(1_000_000));
    let table = [
        ("422 X", &long, "", ErrorKind::Unprocessable),
        ("404 X", &long, "", ErrorKind::NotFound),
        ("307 X", &long, "\r\nLocation: /x", ErrorKind::Redirect),
        (
            "206 X",
            &long,
            "\r\nContent-Range: bytes 0-1/2",
            ErrorKind::Partial,
        ),
        ("422 X", &whole, "", ErrorKind::Unprocessable),
    ];
    for (status, body, header, kind) in table {
        let headers = format!("Content-Type: application/json{header}");
        let server = Server::answering(response(status, &headers, body));
        let error = way.send(create(&server)).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1));
        assert!(error.to_string().len() < 5000, "{status}");
        assert!(format!("{error:?}").len() < 5000, "{status}");
        assert_eq!(error.body().unwrap().len(), 256 * 1024);
        assert!(error.decode::<truto_runtime::Value>().is_err());
    }
    let server = Server::with("422 X", "application/json", &whole);
    let error = way.send(create(&server)).unwrap_err();
    let note = "… (cut from 1000000 bytes)";
    assert!(error.message().ends_with(note), "{}", error.message());

    // The limit of the client does not turn a status into another error either. A body that is cut is not decoded, even if its
    // beginning is JSON.
    let server = Server::with("404 X", "text/plain", &"1".repeat(50));
    for (limit, is_whole) in [(49, false), (50, true)] {
        let client = client(&server.url).0.max_body(limit).build().unwrap();
        let error = way.call(&client, &CREATE).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.body().unwrap().len(), limit);
        assert_eq!(error.decode::<f64>().is_ok(), is_whole);
    }
}

/// The flag of a long body may be in the part that is not read.
pub(super) fn a_long_error_may_be_of_the_integration(way: Way) {
    for length in [1_000, 1_100_000] {
        let message = "A".repeat(length);
        let body = format!(r#"{{"truto_is_remote_error":true,"message":"{message}"}}"#);
        let is_read = length == 1_000;
        for status in ["502 X", "401 X"] {
            let server = Server::with(status, "application/json", &body);
            let error = way.send(create(&server)).unwrap_err();
            assert_eq!((error.attempts(), server.lines().len()), (1, 1), "{status}");
            assert_eq!(error.is_remote(), is_read);
            assert!(!error.is_unauthorized());
            assert_eq!(error.is_reconnect_needed(), is_read && status == "401 X");
        }
    }
}

/// The message quotes a value of the response.
pub(super) fn an_error_of_decoding_is_short(way: Way) {
    let long = "A".repeat(100_000);
    for (body, is_decoded) in [
        (format!(r#"{{"id":{{"{long}":1}}}}"#), false),
        (format!(r#""{long}""#), false),
        // The field is optional.
        (format!(r#"{{"id":"1","emails":"{long}"}}"#), true),
    ] {
        let server = Server::with("200 OK", "application/json", &body);
        let result = way.send(create(&server));
        assert_eq!(result.is_ok(), is_decoded, "{}", &body[..20]);
        let Err(error) = result else {
            continue;
        };
        assert!(error.is_decode());
        let text = crate::wire::chain(&error);
        assert!(text.len() < 10_000, "{}", text.len());
    }
}

pub(super) fn a_redirect_is_not_followed(way: Way) {
    let other = Server::json(CONTACT);
    let location = format!(
        "Location: {}/x?account={ACCOUNT}",
        other.url.replace("127.0.0.1", "localhost")
    );
    let server = Server::answering(response("307 Temporary Redirect", &location, ""));
    let error = way.send(create(&server)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("to localhost, but"), "{error}");
    shows_no_secret(&error);
    assert!(other.is_idle());
}

pub(super) fn invalid_utf8_has_an_offset(way: Way) {
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"id\":\"".to_vec();
    answer.extend(b"ab\xff\"}\n");
    let server = Server::playing([Answer(answer.into())]);
    let error = way.send(create(&server)).unwrap_err();
    assert!(
        error.is_decode() && error.message().contains("not UTF-8"),
        "{error}"
    );
    assert_eq!((error.offset(), error.attempts()), (Some(9), 1));
}

pub(super) fn deep_nesting_is_an_error(way: Way) {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let server = Server::json(&deep);
    let (builder, _) = client(&server.url);
    let error = way.call(&builder.build().unwrap(), &CREATE).unwrap_err();
    assert!(error.is_decode(), "{error:?}");

    // Raw JSON and unknown fields are kept without being parsed.
    let server = Server::json(&format!(
        r#"{{"id":"1","remote_data":{deep},"new":{deep}}}"#
    ));
    let contact = way.send(create(&server)).unwrap();
    assert_eq!(contact.remote_data.unwrap().get(), deep);
    let error = contact
        .extra
        .get("new")
        .unwrap()
        .parse::<truto_runtime::Value>();
    assert!(error.unwrap_err().is_decode());
}

/// Decodes `json`, and asserts that encoding it again returns the same text.
fn there_and_back(way: Way, json: &str) -> Contact {
    let contact = way.send(create(&Server::json(json))).unwrap();
    assert_eq!(serde_json::to_string(&contact).unwrap(), json);
    contact
}

pub(super) fn an_unknown_value_is_kept(way: Way) {
    let json = r#"{"id":"1","emails":[{"email":"a@b.c","type":"bo\"at é"}]}"#;
    let contact = there_and_back(way, json);
    assert_eq!(contact.emails.unwrap()[0].r#type.as_str(), "bo\"at é");
}

pub(super) fn unknown_fields_are_kept(way: Way) {
    let contact = there_and_back(way, r#"{"id":"1","new":{"x" : 1e400},"newer":[ ]}"#);
    assert_eq!(contact.extra.len(), 2);

    let server = Server::with("200 OK", "application/pdf", CONTACT);
    let (builder, _) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    let whole = way.read(Probe::new(&scope, &CREATE)).unwrap();
    assert_eq!(whole, CONTACT.as_bytes(), "byte for byte");
}
