//! Tests with a real directory.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;

const OWNED: &[&str] = &["src", "docs"];

/// A generated file.
fn owned(text: &str) -> String {
    format!("// {MARK}\n{text}\n")
}

fn generated(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let files = files.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), owned(text).into_bytes()))
        .collect()
}

/// Creates a directory with these files; those with the text `generated` have the mark.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Returns everything in a directory, with its modification time.
fn snapshot(dir: &Path) -> BTreeMap<PathBuf, (Option<Vec<u8>>, SystemTime)> {
    let mut all = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            if metadata.is_dir() {
                open.push(path.clone());
                // The time of a directory changes when its entries change.
                all.insert(path, (None, SystemTime::UNIX_EPOCH));
            } else {
                let content = fs::read(&path).ok();
                all.insert(path, (content, metadata.modified().unwrap()));
            }
        }
    }
    all
}

fn plan(dir: &TempDir, files: &[(&str, &str)]) -> WritePlan {
    WritePlan::new(dir.path(), OWNED, generated(files)).unwrap()
}

fn kinds(plan: &WritePlan) -> Vec<(String, DifferenceKind)> {
    plan.differences()
        .into_iter()
        .map(|one| (one.path, one.kind))
        .collect()
}

#[test]
fn a_directory_becomes_what_was_generated() {
    let (same, old) = (owned("same"), owned("old"));
    let dir = directory(&[
        ("src/same.rs", &same),
        ("src/changed.rs", &old),
        ("src/gone/deep/mod.rs", &old),
        ("Cargo.toml", "by hand"),
        ("tests/a.rs", "by hand"),
    ]);
    let past = SystemTime::now() - Duration::from_secs(3600);
    let file = fs::File::open(dir.path().join("src/same.rs")).unwrap();
    file.set_modified(past).unwrap();

    let files = [
        ("src/same.rs", "same"),
        ("src/changed.rs", "new"),
        ("docs/new/a.md", "new"),
    ];
    let applied = plan(&dir, &files).apply().unwrap();

    assert_eq!(applied.written, ["docs/new/a.md"]);
    assert_eq!(applied.changed, ["src/changed.rs"]);
    assert_eq!(applied.removed, ["src/gone/deep/mod.rs"]);
    assert!(
        !dir.path().join("src/gone").exists(),
        "emptied directories are removed"
    );
    assert_eq!(
        fs::read_to_string(dir.path().join("docs/new/a.md")).unwrap(),
        owned("new")
    );
    assert_eq!(
        fs::read_to_string(dir.path().join("Cargo.toml")).unwrap(),
        "by hand"
    );
    let modified = fs::metadata(dir.path().join("src/same.rs"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(modified, past, "an equal file is not touched");

    let after = snapshot(dir.path());
    assert!(plan(&dir, &files).apply().unwrap().is_empty());
    assert!(plan(&dir, &files).differences().is_empty());
    assert_eq!(snapshot(dir.path()), after);
}

#[test]
fn a_directory_that_does_not_exist_is_created() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("a/b");
    let files = generated(&[("src/lib.rs", "x")]);
    let applied = WritePlan::new(&out, OWNED, files.clone())
        .unwrap()
        .apply()
        .unwrap();
    assert_eq!(applied.written, ["src/lib.rs"]);
    assert_eq!(
        fs::read_dir(&out).unwrap().count(),
        1,
        "nothing temporary is left"
    );
}

#[test]
fn differences_are_named_and_shown_and_nothing_is_written() {
    let (old, gone) = (owned("old"), owned("gone"));
    let dir = directory(&[
        ("src/a.rs", &old),
        ("src/gone.rs", &gone),
        ("src/stray.rs", "by hand\n"),
    ]);
    let before = snapshot(dir.path());
    let plan = plan(&dir, &[("src/a.rs", "new"), ("docs/b.md", "b")]);
    let expected = [
        ("docs/b.md", DifferenceKind::Missing),
        ("src/a.rs", DifferenceKind::Stale),
        ("src/gone.rs", DifferenceKind::Extra),
        ("src/stray.rs", DifferenceKind::Extra),
    ];
    assert_eq!(
        kinds(&plan),
        expected.map(|(path, kind)| (path.to_owned(), kind))
    );
    let stale = &plan.differences()[1].diff;
    assert_eq!(
        *stale,
        format!(
            "--- src/a.rs (on disk)\n+++ src/a.rs (generated)\n@@ -1,2 +1,2 @@\n // {MARK}\n-old\n+new\n"
        )
    );
    let stray = &plan.differences()[3];
    assert!(stray.diff.contains("-by hand") && stray.refusal.is_some());
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn foreign_files_stop_it_before_anything_is_changed() {
    let old = owned("old");
    for (path, extra) in [
        ("src/stray.rs", true),
        ("docs/x/notes.md", true),
        ("src/a.rs", false),
    ] {
        let mut on_disk = vec![("src/b.rs", old.as_str()), (path, "by hand")];
        on_disk.dedup();
        let dir = directory(&on_disk);
        let before = snapshot(dir.path());
        let plan = plan(&dir, &[("src/a.rs", "new"), ("src/b.rs", "new")]);
        let kind = if extra {
            DifferenceKind::Extra
        } else {
            DifferenceKind::Stale
        };
        assert!(kinds(&plan).contains(&(path.to_owned(), kind)));
        let error = plan.apply().unwrap_err().to_string();
        assert!(
            error.contains(path) && error.contains("move or delete it"),
            "{error}"
        );
        assert_eq!(snapshot(dir.path()), before, "{path}");
    }
}

#[test]
fn a_directory_in_place_of_a_file_and_a_file_in_place_of_a_directory_are_refused() {
    let old = owned("old");
    let dir = directory(&[("src/a.rs/inner.rs", &old), ("docs", "by hand")]);
    let before = snapshot(dir.path());
    let error = plan(&dir, &[("src/a.rs", "a"), ("docs/b.md", "b")])
        .apply()
        .unwrap_err()
        .to_string();
    assert!(error.contains("src/a.rs: is a directory"), "{error}");
    assert!(error.contains("docs: "), "{error}");
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn a_failure_restores_everything() {
    let old = owned("old");
    let dir = directory(&[
        ("src/a.rs", &old),
        ("src/m/gone.rs", &old),
        ("src/z.rs", &old),
    ]);
    let plan = plan(
        &dir,
        &[
            ("docs/new.md", "new"),
            ("src/a.rs", "new"),
            ("src/z.rs", "new"),
        ],
    );
    // Another process interferes after the plan: the last file cannot be replaced any more.
    fs::remove_file(dir.path().join("src/z.rs")).unwrap();
    fs::create_dir_all(dir.path().join("src/z.rs/inner")).unwrap();
    let before = snapshot(dir.path());
    let error = plan.apply().unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn files_created_after_the_plan_are_not_overwritten() {
    let dir = directory(&[]);
    let plan = plan(&dir, &[("src/a.rs", "new"), ("src/b.rs", "new")]);
    fs::create_dir(dir.path().join("src")).unwrap();
    fs::write(dir.path().join("src/b.rs"), "by hand").unwrap();
    let before = snapshot(dir.path());
    plan.apply().unwrap_err();
    assert_eq!(snapshot(dir.path()), before);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused_and_not_followed() {
    use std::os::unix::fs::symlink;
    let (outside, text) = (directory(&[]), owned("outside"));
    fs::write(outside.path().join("a.rs"), &text).unwrap();
    let before = snapshot(outside.path());
    for (target, link) in [
        ("a.rs", "src/a.rs"),
        ("a.rs", "src/other.rs"),
        ("", "src"),
        ("", "src/m"),
        ("no", "src/a.rs"),
    ] {
        let dir = directory(&[("docs/x.md", &owned("x"))]);
        if link != "src" {
            fs::create_dir(dir.path().join("src")).unwrap();
        }
        symlink(outside.path().join(target), dir.path().join(link)).unwrap();
        let error = plan(&dir, &[("src/a.rs", "new"), ("src/m/b.rs", "new")])
            .apply()
            .unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        assert!(
            error
                .to_string()
                .contains(&format!("{link}: is a symbolic link")),
            "{error}"
        );
        assert_eq!(snapshot(outside.path()), before);
    }
}

#[cfg(unix)]
#[test]
fn permissions_are_those_of_the_old_file_and_of_any_new_one() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = directory(&[("src/a.rs", &owned("old")), ("ordinary", "")]);
    let old = dir.path().join("src/a.rs");
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
    plan(&dir, &[("src/a.rs", "new"), ("src/b.rs", "new")])
        .apply()
        .unwrap();
    assert_eq!(mode(&old), 0o640);
    assert_eq!(
        mode(&dir.path().join("src/b.rs")),
        mode(&dir.path().join("ordinary"))
    );
}

#[test]
fn a_generated_path_never_leads_out_or_clashes() {
    let dir = tempfile::tempdir().unwrap();
    for path in [
        "../a.rs",
        "/a.rs",
        "src/../../a.rs",
        "",
        "src//a.rs",
        "src/./a.rs",
        "src\\a.rs",
        "c:a.rs",
        "src/a\n.rs",
        "src/a.",
        "src/a ",
        "src/aux.rs",
        "docs/Con/a.md",
        "docs/lpt9.x.md",
    ] {
        let error = WritePlan::new(dir.path(), OWNED, generated(&[(path, "x")])).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{path}: {error}");
    }
    let clash = generated(&[("src/A.rs", "x"), ("src/a.rs", "x")]);
    assert!(WritePlan::new(dir.path(), OWNED, clash).is_err());
    let unmarked = BTreeMap::from([("src/a.rs".to_owned(), b"fn main() {}".to_vec())]);
    assert!(WritePlan::new(dir.path(), OWNED, unmarked).is_err());
}

#[test]
fn line_breaks_of_windows_are_no_difference() {
    let text = |separator| owned(&["a", "b", "c"].join(separator));
    let dir = directory(&[("src/a.rs", &text("\n").replace('\n', "\r\n"))]);
    assert!(
        plan(&dir, &[("src/a.rs", "a\nb\nc")])
            .differences()
            .is_empty()
    );
    // These are of the same length, or differ in more than line breaks.
    for other in ["a\nb\nd", "a\nb\rc", "a\n\nb\nc", "a\nb\nc\nd"] {
        let plan = plan(&dir, &[("src/a.rs", other)]);
        assert_eq!(plan.differences().len(), 1, "{other:?}");
    }
    let dir = directory(&[("src/a.rs", &text("\r"))]);
    let plan = plan(&dir, &[("src/a.rs", "abc")]);
    assert_eq!(
        plan.differences().len(),
        1,
        "a carriage return alone is no line break"
    );
}

#[test]
fn long_diffs_are_cut_with_a_count() {
    let dir = directory(&[]);
    let long = format!("{}\n{}", "line\n".repeat(1_000), "x".repeat(100_000));
    let diff = plan(&dir, &[("src/a.rs", &long)])
        .differences()
        .remove(0)
        .diff;
    assert!(
        diff.ends_with("more lines\n") && diff.lines().count() < 100,
        "{diff}"
    );
    let diff = plan(&dir, &[("src/a.rs", &"\u{1b}x".repeat(100_000))])
        .differences()
        .remove(0)
        .diff;
    assert!(
        diff.contains("more characters") && diff.len() < 2_000 && !diff.contains('\u{1b}'),
        "{diff}"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_not_created() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("Cargo.toml");
    let failed = create_missing(&path, |file| {
        file.write_all(b"[pack")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert!(snapshot(dir.path()).is_empty(), "nothing is left");

    let created = create_missing(&path, |file| file.write_all(b"[package]"));
    assert!(created.unwrap());
    let again = create_missing(&path, |file| file.write_all(b"other"));
    assert!(!again.unwrap());
    let meanwhile = dir.path().join("meanwhile");
    let late = create_missing(&meanwhile, |_| fs::write(&meanwhile, "first"));
    assert!(!late.unwrap(), "a file is never replaced");
    assert_eq!(fs::read(&path).unwrap(), b"[package]");
    assert_eq!(fs::read(&meanwhile).unwrap(), b"first");
    assert_eq!(snapshot(dir.path()).len(), 2);
}
