use golden_keep_going::{
    Client,
    items::{Item, Unit},
};
use serde_json::json;

use crate::support::{Recorder, round_trip};

#[test]
fn what_has_errors_can_be_any_json() {
    let item: Item = round_trip(r#"{"name":"a","size":[1,2],"owner":{"name":"b"},"draft":true}"#);
    assert_eq!(item.name, "a");
    assert_eq!(item.size, json!([1, 2]));
    assert_eq!(item.owner, Some(json!({"name": "b"})));
}

#[test]
fn a_file_that_cannot_be_read_costs_only_what_refers_to_it() {
    let item: Item = round_trip(r#"{"name":"a","size":1,"size_in":"mm","color":{"red":1}}"#);
    assert_eq!(item.size_in, Some(Unit::Mm));
    assert_eq!(item.color, Some(json!({"red": 1})));
}

#[test]
fn what_has_no_errors_is_sent() {
    let server = Recorder::new(200, r#"{"name":"a","size":1}"#);
    let client: Client = server.client();
    let item = Recorder::send(client.items().get("7")).unwrap();
    assert_eq!((item.name.as_str(), server.line().as_str()), ("a", "GET /items/7"));
}
