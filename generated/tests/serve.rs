//! The example behind `cargo xtask serve`, with its options.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "tokio",
    feature = "testing"
))]

mod built;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Stdio},
};

use truto_unified::{Client, ErrorKind, Integration, support::Answer};

/// The fake in a process of its own, which is stopped at the end of the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the fake with these options, and returns its address.
fn serve(options: &[&str]) -> (Served, String) {
    let mut command = built::example("serve");
    let mut child = command
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut url).unwrap();
    // Keeps reading, so that the pipe never fills up.
    std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
    (Served(child), url.trim().to_owned())
}

#[tokio::test]
async fn accounts_have_the_integration_that_the_options_name() {
    let dir = tempfile::tempdir().unwrap();
    let seed = dir.path().join("seed.json");
    fs::write(&seed, r#"{"b": {"crm.contacts": [{"id": "42"}]}}"#).unwrap();
    let options = [
        "--integration",
        "zendesk",
        "--account",
        "b=hubspot",
        "--seed",
    ];
    let (_served, url) = serve(&[&options[..], &[seed.to_str().unwrap()]].concat());
    let client = Client::builder().base_url(&url).token("fake-token").build();
    let client = client.unwrap();
    for (id, integration) in [
        ("a", Integration::Zendesk),
        ("b", Integration::HubSpot),
        ("any", Integration::Zendesk),
    ] {
        let account = client.integrated_account(id).discovery();
        let live = account.integrated_account().capabilities().await.unwrap();
        let diff = integration.support().diff(&live);
        assert!(diff.is_empty(), "{id}: {diff}");
    }
    let contacts = client.integrated_account("b").crm().contacts();
    assert_eq!(contacts.get("42").await.unwrap().id, "42");
    let list = truto_unified::crm::contacts::LIST;
    assert_eq!(list.supports(Integration::Zendesk), Answer::No);
    let refused = client.integrated_account("a").crm().contacts().list();
    let refused = refused.await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::MethodNotAllowed, "{refused}");
}

#[test]
fn a_mistaken_option_is_explained() {
    for (options, why) in [
        (&["--integration", "Help-Scout"][..], "`helpscout`"),
        (&["--account", "a"], "`a` does not have the form `ID=SLUG`"),
        (&["--account", "a=nobody"], "nobody"),
        (&["--port", "many"], "`many` is not a port"),
        (&["--seed"], "`--account ID=SLUG`"),
        (&["--help", "x"], "`--integration SLUG`"),
    ] {
        let output = built::example("serve").args(options).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(why), "{said}");
    }
}
