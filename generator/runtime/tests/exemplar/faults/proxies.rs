//! Proxies in the environment. The tests run in new processes, because only there can the environment be set.

use std::{process::Command, time::Duration};

use truto_runtime::ErrorKind;

use super::{LIST, client};
use crate::{server::Server, way::Way};

/// Runs an ignored test of this binary in a new process, with these variables and no other variables for proxies.
pub(super) fn child(test: &str, way: Way, variables: &[(&str, &str)]) {
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in names {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let child = command
        .args(["--ignored", "--exact", test])
        .env("TRUTO_TEST_WAY", format!("{way:?}"))
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    let errors = String::from_utf8_lossy(&child.stderr);
    let is_well = child.status.success() && said.contains("1 passed");
    assert!(is_well, "{variables:?}: {said}{errors}");
}

/// The `Way` of a test that [`child`] runs.
pub(super) fn way_of_child() -> Way {
    let name = std::env::var("TRUTO_TEST_WAY").unwrap();
    let ways = Way::ALL.into_iter();
    ways.into_iter()
        .find(|way| format!("{way:?}") == name)
        .expect("a way")
}

/// The variables with the URL that a child process requests, and with the expected result: `proxied`, `direct`,
/// `timeout` or `invalid`.
const URL: &str = "TRUTO_TEST_URL";
const END: &str = "TRUTO_TEST_END";

pub(super) fn the_environment_is_read_in_one_way(way: Way) {
    let proxy = Server::json("1");
    let address = proxy.url.trim_start_matches("http://");
    let with_user = format!("http://user:hunter2@{address}");
    let host = "http://no-such-host.invalid";
    for (url, variable, value, direct, end) in [
        (host, "HTTP_PROXY", &*with_user, "", "proxied"),
        (host, "all_proxy", address, "other.invalid", "proxied"),
        (
            host,
            "ALL_PROXY",
            address,
            "no-such-host.invalid:81",
            "proxied",
        ),
        (
            host,
            "ALL_PROXY",
            address,
            "other.invalid, .invalid",
            "direct",
        ),
        (host, "ALL_PROXY", address, "a.invalid *.invalid", "direct"),
        (
            host,
            "ALL_PROXY",
            address,
            "no-such-host.invalid:80",
            "direct",
        ),
        (host, "ALL_PROXY", address, "*", "direct"),
        (host, "HTTPS_PROXY", address, "", "direct"),
        (
            "https://127.0.0.1:1",
            "HTTPS_PROXY",
            address,
            "127.0.0.0/8",
            "direct",
        ),
    ] {
        let variables = [
            (variable, value),
            ("NO_PROXY", direct),
            (URL, url),
            (END, end),
        ];
        child("faults::proxies::asked_by_a_child", way, &variables);
        let requests = proxy.requests();
        assert_eq!(requests.len(), usize::from(end == "proxied"), "{direct}");
        for request in requests {
            assert!(
                request
                    .line
                    .starts_with("GET http://no-such-host.invalid/x"),
                "{}",
                request.line
            );
            let credentials = request.header("proxy-authorization");
            let expected = value.contains('@').then_some("Basic dXNlcjpodW50ZXIy");
            assert_eq!(credentials, expected);
        }
    }
}

pub(super) fn what_is_no_proxy_is_an_error(way: Way) {
    for (variable, value) in [
        ("HTTPS_PROXY", "htp://user:hunter2@p"),
        ("https_proxy", "http://user:hunter2@p:99999"),
        ("ALL_PROXY", "socks5://user:hunter2@p"),
    ] {
        let variables = [
            (variable, value),
            (URL, "https://a.invalid"),
            (END, "invalid"),
        ];
        child("faults::proxies::asked_by_a_child", way, &variables);
    }
}

/// The proxy never responds to the request for a tunnel.
pub(super) fn a_tunnel_times_out(way: Way, proxy: &str) {
    let variables = [
        ("HTTPS_PROXY", proxy),
        (URL, "https://a.invalid"),
        (END, "timeout"),
    ];
    child("faults::proxies::asked_by_a_child", way, &variables);
}

#[test]
#[ignore = "run by the test of all faults, with proxies in the environment"]
fn asked_by_a_child() {
    let way = way_of_child();
    let [url, end] = [URL, END].map(|name| std::env::var(name).unwrap());
    let mut builder = client(&url).0.allow_insecure_http().attempts(1);
    if end == "timeout" {
        builder = builder.timeout(Duration::from_millis(300));
    }
    let built = builder.build();
    match (end.as_str(), built) {
        ("proxied", Ok(client)) => drop(way.call(&client, &LIST).unwrap()),
        ("direct", Ok(client)) => {
            let error = way.call(&client, &LIST).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Connect);
            assert!(!error.to_string().contains("proxy"), "{error}");
        }
        ("timeout", Ok(client)) => {
            let error = way.call(&client, &LIST).unwrap_err();
            assert!(error.is_timeout(), "{error:?}");
            assert_eq!(error.kind(), ErrorKind::Connect);
        }
        ("invalid", Err(error)) => {
            assert_eq!(error.kind(), ErrorKind::Invalid);
            let text = crate::wire::chain(&error);
            assert!(text.contains("_proxy") || text.contains("_PROXY"), "{text}");
            assert!(!text.contains("hunter2"), "{text}");
        }
        (end, built) => panic!("{:?} instead of {end}", built.map(drop)),
    }
    // With `no_proxy`, the environment is not read.
    client(&url)
        .0
        .allow_insecure_http()
        .no_proxy()
        .build()
        .unwrap();
}
