//! `cargo xtask diff` in a repository of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const API: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
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
          content: {application/json: {schema: {$ref: 'pets/shared.yaml#/components/schemas/Pet'}}}
";

const PET: &str = "\
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        age: {type: integer}
";

const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

/// A repository with one commit: definitions in `spec/`, of several files, and a version.
fn repository() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::create_dir_all(root.join("spec/pets")).unwrap();
    fs::create_dir_all(root.join("xtask")).unwrap();
    fs::write(root.join("spec/ticketing.yaml"), API).unwrap();
    fs::write(root.join("spec/pets/shared.yaml"), PET).unwrap();
    fs::write(root.join("Cargo.toml"), MANIFEST).unwrap();
    fs::write(
        root.join("CHANGELOG.md"),
        "# Changelog\n\n## Unreleased\n\n- A.\n",
    )
    .unwrap();
    git(root, &["init", "--quiet"]);
    commit(root, "First");
    dir
}

fn commit(root: &Path, message: &str) {
    git(root, &["add", "--all"]);
    let author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let commit = ["commit", "--quiet", "--no-gpg-sign", "-m", message];
    git(root, &[&author[..], &commit].concat());
}

fn git(root: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output();
    let output = output.unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        text(&output)
    );
}

fn diff(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("diff").args(arguments).current_dir(root);
    command.env("CARGO_MANIFEST_DIR", root.join("xtask"));
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

fn first_line(output: &Output) -> String {
    text(output).lines().next().unwrap_or_default().to_owned()
}

/// Removes a field of the type.
fn remove_age(root: &Path) {
    let path = root.join("spec/pets/shared.yaml");
    fs::write(path, PET.replace("        age: {type: integer}\n", "")).unwrap();
}

#[test]
fn revisions_directories_and_files_are_compared() {
    let dir = repository();
    let root = dir.path();
    remove_age(root);
    let verdict = "verdict: major, because of pets.get · response · age: the type has no field `age` any more";
    for arguments in [
        &["HEAD:spec", "spec"][..],
        &["HEAD:spec/ticketing.yaml", "spec/ticketing.yaml"],
        &["HEAD", "spec"],
    ] {
        let output = diff(root, arguments);
        assert!(output.status.success(), "{}", text(&output));
        assert_eq!(first_line(&output), verdict, "{arguments:?}");
    }
    assert!(text(&diff(root, &["HEAD", "spec"])).contains("spec/pets/shared.yaml:7"));
    commit(root, "Second");
    assert_eq!(first_line(&diff(root, &["HEAD~1", "HEAD"])), verdict);
    assert_eq!(
        first_line(&diff(root, &["HEAD", "spec"])),
        "verdict: none: the definitions mean the same"
    );
}

#[test]
fn a_state_that_does_not_exist_is_named() {
    let dir = repository();
    for (argument, expected) in [
        ("missing.yaml", "no revision `missing.yaml`"),
        (
            "HEAD:missing.yaml",
            "the revision `HEAD` has no file or directory `missing.yaml`",
        ),
        ("--output=x", "unexpected argument"),
        ("-x:spec", "unexpected argument"),
        ("xtask", "there is no OpenAPI document directly in xtask"),
    ] {
        let output = diff(dir.path(), &[argument, "HEAD"]);
        assert!(!output.status.success(), "{argument}");
        assert!(
            text(&output).contains(expected),
            "{argument}: {}",
            text(&output)
        );
    }
}

#[test]
fn the_changelog_is_written_once() {
    let dir = repository();
    let root = dir.path();
    remove_age(root);
    let arguments = ["HEAD", "spec", "--changelog"];
    let path = root.canonicalize().unwrap().join("CHANGELOG.md");
    let expected = "# Changelog\n\n## Unreleased\n\n- A.\n\n### Definitions\n\n#### Breaking\n\n\
                    - **pets.get · response · age**: removed: `Option<i64>` (the type has no field `age` any more)\n";
    assert_eq!(
        text(&diff(root, &arguments)),
        format!("updated {}\n", path.display())
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(
        text(&diff(root, &arguments)),
        format!("{} is up to date\n", path.display())
    );
}

#[test]
fn a_version_that_is_too_low_is_refused() {
    let dir = repository();
    let root = dir.path();
    // The definitions of the working tree are the four documents of the workspace.
    add_apis(root);
    commit(root, "Add APIs");
    let check = || diff(root, &["--check-version"]);
    assert!(check().status.success());
    assert!(
        text(&check()).contains("there is no tag `v…` yet"),
        "{}",
        text(&check())
    );
    git(root, &["tag", "v0.1.0"]);
    assert_eq!(
        text(&check()),
        "0.1.0 is enough for the changes since v0.1.0 (none)\n"
    );
    remove_age(root);
    let refused = check();
    assert!(!refused.status.success());
    assert!(
        text(&refused).contains("the version must be at least 0.2.0, but Cargo.toml has 0.1.0"),
        "{}",
        text(&refused)
    );
    fs::write(root.join("Cargo.toml"), MANIFEST.replace("0.1.0", "0.2.0")).unwrap();
    assert_eq!(
        text(&check()),
        "0.2.0 is enough for the changes since v0.1.0 (major)\n"
    );
}

#[test]
fn only_releases_are_compared_and_missing_tags_are_told() {
    let dir = repository();
    let root = dir.path();
    add_apis(root);
    commit(root, "Add APIs");
    git(root, &["tag", "v0.1.0"]);
    remove_age(root);
    let manifest = |version: &str| MANIFEST.replace("0.1.0", version);
    fs::write(root.join("Cargo.toml"), manifest("0.2.0-rc.1")).unwrap();
    commit(root, "Release a candidate");
    git(root, &["tag", "v0.2.0-rc.1"]);
    fs::write(root.join("Cargo.toml"), manifest("0.2.0-rc.2")).unwrap();
    let output = diff(root, &["--check-version"]);
    assert_eq!(
        text(&output),
        "0.2.0-rc.2 is enough for the changes since v0.1.0 (major)\n"
    );
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", root.display());
    let options = ["clone", "--quiet", "--depth=1", "--no-tags", &from, "."];
    git(clone.path(), &options);
    let output = diff(clone.path(), &["--check-version"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(
        text(&output)
            .starts_with("warning: the version was not checked: this shallow clone has no tag"),
        "{}",
        text(&output)
    );
    git(root, &["checkout", "--quiet", "--orphan", "other"]);
    commit(root, "Begin again");
    let output = diff(root, &["--check-version"]);
    assert!(!output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("git finds none before the current commit"));
}

/// Adds the other documents of the workspace, so that its definitions can be compared without arguments.
fn add_apis(root: &Path) {
    for name in ["crm", "discovery", "webhooks"] {
        let api = API.replace("/pets/", &format!("/{name}/"));
        fs::write(root.join(format!("spec/{name}.yaml")), api).unwrap();
    }
}

#[test]
fn documents_with_errors_are_compared_but_decide_nothing() {
    let dir = repository();
    let root = dir.path();
    add_apis(root);
    commit(root, "Add APIs");
    git(root, &["tag", "v0.1.0"]);
    let faulty = PET.replace("{type: integer}", "{$ref: '#/components/schemas/Missing'}");
    fs::write(root.join("spec/pets/shared.yaml"), faulty).unwrap();
    let changelog = fs::read(root.join("CHANGELOG.md")).unwrap();
    let compared = diff(root, &[]);
    assert!(compared.status.success(), "{}", text(&compared));
    for (arguments, expected) in [
        (&["--changelog"][..], "CHANGELOG.md was not changed: parts"),
        (
            &["--check-version"],
            "error: parts of the definitions have errors",
        ),
    ] {
        let output = diff(root, arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", text(&output));
        assert!(text(&output).contains(expected), "{}", text(&output));
    }
    assert_eq!(fs::read(root.join("CHANGELOG.md")).unwrap(), changelog);
}

#[test]
fn each_state_has_the_options_of_its_crate() {
    let dir = repository();
    let root = dir.path();
    let manifest = |options: &str| {
        let package = "[package]\nname = \"pets\"\n[package.metadata.truto-codegen]\n";
        fs::write(
            root.join("pets/Cargo.toml"),
            format!("{package}{options}\n"),
        )
        .unwrap();
    };
    fs::create_dir(root.join("pets")).unwrap();
    manifest("feature-per-tag = true");
    commit(root, "Generate a crate");
    let document = "spec/ticketing.yaml";
    let old = format!("HEAD:{document}");
    let options = ["--crate", "pets"];
    let compare = |more: &[&str]| {
        let arguments = [&[old.as_str(), document], &options[..], more].concat();
        text(&diff(root, &arguments))
    };
    assert_eq!(
        compare(&[]),
        "verdict: none: the definitions mean the same\n"
    );
    manifest("api-module = true");
    let printed = compare(&[]);
    assert!(printed.contains("feature pets"), "{printed}");
    assert!(printed.contains("ticketing::pets::Pet"), "{printed}");
    manifest("api-module = 1");
    let printed = compare(&[]);
    assert!(printed.contains("`api-module` of"), "{printed}");
    let missing = text(&diff(root, &[&old, document, "--crate", "cats"]));
    assert!(
        missing.contains("there is no Cargo.toml in cats"),
        "{missing}"
    );
}

#[test]
fn overlays_are_those_of_the_revision() {
    let dir = repository();
    let root = dir.path();
    let overlay = |id: &str| {
        let text = format!(
            "overlay: 1.0.0\ninfo: {{title: Names, version: '1'}}\nactions:\n- target: $.paths['/pets/{{id}}'].get\n  \
             update: {{operationId: {id}}}\n"
        );
        fs::write(root.join("names.yaml"), text).unwrap();
    };
    let arguments = [
        "HEAD:spec/ticketing.yaml",
        "spec/ticketing.yaml",
        "--overlay",
        "names.yaml",
    ];
    overlay("pets_read");
    let printed = text(&diff(root, &arguments));
    assert!(printed.contains("HEAD has no names.yaml"), "{printed}");
    assert!(printed.contains("verdict: major"), "{printed}");
    commit(root, "Name an operation");
    assert_eq!(
        text(&diff(root, &arguments)),
        "verdict: none: the definitions mean the same\n"
    );
    overlay("pets_find");
    let printed = text(&diff(root, &arguments));
    assert!(printed.contains("client.pets().read"), "{printed}");
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(root.join("names.yaml"), elsewhere.path().join("names.yaml")).unwrap();
    let outside = elsewhere.path().join("names.yaml").display().to_string();
    let arguments = [&arguments[..3], &[outside.as_str()]].concat();
    assert_eq!(
        text(&diff(root, &arguments)),
        "verdict: none: the definitions mean the same\n"
    );
}

#[test]
fn changes_are_recorded_for_the_pages_of_the_crate() {
    let dir = repository();
    let root = dir.path();
    add_apis(root);
    fs::create_dir(root.join("generated")).unwrap();
    fs::write(
        root.join("generated/Cargo.toml"),
        "[package]\nname = \"pets\"\n",
    )
    .unwrap();
    commit(root, "Add a crate");
    remove_age(root);
    let path = root.join("generated/changes/unreleased.yaml");
    let output = diff(root, &["--changelog"]);
    assert!(
        text(&output).contains("unreleased.yaml"),
        "{}",
        text(&output)
    );
    let recorded = fs::read_to_string(&path).unwrap();
    assert!(recorded.contains("effect: breaking\n"), "{recorded}");
    let again = diff(root, &["--changelog"]);
    assert!(
        text(&again).contains("unreleased.yaml is up to date"),
        "{}",
        text(&again)
    );
    commit(root, "Second");
    diff(root, &["--changelog"]);
    assert!(!path.exists(), "without changes, there is no file");
}
