//! The workspace itself: it must load before anything is generated, or `codegen` could not be run to generate it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Copies what git would, without the files that the generator owns.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let is_left_out = ["target", ".git"]
            .iter()
            .any(|name| entry.file_name() == *name)
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
