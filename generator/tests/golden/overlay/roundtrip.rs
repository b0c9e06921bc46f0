use golden_overlay::Client;

use crate::support::Recorder;

#[test]
fn the_changed_document_is_generated() {
    let server = Recorder::new(200, r#"{"nm":"a","legs":4,"keeper":{"name":"b"}}"#);
    let client: Client = server.client();
    let animal = Recorder::send(client.animals().get("7").zoo("c")).unwrap();
    assert_eq!(server.line(), "GET /animals/7?zoo=c");
    assert_eq!((animal.name.as_str(), animal.legs), ("a", Some(4)));
    assert_eq!(animal.keeper.unwrap().name, "b");
    Recorder::send(client.animals().get_beast("8")).unwrap();
    assert_eq!(server.line(), "GET /beasts/8");
}
