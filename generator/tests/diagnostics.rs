//! Broken definitions, and what is said of them.
//!
//! Every directory in `tests/diagnostics` is a case: definitions with `api.yaml` as their root (or the roots that a file
//! `roots.txt` names, one per line), and `expected.txt` with everything that is reported. After a deliberate change
//! run `UPDATE_GOLDENS=1 cargo test --package truto-codegen --test diagnostics` and read what it changed.

use std::fs;
use std::path::{Path, PathBuf};

use truto_codegen::load::Disk;
use truto_codegen::{Outcome, Warnings, diag, generate};

fn cases() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = fs::read_dir(dir)
        .expect("the directory of cases")
        .map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn outcome(case: &Path) -> Outcome {
    let roots = match fs::read_to_string(case.join("roots.txt")) {
        Ok(list) => list.lines().map(str::to_owned).collect(),
        Err(_) => vec!["api.yaml".to_owned()],
    };
    let files = Disk {
        base: case.to_owned(),
    };
    generate(&roots, &files, Warnings::Allow)
}

/// What is wrong with a case, if anything.
fn verdict(case: &Path, update: bool) -> Option<String> {
    let Outcome {
        files,
        diagnostics,
        sources,
    } = outcome(case);
    let shown = diag::render(&diagnostics, &sources, false);
    let path = case.join("expected.txt");
    if shown.is_empty() {
        return Some("nothing is reported".to_owned());
    }
    if diagnostics.has_errors() && !files.is_empty() {
        return Some("files are generated in spite of errors".to_owned());
    }
    if let Some(silent) = diagnostics.iter().find(|one| one.help.is_none()) {
        return Some(format!("no word on what to do: {}", silent.message));
    }
    if update {
        fs::write(path, &shown).expect("the golden is writable");
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    (shown != expected).then(|| {
        let diff = similar::TextDiff::from_lines(&expected, &shown);
        diff.unified_diff()
            .header("expected.txt", "now")
            .to_string()
    })
}

#[test]
fn every_fault_is_reported_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let failures: Vec<String> = cases()
        .iter()
        .filter_map(|case| Some(format!("{}:\n{}", case.display(), verdict(case, update)?)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
