//! Responses that are not decoded as the operation's own type: other formats, with or without an envelope.

use serde_json::{Value, json};
use truto_runtime::ErrorKind;

use crate::{
    ResponseFormat::{Raw, Unified},
    server::Server,
    ticketing::contacts::{Contact, ContactCreate, ImportContact},
    wire::{ACCOUNT, CONTACT, TOKEN, account},
};

fn import(server: &Server) -> ImportContact {
    let contacts = account(server).ticketing().contacts();
    contacts.import(ContactCreate::new())
}

#[tokio::test]
async fn the_unified_format_has_an_envelope() {
    let server = Server::json(&format!(r#"{{"result":[{CONTACT}],"other":1}}"#));
    assert_eq!(import(&server).await.unwrap()[0].id, "1");

    let response = import(&server).send_raw(Unified).await.unwrap();
    assert!(response.body().starts_with(b"{\"result\""));
    let whole: Value = response.json().unwrap();
    assert_eq!(whole["other"], 1);
    let payload: Vec<Contact> = response.payload().unwrap();
    assert_eq!(payload[0].id, "1");
}

#[tokio::test]
async fn other_formats_have_no_envelope() {
    let server = Server::json(r#"{"anything":[1]}"#);
    let response = import(&server).send_raw(Raw).await.unwrap();
    let value: Value = response.json().unwrap();
    assert_eq!(value, json!({"anything": [1]}));
    let value: Value = import(&server).send_as(Raw).await.unwrap();
    assert_eq!(value, json!({"anything": [1]}));
    let line = server.request().line;
    assert!(line.contains("?truto_response_format=raw&"), "{line}");

    let plain = account(&server).ticketing().contacts().update("1");
    assert_eq!(
        plain.send_raw().await.unwrap().json::<Value>().unwrap(),
        value
    );
}

#[tokio::test]
async fn a_misread_envelope_is_an_error_with_a_hint() {
    let server = Server::json(&format!(r#"{{"result":{CONTACT}}}"#));
    let error = import(&server).send_as::<Contact>(Unified).await;
    let message = error.unwrap_err().to_string();
    assert!(message.contains("missing field `id`"), "{message}");
    assert!(message.contains("is in the field `result`"), "{message}");
    assert!(message.contains("`Response::payload`"), "{message}");

    let server = Server::json(CONTACT);
    let message = import(&server).await.unwrap_err().to_string();
    assert!(message.contains("no field `result`"), "{message}");
    assert!(message.contains("`send_raw`"), "{message}");

    for body in ["<html>", r#"{"result":7}"#] {
        let message = import(&Server::json(body)).await.unwrap_err().to_string();
        assert!(!message.contains("`send_raw`"), "{message}");
    }
}

#[tokio::test]
async fn errors_of_raw_responses_are_redacted_too() {
    let server = Server::json(&format!(r#"{{"id":["{ACCOUNT}"],"x":"{TOKEN}"}}"#));
    let raw = import(&server).send_raw(Raw).await.unwrap();
    let errors = [
        raw.json::<Contact>().unwrap_err(),
        raw.json::<Vec<u8>>().unwrap_err(),
        raw.json::<std::collections::BTreeMap<String, u8>>()
            .unwrap_err(),
        raw.unexpected(),
        import(&server).send_as::<Vec<u8>>(Raw).await.unwrap_err(),
    ];
    let server = Server::json(&format!("\"{TOKEN}\""));
    let typed = import(&server).await.unwrap_err();
    for error in errors.iter().chain([&typed]) {
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = crate::wire::chain(error);
        assert!(!text.contains(ACCOUNT) && !text.contains(TOKEN), "{text}");
    }
}
