//! Tests the packages outside of the workspace.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use toml_edit::{Array, DocumentMut, value};

use super::package::Package;
use crate::project::{self, root, run_to_end};
use crate::report::Failure;

/// The package of the generator's program.
const GENERATOR: &str = "truto-codegen";

/// The directory of the crate that the packaged generator generates.
const GENERATED: &str = "generated";

/// Unpacks all packages into a workspace of their own, and tests each. They depend on each other by version, as on crates.io.
pub(super) fn check(packages: &[Package]) -> Result<(), Failure> {
    let outside = super::work()?.join("outside");
    if outside.exists() {
        fs::remove_dir_all(&outside).map_err(failed(&outside))?;
    }
    fs::create_dir_all(&outside).map_err(failed(&outside))?;
    for package in packages {
        package.unpack(&outside)?;
    }
    write_workspace(&outside, packages)?;
    for package in packages {
        test(package, &outside)?;
    }
    generate(&outside)
}

/// Writes the manifest of the workspace, and the configuration by which the packages find each other.
fn write_workspace(outside: &Path, packages: &[Package]) -> Result<(), Failure> {
    let mut manifest = DocumentMut::new();
    manifest["workspace"]["resolver"] = value("3");
    manifest["workspace"]["exclude"] = value(Array::from_iter([GENERATED]));
    let members = packages.iter().map(|package| package.directory.as_str());
    manifest["workspace"]["members"] = value(Array::from_iter(members));
    let path = outside.join("Cargo.toml");
    fs::write(&path, manifest.to_string()).map_err(failed(&path))?;
    // The same versions as in the tests of the workspace.
    let path = outside.join("Cargo.lock");
    fs::copy(root().join("Cargo.lock"), &path).map_err(failed(&path))?;

    let path = root().join(".cargo/config.toml");
    let config = fs::read_to_string(&path).map_err(failed(&path))?;
    let config: Result<DocumentMut, _> = config.parse();
    let mut config = config.map_err(|error| format!("{}: {error}", path.display()))?;
    for Package { of, directory, .. } in packages {
        let path = outside.join(directory);
        let path = path.to_str().ok_or("the target directory is not Unicode")?;
        config["patch"]["crates-io"][of.name]["path"] = value(path);
    }
    let path = outside.join(".cargo/config.toml");
    fs::create_dir(outside.join(".cargo")).map_err(failed(&path))?;
    fs::write(&path, config.to_string()).map_err(failed(&path))
}

/// Runs the tests, and builds the rustdoc as docs.rs does.
fn test(package: &Package, outside: &Path) -> Result<(), Failure> {
    let of = package.of;
    let directory = outside.join(&package.directory);
    let mut tests = cargo(&directory)?;
    tests.args(["test", "--all-features"]).args(of.tests);
    if !of.skipped.is_empty() {
        tests.arg("--");
    }
    for skipped in of.skipped {
        tests.args(["--skip", skipped]);
    }
    run_to_end(&mut tests, &format!("cargo test of {}", of.name))?;
    let mut rustdoc = cargo(&directory)?;
    rustdoc
        .args(["doc", "--no-deps", "--all-features"])
        .env("RUSTDOCFLAGS", "--cfg docsrs -D warnings");
    run_to_end(&mut rustdoc, &format!("cargo doc of {}", of.name))
}

/// Generates a crate with the packaged generator, and compiles it with the packaged runtime.
fn generate(outside: &Path) -> Result<(), Failure> {
    let generated = outside.join(GENERATED);
    let mut run = cargo(outside)?;
    run.args(["run", "--package", GENERATOR, "--"])
        .args(["generate", "--spec"])
        .arg(root().join("xtask/tests/corpus/bodies.yaml"))
        .arg("--out")
        .arg(&generated);
    run_to_end(&mut run, "the packaged truto-codegen")?;
    let lock = generated.join("Cargo.lock");
    fs::copy(outside.join("Cargo.lock"), &lock).map_err(failed(&lock))?;
    let mut check = cargo(&generated)?;
    check.args(["check", "--all-features"]);
    run_to_end(&mut check, "cargo check of a generated crate")
}

/// Returns cargo in this directory, with the target directory of the workspace, so that its compiled dependencies are used again.
fn cargo(directory: &Path) -> Result<Command, Failure> {
    let mut cargo = project::cargo();
    cargo
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", project::target()?);
    Ok(cargo)
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| format!("{}: {error}", path.display())
}
