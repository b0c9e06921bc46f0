//! Input that a client must not send or must not show.

use std::process::Command;

use truto_runtime::{ClientBuilder, ErrorKind};

use super::{CREATE, LIST, client, shows_no_secret};
use crate::{
    client::Client,
    log::{Leaks, Log},
    server::{Play::Reset, Server},
    timer::FakeTimer,
    way::{Probe, Way},
    wire::{ACCOUNT, CONTACT, TOKEN, account},
};

pub(super) fn what_no_header_can_carry_is_refused_and_not_shown(way: Way) {
    for token in ["s3\ncret", "s3cret\r\nX: y", "s3\0cret", ""] {
        let error = Client::new(token).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(!format!("{error} {error:?}").contains("s3"), "{error}");
    }
    let server = Server::json(CONTACT);
    let create = || account(&server).ticketing().contacts().create();
    for call in [
        create().with_idempotency_key("k3y\r\nX: y"),
        create().with_header("X-A", "k3y\n"),
        create().with_header("k3y: x", "y"),
        create().with_header("Authorization", "k3y"),
        create().with_header("Content-Type", "text/plain"),
    ] {
        let error = way.send(call).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert!(server.is_idle());
}

pub(super) fn an_id_cannot_reach_another_path(way: Way) {
    let server = Server::json(CONTACT);
    let contacts = account(&server).ticketing().contacts();
    let long = "z".repeat(10_240);
    for (id, segment) in [
        ("a/b", "a%2Fb"),
        ("é", "%C3%A9"),
        ("%2e%2e", "%252e%252e"),
        ("a/../b", "a%2F..%2Fb"),
        ("\\..\\", "%5C..%5C"),
        ("?x#y", "%3Fx%23y"),
        (&long, &long),
    ] {
        way.send(contacts.update(id)).unwrap();
        let line = server.request().line;
        let start = format!("PATCH /unified/ticketing/contacts/{segment}?");
        assert!(line.starts_with(&start), "{line}");
    }
    for id in ["", ".", "..", "a\r\nb", "\0"] {
        let error = way.send(contacts.update(id)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert!(server.is_idle());
}

/// They are not in any `Debug` output, in errors of any kind, in events or spans, or in the logs of dependencies.
pub(super) fn neither_token_nor_account_is_ever_shown(way: Way) {
    let (leaks, (log, _guard)) = (Leaks::watch(), Log::of_everything());
    let echo = format!(r#"{{"message":"{ACCOUNT} may not, with {TOKEN}","x":"{ACCOUNT}"}}"#);
    let answers = [
        Server::with("200 OK", "application/json", &echo),
        Server::with("400 X", "application/json", &echo),
        Server::with("500 X", "text/html", &format!("<p>{ACCOUNT}</p>{TOKEN}")),
        Server::playing([Reset("".into())]),
    ];
    for server in answers {
        let contacts = account(&server).ticketing().contacts();
        let error = way.send(contacts.create().name("Ada")).unwrap_err();
        shows_no_secret(&error);
    }
    let server = Server::json(CONTACT);
    let client = crate::wire::client(&server);
    let account = client.integrated_account(ACCOUNT);
    let contacts = account.ticketing().contacts();
    let create = contacts.create();
    let (inner, _) = self::client(&server.url);
    let inner = inner.build().unwrap();
    let probe = Probe::new(&inner.scope("integrated_account_id", ACCOUNT), &LIST);
    let response = way.send_raw(probe).unwrap();
    let builder = Client::builder().token(TOKEN);
    let shown = format!("{client:?} {account:?} {contacts:?} {create:?} {response:?} {builder:?}");
    for text in [shown].into_iter().chain(log.spans()).chain(log.texts()) {
        assert!(!text.contains(TOKEN) && !text.contains(ACCOUNT), "{text}");
    }
    assert!(log.spans().len() > 10, "{:?}", log.spans());
    assert_eq!(leaks.seen(), [""; 0]);
}

pub(super) fn only_safe_base_urls_are_taken(way: Way) {
    let build = |url: &str, allow: bool| {
        let builder: ClientBuilder = ClientBuilder::new(url).token(TOKEN);
        let builder = builder.timer(FakeTimer::default());
        let builder = if allow {
            builder.allow_insecure_http()
        } else {
            builder
        };
        builder.build()
    };
    for (url, allow, is_taken) in [
        ("http://api.truto.one", false, false),
        ("http://api.truto.one", true, true),
        ("http://127.0.0.1.evil.example", false, false),
        ("http://localhost", false, true),
        ("http://[::1]:80", false, true),
        ("https://user:hunter2@api.truto.one", true, false),
        ("https://a?b", true, false),
        ("ftp://a", true, false),
    ] {
        match build(url, allow) {
            Ok(_) => assert!(is_taken, "{url}"),
            Err(error) => {
                assert!(!is_taken, "{url}");
                assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
            }
        }
    }
    let server = Server::json("1");
    let client = build(&format!("{}/truto/v1/", server.url), false).unwrap();
    way.call(&client, &CREATE).unwrap();
    let line = server.request().line;
    assert!(line.starts_with("POST /truto/v1/x?"), "{line}");
}

/// Runs in a new process, because only there can the environment be set.
pub(super) fn a_proxy_is_used_unless_disabled(way: Way) {
    let page = "<html>log in first</html>";
    let proxy = Server::with("407 Proxy Authentication Required", "text/html", page);
    let variables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "faults::client::behind_a_proxy"])
        .envs(variables.map(|name| (name, &proxy.url)))
        .env("TRUTO_TEST_WAY", format!("{way:?}"))
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && said.contains("1 passed"),
        "{said}"
    );
    let lines = proxy.lines();
    assert_eq!(lines.len(), 2, "each call once: {lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("no-such-host.invalid")),
        "{lines:?}"
    );
}

#[test]
#[ignore = "run by the test of all faults, with a proxy in the environment"]
fn behind_a_proxy() {
    let way = match std::env::var("TRUTO_TEST_WAY").as_deref() {
        Ok("Awaited") => Way::Awaited,
        Ok("Blocking") => Way::Blocking,
        other => panic!("{other:?}"),
    };
    let at = |url: &str| client(url).0.allow_insecure_http();
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://no-such-host.invalid");
        let error = way.call(&at(&url).build().unwrap(), &LIST).unwrap_err();
        assert_eq!(error.attempts(), 1, "{error:?}");
        // With a tunnel, the 407 is the proxy's response to `CONNECT`, which becomes an error without a status.
        match error.status() {
            Some(status) => assert_eq!(status.as_u16(), 407),
            None => assert!(
                error.is_never_sent() && error.message().contains("proxy"),
                "{error}"
            ),
        }
        let straight = at(&url).no_proxy().build().unwrap();
        let error = way.call(&straight, &LIST).unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Connect, 3),
            "{error:?}"
        );
    }
    let server = Server::json("1");
    way.call(&at(&server.url).build().unwrap(), &LIST)
        .expect("loopback addresses are reached without the proxy");
}
