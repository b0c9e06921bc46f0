//! Documents with errors and warnings.

use std::fs;

use crate::pets::{codegen, edit, files, generated, readme, text, xtask};

#[test]
fn a_broken_definition_is_reported_with_its_place_and_changes_nothing() {
    let dir = generated();
    edit(
        &dir.path().join("pets.yaml"),
        "schemas/Pet'",
        "schemas/Pets'",
    );
    let before = files(dir.path());
    let output = codegen(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).contains("pets.yaml:15:30"),
        "{}",
        text(&output)
    );
    assert_eq!(files(dir.path()), before);
}

#[test]
fn what_has_errors_is_left_out_on_demand() {
    let dir = generated();
    edit(
        &dir.path().join("pets.yaml"),
        "name: {type: string}",
        "name: {$ref: '#/components/schemas/Missing'}",
    );
    let output = codegen(dir.path(), &["--keep-going"]);
    let printed = text(&output);
    assert_eq!(output.status.code(), Some(3), "{printed}");
    assert!(printed.contains("1 error, 0 warnings"), "{printed}");
    let page = fs::read_to_string(dir.path().join("out/src/lib.rs")).unwrap();
    assert!(page.contains("The type of `Pet.name`"), "{page}");
    let readme = readme(dir.path());
    let missing = "\n## What is missing\n\nThe OpenAPI document has errors.";
    assert!(readme.contains(missing), "{readme}");
    assert!(
        readme.contains("\n- The type of `Pet.name`, which can be any JSON: "),
        "{readme}"
    );
    assert!(readme.contains(" --keep-going\n"), "{readme}");
    let check = codegen(dir.path(), &["--keep-going", "--check"]);
    assert_eq!(check.status.code(), Some(3), "{}", text(&check));

    edit(&dir.path().join("pets.yaml"), "openapi:", "OpenAPI:");
    let before = files(dir.path());
    let output = codegen(dir.path(), &["--keep-going"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert_eq!(files(dir.path()), before, "nothing is written");
}

#[test]
fn warnings_are_denied_on_demand() {
    let dir = generated();
    edit(
        &dir.path().join("pets.yaml"),
        "type: object",
        "colour: red\n      type: object",
    );
    let allowed = codegen(dir.path(), &["--check"]);
    assert!(
        allowed.status.success() && text(&allowed).contains("1 warning"),
        "{}",
        text(&allowed)
    );
    let denied = codegen(dir.path(), &["--check", "--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1));
}

#[test]
fn advice_is_a_failure_on_demand_and_warnings_always_are() {
    let dir = generated();
    let lint = |more: &[&str]| {
        let arguments = [&["lint", "--spec", "pets.yaml"], more].concat();
        let output = xtask(dir.path(), &arguments);
        (output.status.code(), text(&output))
    };
    let (code, printed) = lint(&[]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(
        printed.contains("pets.yaml:9:18") && printed.contains("2 pieces of advice"),
        "{printed}"
    );
    let (code, printed) = lint(&["--deny-advice"]);
    assert_eq!(code, Some(1), "{printed}");

    let path = dir.path().join("pets.yaml");
    edit(&path, "name: id,", "name: id, description: Which one.,");
    edit(
        &path,
        "name: {type",
        "name: {description: What it is called., type",
    );
    let (code, printed) = lint(&["--deny-advice"]);
    assert_eq!((code, printed.trim()), (Some(0), "0 pieces of advice"));

    edit(&path, "type: object", "colour: red\n      type: object");
    let (code, printed) = lint(&[]);
    assert_eq!(code, Some(1), "{printed}");
    assert!(
        printed.contains("0 errors, 1 warning, 0 pieces of advice"),
        "{printed}"
    );
}
