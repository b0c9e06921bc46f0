//! The samples in Rust: each compiles, and is the one that stands on the page of its operation.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "reqwest",
    feature = "ticketing"
))]

#[path = "generated/samples.rs"]
#[allow(dead_code)]
mod samples;

use std::{fs, path::Path};

/// The lines that are the same on a page and in the module.
fn lines(code: &str) -> String {
    let lines = code
        .lines()
        .map(|line| line.trim().trim_start_matches("pub(crate) "));
    let lines: Vec<&str> = lines.filter(|line| *line != "#[tokio::main]").collect();
    lines.join("\n")
}

/// The sample in Rust of every page of an operation, by the page.
fn shown() -> Vec<(String, String)> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut shown = Vec::new();
    for api in ["crm", "discovery", "ticketing"] {
        for resource in fs::read_dir(docs.join(api)).unwrap() {
            let resource = resource.unwrap().path();
            if !resource.is_dir() {
                continue;
            }
            for page in fs::read_dir(resource).unwrap() {
                let page = page.unwrap().path();
                let name = page.strip_prefix(&docs).unwrap().display().to_string();
                let text = fs::read_to_string(&page).unwrap();
                if let Some((_, code)) = text.split_once("```rust\n") {
                    let (code, _) = code.split_once("\n```").unwrap();
                    shown.push((name, lines(code)));
                } else {
                    assert!(name.ends_with(".matrix.md"), "{name} has no sample");
                }
            }
        }
    }
    shown
}

#[test]
fn the_samples_of_the_pages_are_those_that_compile() {
    let compiled = lines(include_str!("generated/samples.rs"));
    let shown = shown();
    assert_eq!(shown.len(), 146);
    for (page, sample) in shown {
        assert!(compiled.contains(&sample), "{page}: {sample}");
    }
}
