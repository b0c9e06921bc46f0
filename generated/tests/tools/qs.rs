//! npm's `qs`, with which the server parses queries. It is installed in `target/`, in the releases that `qs/package.json` pins.

use std::{
    fs,
    hash::{DefaultHasher, Hasher as _},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    thread,
};

use serde_json::Value;

use crate::tools;

/// The result of each release for each query, from one process; `None`, with a message, if `qs` is not available.
pub(crate) fn read(what: &str, queries: &[String]) -> Option<Vec<Vec<Value>>> {
    // Tests that run in parallel install it once.
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = match INSTALLED.get_or_init(installed) {
        Ok(folder) => folder,
        Err(why) => {
            tools::missing("qs", what, why);
            return None;
        }
    };
    let lines = queries
        .iter()
        .map(|query| format!("{}\n", Value::from(query.as_str())));
    let lines: String = lines.collect();
    let script = source().join("parse.cjs");
    let mut node = Command::new("node")
        .args([&script, folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    // Writes while reading, so that neither side blocks on a full pipe.
    let writer = thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "qs cannot be run");
    let output = String::from_utf8(output.stdout).unwrap();
    let read: Vec<_> = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read.len(), queries.len());
    Some(read)
}

/// On Windows, programs of npm are scripts.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/qs")
}

/// The path of the installation, or why there is none.
fn installed() -> Result<PathBuf, String> {
    let files = ["package.json", "package-lock.json"].map(|name| (name, source().join(name)));
    let mut pinned = DefaultHasher::new();
    for (_, path) in &files {
        pinned.write(&fs::read(path).unwrap());
    }
    let name = format!("qs-{:016x}", pinned.finish());
    filled(Path::new(env!("CARGO_TARGET_TMPDIR")), &name, |folder| {
        for (name, path) in files {
            fs::copy(path, folder.join(name)).unwrap();
        }
        let mut npm = Command::new(NPM);
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        succeeded("npm", npm.current_dir(folder).output())
    })
}

/// The directory of this name in `base`, with what `fill` writes.
///
/// Several test programs may need it at the same time. Each fills a directory of its own and then renames it, so that the directory is
/// complete whenever it exists.
pub(crate) fn filled(
    base: &Path,
    name: &str,
    fill: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let folder = base.join(name);
    if folder.exists() {
        return Ok(folder);
    }
    let own = tempfile::tempdir_in(base).unwrap();
    fill(own.path())?;
    match fs::rename(own.path(), &folder) {
        Err(error) if !folder.exists() => panic!("cannot create {}: {error}", folder.display()),
        // Either this one or that of another program, which was faster.
        _ => Ok(folder),
    }
}

fn succeeded(program: &str, output: io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|error| format!("{program} cannot be run: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "{program} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
    }
}
