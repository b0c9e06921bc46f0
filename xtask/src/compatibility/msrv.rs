//! The lowest version of Rust that each published crate promises.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use semver::Version;
use serde_json::Value;

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;

/// Compiles each published crate with its `rust-version`, which rustup installs if it is missing.
pub(crate) fn build() -> Result<StepOutcome, Failure> {
    let metadata = project::metadata(&["--no-deps", "--offline"])?;
    let mut crates: BTreeMap<Version, Vec<&str>> = BTreeMap::new();
    for package in project::published(&metadata)? {
        let name = package["name"].as_str().unwrap_or_default();
        let version =
            rust_version(package).ok_or_else(|| format!("{name} has no `rust-version`"))?;
        crates.entry(version).or_default().push(name);
    }
    let mut missing = Vec::new();
    for (version, names) in crates {
        let toolchain = version.to_string();
        if !has_toolchain(&toolchain) {
            missing.push(toolchain);
            continue;
        }
        let mut check = project::clean("rustup");
        check.args([
            "run",
            &toolchain,
            "cargo",
            "check",
            "--all-features",
            "--locked",
        ]);
        for name in &names {
            check.args(["--package", name]);
        }
        check
            .current_dir(root())
            .env("CARGO_TARGET_DIR", project::target()?.join("msrv"));
        for other in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
            check.env_remove(other);
        }
        run_to_end(&mut check, &format!("cargo check with Rust {toolchain}"))?;
        println!("Rust {toolchain} compiles {}", names.join(", "));
    }
    Ok(match missing.is_empty() {
        true => StepOutcome::Passed,
        false => StepOutcome::Skipped(format!(
            "rustup cannot install the toolchains {}",
            missing.join(", ")
        )),
    })
}

/// Whether rustup has the toolchain, or can install it.
fn has_toolchain(toolchain: &str) -> bool {
    let succeeds = |arguments: &[&str], errors: Stdio| {
        let mut rustup = Command::new("rustup");
        rustup.args(arguments).stdout(Stdio::null()).stderr(errors);
        rustup.status().is_ok_and(|status| status.success())
    };
    let which = ["which", "--toolchain", toolchain, "cargo"];
    let install = ["toolchain", "install", toolchain, "--profile", "minimal"];
    succeeds(&which, Stdio::null()) || succeeds(&install, Stdio::inherit())
}

/// Checks that no dependency of a published crate requires a later version of Rust than the crate promises. This works with any
/// toolchain. Clippy's lint `incompatible_msrv` checks the use of the standard library.
pub(crate) fn dependencies() -> Result<StepOutcome, Failure> {
    let metadata = project::metadata(&["--all-features", "--locked"])?;
    let graph = Graph::new(&metadata);
    let mut faults = Vec::new();
    for package in project::published(&metadata)? {
        let all = graph.dependencies(package["id"].as_str().unwrap_or_default());
        let (name, promised) = (
            package["name"].as_str().unwrap_or_default(),
            rust_version(package),
        );
        let promised = promised.ok_or_else(|| format!("{name} has no `rust-version`"))?;
        let known = all.iter().filter_map(|of| Some((of, rust_version(of)?)));
        let known: Vec<_> = known.collect();
        let above = known.iter().filter(|(_, version)| *version > promised);
        faults.extend(above.map(|(of, version)| {
            format!(
                "{name} promises Rust {promised}, but {} {} needs {version}",
                of["name"], of["version"]
            )
        }));
        println!(
            "{name}: Rust {promised}; {} dependencies, of which {} say what they need",
            all.len(),
            known.len()
        );
    }
    match faults.is_empty() {
        true => Ok(StepOutcome::Passed),
        false => Err(faults.join("\n")),
    }
}

/// The `rust-version` of a package, which may lack the third number.
fn rust_version(package: &Value) -> Option<Version> {
    let text = package["rust_version"].as_str()?;
    let zero = ".0".repeat(2_usize.saturating_sub(text.matches('.').count()));
    format!("{text}{zero}").parse().ok()
}

/// The items of a list; none if it is something else.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The packages by id, and the ids of the dependencies of each, without those for tests.
struct Graph<'a> {
    packages: BTreeMap<&'a str, &'a Value>,
    edges: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    fn new(metadata: &'a Value) -> Self {
        let id = |value: &'a Value| value["id"].as_str();
        let packages = list(&metadata["packages"]).filter_map(|of| Some((id(of)?, of)));
        let edges = list(&metadata["resolve"]["nodes"]).filter_map(|node| {
            // A dependency can be listed several times, for the program, its build script and its tests.
            let is_compiled =
                |of: &&Value| list(&of["dep_kinds"]).any(|kind| kind["kind"] != "dev");
            let on = list(&node["deps"]).filter(is_compiled);
            Some((id(node)?, on.filter_map(|of| of["pkg"].as_str()).collect()))
        });
        Self {
            packages: packages.collect(),
            edges: edges.collect(),
        }
    }

    /// Returns all packages that are compiled for a package, except for its tests.
    fn dependencies(&self, of: &'a str) -> Vec<&'a Value> {
        let (mut found, mut open) = (BTreeSet::new(), vec![of]);
        while let Some(next) = open.pop() {
            for on in self.edges.get(next).into_iter().flatten() {
                if found.insert(*on) {
                    open.push(on);
                }
            }
        }
        found
            .iter()
            .filter_map(|id| self.packages.get(id).copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_a_program_compiles_counts() {
        let kinds = |kind: Value| json!([{ "kind": kind }]);
        let metadata = json!({
            "packages": [
                { "id": "a" }, { "id": "b" }, { "id": "c" }, { "id": "d" },
            ],
            "resolve": { "nodes": [
                { "id": "a", "deps": [
                    { "pkg": "b", "dep_kinds": kinds(Value::Null) },
                    { "pkg": "d", "dep_kinds": kinds(json!("dev")) },
                ] },
                { "id": "b", "deps": [{ "pkg": "c", "dep_kinds": kinds(json!("build")) }] },
            ] },
        });
        let graph = Graph::new(&metadata);
        let found: Vec<_> = graph.dependencies("a").iter().map(|of| &of["id"]).collect();
        assert_eq!(found, ["b", "c"]);
    }

    #[test]
    fn a_version_of_rust_may_have_two_numbers() {
        let of = |text: &str| rust_version(&json!({ "rust_version": text }));
        assert_eq!(of("1.85"), Some(Version::new(1, 85, 0)));
        assert_eq!(of("1.85.1"), Some(Version::new(1, 85, 1)));
        assert_eq!(rust_version(&json!({})), None);
    }
}
