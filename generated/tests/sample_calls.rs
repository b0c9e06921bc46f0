//! The samples for plain HTTP: those of every page are run as they are printed, against the fake, and each gets a 2xx.
//!
//! They need `curl`, `node`, and `python3` with `requests`. Where one of them is missing, its test says so and holds nothing.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "testing",
    feature = "ticketing"
))]

#[allow(dead_code)]
mod openapi;
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use openapi::Spec;
use truto_unified::testing::{Account, FakeTruto};

/// What the samples are about.
const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const OBJECTS: [&str; 5] = ["42", "43", "44", "45", "23423523"];

/// The pages of operations, by the operation's id.
fn pages() -> BTreeMap<String, String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages = BTreeMap::new();
    for api in ["crm", "discovery", "ticketing"] {
        for resource in fs::read_dir(docs.join(api)).unwrap() {
            let resource = resource.unwrap().path();
            let pages_of = fs::read_dir(&resource).into_iter().flatten();
            for page in pages_of.map(|page| page.unwrap().path()) {
                let id = page.strip_prefix(&docs).unwrap().with_extension("");
                let id = id.to_str().unwrap().replace('/', ".");
                if !id.ends_with(".matrix") {
                    pages.insert(id, fs::read_to_string(page).unwrap());
                }
            }
        }
    }
    let spec = Spec::read();
    let described = ["crm", "discovery", "ticketing"].map(|api| spec.operations(api));
    let described: BTreeSet<String> = described.into_iter().flatten().map(|of| of.id).collect();
    assert_eq!(pages.keys().cloned().collect::<BTreeSet<_>>(), described);
    pages
}

/// The sample under a heading of every page, by the operation's id. What removes objects comes last.
fn samples(heading: &str) -> Vec<(String, String)> {
    let sample = |text: &str| {
        let (_, after) = text.split_once(&format!("\n### {heading}\n"))?;
        let (_, code) = after.split_once("```")?.1.split_once('\n')?;
        Some(code.split_once("\n```\n")?.0.to_owned())
    };
    let samples = pages().into_iter().map(|(id, text)| {
        let code = sample(&text).unwrap_or_else(|| panic!("{id} has no sample of {heading}"));
        (id, code)
    });
    let mut samples: Vec<_> = samples.collect();
    samples.sort_by_key(|(id, _)| id.ends_with("delete"));
    samples
}

/// A fake that has these objects in each resource.
fn fake() -> FakeTruto {
    let fake = FakeTruto::builder()
        .account(ACCOUNT, Account::new())
        .start()
        .unwrap();
    let ids = pages().into_keys();
    let resources = ids.filter_map(|id| Some(id.rsplit_once('.')?.0.to_owned()));
    // What is discovered is no object of an account.
    let resources: BTreeSet<String> = resources
        .filter(|name| !name.starts_with("discovery"))
        .collect();
    for resource in &resources {
        let objects = OBJECTS.map(|id| serde_json::json!({"id": id}));
        fake.seed(ACCOUNT, resource, objects).unwrap();
    }
    // The account is of no integration in particular, so it cannot say what it supports.
    let nothing = serde_json::json!({"unified": []});
    fake.answer("discovery.integrated_account.capabilities", nothing)
        .unwrap();
    fake
}

/// The program, told where the fake is.
fn program(name: &str, fake: &FakeTruto, dir: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .env("TRUTO_BASE_URL", fake.url())
        .env("TRUTO_API_TOKEN", fake.token())
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .current_dir(dir);
    command
}

fn is_there(name: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(name).args(arguments).output();
    let is_there = ran.is_ok_and(|output| output.status.success());
    if !is_there {
        let why = format!("`{name} {}` does not run here", arguments.join(" "));
        let needs = if arguments.contains(&"import requests") {
            "requests"
        } else {
            name
        };
        tools::missing(needs, "the samples of the pages", &why);
    }
    is_there
}

fn assert_succeeded(what: &str, output: &Output) {
    assert!(
        output.status.success(),
        "{what}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Every operation was called, once, and answered with a success.
fn assert_all_called(fake: &FakeTruto) {
    let requests = fake.requests();
    let mut called = BTreeSet::new();
    for request in &requests {
        let status = request.status().unwrap();
        let shown = request.shown_path();
        assert!(
            (200..300).contains(&status),
            "{} {shown}: {status}",
            request.method()
        );
        called.insert(request.operation().unwrap().to_owned());
    }
    assert_eq!(called, pages().into_keys().collect());
    assert_eq!(requests.len(), pages().len());
}

#[test]
fn every_sample_of_curl_is_answered() {
    if !is_there("curl", &["--version"]) || !is_there("sh", &["-c", "true"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    for (id, code) in samples("curl") {
        let mut command = program("sh", &fake, dir.path());
        let output = command.args(["-c", &code]).output().unwrap();
        assert_succeeded(&id, &output);
    }
    assert_all_called(&fake);
}

#[test]
fn every_sample_of_fetch_is_answered() {
    if !is_there("node", &["--input-type=module", "-e", "fetch"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let mut all = String::new();
    for (id, code) in samples("JavaScript (fetch)") {
        let _ = writeln!(all, "console.log('{id}')\n{{\n{code}\n}}");
    }
    let file = dir.path().join("samples.mjs");
    fs::write(&file, all).unwrap();
    let output = program("node", &fake, dir.path())
        .arg(&file)
        .output()
        .unwrap();
    assert_succeeded("node", &output);
    assert_all_called(&fake);
}

#[test]
fn every_sample_of_requests_is_answered() {
    if !is_there("python3", &["-c", "import requests"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let mut all = String::new();
    for (id, code) in samples("Python (requests)") {
        let _ = writeln!(all, "print({id:?})\n{code}");
    }
    let file = dir.path().join("samples.py");
    fs::write(&file, all).unwrap();
    let output = program("python3", &fake, dir.path())
        .arg(&file)
        .output()
        .unwrap();
    assert_succeeded("python3", &output);
    assert_all_called(&fake);
}
