//! The manifest of a generated crate: created if it is missing, and never changed.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use heck::ToKebabCase;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use super::report::Failure;
use super::runtime;
use crate::write::create_missing;
use crate::{Feature, Manifest};

/// The manifest without what depends on the crate.
const TEMPLATE: &str = r#"[package]
name = ""
version = ""
description = ""
edition = "2024"
rust-version = "1.85"

[features]
default = []
blocking = ["truto-runtime/blocking"]
testing = ["truto-runtime/testing"]
tokio = ["truto-runtime/tokio"]

[dependencies]
serde = { version = "1", default-features = false, features = ["std"] }
truto-runtime = {}

# This crate is its own workspace. Remove this line to add it to another one.
[workspace]
"#;

/// The table of this program in `[package.metadata]`.
pub(super) const METADATA: &str = "truto-codegen";

/// Names that packages cannot have, or that the dependencies have.
const TAKEN: [&str; 8] = [
    "alloc",
    "core",
    "proc-macro",
    "proc_macro",
    "serde",
    "std",
    "test",
    "truto-runtime",
];

/// Whether the crate has a manifest.
pub(super) fn exists(out: &Path) -> bool {
    out.join("Cargo.toml").exists()
}

/// Writes `Cargo.toml` to `out` if it does not exist, so that the generated crate compiles. Returns whether it was written.
pub(super) fn write_missing(
    out: &Path,
    name: &str,
    (about, recorded): (&Manifest, Option<Table>),
    runtime: Option<&Path>,
) -> Result<bool, Failure> {
    let mut manifest = manifest(name, about, runtime)?;
    record(&mut manifest, recorded);
    let manifest = manifest.to_string();
    let path = out.join("Cargo.toml");
    create_missing(&path, |file| file.write_all(manifest.as_bytes()))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Returns the lines of `[features]` that a crate's manifest does not have.
pub(super) fn missing_features(out: &Path, features: &[Feature]) -> Result<String, Failure> {
    let manifest = read(out)?;
    let known = manifest
        .as_ref()
        .and_then(|manifest| manifest.get("features"));
    let mut lines = String::new();
    for feature in features {
        if known.is_none_or(|known| known.get(&feature.name).is_none()) {
            let requires = Array::from_iter(&feature.requires);
            lines.push_str(&format!("{} = {requires}\n", feature.name));
        }
    }
    Ok(lines)
}

fn manifest(name: &str, about: &Manifest, runtime: Option<&Path>) -> Result<DocumentMut, Failure> {
    let mut manifest = parse(TEMPLATE, Path::new("the template"))?;
    let package = &mut manifest["package"];
    package["name"] = value(name);
    package["version"] = value(&about.version);
    package["description"] = value(&about.description);
    let optional = [
        ("license", &about.license),
        ("homepage", &about.homepage),
        ("repository", &about.repository),
    ];
    for (key, of) in optional {
        if let Some(text) = of {
            package[key] = value(text);
        }
    }
    manifest["dependencies"]["truto-runtime"] = Item::Value(dependency(runtime));
    let names = about.features.iter().filter(|feature| feature.is_default);
    let names = names.map(|feature| feature.name.as_str());
    manifest["features"]["default"] = value(Array::from_iter(names.chain(["tokio"])));
    let mut add = |feature: &str, requires: &[String]| {
        let feature = &mut manifest["features"][feature];
        feature.or_insert(value(Array::from_iter(requires)));
    };
    for feature in &about.features {
        add(&feature.name, &feature.requires);
    }
    // Timestamp conversions, unless an API has the same name.
    for library in ["chrono", "jiff", "time"] {
        add(library, &[format!("truto-runtime/{library}")]);
    }
    Ok(manifest)
}

/// `{ version = "0.1.0", path = "../generator/runtime", default-features = false }`. Cargo takes the path, and the version once the
/// crate is published.
fn dependency(runtime: Option<&Path>) -> Value {
    let mut table = InlineTable::new();
    table.insert("version", runtime::VERSION.into());
    if let Some(path) = runtime {
        // Cargo accepts slashes on all systems.
        table.insert("path", path.display().to_string().replace('\\', "/").into());
    }
    table.insert("default-features", false.into());
    table.into()
}

/// Adds a table for this program to the metadata of the package.
pub(super) fn record(manifest: &mut DocumentMut, table: Option<Table>) {
    if let Some(table) = table
        && let Some(package) = manifest["package"].as_table_mut()
    {
        let mut metadata = Table::new();
        metadata.set_implicit(true);
        metadata.insert(METADATA, Item::Table(table));
        package.insert("metadata", Item::Table(metadata));
    }
}

/// Reads the manifest of a crate, if it has one.
pub(super) fn read(out: &Path) -> Result<Option<DocumentMut>, Failure> {
    let path = out.join("Cargo.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text, &path).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

fn parse(text: &str, path: &Path) -> Result<DocumentMut, Failure> {
    let parsed = text.parse();
    parsed.map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The name of the package: from its manifest or, if there is none yet, the one that will be written.
pub(super) fn package_name(out: &Path, chosen: Option<&str>) -> Result<String, Failure> {
    let manifest = read(out)?;
    let package = manifest
        .as_ref()
        .and_then(|manifest| manifest.get("package"));
    let named = package.and_then(|of| of.get("name")?.as_str().map(str::to_owned));
    Ok(named.unwrap_or_else(|| chosen.map_or_else(|| of_directory(out), valid)))
}

/// The name of the directory, as `cargo new` would take it.
fn of_directory(out: &Path) -> String {
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let dir = out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    valid(&dir.unwrap_or_default())
}

/// The text without characters that cargo does not allow, and in kebab case if rustc would warn about the name of the crate; another
/// name for one that is taken.
fn valid(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut name = name.replace(|c| !fits(c), "-");
    let is_snake_case =
        !name.contains(|c: char| c.is_ascii_uppercase()) && !name.replace('-', "_").contains("__");
    if !is_snake_case {
        name = name.to_kebab_case();
    }
    let name = name.trim_matches('-');
    let is_taken =
        TAKEN.contains(&name) || syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        format!("client-{name}").trim_end_matches('-').to_owned()
    } else if is_taken {
        format!("{name}-client")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_that_of_a_package() {
        let cases = [
            ("petstore", "petstore"),
            ("My Pets (v2)", "my-pets-v2"),
            ("partnerClients", "partner-clients"),
            ("pet_store", "pet_store"),
            ("2020", "client-2020"),
            ("", "client"),
            ("serde", "serde-client"),
            ("async", "async-client"),
            ("std", "std-client"),
        ];
        for (given, expected) in cases {
            assert_eq!(valid(given), expected);
        }
    }

    #[test]
    fn the_runtime_is_a_version_and_a_path() {
        let about = Manifest {
            version: "1.0.0".to_owned(),
            license: Some("MIT".to_owned()),
            ..Manifest::default()
        };
        let version = runtime::VERSION;
        let cases = [
            (
                None,
                format!("truto-runtime = {{ version = \"{version}\", default-features = false }}"),
            ),
            (
                Some(Path::new("../runtime")),
                format!(
                    "truto-runtime = {{ version = \"{version}\", path = \"../runtime\", default-features = false }}"
                ),
            ),
        ];
        for (path, expected) in cases {
            let text = manifest("pets", &about, path).unwrap().to_string();
            assert!(text.contains(&expected), "{text}");
            assert!(text.contains("license = \"MIT\""), "{text}");
        }
    }
}
