//! A small test API, and the crate that is generated from it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) const API: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: pets_get
      tags: [pets]
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
      description: An animal.
      type: object
      properties:
        name: {type: string}
";

/// Changes nothing that matters here.
pub(crate) const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.info, update: {title: Pets}}]\n";

/// A directory with the definition `pets.yaml`, and the crate generated from it in `out`.
pub(crate) fn generated() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pets.yaml"), API).unwrap();
    let output = codegen(dir.path(), &[]);
    assert!(output.status.success(), "{}", text(&output));
    dir
}

pub(crate) fn codegen(dir: &Path, arguments: &[&str]) -> Output {
    xtask(
        dir,
        &[
            &["codegen", "--spec", "pets.yaml", "--out", "out"],
            arguments,
        ]
        .concat(),
    )
}

pub(crate) fn xtask(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(dir).output().unwrap()
}

pub(crate) fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    let all = format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    );
    match cfg!(windows) {
        // Paths are printed as the system writes them.
        true => all.replace('\\', "/"),
        false => all,
    }
}

/// The generated files, sorted, with their content.
pub(crate) fn files(dir: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut open = vec![dir.join("out")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    all.sort();
    all
}

pub(crate) fn edit(path: &Path, from: &str, to: &str) {
    let old = fs::read_to_string(path).unwrap();
    let new = old.replacen(from, to, 1);
    assert_ne!(old, new, "{from} is in {}", path.display());
    fs::write(path, new).unwrap();
}

pub(crate) fn readme(dir: &Path) -> String {
    fs::read_to_string(dir.join("out/README.md")).unwrap()
}
