//! Successful responses with a missing or unusual body, unusual content codings, and messages that are not safe to print.

use std::{io::Write as _, time::Duration};

use flate2::{Compression, write::GzEncoder};
use truto_runtime::{Call, ErrorKind, Response, Value};

use super::{CREATE, DELETE, LIST, UPDATE, answer, client};
use crate::{
    Operation,
    server::{Play::Answer, Server, response},
    ticketing::{
        attachments::ListAttachments,
        contacts::{Contact, ContactUpdate},
    },
    way::{Probe, Way},
    wire::{CONTACT, account},
};

/// A call that returns an object without required fields.
pub struct Lenient {
    call: Call,
}

truto_runtime::request! {
    Lenient -> ContactUpdate = Response::json,
    |request| request.call
}

/// A call that returns an object with a required field.
pub struct Strict {
    call: Call,
}

truto_runtime::request! {
    Strict -> Contact = Response::json,
    |request| request.call
}

/// A call that returns a list.
pub struct Many {
    call: Call,
}

truto_runtime::request! {
    Many -> Vec<Contact> = Response::json,
    |request| request.call
}

/// A call that may return an object.
pub struct Perhaps {
    call: Call,
}

truto_runtime::request! {
    Perhaps -> Option<Contact> = Response::json,
    |request| request.call
}

fn call(server: &Server, operation: &'static Operation) -> Call {
    let (builder, _) = client(&server.url);
    let scope = builder.build().unwrap();
    Call::new(
        &scope.scope("integrated_account_id", crate::wire::ACCOUNT),
        operation,
    )
}

const EMPTY: [(&str, &str); 6] = [
    ("204 No Content", ""),
    ("200 OK", ""),
    ("201 Created", ""),
    ("202 Accepted", " \r\n"),
    ("200 OK", "\u{feff}"),
    ("200 OK", "null"),
];

pub(super) fn an_empty_body_decodes_as_an_empty_value(way: Way) {
    for (status, body) in EMPTY {
        for operation in [&DELETE, &UPDATE, &CREATE] {
            let server = Server::with(status, "application/json", body);
            let call = || call(&server, operation);
            let lenient = way.send(Lenient { call: call() }).unwrap();
            assert_eq!(lenient, ContactUpdate::default(), "{status}");
            assert_eq!(way.send(Many { call: call() }).unwrap(), []);
            assert_eq!(way.send(Perhaps { call: call() }).unwrap(), None);
            let any = way.send(Probe { call: call() }).unwrap();
            assert_eq!(any, Value::Null);
            assert_eq!(server.requests().len(), 4);

            let error = way.send(Strict { call: call() }).unwrap_err();
            assert!(error.is_decode() && error.has_taken_effect(), "{error:?}");
            assert!(error.to_string().contains("taken effect"), "{error}");
            assert_eq!((error.attempts(), server.requests().len()), (1, 1));
            if body != "null" {
                let message = error.message();
                assert!(message.starts_with("the call succeeded, but"), "{message}");
            }
        }
    }
}

/// A read may have no body only with the status 204.
pub(super) fn a_read_without_a_body_is_an_error(way: Way) {
    for (status, body) in EMPTY {
        let server = Server::with(status, "application/json", body);
        let call = || call(&server, &LIST);
        assert!(way.send(Lenient { call: call() }).is_err(), "{status}");
        assert!(way.send(Many { call: call() }).is_err(), "{status}");
        let can_be_null = status.starts_with("204") || body == "null";
        let any = way.send(Probe { call: call() });
        assert_eq!(any.is_ok(), can_be_null, "{status} {body:?}");
        let error = way.send(Strict { call: call() }).unwrap_err();
        assert!(error.is_decode() && !error.has_taken_effect(), "{error:?}");
    }
}

/// Tests each kind of decoder: by status, with an envelope, and of a page.
pub(super) fn all_decoders_handle_an_empty_body(way: Way) {
    let server = Server::with("202 Accepted", "application/json", "");
    let contacts = account(&server).ticketing().contacts();
    assert!(way.send(contacts.update("7")).is_ok());
    let server = Server::with("204 No Content", "application/json", "");
    let contacts = account(&server).ticketing().contacts();
    let error = way.send(contacts.update("7")).unwrap_err();
    assert!(error.is_decode() && error.has_taken_effect(), "{error:?}");
    for (status, body) in [("204 No Content", ""), ("200 OK", r#"{"result":null}"#)] {
        let server = Server::with(status, "application/json", body);
        let contacts = account(&server).ticketing().contacts();
        let imported = way.send(contacts.import(Default::default())).unwrap();
        assert_eq!(imported, []);
        let page = way.send(list(&server)).unwrap();
        assert_eq!((page.items.len(), page.next_cursor), (0, None));
    }
}

fn list(server: &Server) -> ListAttachments {
    account(server).ticketing().attachments().list()
}

pub(super) fn a_null_list_is_an_empty_page(way: Way) {
    for body in [
        r#"{"result":null}"#,
        r#"{"result":null,"next_cursor":null}"#,
    ] {
        let server = Server::json(body);
        assert_eq!(way.items(list(&server)).count(), 0);
        assert_eq!(server.requests().len(), 1);
    }
    let page = |body: &str| Answer(response("200 OK", "X: y", body).into());
    let server = Server::playing([
        page(r#"{"result":null,"next_cursor":"b"}"#),
        page(r#"{"result":[{"id":"1"}],"next_cursor":null}"#),
    ]);
    let items: Result<Vec<_>, _> = way.items(list(&server)).collect();
    assert_eq!(items.unwrap().len(), 1);
    let lines = server.lines();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].contains("next_cursor=b"), "{lines:?}");
}

pub(super) fn a_byte_order_mark_is_skipped(way: Way) {
    let marked = |body: &str| format!("\u{feff}{body}");
    let server = Server::json(&marked(CONTACT));
    let contacts = account(&server).ticketing().contacts();
    way.send(contacts.create()).unwrap();
    let server = Server::json(&marked(r#"{"result":[{"id":"1"}]}"#));
    assert_eq!(way.send(list(&server)).unwrap().items.len(), 1);
    let contacts = account(&server).ticketing().contacts();
    let imported = way.send(contacts.import(Default::default())).unwrap();
    assert_eq!(imported.len(), 1);
    let refusal = r#"{"message":"no","truto_error_insight":{"missing_required_body_fields":{"value":["a"]}}}"#;
    let server = Server::with("400 X", "application/json", &marked(refusal));
    let contacts = account(&server).ticketing().contacts();
    let error = way.send(contacts.create()).unwrap_err();
    assert_eq!((error.message(), error.issues().len()), ("no", 1));
    // A stream of bytes is not decoded, so the mark is part of it.
    let server = Server::json(&marked("[]"));
    let probe = Probe {
        call: call(&server, &LIST),
    };
    assert_eq!(way.read(probe).unwrap(), marked("[]").as_bytes());
}

pub(super) fn a_decimal_retry_after_is_rounded_up(way: Way) {
    for (asked, waited) in [("2.0", 2), (" 1.2  ", 2), ("0.001", 1)] {
        let server = Server::playing([
            answer("429 X", &format!("\r\nRetry-After: {asked}")),
            answer("200 OK", ""),
        ]);
        let (builder, timer) = client(&server.url);
        way.call(&builder.build().unwrap(), &CREATE).unwrap();
        assert_eq!(timer.waits(), [Duration::from_secs(waited)], "{asked}");
    }
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 299.997")]);
    let (builder, timer) = client(&server.url);
    let error = way.call(&builder.build().unwrap(), &CREATE).unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
    assert_eq!((error.attempts(), timer.waits().len()), (1, 0));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A member of 4 MiB that decodes to the characters of `[1,2]`, one after much that decodes to nothing.
fn mostly_nothing() -> Vec<u8> {
    let mut member = gzip(b"")[..10].to_vec();
    for byte in b"[1,2]" {
        member.extend([0, 0, 0, 0xff, 0xff].repeat(160_000));
        member.extend([0, 1, 0, 0xfe, 0xff, *byte]);
    }
    // The last block, and the end of the member of this text.
    member.extend([1, 0, 0, 0xff, 0xff]);
    let text = gzip(b"[1,2]");
    member.extend(&text[text.len() - 8..]);
    member
}

pub(super) fn gzip_is_decoded_however_it_is_written(way: Way) {
    let whole = gzip(b"[1,2]");
    let members = [gzip(b"[1,"), gzip(b"2]")].concat();
    let trailed = [whole.as_slice(), b"\0\0trailing"].concat();
    let cut = whole[..whole.len() - 3].to_vec();
    let (plain, twice) = (b"[1,2]".to_vec(), gzip(&whole));
    let (thrice, silent) = (gzip(&twice), gzip(&mostly_nothing()));
    let broken = Some(ErrorKind::Interrupted);
    let table = [
        ("gzip", &whole, None),
        ("GZIP", &whole, None),
        ("x-gzip", &whole, None),
        ("X-Gzip", &whole, None),
        ("identity", &plain, None),
        ("gzip", &members, None),
        ("gzip", &trailed, None),
        ("gzip, gzip", &twice, None),
        ("gzip, gzip, gzip", &thrice, broken),
        ("gzip, gzip", &silent, broken),
        ("gzip\r\nContent-Encoding: GZIP", &twice, None),
        ("gzip", &cut, broken),
        ("gzip", &plain, broken),
        // The header names only one of two layers, so the decompressed body is not JSON.
        ("gzip", &twice, Some(ErrorKind::Decode)),
        ("br", &plain, None),
    ];
    for (coding, body, expected) in table {
        for framing in [format!("Content-Length: {}\r\n", body.len()), String::new()] {
            let head = format!(
                "HTTP/1.1 200 OK\r\n{framing}Content-Encoding: {coding}\r\nConnection: close\r\n\r\n"
            );
            let server = Server::answering([head.as_bytes(), body].concat());
            let probe = Probe {
                call: call(&server, &DELETE),
            };
            let found = way.send(probe);
            let request = server.request();
            assert_eq!(request.header("accept-encoding"), Some("gzip"));
            match (found, expected) {
                (Ok(value), None) => assert_eq!(value.to_string(), "[1,2]", "{coding}"),
                (Err(error), Some(kind)) => assert_eq!(error.kind(), kind, "{coding}: {error:?}"),
                (found, expected) => panic!("{coding}: {found:?} instead of {expected:?}"),
            }
        }
    }
}

/// Characters to which a terminal or a log would react.
const UNSAFE: [char; 9] = [
    '\u{1b}', '\0', '\r', '\n', '\u{9b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{feff}',
];

pub(super) fn what_the_server_says_is_safe_to_print(way: Way) {
    let text: String = UNSAFE.iter().flat_map(|char| ['x', *char]).collect();
    let refusal = serde_json::json!({
        "message": text,
        "truto_error_insight": {"missing_required_body_fields": {"value": [text]}},
    });
    let odd_page = serde_json::json!({"result": [{text.as_str(): 7, "id": {text.as_str(): 1}}]});
    let not_json = format!("<p>{text}");
    let create = |server: &Server| account(server).ticketing().contacts().create();
    let refused = Server::with("400 X", "application/json", &refusal.to_string());
    let refused = way.send(create(&refused)).unwrap_err();
    assert_eq!(refused.raw_message(), text);
    assert!(refused.message().contains("x\\u{1b}x"), "{refused}");
    assert_eq!(refused.issues()[0].field(), Some(&*text));
    let mut errors = vec![refused];
    for (status, media, body) in [
        ("500 X", "text/html", &not_json),
        ("200 OK", "text/html", &not_json),
        ("200 OK", "application/json", &odd_page.to_string()),
    ] {
        let server = Server::with(status, media, body);
        errors.push(way.send(create(&server)).unwrap_err());
    }
    let server = Server::json(&odd_page.to_string());
    errors.extend(way.items(list(&server)).filter_map(Result::err));
    assert_eq!(errors.len(), 5);
    for error in errors {
        assert!(!error.message().contains(UNSAFE), "{error}");
        let mut next: Option<&dyn std::error::Error> = Some(&error);
        while let Some(one) = next {
            let line = format!("{one} {one:?}");
            assert!(!line.contains(UNSAFE), "{line:?}");
            next = one.source();
        }
        let long = format!("{error:#}").replace("\n- ", "");
        assert!(!long.contains(UNSAFE), "{long:?}");
        let item = error.item().map(|item| format!("{item} {item:?}"));
        assert!(!item.unwrap_or_default().contains(UNSAFE));
    }
}

#[test]
fn a_logged_item_error_shows_no_data() {
    let server = Server::json(r#"{"result":[{"id":["s3cret"],"name":"Ada"}]}"#);
    let page = Way::Blocking.send(list(&server)).unwrap();
    let shown = format!("{:?}", page.undecodable);
    assert!(shown.contains("index: Some(0)"), "{shown}");
    assert!(
        !shown.contains("s3cret") && !shown.contains("Ada"),
        "{shown}"
    );
}

#[test]
fn an_unrequested_partial_response_is_an_error() {
    for way in Way::ALL {
        let headers = "Content-Type: application/json\r\nContent-Range: bytes 0-1/9";
        let server = Server::answering(response("206 Partial Content", headers, "[]"));
        for operation in [&LIST, &CREATE] {
            let probe = || Probe {
                call: call(&server, operation),
            };
            for error in [
                way.send(probe()).unwrap_err(),
                way.read(probe()).unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::Partial);
                assert_eq!((error.attempts(), error.body()), (1, Some(&b"[]"[..])));
                let is_write = operation.endpoint().method() == "POST";
                assert_eq!(error.has_taken_effect(), is_write);
            }
            server.requests();
            let asked = probe().with_header("Range", "bytes=0-1");
            assert_eq!(way.read(asked).unwrap(), b"[]");
            let request = server.request();
            assert_eq!(request.header("accept-encoding"), Some("identity"));
        }
        // Without a `Content-Range`, a 206 is an ordinary success.
        let server = Server::with("206 Partial Content", "application/json", "[]");
        let probe = Probe {
            call: call(&server, &LIST),
        };
        assert_eq!(way.send(probe).unwrap(), serde_json::json!([]));
    }
}
