//! Fields of a body without a setter.

use truto_runtime::{ErrorKind, Preflight};

use crate::{
    integration::Integration,
    server::Server,
    ticketing::contacts::ContactEmail,
    wire::{CONTACT, account},
};

#[tokio::test]
async fn with_field_adds_or_replaces_a_field() {
    let server = Server::json(CONTACT);
    let create = || {
        let contacts = account(&server).ticketing().contacts();
        contacts.create().name("Ada")
    };
    let table = [
        (
            create().with_field("new", 1.1f32),
            r#"{"name":"Ada","new":1.1}"#,
        ),
        (create().with_field("name", None::<u8>), r#"{"name":null}"#),
        (
            create()
                .with_field("name", "x")
                .emails([ContactEmail::new("a@b.c", "work")])
                .with_field("name", ["y"]),
            r#"{"name":["y"],"emails":[{"email":"a@b.c","type":"work"}]}"#,
        ),
    ];
    for (call, body) in table {
        call.await.unwrap();
        assert_eq!(server.request().body, body);
    }
}

#[tokio::test]
async fn an_unserializable_field_fails_when_sent() {
    let server = Server::json(CONTACT);
    let contacts = account(&server).ticketing().contacts();
    let table: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    let error = contacts
        .create()
        .with_field("odd", table)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.message().contains("field `odd`"), "{error}");
    assert!(server.is_idle());
}

#[tokio::test]
async fn preflight_checks_all_fields_and_an_empty_body() {
    let server = Server::json("");
    let attachments = account(&server)
        .integration(Integration::Dixa)
        .preflight(Preflight::Deny)
        .ticketing()
        .attachments();
    let error = attachments.download().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Preflight);
    assert_eq!(error.issues()[0].field(), Some("id"));
    assert!(server.is_idle());
    let file = attachments.download().with_field("id", "7").await.unwrap();
    assert_eq!(server.request().body, r#"{"id":"7"}"#);
    drop(file);
    let unchecked = account(&server).ticketing().attachments();
    drop(unchecked.download().await.unwrap());
    let request = server.request();
    assert_eq!(
        (request.body.as_str(), request.header("content-type")),
        ("", None)
    );
}
