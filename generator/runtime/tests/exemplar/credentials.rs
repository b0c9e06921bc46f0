//! Credentials that are not the token: what is sent, and that nothing shows them.

use std::time::Duration;

use truto_runtime::{
    Client, ClientBuilder, Credentials, Endpoint, Error, ErrorKind, SecurityScheme,
};

use crate::{
    Operation,
    log::Log,
    server::{Server, response},
    way::{Probe, Way},
};

const KEY: SecurityScheme = SecurityScheme::query("search_key", "key");
const LOGIN: SecurityScheme = SecurityScheme::basic("login");
const SESSION: SecurityScheme = SecurityScheme::cookie("session", "SID");

const SECRET: &str = "k3y/s3cret";
const ENCODED: &str = "k3y%2Fs3cret";

const SEARCH: Operation =
    Operation::new(Endpoint::new("a.b.search", "GET", "/search").with_security(&[&[KEY, SESSION]]));
const OWN: Operation = Operation::new(
    Endpoint::new("a.b.own", "GET", "/own")
        .with_security(&[&[LOGIN], &[]])
        .with_server("http://127.0.0.1:1"),
);
const OPEN: Operation =
    Operation::new(Endpoint::new("a.b.open", "GET", "/open").with_security(&[]));

fn client(url: &str) -> Client {
    let credentials = Credentials::new()
        .with(KEY, SECRET)
        .with(SESSION, "s3ssion-s3cret")
        .with_basic(LOGIN, "ada", SECRET);
    let builder = ClientBuilder::<Client>::new(url).credentials(credentials);
    let builder = builder.security(&[&[KEY]]).attempts(1);
    builder.timeout(Duration::from_secs(10)).build().unwrap()
}

fn send(way: Way, client: &Client, operation: &'static Operation) -> Result<u16, Error> {
    let probe = Probe::new(&client.unscoped(), operation);
    way.send_raw(probe)
        .map(|response| response.status().as_u16())
}

fn shows(text: &str) -> bool {
    ["s3cret", "YWRhOms"].iter().any(|part| text.contains(part))
}

#[test]
fn keys_are_sent_in_the_query_and_in_cookies() {
    for way in Way::ALL {
        let server = Server::json("{}");
        let client = client(&server.url);
        send(way, &client, &SEARCH).unwrap();
        let received = server.request();
        assert_eq!(received.line, format!("GET /search?key={ENCODED}"));
        assert_eq!(received.header("cookie"), Some("SID=s3ssion-s3cret"));
        assert_eq!(received.header("authorization"), None);
        send(way, &client, &OPEN).unwrap();
        let received = server.request();
        assert_eq!(received.line, "GET /open");
        assert_eq!(received.header("cookie"), None);
    }
}

#[test]
fn a_key_in_the_query_is_shown_nowhere() {
    for way in Way::ALL {
        let (log, _guard) = Log::of_everything();
        let echo = format!(
            r#"{{"message":"no {SECRET} /search?key={ENCODED} Basic YWRhOmszeS9zM2NyZXQ="}}"#
        );
        let elsewhere = format!("Location: http://localhost:1/?key={ENCODED}");
        let answers = [
            Server::with("403 X", "application/json", &echo),
            Server::with("403 X", "text/html", &echo),
            Server::answering(response("302 X", &elsewhere, "")),
            Server::answering(""),
            Server::with("200 OK", "text/html", &echo),
        ];
        for server in &answers {
            let client = client(&server.url);
            let shown = match send(way, &client, &SEARCH) {
                Ok(_) => String::new(),
                Err(error) => format!("{} {error:?}", crate::wire::chain(&error)),
            };
            assert!(!shows(&shown), "{shown}");
            assert!(!shows(&format!("{client:?}")));
        }
        // Nobody listens there.
        let error = send(way, &client("http://127.0.0.1:1"), &SEARCH).unwrap_err();
        assert!(!shows(&crate::wire::chain(&error)));
        let logged = [log.texts(), log.spans()].concat().join("\n");
        assert!(!shows(&logged), "{logged}");
    }
}

#[test]
fn an_operation_with_its_own_server_goes_there_unless_a_base_url_is_set() {
    for way in Way::ALL {
        let server = Server::json("{}");
        let error = send(way, &client(&server.url), &OWN).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(server.is_idle());
        let credentials = Credentials::new().with_basic(LOGIN, "ada", "pw");
        let builder = ClientBuilder::<Client>::new("https://api.example");
        let builder = builder.base_url(&server.url).credentials(credentials);
        let client = builder.security(&[&[KEY]]).build().unwrap();
        send(way, &client, &OWN).unwrap();
        let received = server.request();
        assert_eq!(received.line, "GET /own");
        assert_eq!(received.header("authorization"), Some("Basic YWRhOnB3"));
        // A request without the key that it requires is not sent.
        let error = send(way, &client, &SEARCH).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(
            error.to_string().contains("`search_key` and `session`"),
            "{error}"
        );
        assert!(server.is_idle());
    }
}
