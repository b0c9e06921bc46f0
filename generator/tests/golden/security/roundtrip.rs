use golden_security::{Client, Credentials, testing::FakeServer};
use truto_runtime::{Error, ErrorKind};

use crate::support::{Recorder, Standstill};

fn all() -> Credentials {
    Credentials::new()
        .api_key("k3y-of-the-header")
        .search_key("k3y&of the query")
        .session("k3y-of-the-cookie")
        .login("ada", "pa55word:")
        .signature("Hawk id=\"k3y-of-hawk\"")
        .oauth("t0ken-of-oauth")
        .sso("t0ken-of-sso")
}

fn client(server: &Recorder, credentials: Credentials) -> Client {
    let builder = Client::builder().credentials(credentials).transport(server.clone());
    builder.timer(Standstill).build().unwrap()
}

/// The credentials in a request: the headers, and the query.
fn sent(server: &Recorder) -> Vec<String> {
    let names = ["authorization", "x-api-key", "cookie"];
    let headers = names.iter().filter_map(|name| Some(format!("{name}: {}", server.header(name)?)));
    let line = server.line();
    let query = line.split_once('?').map(|(_, query)| format!("?{query}"));
    headers.chain(query).collect()
}

#[test]
fn each_operation_sends_what_it_requires_and_nothing_else() {
    let server = Recorder::new(200, "{}");
    let client = client(&server, all());
    let things = client.things();
    Recorder::send(things.list()).unwrap();
    assert_eq!(sent(&server), ["x-api-key: k3y-of-the-header"]);
    Recorder::send(things.create()).unwrap();
    assert_eq!(sent(&server), ["authorization: Bearer t0ken-of-oauth"]);
    Recorder::send(things.get("7")).unwrap();
    assert_eq!(sent(&server), ["cookie: SID=k3y-of-the-cookie"]);
    Recorder::send(things.delete("7")).unwrap();
    assert_eq!(sent(&server), ["authorization: Basic YWRhOnBhNTV3b3JkOg=="]);
    Recorder::send(things.status()).unwrap();
    assert!(sent(&server).is_empty());
    Recorder::send(things.search().q("a b")).unwrap();
    assert_eq!(sent(&server), ["?q=a%20b&api%20key=k3y%26of%20the%20query"]);
    Recorder::send(things.search()).unwrap();
    assert_eq!(sent(&server), ["?api%20key=k3y%26of%20the%20query"]);
    Recorder::send(things.me()).unwrap();
    assert_eq!(sent(&server), ["authorization: Bearer t0ken-of-sso"]);
}

#[test]
fn the_first_alternative_with_all_credentials_is_sent() {
    let server = Recorder::new(200, "{}");
    let send = |credentials| Recorder::send(client(&server, credentials).things().create());
    send(Credentials::new().api_key("k3y").signature("Hawk s1gned")).unwrap();
    assert_eq!(sent(&server), ["authorization: Hawk s1gned", "x-api-key: k3y"]);
    let error = send(Credentials::new().api_key("k3y")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let message = error.to_string();
    assert!(message.contains("`oauth`, or `api_key` and `signature`"), "{message}");
    assert!(!message.contains("k3y"));
}

#[test]
fn optional_credentials_can_be_left_out_but_required_ones_cannot() {
    let server = Recorder::new(200, "{}");
    let without = client(&server, Credentials::new());
    let things = without.things();
    Recorder::send(things.get("7")).unwrap();
    assert!(sent(&server).is_empty());
    Recorder::send(things.status()).unwrap();
    for error in [Recorder::send(things.list()).unwrap_err(), Recorder::send(things.search()).unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }
    // The caller of one request can set a key by hand.
    Recorder::send(things.list().with_header("X-API-Key", "0wn")).unwrap();
    assert_eq!(sent(&server), ["x-api-key: 0wn"]);
    Recorder::send(things.search().with_query("api key", "0wn")).unwrap();
    assert_eq!(sent(&server), ["?api%20key=0wn"]);
}

#[test]
fn nothing_shows_credentials() {
    let secrets = ["k3y", "pa55word", "YWRhOnBhNTV3b3JkOg", "t0ken"];
    let echo = r#"{"message": "no: k3y-of-the-header k3y%26of%20the%20query Basic YWRhOnBhNTV3b3JkOg== pa55word: t0ken-of-oauth"}"#;
    let server = Recorder::new(403, echo);
    let client = client(&server, all());
    let things = client.things();
    let errors: [Error; 3] = [
        Recorder::send(things.list()).unwrap_err(),
        Recorder::send(things.search()).unwrap_err(),
        Recorder::send(things.delete("7")).unwrap_err(),
    ];
    let shown = format!("{errors:?} {} {client:?} {:?} {:?}", errors[1], all(), things.search());
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    let invalid = Client::new(Credentials::new().oauth("Bearer t0ken")).unwrap_err().to_string();
    assert!(invalid.contains("`oauth`") && !invalid.contains("t0ken"), "{invalid}");
}

#[test]
fn the_fake_checks_credentials_over_the_blocking_transport() {
    let fake = FakeServer::start().unwrap();
    let client = fake.client_builder().timer(Standstill).build().unwrap();
    let things = client.things();
    let status = |error: Error| error.status().unwrap().as_u16();
    things.list().blocking().send().unwrap();
    things.create().blocking().send().unwrap();
    things.get("7").blocking().send().unwrap_or_default();
    things.search().q("a").blocking().send().unwrap();
    things.me().blocking().send().unwrap();
    let shown = format!("{:?}", fake.take_requests());
    assert!(shown.contains("q=a&api%20key=…") && !shown.contains("fake-token"), "{shown}");
    let wrong = fake.client_builder().credentials(all()).timer(Standstill).build().unwrap();
    let things = wrong.things();
    assert_eq!(status(things.list().blocking().send().unwrap_err()), 401);
    assert_eq!(status(things.search().blocking().send().unwrap_err()), 401);
    assert_eq!(status(things.delete("7").blocking().send().unwrap_err()), 401);
    things.status().blocking().send().unwrap();
    assert_eq!(fake.requests()[3].header("authorization"), None);
}
