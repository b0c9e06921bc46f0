//! The files of the repository can be checked out on every system.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use truto_codegen::plan::is_device;

/// The length that a path can have on Windows, less that of a folder to which the repository is cloned.
const LONGEST: usize = 260 - 80;

/// The paths that git tracks, with `/`.
fn tracked() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new("git")
        .args(["ls-files", "-z", "--full-name"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// The directories and files on the way to a path, by their paths in small letters.
fn parents(path: &str) -> impl Iterator<Item = (String, String)> {
    let ends = path.match_indices('/').map(|(end, _)| end);
    ends.chain([path.len()])
        .map(|end| (path[..end].to_lowercase(), path[..end].to_owned()))
}

#[test]
fn no_two_paths_differ_only_in_case() {
    let mut seen = BTreeMap::new();
    for (lower, path) in tracked().iter().flat_map(|path| parents(path)) {
        let first = seen.entry(lower).or_insert_with(|| path.clone());
        assert_eq!(*first, path, "these are one path on Windows and macOS");
    }
    assert!(seen.len() > 1_000, "{}", seen.len());
}

#[test]
fn windows_can_have_all_paths() {
    for path in tracked() {
        assert!(path.len() <= LONGEST, "{path} has {} bytes", path.len());
        for name in path.split('/') {
            assert!(!is_device(name), "{path} has the name of a device");
            let is_plain = |c: char| !c.is_control() && !"\\:*?\"<>|".contains(c);
            assert!(name.chars().all(is_plain), "{path:?}");
            assert!(!name.ends_with(['.', ' ']), "{path:?}");
        }
    }
}

#[test]
fn only_names_of_devices_are_refused() {
    for name in ["aux", "Con.rs", "nul .md", "com1", "LPT9.tar.gz", "com¹"] {
        assert!(is_device(name), "{name}");
    }
    for name in ["com", "com0", "com10", "company.md", "console", ".aux"] {
        assert!(!is_device(name), "{name}");
    }
}
