use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use crate::load::Disk;
use crate::{Options, Warnings, analyze, postman_collection};

fn collection(folder: &Path) -> Option<String> {
    let files = Disk::new(folder);
    let (analysis, outcome) = analyze(&["spec.yaml".to_owned()], &files, Warnings::Allow);
    let options = Options {
        package: "shop".to_owned(),
        ..Options::default()
    };
    (!outcome.diagnostics.has_errors()).then(|| postman_collection(&analysis, &options))
}

#[test]
fn a_collection_has_all_parts_of_each_request() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postman");
    let made = collection(&folder).unwrap();
    let path = folder.join("collection.json");
    if env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), made);
}

/// The requests of the items, also of those in folders.
fn requests<'v>(item: &'v Value, found: &mut Vec<&'v Value>) {
    found.extend(item.get("request"));
    let items = item["item"].as_array().into_iter().flatten();
    items.for_each(|item| requests(item, found));
}

/// The texts in which Postman replaces variables.
fn texts<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => {
            let sent = members.iter().filter(|(key, _)| *key != "description");
            sent.for_each(|(_, member)| texts(member, found));
        }
        _ => {}
    }
}

#[test]
fn requests_of_all_kinds_of_documents_use_only_known_variables() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut count = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let Some(made) = collection(&case) else {
            continue;
        };
        let made: Value = serde_json::from_str(&made).unwrap();
        let variables = made["variable"].as_array().unwrap().iter();
        let known: Vec<&str> = variables.map(|one| one["key"].as_str().unwrap()).collect();
        let mut all = Vec::new();
        requests(&made, &mut all);
        let mut sent = Vec::new();
        all.iter().for_each(|request| texts(request, &mut sent));
        for text in sent {
            for part in text.split("{{").skip(1) {
                let name = part.split("}}").next().unwrap();
                assert!(known.contains(&name), "{}: {text}", case.display());
            }
        }
        count += all.len();
    }
    assert!(count > 100, "{count}");
}
