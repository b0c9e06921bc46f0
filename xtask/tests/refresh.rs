//! The definitions, refreshed from the answers of a fake.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use serde_json::{Value, json};
use truto_codegen::load::Memory;
use truto_codegen::refresh::{Refreshed, Request, Snapshot, refresh};
use truto_codegen::{Options, Warnings, generate};
use truto_unified::Integration;
use truto_unified::testing::{CapabilitiesShape, FakeTruto, MetadataChange};

/// The operations whose schemas are in the snapshot.
const OPERATIONS: [&str; 8] = [
    "crm.accounts.create",
    "crm.contacts.create",
    "crm.contacts.list",
    "crm.contacts.update",
    "ticketing.comments.create",
    "ticketing.contacts.create",
    "ticketing.tickets.create",
    "ticketing.tickets.list",
];

const ROOTS: [&str; 4] = [
    "spec/ticketing.yaml",
    "spec/crm.yaml",
    "spec/discovery.yaml",
    "spec/webhooks.yaml",
];

type Answers = BTreeMap<String, Vec<u8>>;

/// Returns the body of a successful response.
fn get(fake: &FakeTruto, path: &str) -> Option<Vec<u8>> {
    let host = fake
        .url()
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let mut stream = TcpStream::connect(host).expect("the fake listens");
    let token = fake.token();
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("a request");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("a response");
    let end = response.windows(4).position(|four| four == b"\r\n\r\n")?;
    let is_success = response.starts_with(b"HTTP/1.1 200");
    is_success.then(|| response.split_off(end + 4))
}

/// Takes a snapshot of all capabilities, and of the schemas of some operations.
fn snapshot(fake: &FakeTruto, more: &[&str]) -> Answers {
    let mut answers = Answers::new();
    let about =
        json!({"version": 1, "taken": "2026-11-28T11:05:00Z", "models": ["crm", "ticketing"]});
    answers.insert("snapshot.json".to_owned(), about.to_string().into_bytes());
    let slugs = Integration::ALL.iter().map(|known| known.slug());
    for slug in slugs.chain(more.iter().copied()) {
        let Some(body) = get(fake, &format!("/integration/{slug}/capabilities")) else {
            continue;
        };
        for operation in supported(&body) {
            let [model, resource, method] = operation.split('.').collect::<Vec<_>>()[..] else {
                continue;
            };
            let path = format!("/unified/{model}/{resource}/{slug}/meta/{method}");
            if let Some(meta) = get(fake, &path) {
                answers.insert(
                    format!("meta/{model}/{resource}/{method}/{slug}.json"),
                    meta,
                );
            }
        }
        answers.insert(format!("capabilities/{slug}.json"), body);
    }
    answers
}

/// Returns those of [`OPERATIONS`] that an integration supports.
fn supported(capabilities: &[u8]) -> BTreeSet<String> {
    let capabilities: Value = serde_json::from_slice(capabilities).expect("JSON");
    let unified = &capabilities["unified"];
    let nested = unified["resources"].as_array();
    let list = unified.as_array().or(nested).expect("a list");
    let text = |of: &Value, keys: [&str; 2]| {
        let value = of.get(keys[0]).or_else(|| of.get(keys[1]));
        value.and_then(Value::as_str).expect("a name").to_owned()
    };
    let mut all = BTreeSet::new();
    for one in list {
        let (model, resource) = (
            text(one, ["model", "api_name"]),
            text(one, ["resource", "name"]),
        );
        for method in one["methods"].as_array().expect("methods") {
            all.insert(format!(
                "{model}.{resource}.{}",
                method.as_str().expect("a name")
            ));
        }
    }
    all.retain(|one| OPERATIONS.contains(&one.as_str()));
    all
}

fn run(files: &Memory, answers: Answers) -> Refreshed {
    let refreshed = refresh(&Request {
        roots: &ROOTS.map(str::to_owned),
        files,
        decisions: "spec/decisions.yaml",
        snapshot: &Snapshot::new(answers).expect("a snapshot"),
        models: &[],
    });
    assert!(
        !refreshed.diagnostics.has_errors(),
        "{:#?}",
        refreshed.diagnostics
    );
    refreshed
}

/// Returns the definitions after a refresh.
fn applied(files: &Memory, result: &Refreshed) -> Memory {
    let mut files = files.clone();
    for (path, edit) in &result.files {
        files.files.insert(path.clone(), edit.new.clone());
    }
    files
}

/// The definitions of the workspace.
fn definitions() -> Memory {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut memory = Memory::default();
    let mut open = vec!["spec".to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(base.join(&dir)).expect("a directory") {
            let entry = entry.expect("an entry");
            let path = format!("{dir}/{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => open.push(path),
                false => {
                    let content = std::fs::read(entry.path()).expect("a file");
                    memory.files.insert(path, content);
                }
            }
        }
    }
    memory
}

/// The lines of a report, without headings and counts.
fn lines(result: &Refreshed) -> BTreeSet<String> {
    let report = result.report.to_string();
    let lines = report.lines().filter_map(|line| line.strip_prefix("  "));
    lines.map(str::to_owned).collect()
}

/// Checks that a crate can be generated from the definitions.
fn generates(files: &Memory) {
    let outcome = generate(
        &ROOTS.map(str::to_owned),
        files,
        Warnings::Deny,
        &Options::default(),
    );
    assert!(
        !outcome.diagnostics.has_errors(),
        "{:#?}",
        outcome.diagnostics
    );
    assert!(!outcome.files.is_empty());
}

#[test]
fn new_integrations_and_slugs_are_in_the_registry_and_in_all_lists() {
    let fake = FakeTruto::start().expect("a fake");
    let base = applied(&definitions(), &run(&definitions(), snapshot(&fake, &[])));
    let changes = [
        MetadataChange::add_integration("newdesk", "New Desk", Integration::Zendesk),
        MetadataChange::rename_integration(Integration::HelpScout, "help-scout"),
    ];
    fake.change_metadata(changes)
        .expect("the changes are possible");
    let result = run(&base, snapshot(&fake, &["newdesk", "help-scout"]));
    let changes = lines(&result);
    assert!(
        changes.contains("registry newdesk: new integration, New Desk"),
        "{changes:#?}"
    );
    assert!(
        changes.contains("registry help-scout: new slug of helpscout"),
        "{changes:#?}"
    );
    let after = applied(&base, &result);
    generates(&after);
    let text = |path: &str| String::from_utf8_lossy(&after.files[path]).into_owned();
    assert!(!text("spec/ticketing/contacts.yaml").contains("helpscout,"));
    assert!(text("spec/common.yaml").contains(
        "  help-scout: {label: Help Scout, slug_documented: true, former_slugs: [helpscout]}\n"
    ));
    let again = run(&after, snapshot(&fake, &["newdesk", "help-scout"]));
    assert!(again.files.is_empty(), "{}", again.report);
}

#[test]
fn the_other_shapes_are_the_same_answers() {
    let both = [
        FakeTruto::builder(),
        FakeTruto::builder()
            .capabilities_shape(CapabilitiesShape::Nested)
            .schema_references(true),
    ];
    let [one, other] = both.map(|builder| {
        let fake = builder.start().expect("a fake");
        run(&definitions(), snapshot(&fake, &[]))
    });
    assert_eq!(lines(&one), lines(&other));
    assert!(one.files == other.files);
}
