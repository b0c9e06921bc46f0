//! Definitions with the expected diagnostics.
//!
//! Every directory in a directory of cases is a case: definitions with the root `api.yaml` (or the roots that the file
//! `roots.txt` lists, one per line), and `expected.txt` with all diagnostics.

use std::fs;
use std::path::{Path, PathBuf};

use truto_codegen::load::Disk;
use truto_codegen::{Outcome, diag};

/// Runs `run` on each case in `tests/<dir>`, and compares its diagnostics with the expected ones. `extra` can reject an outcome
/// with a message.
pub(crate) fn check(
    dir: &str,
    run: impl Fn(&[String], &Disk) -> Outcome,
    extra: impl Fn(&Outcome) -> Option<String>,
) {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let fault_of = |case: &PathBuf| {
        let outcome = outcome(case, &run);
        let fault = extra(&outcome).or_else(|| fault_of(&outcome, case, update))?;
        Some(format!("{}:\n{fault}", case.display()))
    };
    let failures: Vec<String> = cases(dir).iter().filter_map(fault_of).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn cases(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(dir);
    let entries = fs::read_dir(dir)
        .expect("the directory of cases")
        .map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// What `only.txt` in a directory selects, one selector per line.
#[allow(dead_code, reason = "not all tests select operations")]
pub(crate) fn only(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join("only.txt")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn outcome(case: &Path, run: impl Fn(&[String], &Disk) -> Outcome) -> Outcome {
    let roots: Vec<String> = match fs::read_to_string(case.join("roots.txt")) {
        Ok(list) => list.lines().map(str::to_owned).collect(),
        Err(_) => vec!["api.yaml".to_owned()],
    };
    let files = Disk::new(case);
    run(&roots, &files)
}

/// What is wrong with a case, if anything.
fn fault_of(outcome: &Outcome, case: &Path, update: bool) -> Option<String> {
    let shown = diag::render(&outcome.diagnostics, &outcome.sources, false);
    let path = case.join("expected.txt");
    if shown.is_empty() {
        return Some("there are no diagnostics".to_owned());
    }
    if let Some(silent) = outcome.diagnostics.iter().find(|one| one.help.is_none()) {
        return Some(format!("this diagnostic has no help: {}", silent.message));
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
