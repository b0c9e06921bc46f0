//! Removal of secrets from messages.

use crate::{client::Client, server::Server, wire::client};

#[tokio::test]
async fn short_secrets_are_removed_as_whole_words_only() {
    let body = r#"{"message":"your company has many problems, any a day"}"#;
    let server = Server::with("400 Bad Request", "application/json", body);
    let builder = Client::builder().base_url(&server.url).token("any");
    let account = builder.build().unwrap().integrated_account("a");
    let error = account.ticketing().contacts().create().await.unwrap_err();
    assert_eq!(error.message(), "your company has many problems, … … day");
}

#[tokio::test]
async fn our_own_messages_are_not_redacted() {
    let broken = Server::answering("");
    let account = client(&broken).integrated_account("connection");
    let error = account.ticketing().contacts().create().await.unwrap_err();
    assert_eq!(
        error.message(),
        "the connection was lost before the response"
    );
}
