//! The answers of a fake, as a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};
use truto_unified::Integration;
use truto_unified::testing::FakeTruto;

/// The files of a snapshot, by path.
pub(crate) type Answers = BTreeMap<String, Vec<u8>>;

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

/// Takes a snapshot of the capabilities of all integrations and of these slugs, and of the schemas of the chosen operations.
pub(crate) fn of_fake(
    fake: &FakeTruto,
    more: &[&str],
    is_chosen: impl Fn(&str) -> bool,
) -> Answers {
    let mut answers = Answers::new();
    let about =
        json!({"version": 1, "taken": "2026-11-28T11:05:00Z", "models": ["crm", "ticketing"]});
    answers.insert("snapshot.json".to_owned(), about.to_string().into_bytes());
    let mut failed = Vec::new();
    let slugs = Integration::ALL.iter().map(|known| known.slug());
    for slug in slugs.chain(more.iter().copied()) {
        let path = format!("/integration/{slug}/capabilities");
        let file = format!("capabilities/{slug}.json");
        let Some(body) = get(fake, &path) else {
            failed.push(json!({"path": path, "file": file, "status": 404, "error": "Not Found"}));
            continue;
        };
        for operation in supported(&body).iter().filter(|one| is_chosen(one)) {
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
        answers.insert(file, body);
    }
    answers.insert(
        "failed.json".to_owned(),
        json!(failed).to_string().into_bytes(),
    );
    answers
}

/// Returns the operations that an integration supports.
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
    all
}
