//! The manifest of a generated crate: created if it is missing, and never changed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::project::root;
use crate::report::Failure;

/// Writes `Cargo.toml` to `out` if it does not exist, so that the generated crate compiles. Returns whether it was written.
pub(crate) fn write_missing(
    out: &Path,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<bool, Failure> {
    let path = out.join("Cargo.toml");
    let failed = |error| format!("cannot write {}: {error}", path.display());
    let mut file = match File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    file.write_all(text(out, files).as_bytes())
        .map_err(failed)?;
    Ok(true)
}

fn text(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> String {
    let apis: Vec<&str> = files.keys().filter_map(|path| api(path)).collect();
    let default: Vec<&str> = apis.iter().copied().chain(["tokio"]).collect();
    let mut features: String = apis.iter().map(|api| format!("{api} = []\n")).collect();
    // Timestamp conversions, unless an API has the same name.
    for library in ["chrono", "jiff", "time"] {
        if !apis.contains(&library) {
            features.push_str(&format!("{library} = [\"truto-runtime/{library}\"]\n"));
        }
    }
    let runtime = root().join("generator").join("runtime");
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.85\"\n\n\
         [features]\ndefault = {default:?}\nblocking = [\"truto-runtime/blocking\"]\n{features}testing = [\"truto-runtime/testing\"]\n\
         tokio = [\"truto-runtime/tokio\"]\n\n\
         [dependencies]\nserde = {{ version = \"1\", default-features = false, features = [\"std\"] }}\n\
         truto-runtime = {{ path = {runtime:?}, default-features = false }}\n\n\
         # This crate is its own workspace. Remove this line to add it to another one.\n[workspace]\n",
        name = name(out),
    )
}

/// The name of the crate in code: from its manifest or, if there is none yet, from the one that will be written.
pub(crate) fn crate_name(out: &Path) -> Result<String, Failure> {
    let path = out.join("Cargo.toml");
    let named = match std::fs::read_to_string(&path) {
        Ok(text) => package(&text).map(str::to_owned),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    Ok(named.unwrap_or_else(|| name(out)).replace('-', "_"))
}

/// The name in a manifest.
fn package(manifest: &str) -> Option<&str> {
    let (_, package) = manifest.split_once("[package]")?;
    package.lines().find_map(|line| {
        let value = line.trim().strip_prefix("name")?.trim_start();
        value.strip_prefix('=')?.trim().trim_matches('"').into()
    })
}

/// The module of an API; each has a feature with the same name.
fn api(path: &str) -> Option<&str> {
    path.strip_prefix("src/")?.strip_suffix("/mod.rs")
}

/// The package name: the name of the directory without characters that cargo does not allow.
fn name(out: &Path) -> String {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let dir = out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = dir.unwrap_or_default().replace(|c| !fits(c), "-");
    let name = name.trim_matches('-');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("client-{name}").trim_end_matches('-').to_owned()
    }
}
