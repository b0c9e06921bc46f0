//! Documents that are refreshed from a snapshot, with the expected changes and report.
//!
//! Every directory in `tests/refresh/` is a case: the document `desk.yaml`, a `snapshot/`, `decisions.yaml` if there are any, and
//! `expected.txt` with the diff, the report and all diagnostics. `models.txt` lists the models that a case asks for. After a deliberate change, run
//! `UPDATE_GOLDENS=1 cargo test --package truto-codegen --lib refresh` and review the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Refreshed, Request, Snapshot, refresh};
use crate::diag;
use crate::load::{Disk, Files, Memory};
use crate::write::diff_of_edit;

#[test]
fn documents_are_refreshed_as_expected() {
    let failures: Vec<String> = cases().iter().filter_map(|case| fault_of(case)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_directory_without_a_summary_is_no_snapshot() {
    let new = |text: Option<&str>| {
        let file = text.map(|text| ("snapshot.json".to_owned(), text.as_bytes().to_vec()));
        Snapshot::new(file.into_iter().collect()).map(|_| ())
    };
    let error = |text| new(text).expect_err("no snapshot");
    assert_eq!(
        error(None),
        "`snapshot.json` is missing, so this is no snapshot"
    );
    assert_eq!(
        error(Some(r#"{"version": 2}"#)),
        "`snapshot.json` is invalid: `version` must be 1"
    );
    let expected =
        "`snapshot.json` is invalid: `taken` must be a time, such as `2026-11-28T11:05:00Z`";
    assert_eq!(error(Some(r#"{"version": 1, "taken": "today"}"#)), expected);
    assert!(error(Some("{")).starts_with("`snapshot.json` is invalid: EOF"));
    assert_eq!(
        new(Some(r#"{"version": 1, "taken": "2026-11-28T11:05:00Z"}"#)),
        Ok(())
    );
}

fn cases() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refresh");
    let entries = fs::read_dir(dir).expect("the directory of cases");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    cases.sort();
    cases
}

/// What is wrong with a case, if anything.
fn fault_of(case: &Path) -> Option<String> {
    let disk = Disk::new(case);
    let snapshot = Snapshot::new(files(&case.join("snapshot"), "")).expect("a snapshot");
    let models = models(case);
    let refreshed = run(&disk, &snapshot, &models);
    let refreshed = match refreshed {
        Ok(refreshed) => refreshed,
        Err(message) => return compared(case, &format!("{message}\n")),
    };
    let shown = shown(&refreshed);
    if let Some(fault) = not_idempotent(case, &refreshed, &snapshot) {
        return Some(format!("{}: {fault}", case.display()));
    }
    if refreshed
        .files
        .values()
        .any(|edit| mixes_line_breaks(&edit.old, &edit.new))
    {
        return Some(format!(
            "{}: there are two kinds of line breaks",
            case.display()
        ));
    }
    compared(case, &shown)
}

/// Compares what a case shows with its golden.
fn compared(case: &Path, shown: &str) -> Option<String> {
    let path = case.join("expected.txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(path, shown).expect("the golden is writable");
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    (shown != expected).then(|| {
        let diff = similar::TextDiff::from_lines(expected.as_str(), shown);
        let diff = diff
            .unified_diff()
            .header("expected.txt", "now")
            .to_string();
        format!("{}:\n{diff}", case.display())
    })
}

/// The models that a case asks for.
fn models(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case.join("models.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn run(files: &dyn Files, snapshot: &Snapshot, models: &[String]) -> Result<Refreshed, String> {
    let roots = ["desk.yaml".to_owned()];
    let request = Request::new(&roots, files, "decisions.yaml", snapshot);
    refresh(&request.models(models))
}

/// The second refresh from the same snapshot must change nothing.
fn not_idempotent(case: &Path, first: &Refreshed, snapshot: &Snapshot) -> Option<String> {
    let mut memory: Memory = files(case, "").into_iter().collect();
    for (path, edit) in &first.files {
        memory.files.insert(path.clone(), edit.new.clone());
    }
    let second = run(&memory, snapshot, &models(case)).expect("the same models");
    if !second.files.is_empty() && !first.diagnostics.has_errors() {
        return Some(format!(
            "the second refresh changes something:\n{}",
            shown(&second)
        ));
    }
    None
}

/// Whether a text with line breaks of Windows has others after an edit.
fn mixes_line_breaks(old: &[u8], new: &[u8]) -> bool {
    let count = |text: &[u8], of: &str| String::from_utf8_lossy(text).matches(of).count();
    let is_of_windows = count(old, "\r\n") > 0;
    count(new, "\r\n") != if is_of_windows { count(new, "\n") } else { 0 }
}

fn shown(refreshed: &Refreshed) -> String {
    let files = refreshed.files.iter();
    let diffs = files.map(|(path, edit)| diff_of_edit(path, &edit.old, &edit.new));
    let diagnostics = diag::render(&refreshed.diagnostics, &refreshed.sources, false);
    let mut shown: String = diffs.collect();
    if !refreshed.diagnostics.has_errors() {
        shown.push_str(&refreshed.report.to_string());
    }
    shown + &diagnostics
}

/// The files of a directory, by path.
fn files(dir: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files_of = BTreeMap::new();
    for entry in fs::read_dir(dir).expect("a directory") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => files_of.extend(files(&entry.path(), &format!("{name}/"))),
            false => drop(files_of.insert(name, fs::read(entry.path()).expect("a file"))),
        }
    }
    files_of
}
