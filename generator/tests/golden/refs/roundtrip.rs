use golden_refs::{Client, types::{Part, Thing}};

use crate::support::{Recorder, round_trip};

#[test]
fn references_across_files_are_one_type() {
    let thing: Thing = round_trip(r#"{"name":"a","part":{"size":2}}"#);
    assert_eq!(thing, Thing::new("a").part(Part::new().size(2)));
    let server = Recorder::new(200, r#"{"name":"b"}"#);
    let client: Client = server.client();
    let call = client.things().replace("x/y", thing);
    assert_eq!(Recorder::send(call).unwrap().name, "b");
    assert_eq!(server.line(), "PUT /things/x%2Fy");
    assert_eq!(server.body(), r#"{"name":"a","part":{"size":2}}"#);
}

#[test]
fn what_stands_next_to_a_reference_belongs_to_the_path() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let parts = |line: &str| {
        assert_eq!(server.line(), format!("{line} /things/1/parts"));
        assert_eq!(server.url(), "https://other.example/things/1/parts");
        assert_eq!(server.header("x-tenant").as_deref(), Some("a"));
    };
    Recorder::send(client.things().parts_list(1, "a")).unwrap();
    parts("GET");
    Recorder::send(client.things().parts_add(1, "a")).unwrap();
    parts("POST");
}
