use golden_unnamed::Client;

use crate::support::Recorder;

#[test]
fn names_come_from_method_and_path() {
    let server = Recorder::new(200, r#"{"a":"b"}"#);
    let client: Client = server.client();
    let keys = Recorder::send(client.users().get_users_by_user_id_keys("7")).unwrap();
    assert_eq!(keys["a"], "b");
    Recorder::send(client.users().delete_users_by_user_id_keys("7")).unwrap();
    assert_eq!(server.line(), "DELETE /users/7/keys");
}
