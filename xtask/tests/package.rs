//! A crate generated from a document of one's own is complete: it compiles, is documented, and its README's examples run.

#[path = "../../generator/tests/cargo/mod.rs"]
mod cargo;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const API: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.4.0, description: All pets of the town.}
servers: [{url: https://pets.example}]
tags: [{name: pet, description: About pets.}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pet]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born: {type: string, format: date}
";

/// Runs cargo on the crate, offline. A warning is a failure.
fn cargo(package: &Path, arguments: &[&str]) {
    let mut command = cargo::cargo();
    let output = command
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(package)
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let warns = err.lines().any(|line| line.starts_with("warning"));
    assert!(
        output.status.success() && !warns,
        "cargo {arguments:?}\n{out}\n{err}"
    );
}

/// Generates a crate into the directory, and returns its directory.
fn generate(dir: &Path) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::write(dir.join("pets.yaml"), API).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--deny-warnings", "--spec", "pets.yaml"])
        .args(["--out", "town-pets"])
        .arg("--runtime")
        .arg(workspace.join("generator/runtime"))
        .current_dir(dir)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    let package = dir.join("town-pets");
    // The versions of the workspace are those that a machine without a network has.
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    package
}

#[test]
fn the_crate_of_a_document_compiles_and_its_examples_run() {
    let dir = tempfile::tempdir().unwrap();
    let package = generate(dir.path());
    cargo(&package, &["test", "--features", "blocking,testing"]);
}

#[test]
#[ignore = "it compiles the dependencies twice; `cargo xtask ci --nightly` runs this test"]
fn the_crate_of_a_document_is_documented() {
    let dir = tempfile::tempdir().unwrap();
    let package = generate(dir.path());
    cargo(&package, &["check"]);
    cargo(&package, &["doc", "--no-deps"]);
}
