//! What `codegen` writes, and what `--check` and `--dry-run` say without writing.

use std::fs;
use std::path::Path;

use crate::pets::{API, codegen, edit, files, generated, text};

#[test]
fn a_second_run_changes_nothing_and_check_agrees() {
    let dir = generated();
    let before = files(dir.path());
    assert!(!before.is_empty());
    let again = codegen(dir.path(), &[]);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
    let check = codegen(dir.path(), &["--check"]);
    assert!(check.status.success(), "{}", text(&check));
    assert_eq!(files(dir.path()), before);

    fs::remove_dir_all(dir.path().join("out/src")).unwrap();
    let restored = codegen(dir.path(), &[]);
    assert!(
        text(&restored).contains("created out/src/lib.rs"),
        "{}",
        text(&restored)
    );
    assert_eq!(files(dir.path()), before, "every byte is back");
}

/// An edit that makes the output out of date.
type Drift = fn(&Path);

#[test]
fn check_names_what_differs_shows_it_and_says_what_to_run() {
    let drift: [(&str, &str, Drift); 3] = [
        ("stale: out/src/lib.rs", "-// edited", |dir| {
            edit(&dir.join("out/src/lib.rs"), "\n", "\n// edited\n");
        }),
        ("missing: out/src/lib.rs", "+// @generated", |dir| {
            fs::remove_file(dir.join("out/src/lib.rs")).unwrap();
        }),
        ("stale: out/src/", "A living being", |dir| {
            edit(&dir.join("pets.yaml"), "An animal.", "A living being.");
        }),
    ];
    for (named, shown, make) in drift {
        let dir = generated();
        make(dir.path());
        let before = files(dir.path());
        let output = codegen(dir.path(), &["--check"]);
        let printed = text(&output);
        assert_eq!(output.status.code(), Some(1), "{printed}");
        for expected in [
            named,
            shown,
            "cargo xtask codegen --spec pets.yaml --out out",
        ] {
            assert!(
                printed.contains(expected),
                "{expected} is missing in: {printed}"
            );
        }
        assert_eq!(files(dir.path()), before, "nothing is written");
    }
}

#[test]
fn check_shows_no_diff_of_foreign_files() {
    let dir = generated();
    let out = dir.path().join("out");
    fs::write(out.join("src/stray.rs"), "fn stray() {}\n").unwrap();
    fs::write(out.join("src/lib.rs"), "fn by_hand() {}\n").unwrap();
    let output = codegen(dir.path(), &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let printed = text(&output);
    for path in ["out/src/lib.rs", "out/src/stray.rs"] {
        assert!(
            printed.contains(&format!("{path} is not generated")),
            "{printed}"
        );
    }
    assert!(!printed.contains("by_hand()"), "{printed}");
}

#[test]
fn codegen_restores_everything_but_foreign_files() {
    let dir = generated();
    let right = files(dir.path());
    edit(&dir.path().join("out/src/lib.rs"), "\n", "\n// edited\n");
    let stray = dir.path().join("out/src/stray.rs");
    fs::write(&stray, "fn stray() {}\n").unwrap();
    let before = files(dir.path());

    let refused = codegen(dir.path(), &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused).contains("out/src/stray.rs is not generated"),
        "{}",
        text(&refused)
    );
    assert_eq!(files(dir.path()), before);

    fs::remove_file(stray).unwrap();
    let mended = codegen(dir.path(), &[]);
    assert!(
        text(&mended).contains("updated out/src/lib.rs"),
        "{}",
        text(&mended)
    );
    assert_eq!(files(dir.path()), right);
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pets.yaml"), API).unwrap();
    let printed = text(&codegen(dir.path(), &["--dry-run"]));
    assert!(!dir.path().join("out").exists());
    for line in ["create out/src/lib.rs", "create out/Cargo.toml"] {
        assert!(printed.contains(line), "{printed}");
    }
    let created = printed.matches("  create ").count();
    let totals = format!("\n{created} would be created, 0 updated, 0 removed; nothing was written");
    assert!(printed.contains(&totals), "{printed}");
    codegen(dir.path(), &[]);
    edit(&dir.path().join("pets.yaml"), "An animal.", "A being.");
    let before = files(dir.path());
    let printed = text(&codegen(dir.path(), &["--dry-run"]));
    assert!(printed.contains("update out/src/"), "{printed}");
    assert!(!printed.contains("Cargo.toml"), "{printed}");
    assert_eq!(files(dir.path()), before);
}
