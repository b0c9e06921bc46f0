//! `bundle` and `docs`, on the definitions and pages of the workspace.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::pets::{text, xtask};

#[test]
fn bundles_are_self_contained_and_written_again_only_when_they_change() {
    let dir = tempfile::tempdir().unwrap();
    let first = xtask(dir.path(), &["bundle", "--out", "b"]);
    assert!(first.status.success(), "{}", text(&first));
    let crm = fs::read_to_string(dir.path().join("b/crm.yaml")).unwrap();
    assert!(crm.starts_with("# @generated") && !crm.contains(".yaml#"));
    let again = xtask(dir.path(), &["bundle", "--out", "b"]);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
}

#[test]
fn every_link_of_the_workspace_leads_somewhere() {
    let checked = xtask(Path::new("."), &["docs", "--check"]);
    assert!(checked.status.success(), "{}", text(&checked));
}

#[test]
fn commands_build_in_the_target_directory_of_cargo() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command
        .arg("bundle")
        .env("CARGO_TARGET_DIR", dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(dir.path().join("bundle/crm.yaml").exists());
}

/// `docs` installs mdBook and runs rustdoc, which takes minutes, so this test searches the code instead.
#[test]
fn no_command_assumes_a_target_directory() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut count = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let code = fs::read_to_string(&path).unwrap();
        assert!(!code.contains("join(\"target"), "{}", path.display());
        count += 1;
    }
    assert!(count > 10, "{count}");
}
