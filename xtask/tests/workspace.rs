//! The workspace must load before anything is generated; otherwise `codegen` could not run.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Copies the files that git tracks, without the generated ones.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        // A target directory has this file, whatever its name.
        let is_left_out = path.join("CACHEDIR.TAG").exists()
            || entry.file_name() == ".git"
            || ["generated/src", "generated/docs"]
                .iter()
                .any(|owned| path.ends_with(owned));
        if is_left_out {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_workspace_loads_before_anything_is_generated() {
    let dir = tempfile::tempdir().unwrap();
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(".."),
        dir.path(),
    );
    assert!(!dir.path().join("generated/src").exists());
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Runs this workspace's `cargo xtask lint --counts`.
fn counts() -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["lint", "--counts"]).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_readme_of_the_definitions_counts_what_is_in_them() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, after) = readme.split_once("<!-- counts -->\n").unwrap();
    let (shown, _) = after.split_once("<!-- /counts -->").unwrap();
    let now = counts();
    assert!(
        shown.trim() == now.trim(),
        "spec/README.md contains\n{shown}\nCopy the output of `cargo xtask lint --counts` between its markers:\n\n{now}"
    );
}
