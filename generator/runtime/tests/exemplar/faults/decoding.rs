//! Fields of another type than documented.

use truto_runtime::{Client, Error, JsonKind, PageNames, Response, support::Endpoint};

use super::client;
use crate::{
    Operation,
    log::Log,
    server::Server,
    ticketing::contacts::{Contact, CreateContact},
    way::{Probe, Way},
    wire::account,
};

const PAGES: PageNames = PageNames::new("result", "next");
const LIST: Operation = Operation::new(Endpoint::new("x.list", "GET", "/x").with_pages(&PAGES));

fn create(server: &Server) -> CreateContact {
    account(server).ticketing().contacts().create()
}

fn received(way: Way, json: &str) -> Result<Contact, Error> {
    way.send(create(&Server::json(json)))
}

pub(super) fn null_is_none_and_a_wrong_type_is_kept(way: Way) {
    let json = r#"{"id":"1","emails":null,"remote_data":null}"#;
    let contact = received(way, json).unwrap();
    assert_eq!((&contact.emails, &contact.created_at), (&None, &None));
    assert!(contact.mismatches().is_empty());

    let json = r#"{"id":"1","emails":[{"email":"a","type":"x"},{"email":2}]}"#;
    let contact = received(way, json).unwrap();
    assert_eq!(contact.emails, None);
    let mismatches = contact.mismatches();
    assert_eq!(
        (mismatches[0].field(), mismatches[0].value()),
        ("emails", "emails[1].type")
    );
    assert_eq!(mismatches[0].found(), JsonKind::Absent);
    assert_eq!(serde_json::to_string(&contact).unwrap(), json);
}

pub(super) fn a_field_of_another_type_is_converted_or_kept(way: Way) {
    converted(way);
    only_a_required_field_fails(way);
    every_way_to_read_is_lenient(way);
    strict_decoding_names_the_field(way);
    the_log_names_the_field_and_shows_no_value(way);
}

fn converted(way: Way) {
    let json = r#"{"id":7,"emails":{"email":true,"type":1},"created_at":1709285400,"new":[]}"#;
    let contact = received(way, json).unwrap();
    assert!(contact.mismatches().is_empty());
    let written = r#"{"id":"7","emails":[{"email":"true","type":"1"}],"created_at":"2024-03-01T09:30:00Z","new":[]}"#;
    assert_eq!(serde_json::to_string(&contact).unwrap(), written);
}

fn only_a_required_field_fails(way: Way) {
    let json = r#"{"created_at":[],"id": {"x":1}}"#;
    let error = received(way, json).unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.field(), Some("id"));
    assert_eq!(error.offset(), json.find(r#"{"x""#));
}

fn raw(way: Way, client: &Client) -> Response {
    way.send_raw(Probe::new(&client.unscoped(), &LIST)).unwrap()
}

fn every_way_to_read_is_lenient(way: Way) {
    let item = |id: &str| format!(r#"{{"id":{id},"created_at":{{"a":1.0}}}}"#);
    let items = format!("[{},{},{}]", item("1"), item("{}"), item("3"));
    let keyed = format!(r#"{{"a":{},"b":{}}}"#, item("1"), item("null"));
    let read = |json: &str| {
        let server = Server::json(json);
        let (builder, _) = client(&server.url);
        raw(way, &builder.build().unwrap())
    };
    let mismatches = |contact: &Contact| contact.mismatches().len();

    let page = read(&format!(r#"{{"result":{items}}}"#))
        .page::<Contact>()
        .unwrap();
    assert_eq!(
        page.items.iter().map(mismatches).collect::<Vec<_>>(),
        [1, 1]
    );
    assert_eq!(
        (page.items[1].id.as_str(), page.undecodable.len()),
        ("3", 1)
    );
    assert_eq!(
        (page.undecodable[0].index(), page.undecodable[0].field()),
        (Some(1), Some("id"))
    );

    let page = read(&format!(r#"{{"result":{keyed}}}"#))
        .keyed_page::<Contact>()
        .unwrap();
    assert_eq!(
        (mismatches(&page.items["a"]), page.undecodable[0].key()),
        (1, Some("b"))
    );

    let whole = read(&item("1"));
    assert_eq!(mismatches(&whole.json::<Contact>().unwrap()), 1);
    let list = read(&format!("[{}]", item("1")))
        .json::<Vec<Contact>>()
        .unwrap();
    assert_eq!(mismatches(&list[0]), 1);
}

fn strict_decoding_names_the_field(way: Way) {
    for (field, value) in [("created_at", "7"), ("emails", "{}"), ("emails", "[7]")] {
        let json = format!(r#"{{"id":"1","{field}":{value}}}"#);
        let server = Server::json(&json);
        let (builder, _) = client(&server.url);
        let strict = builder.strict_decoding(true).build().unwrap();
        let error = raw(way, &strict).json::<Contact>().unwrap_err();
        assert!(error.is_decode());
        assert!(error.field().unwrap().starts_with(field), "{error}");

        let server = Server::json(&format!(r#"{{"result":[{json}]}}"#));
        let (builder, _) = client(&server.url);
        let strict = builder.strict_decoding(true).build().unwrap();
        let page = raw(way, &strict).page::<Contact>().unwrap();
        assert!(page.items.is_empty());
        assert!(page.undecodable[0].field().unwrap().starts_with(field));
    }
}

fn the_log_names_the_field_and_shows_no_value(way: Way) {
    let (log, _guard) = Log::start();
    received(way, r#"{"id":7,"created_at":["private"]}"#).unwrap();
    let texts = log.texts();
    let [event] = texts.as_slice() else {
        panic!("{texts:?}");
    };
    for part in ["Contact", "created_at", "a timestamp", "an array"] {
        assert!(event.contains(part), "{event}");
    }
    assert!(!event.contains("private"), "{event}");
}
