//! Programs that a test runs and that a machine may lack.

use std::io::{Write as _, stderr};

/// Where this variable names programs, with blanks between them, they must be there: CI says so of those that it has
/// installed.
const NEEDED: &str = "TRUTO_TESTS_NEED";

/// Says that a part of a test was not run, past the capture of the test harness, which shows nothing of tests that pass.
pub(crate) fn missing(program: &str, what: &str, why: &str) {
    let needed = std::env::var(NEEDED).unwrap_or_default();
    let is_needed = needed.split_whitespace().any(|needed| needed == program);
    assert!(!is_needed, "{what}: {NEEDED} names {program}, but {why}");
    let _ = writeln!(stderr(), "\nNOT TESTED: {what}: {why}\n");
}
