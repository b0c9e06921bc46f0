//! The example that saves what the API says about integrations: nothing is asked twice, whenever it is interrupted, and nothing is written
//! outside of its directory.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "sync",
    feature = "testing",
    feature = "ticketing",
    feature = "tokio"
))]

mod built;
#[path = "../examples/snapshot_support.rs"]
#[allow(dead_code)]
mod example;

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use example::{Failure, Options, take};
use serde_json::{Value, json};
use tempfile::TempDir;
use truto_unified::{
    Integration, RateLimits, support,
    testing::{CapabilitiesShape, FakeTimer, FakeTruto, Fault, MetadataChange, SchemaPart},
};

/// The options for a snapshot of a model in this directory.
fn options(dir: &TempDir, model: &str) -> Options {
    Options {
        out: dir.path().join("snapshot"),
        models: vec![model.to_owned()],
        ..Options::default()
    }
}

/// Continues the snapshot, without waits between attempts.
async fn run(fake: &FakeTruto, options: &Options) -> Vec<Failure> {
    let client = fake.client_builder().timer(FakeTimer::default()).build();
    take(&client.unwrap(), fake.url(), options).await.unwrap()
}

fn start() -> FakeTruto {
    let fake = FakeTruto::builder().keep_requests(100_000).start();
    fake.unwrap()
}

/// The paths of the requests since the last call, in order of their names.
fn asked(fake: &FakeTruto) -> Vec<String> {
    let requests = fake.take_requests().into_iter();
    let mut paths: Vec<String> = requests.map(|one| one.path().to_owned()).collect();
    paths.sort();
    paths
}

/// The files in a directory, relative to it, with their contents.
fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut open, mut found) = (vec![dir.to_owned()], Vec::new());
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push((
                    path.strip_prefix(dir).unwrap().to_owned(),
                    fs::read(&path).unwrap(),
                )),
            }
        }
    }
    found.sort();
    found
}

fn json_of(options: &Options, file: &str) -> Value {
    let text = fs::read(options.out.join(file)).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// The number of supported operations of a model, and of integrations.
fn expected(model: &str) -> usize {
    let operations = support::operations().filter(|one| one.id().split('.').next() == Some(model));
    let supported = operations.map(|one| one.integrations().unwrap_or_default().len());
    Integration::ALL.len() + supported.sum::<usize>()
}

#[tokio::test]
async fn a_snapshot_has_a_file_for_each_answer_in_either_shape() {
    let mut of_shapes = Vec::new();
    for shape in [CapabilitiesShape::List, CapabilitiesShape::Nested] {
        let builder = FakeTruto::builder().capabilities_shape(shape);
        let fake = builder.keep_requests(100_000).start().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let options = options(&dir, "ticketing");
        assert!(run(&fake, &options).await.is_empty());
        assert_eq!(asked(&fake).len(), expected("ticketing"));
        let about = json_of(&options, "snapshot.json");
        assert_eq!(about["version"], 1);
        assert_eq!(about["models"], json!(["ticketing"]));
        assert_eq!(about["base_url"], fake.url());
        assert!(about["taken"].as_str().unwrap().ends_with('Z'), "{about}");
        assert_eq!(json_of(&options, "failed.json"), json!([]));
        let meta = files(&options.out.join("meta"));
        assert_eq!(meta.len() + Integration::ALL.len(), expected("ticketing"));
        let gorgias = "meta/ticketing/contacts/create/gorgias.json";
        let gorgias = json_of(&options, gorgias)["request_body_schema"]["properties"].take();
        assert_eq!(gorgias["first_name"]["required"], true);
        // All of it is there already.
        assert!(run(&fake, &options).await.is_empty());
        assert_eq!(asked(&fake).len(), 0);
        of_shapes.push(meta);
    }
    assert!(
        of_shapes[0] == of_shapes[1],
        "the shape of capabilities changes schemas"
    );
}

#[tokio::test]
async fn nothing_is_asked_twice_after_the_program_was_killed() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let fake = FakeTruto::builder()
        .keep_requests(100_000)
        .on_request(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        })
        .start()
        .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let options = options(&dir, "ticketing");
    let mut child = built::example("snapshot_support")
        .args(["--model", "ticketing", "--out"])
        .arg(&options.out)
        .env("TRUTO_API_TOKEN", fake.token())
        .env("TRUTO_BASE_URL", fake.url())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count.load(Ordering::Relaxed) < Integration::ALL.len() + 150 {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = files(&options.out);
    for (path, content) in &before {
        let is_whole = serde_json::from_slice::<Value>(content).is_ok();
        assert!(
            is_whole || path.extension().is_some_and(|end| end == "new"),
            "{path:?}"
        );
    }
    let first: BTreeSet<String> = asked(&fake).into_iter().collect();
    assert!(run(&fake, &options).await.is_empty());
    let second = asked(&fake);
    // What was on its way when the program was killed has no file, so it is asked again: at most as many as are sent at once.
    let again = second.iter().filter(|path| first.contains(*path)).count();
    assert!(again <= 32, "{again} requests were repeated");
    let all: BTreeSet<String> = first.into_iter().chain(second.iter().cloned()).collect();
    assert_eq!(all.len(), expected("ticketing"));
    assert!(
        files(&options.out)
            .iter()
            .all(|(path, _)| path.extension().is_some_and(|end| end == "json"))
    );
}

#[tokio::test]
async fn transient_failures_are_survived_and_lasting_ones_are_listed() {
    let fake = start();
    let dir = tempfile::tempdir().unwrap();
    let mut options = options(&dir, "ticketing");
    let tickets = "/unified/ticketing/tickets/zendesk/meta/";
    let path = |method: &str| format!("{tickets}{method}");
    let (missing, broken, html, array) =
        (path("create"), path("list"), path("get"), path("import"));
    let faults = [
        (missing.clone(), Fault::status(404)),
        (broken.clone(), Fault::status(500)),
        (
            html.clone(),
            Fault::status(200).with_body("text/html", "<p>Hello</p>"),
        ),
        (
            array.clone(),
            Fault::status(200).with_json(&json!(["no object"])),
        ),
        (
            "/integration/front/capabilities".to_owned(),
            Fault::status(200).with_json(&json!({"unified": "all"})),
        ),
    ];
    let attempts = Mutex::new(HashMap::new());
    fake.script(move |request| {
        let fault = faults.iter().find(|(path, _)| path == request.path());
        if let Some((_, fault)) = fault {
            return Some(fault.clone());
        }
        let mut attempts = attempts.lock().unwrap();
        let attempt = attempts.entry(request.path().to_owned()).or_insert(0);
        *attempt += 1;
        match (request.path().starts_with("/integration/c"), *attempt) {
            (true, 1) => Some(Fault::status(429).with_header("Retry-After", "1")),
            (true, 2) => Some(Fault::status(502)),
            _ => None,
        }
    });
    let failures = run(&fake, &options).await;
    let listed = |failures: Vec<Failure>| {
        let listed = failures
            .into_iter()
            .map(|failure| (failure.path, failure.status));
        listed.collect::<Vec<_>>()
    };
    let front = "/integration/front/capabilities".to_owned();
    let expected = vec![
        (front.clone(), Some(200)),
        (missing.clone(), Some(404)),
        (html.clone(), Some(200)),
        (array.clone(), Some(200)),
        (broken.clone(), Some(500)),
    ];
    assert_eq!(listed(failures), expected);
    assert!(
        !options
            .out
            .join("meta/ticketing/tickets/get/zendesk.json")
            .exists()
    );
    let failed = json_of(&options, "failed.json");
    assert_eq!(
        failed[1]["file"],
        "meta/ticketing/tickets/create/zendesk.json"
    );

    // Only what failed is asked again, and what is missing only on request.
    fake.script(|_| None);
    asked(&fake);
    assert_eq!(
        listed(run(&fake, &options).await),
        [(missing.clone(), Some(404))]
    );
    let again = asked(&fake);
    assert!(
        again.contains(&html) && again.contains(&front) && !again.contains(&missing),
        "{again:?}"
    );
    options.retries_failed = true;
    assert!(run(&fake, &options).await.is_empty());
    assert_eq!(asked(&fake), [missing]);
}

#[tokio::test]
async fn names_that_lead_elsewhere_are_not_files() {
    let fake = start();
    let dir = tempfile::tempdir().unwrap();
    let mut options = options(&dir, "ticketing");
    options.models.push("..".to_owned());
    options.integrations = ["../../escaped", "new-one"].map(str::to_owned).into();
    fake.change_metadata([MetadataChange::add_integration(
        "new-one",
        "New",
        Integration::Front,
    )])
    .unwrap();
    let unified = json!([
        {"model": "..", "resource": "..", "methods": ["escaped"]},
        {"model": "ticketing", "resource": "../../../../escaped", "methods": ["list"]},
        {"model": "ticketing", "resource": "contacts", "methods": ["", ".", "a/b", "C:\\escaped", "nul\u{0}"]},
    ]);
    let evil = Fault::status(200).with_json(&json!({ "unified": unified }));
    fake.script(move |request| {
        let is_zendesk = request.path() == "/integration/zendesk/capabilities";
        is_zendesk.then(|| evil.clone())
    });
    let failures = run(&fake, &options).await;
    assert_eq!(failures.len(), 8, "{failures:#?}");
    assert!(
        failures
            .iter()
            .all(|failure| failure.file.is_none() && failure.status.is_none())
    );
    assert!(
        options
            .out
            .join("meta/ticketing/contacts/list/new-one.json")
            .exists()
    );
    let top: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|one| one.unwrap().file_name())
        .collect();
    assert_eq!(top, ["snapshot"]);
    assert!(
        asked(&fake)
            .iter()
            .all(|path| !path.contains("escaped") && !path.contains(".."))
    );
    let other = FakeTruto::start().unwrap();
    let error = take(&other.client().unwrap(), other.url(), &options).await;
    assert!(error.unwrap_err().to_string().contains("another snapshot"));
}

#[tokio::test]
async fn references_are_saved_as_they_are() {
    let fake = FakeTruto::builder()
        .schema_references(true)
        .start()
        .unwrap();
    let change = MetadataChange::add_field(
        "crm.contacts.create",
        SchemaPart::Body,
        "nickname",
        json!({"type": "string"}),
    );
    fake.change_metadata([change]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let options = options(&dir, "crm");
    assert!(run(&fake, &options).await.is_empty());
    let body =
        json_of(&options, "meta/crm/contacts/create/hubspot.json")["request_body_schema"].take();
    assert_eq!(body["$ref"], "#/definitions/object");
    let properties = &body["definitions"]["object"]["properties"];
    assert_eq!(properties["nickname"]["type"], "string");
}

/// Prints the number of requests and the time: `cargo test --test snapshot -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes four minutes"]
async fn a_full_snapshot_stays_within_the_limits() {
    let limits = RateLimits::DOCUMENTED;
    let builder = FakeTruto::builder()
        .rate_limits(limits)
        .keep_requests(100_000);
    let fake = builder.start().unwrap();
    let all = support::operations().map(|operation| MetadataChange::add_operation(operation.id()));
    fake.change_metadata(all).unwrap();
    let client = fake.client_builder().rate_limits(limits).build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        out: dir.path().join("snapshot"),
        ..Options::default()
    };
    let start = Instant::now();
    let failures = take(&client, fake.url(), &options).await.unwrap();
    let (time, requests) = (start.elapsed(), fake.take_requests());
    println!("{} requests in {time:.0?}", requests.len());
    assert!(failures.is_empty(), "{failures:?}");
    assert!(
        requests
            .iter()
            .all(|one| one.status().is_some_and(|status| status == 200))
    );
    assert_eq!(
        requests.len(),
        Integration::ALL.len() * (support::operations().count() + 1)
    );
    assert!(time < Duration::from_secs(600));
}
