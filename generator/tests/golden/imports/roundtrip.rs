use golden_imports::{
    Client, Timestamp,
    spec::calls::{AccountScope, Cursor, Operation},
};

use crate::support::Recorder;

#[test]
fn schemas_can_have_the_names_of_runtime_types() {
    let server = Recorder::new(200, r#"{"data":[{"id":"a"}],"next":null}"#);
    let client: Client = server.client();
    let at = Timestamp::from("2024-03-01T09:30:00Z");
    let list = client.spec().calls().list().since(at.clone()).operation(Operation::In);
    let page = Recorder::send(list).unwrap();
    assert_eq!(server.line(), "GET /calls?since=2024-03-01T09%3A30%3A00Z&operation=in");
    assert_eq!(page.items[0].id, "a");

    let body = Cursor::new(AccountScope::new().id("s")).at(at);
    let json = serde_json::to_string(&body).unwrap();
    assert_eq!(json, r#"{"scope":{"id":"s"},"at":"2024-03-01T09:30:00Z"}"#);
}
