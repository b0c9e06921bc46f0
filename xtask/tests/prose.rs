//! Checks that texts for users are in plain English: they must not contain phrases of earlier versions that newcomers stumbled
//! over.

use std::{fs, path::Path, process::Command};

/// The phrase, in lower case, and what to write instead.
const OLD: &[(&str, &str)] = &[
    ("is called so", "has that name"),
    ("is known of", "is documented"),
    ("is said of", "holds for"),
    ("is told in", "is described in"),
    ("lost this name", "the name is inferred"),
    ("nobody knows", "it is unknown"),
    ("says of itself", "reports"),
    ("serves it", "supports it"),
    ("told in advance", "queued"),
    ("what came back", "the response"),
    ("what comes back", "the response"),
    ("who serves", "which integrations support"),
];

/// The texts for users: whole files, and the doc comments of code.
const TEXTS: &[(&str, &str)] = &[
    ("README.md", ""),
    ("CHANGELOG.md", ""),
    ("generated/guides", "md"),
    ("generated/docs", "md"),
    ("generated/src", "rs"),
    ("generator/runtime/src", "rs"),
    ("generator/support-matrix/src", "rs"),
    ("generator/tests/diagnostics", "txt"),
    ("generator/tests/lint", "txt"),
];

#[test]
fn what_users_read_is_plain_english() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for (path, extension) in TEXTS {
        let before = found.len();
        let count = search(&root.join(path), extension, &mut found);
        assert!(count > 0, "no file was read in {path}");
        found[before..].sort();
    }
    for command in [
        "", "codegen", "bundle", "ci", "corpus", "diff", "docs", "lint", "postman", "serve",
        "support",
    ] {
        let mut help = Command::new(env!("CARGO_BIN_EXE_xtask"));
        help.args(Some(command).filter(|command| !command.is_empty()));
        let output = help.arg("--help").output().unwrap();
        assert!(output.status.success(), "xtask {command} --help");
        let text = String::from_utf8(output.stdout).unwrap();
        check(&format!("xtask {command} --help"), &text, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns the number of files that were read.
fn search(path: &Path, extension: &str, found: &mut Vec<String>) -> usize {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries
            .map(|entry| search(&entry.unwrap().path(), extension, found))
            .sum();
    }
    if path.extension().unwrap_or_default() != extension && !extension.is_empty() {
        return 0;
    }
    let text = fs::read_to_string(path).unwrap();
    let is_code = extension == "rs";
    let lines = text.lines().filter(|line| {
        let line = line.trim_start();
        !is_code || line.starts_with("///") || line.starts_with("//!")
    });
    check(
        &path.display().to_string(),
        &lines.collect::<Vec<_>>().join("\n"),
        found,
    );
    1
}

fn check(place: &str, text: &str, found: &mut Vec<String>) {
    let text = text.to_lowercase();
    for (old, new) in OLD {
        if text.contains(old) {
            found.push(format!("{place}: write \"{new}\" instead of \"{old}\""));
        }
    }
}
