//! The manifest of a generated crate: created if it is missing, and never changed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use toml_edit::{Array, DocumentMut, value};

use crate::project::root;
use crate::report::Failure;

/// The manifest without what depends on the crate.
const TEMPLATE: &str = r#"[package]
name = ""
version = "0.1.0"
edition = "2024"
rust-version = "1.85"

[features]
default = []
blocking = ["truto-runtime/blocking"]
testing = ["truto-runtime/testing"]
tokio = ["truto-runtime/tokio"]

[dependencies]
serde = { version = "1", default-features = false, features = ["std"] }
truto-runtime = { path = "", default-features = false }

# This crate is its own workspace. Remove this line to add it to another one.
[workspace]
"#;

/// Writes `Cargo.toml` to `out` if it does not exist, so that the generated crate compiles. Returns whether it was written.
pub(crate) fn write_missing(
    out: &Path,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<bool, Failure> {
    let path = out.join("Cargo.toml");
    let failed = |error| format!("cannot write {}: {error}", path.display());
    let manifest = manifest(out, files)?.to_string();
    let mut file = match File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    file.write_all(manifest.as_bytes()).map_err(failed)?;
    Ok(true)
}

fn manifest(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<DocumentMut, Failure> {
    let mut manifest = parse(TEMPLATE, Path::new("the template"))?;
    let apis: Vec<&str> = files.keys().filter_map(|path| api(path)).collect();
    let runtime = root().join("generator").join("runtime");
    manifest["package"]["name"] = value(name(out));
    manifest["dependencies"]["truto-runtime"]["path"] = value(runtime.display().to_string());
    manifest["features"]["default"] =
        value(Array::from_iter(apis.iter().copied().chain(["tokio"])));
    let mut add = |feature: &str, requires: Option<String>| {
        let feature = &mut manifest["features"][feature];
        feature.or_insert(value(Array::from_iter(requires)));
    };
    for api in apis {
        add(api, None);
    }
    // Timestamp conversions, unless an API has the same name.
    for library in ["chrono", "jiff", "time"] {
        add(library, Some(format!("truto-runtime/{library}")));
    }
    Ok(manifest)
}

fn parse(text: &str, path: &Path) -> Result<DocumentMut, Failure> {
    let parsed = text.parse();
    parsed.map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The name of the crate in code: from its manifest or, if there is none yet, from the one that will be written.
pub(crate) fn crate_name(out: &Path) -> Result<String, Failure> {
    let path = out.join("Cargo.toml");
    let named = match std::fs::read_to_string(&path) {
        Ok(text) => {
            let manifest = parse(&text, &path)?;
            let name = manifest.get("package").and_then(|of| of.get("name"));
            name.and_then(|name| name.as_str()).map(str::to_owned)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    Ok(named.unwrap_or_else(|| name(out)).replace('-', "_"))
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
