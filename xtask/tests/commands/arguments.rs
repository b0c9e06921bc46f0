//! Command lines that are wrong.

use std::fs;

use crate::pets::{generated, text, xtask};

#[test]
fn another_document_never_replaces_the_crate_of_the_workspace() {
    let dir = generated();
    let output = xtask(dir.path(), &["codegen", "--check", "--spec", "pets.yaml"]);
    let printed = text(&output);
    assert_eq!(output.status.code(), Some(2), "{printed}");
    assert!(printed.contains("--out <DIR>"), "{printed}");
}

#[test]
fn a_document_that_does_not_exist_is_named() {
    let dir = generated();
    fs::create_dir(dir.path().join("elsewhere")).unwrap();
    let elsewhere = dir.path().join("elsewhere");
    let arguments = ["codegen", "--spec", "../nothing.yaml", "--out", "out"];
    let printed = text(&xtask(&elsewhere, &arguments));
    assert!(
        printed.contains("nothing.yaml` does not exist"),
        "{printed}"
    );
}

#[test]
fn a_wrong_command_line_is_2_and_help_has_examples() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        xtask(dir.path(), &["codegen", "--frobnicate"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(xtask(dir.path(), &[]).status.code(), Some(2));
    let help = xtask(dir.path(), &["codegen", "--help"]);
    assert!(help.status.success() && text(&help).contains("cargo xtask codegen --check"));
}
