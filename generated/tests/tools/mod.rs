//! External programs that tests run, and that may be missing.

use std::io::{Write as _, stderr};

/// The programs in this variable, separated by spaces, must be present. CI sets it for those that it installs.
const NEEDED: &str = "TRUTO_TESTS_NEED";

/// Reports that a part of a test did not run. It bypasses the capture of the test harness, which hides output of tests that pass.
pub(crate) fn missing(program: &str, what: &str, why: &str) {
    let needed = std::env::var(NEEDED).unwrap_or_default();
    let is_needed = needed.split_whitespace().any(|needed| needed == program);
    assert!(!is_needed, "{what}: {NEEDED} names {program}, but {why}");
    let _ = writeln!(stderr(), "\nNOT TESTED: {what}: {why}\n");
}
