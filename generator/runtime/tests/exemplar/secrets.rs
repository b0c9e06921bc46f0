//! What is never shown, and what is not mistaken for it.

use crate::{
    client::Client,
    server::Server,
    ticketing::contacts::ContactCreate,
    wire::{ACCOUNT, CONTACT, TOKEN, client},
};

#[tokio::test]
async fn neither_token_nor_account_is_ever_shown() {
    let server = Server::json(CONTACT);
    let client = client(&server);
    let account = client.integrated_account(ACCOUNT);
    let contacts = account.ticketing().contacts();
    let create = contacts.create();
    let response = contacts
        .import(ContactCreate::new())
        .send_raw("raw")
        .await
        .unwrap();
    let builder = Client::builder().token(TOKEN);
    let shown = format!("{client:?} {account:?} {contacts:?} {create:?} {response:?} {builder:?}");
    assert!(
        !shown.contains(TOKEN) && !shown.contains(ACCOUNT),
        "{shown}"
    );
}

#[tokio::test]
async fn short_secrets_do_not_garble_what_the_server_says() {
    let body = r#"{"message":"your company has many problems, any a day"}"#;
    let server = Server::with("400 Bad Request", "application/json", body);
    let builder = Client::builder().base_url(&server.url).token("any");
    let account = builder.build().unwrap().integrated_account("a");
    let error = account.ticketing().contacts().create().await.unwrap_err();
    assert_eq!(error.message(), "your company has many problems, any a day");
}

#[tokio::test]
async fn our_own_words_are_not_taken_for_secrets() {
    let broken = Server::answering("");
    let account = client(&broken).integrated_account("connection");
    let error = account.ticketing().contacts().create().await.unwrap_err();
    assert_eq!(error.message(), "the connection broke before the response");
}
