use golden_openapi_3_1::{
    Client, EventData,
    testing::FakeServer,
    things::SearchThingsSearch,
    types::{Owner, Query, Thing, ThingState},
};

use crate::support::{Recorder, json, round_trip};

#[test]
fn a_document_of_3_1_is_read() {
    let full: Thing = round_trip(
        r#"{"id":"t-1","kind":"thing","size":1.5,"state":1,"path":["a",null],"owner":{"name":"Ada","first":2.5},
            "anything":[1],"data":"eA==","any":{"a":1},"whole":2.0}"#,
    );
    assert_eq!(full.state, Some(ThingState::Open));
    assert_eq!(full.path, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(full.owner.and_then(|owner| owner.first), Some(2.5));
}

#[test]
fn null_and_absent_are_valid() {
    let nulls = r#"{"id":"t-1","kind":"thing","note":null,"owner":null,"nothing":null,"any":null}"#;
    let nulls: Thing = serde_json::from_str(nulls).unwrap();
    assert_eq!((nulls.note.as_ref(), nulls.owner.as_ref()), (None, None));
    assert!(nulls.mismatches().is_empty());
    assert_eq!(json(&Owner::new().name("Ada")), r#"{"name":"Ada"}"#);
}

#[test]
fn a_query_as_a_whole_is_sent() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let search = SearchThingsSearch::new("a b").sizes([1, 2]);
    Recorder::send(client.things().search(search.clone())).unwrap();
    let form = "/things/search?name=a%20b&sizes=1&sizes=2";
    assert_eq!(server.line(), format!("GET {form}"));
    let query = Query::new("ä&").sizes([1]);
    Recorder::send(client.things().query(query.clone())).unwrap();
    let whole = "/things/search?%7B%22name%22%3A%22%C3%A4%26%22%2C%22sizes%22%3A%5B1%5D%7D";
    assert_eq!(server.line(), format!("POST {whole}"));

    // Without async, over a connection.
    let fake = FakeServer::start().unwrap();
    let client = fake.client().unwrap();
    client.things().search(search).blocking().send().unwrap();
    client.things().query(query).blocking().send().unwrap();
    let sent = fake.requests().into_iter();
    let sent: Vec<String> = sent.map(|sent| format!("{}?{}", sent.path(), sent.query())).collect();
    assert_eq!(sent, [form, whole]);
}

#[test]
fn the_data_of_events_has_the_schema_of_its_json() {
    let events = "event: added\ndata: {\"name\":\"Ada\"}\n\nevent: removed\ndata: {\"why\":\"old\"}\n\n";
    let server = Recorder::stream("text/event-stream", events, 7);
    let client: Client = server.client();
    let mut changes = Recorder::send(client.things().list_changes()).unwrap();
    let mut next = || match Recorder::send(changes.next()).unwrap().unwrap().data {
        EventData::Value(change) => change,
        text => panic!("{text:?}"),
    };
    let added = next();
    let owner = added.as_added().and_then(|added| added.data.as_ref());
    assert_eq!(owner.and_then(|owner| owner.name.as_deref()), Some("Ada"));
    let removed = next();
    let reason = removed.as_removed().map(|removed| &removed.data);
    assert_eq!(reason.and_then(|reason| reason.why.as_deref()), Some("old"));
}
