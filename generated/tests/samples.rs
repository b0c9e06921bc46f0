//! The Rust samples: each compiles, and is the same as on the page of its operation.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "tokio",
    feature = "ticketing"
))]

#[path = "generated/samples.rs"]
#[allow(dead_code)]
mod samples;

use std::{collections::BTreeMap, fs, path::Path};

/// The lines that page and module have in common.
fn lines(code: &str) -> String {
    let lines = code
        .lines()
        .map(|line| line.trim().trim_start_matches("pub(crate) "));
    let lines: Vec<&str> = lines.filter(|line| *line != "#[tokio::main]").collect();
    lines.join("\n")
}

/// The Rust sample of every operation's page, by operation id.
fn shown() -> BTreeMap<String, String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut shown = BTreeMap::new();
    for api in ["crm", "discovery", "ticketing"] {
        for resource in fs::read_dir(docs.join(api)).unwrap() {
            let resource = resource.unwrap().path();
            if !resource.is_dir() {
                continue;
            }
            for page in fs::read_dir(resource).unwrap() {
                let page = page.unwrap().path();
                let id = page.strip_prefix(&docs).unwrap().with_extension("");
                let names: Vec<_> = id.iter().map(|name| name.to_str().unwrap()).collect();
                let id = names.join(".");
                let text = fs::read_to_string(&page).unwrap();
                if let Some((_, code)) = text.split_once("```rust\n") {
                    let (code, _) = code.split_once("\n```").unwrap();
                    shown.insert(id, lines(code));
                } else {
                    assert!(id.ends_with(".matrix"), "{id} has no sample");
                }
            }
        }
    }
    shown
}

/// The compiled samples, by operation id. Each is in a module of the third level.
fn compiled() -> BTreeMap<String, String> {
    let mut path = Vec::new();
    let mut compiled: BTreeMap<String, String> = BTreeMap::new();
    for line in include_str!("generated/samples.rs").lines() {
        let module = line.trim().strip_prefix("pub(crate) mod ");
        let indent = line.len() - line.trim_start().len();
        match module {
            Some(module) => path.push(module.trim_end_matches(" {").trim_start_matches("r#")),
            None if line.trim() == "}" && indent < 4 * path.len() => drop(path.pop()),
            None if path.len() == 3 => {
                let sample = compiled.entry(path.join(".")).or_default();
                sample.push_str(line);
                sample.push('\n');
            }
            None => {}
        }
    }
    let samples = compiled.into_iter();
    samples
        .map(|(id, code)| (id, lines(code.trim_end())))
        .collect()
}

#[test]
fn the_samples_of_the_pages_are_those_that_compile() {
    let (shown, compiled) = (shown(), compiled());
    assert!(!compiled.is_empty());
    let ids = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&shown), ids(&compiled));
    for (id, sample) in shown {
        assert_eq!(compiled[&id], sample, "{id}");
    }
}
