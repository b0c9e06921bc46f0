//! Pairs of documents with the expected changes.
//!
//! Every directory in `tests/compare` is a case: `old.yaml`, `new.yaml`, and `expected.txt` with what `truto-codegen diff` prints. If
//! the crate is generated with options, they are in `flags.txt`, with paths relative to the case.
//!
//! After a deliberate change, run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test compare` and review the diff.

use std::fs;
use std::path::{Path, PathBuf};

use truto_codegen::cli::diff::{Format, compared, shown};
use truto_codegen::history::Release;
use truto_codegen::load::Memory;
use truto_codegen::{Options, Warnings, generate};

use flags::source;

#[path = "compare/flags.rs"]
mod flags;

#[test]
fn changes_are_found_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let failures: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let fault = fault_of(case, update)?;
            Some(format!("{}:\n{fault}", case.display()))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn equal_documents_have_no_changes() {
    for case in cases() {
        for name in ["old.yaml", "new.yaml"] {
            let Ok(comparison) = compared(&source(&case, name), &source(&case, name)) else {
                // One of the documents can lack a part of the selection, which is an error if both states do.
                assert!(case.join("flags.txt").exists(), "{}", case.display());
                continue;
            };
            assert_eq!(comparison.changes, [], "{}", case.display());
        }
    }
}

#[test]
fn errors_are_part_of_the_result() {
    let dir = tempfile::tempdir().expect("a directory");
    let api = |schema: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\nservers: [{{url: 'https://api.example'}}]\npaths:\n  /pets:\n    get:\n      \
             operationId: pets_get\n      tags: [pets]\n      responses:\n        '200':\n          description: A pet.\n          \
             content: {{application/json: {{schema: {schema}}}}}\n"
        )
    };
    let faulty = api("{$ref: '#/components/schemas/Missing'}");
    fs::write(dir.path().join("old.yaml"), api("{type: string}")).expect("a file");
    fs::write(dir.path().join("new.yaml"), faulty).expect("a file");
    let compare = |old, new| compared(&source(dir.path(), old), &source(dir.path(), new)).unwrap();
    let comparison = compare("old.yaml", "new.yaml");
    assert_eq!(comparison.errors, [0, 1]);
    let both = compare("new.yaml", "new.yaml");
    assert_eq!(
        shown(&both, Format::Text),
        "verdict: none: what has no errors means the same\n\
         errors: 1 in the old state, 1 in the new one; what has errors is not compared\n"
    );
}

/// Operations of two APIs can have one name, and a change of the client concerns both.
#[test]
fn the_page_of_each_api_has_its_own_changes() {
    let document = |api: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: {api}, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n\
             paths: {{/{api}/pets: {{get: {{operationId: pets.list, tags: [pets], \
             responses: {{'204': {{description: None.}}}}}}}}}}\n"
        )
    };
    let (one, two) = (document("one"), document("two"));
    let files = [("one.yaml", one.as_str()), ("two.yaml", two.as_str())];
    let files: Memory = files.into_iter().collect();
    let changes = "changes:\n\
        - {api: one, item: pets.list, effect: additive, what: added, reason: of the first}\n\
        - {api: two, item: pets.list, effect: fix, what: path, reason: of the second}\n\
        - {item: client, effect: fix, what: server, reason: of both}\n";
    let options = Options {
        history: Some(vec![
            Release::read("unreleased.yaml", changes).expect("changes"),
        ]),
        ..Options::default()
    };
    let roots = ["one.yaml", "two.yaml"].map(str::to_owned);
    let outcome = generate(&roots, &files, Warnings::Allow, &options);
    let reasons = |api: &str| {
        let page = &outcome.files[&format!("docs/{api}/api-changes.md")];
        let page = String::from_utf8_lossy(page);
        assert!(page.contains("[pets.list](pets/list.md)"), "{page}");
        ["of the first", "of the second", "of both"].map(|reason| page.contains(reason))
    };
    assert_eq!(reasons("one"), [true, false, true]);
    assert_eq!(reasons("two"), [false, true, true]);
}

fn cases() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare");
    let entries = fs::read_dir(dir).expect("the directory of cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// What is wrong with a case, if anything.
fn fault_of(case: &Path, update: bool) -> Option<String> {
    let comparison = match compared(&source(case, "old.yaml"), &source(case, "new.yaml")) {
        Ok(comparison) => comparison,
        Err(failure) => return Some(failure),
    };
    let text = shown(&comparison, Format::Text);
    let path = case.join("expected.txt");
    if update {
        fs::write(path, &text).expect("the golden is writable");
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    (text != expected).then(|| {
        let diff = similar::TextDiff::from_lines(&expected, &text);
        diff.unified_diff()
            .header("expected.txt", "now")
            .to_string()
    })
}
