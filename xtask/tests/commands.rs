//! The commands as a maintainer runs them, on a small test API.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const API: &str = "\
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

/// A directory with the definition `pets.yaml`, and the crate generated from it in `out`.
fn generated() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pets.yaml"), API).unwrap();
    let output = codegen(dir.path(), &[]);
    assert!(output.status.success(), "{}", text(&output));
    dir
}

fn codegen(dir: &Path, arguments: &[&str]) -> Output {
    xtask(
        dir,
        &[
            &["codegen", "--spec", "pets.yaml", "--out", "out"],
            arguments,
        ]
        .concat(),
    )
}

fn xtask(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(dir).output().unwrap()
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

/// The generated files, sorted, with their content.
fn files(dir: &Path) -> Vec<(String, String)> {
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

fn edit(path: &Path, from: &str, to: &str) {
    let old = fs::read_to_string(path).unwrap();
    let new = old.replacen(from, to, 1);
    assert_ne!(old, new, "{from} is in {}", path.display());
    fs::write(path, new).unwrap();
}

#[test]
fn a_second_run_changes_nothing_and_check_agrees() {
    let dir = generated();
    let before = files(dir.path());
    assert!(!before.is_empty());
    let again = codegen(dir.path(), &[]);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
    let check = codegen(dir.path(), &["--check"]);
    assert!(check.status.success(), "{}", text(&check));
    assert_eq!(files(dir.path()), before);

    fs::remove_dir_all(dir.path().join("out/src")).unwrap();
    let restored = codegen(dir.path(), &[]);
    assert!(
        text(&restored).contains("created out/src/lib.rs"),
        "{}",
        text(&restored)
    );
    assert_eq!(files(dir.path()), before, "every byte is back");
}

/// An edit that makes the output out of date.
type Drift = fn(&Path);

#[test]
fn check_names_what_differs_shows_it_and_says_what_to_run() {
    let drift: [(&str, &str, Drift); 3] = [
        ("stale: out/src/lib.rs", "-// edited", |dir| {
            edit(&dir.join("out/src/lib.rs"), "\n", "\n// edited\n");
        }),
        ("missing: out/src/lib.rs", "+// @generated", |dir| {
            fs::remove_file(dir.join("out/src/lib.rs")).unwrap();
        }),
        ("stale: out/src/", "A living being", |dir| {
            edit(&dir.join("pets.yaml"), "An animal.", "A living being.");
        }),
    ];
    for (named, shown, make) in drift {
        let dir = generated();
        make(dir.path());
        let before = files(dir.path());
        let output = codegen(dir.path(), &["--check"]);
        let printed = text(&output);
        assert_eq!(output.status.code(), Some(1), "{printed}");
        for expected in [
            named,
            shown,
            "cargo xtask codegen --spec pets.yaml --out out",
        ] {
            assert!(
                printed.contains(expected),
                "{expected} is missing in: {printed}"
            );
        }
        assert_eq!(files(dir.path()), before, "nothing is written");
    }
}

#[test]
fn check_shows_no_diff_of_foreign_files() {
    let dir = generated();
    let out = dir.path().join("out");
    fs::write(out.join("src/stray.rs"), "fn stray() {}\n").unwrap();
    fs::write(out.join("src/lib.rs"), "fn by_hand() {}\n").unwrap();
    let output = codegen(dir.path(), &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    for path in ["out/src/lib.rs", "out/src/stray.rs"] {
        assert!(
            printed.contains(&format!("{path} is not generated")),
            "{printed}"
        );
    }
    assert!(!printed.contains("by_hand()"), "{printed}");
}

#[test]
fn a_manifest_is_written_where_there_is_none_and_never_touched() {
    let dir = generated();
    let path = dir.path().join("out/Cargo.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    for line in [
        "name = \"out\"",
        "default = [\"tokio\"]",
        "jiff = [\"truto-runtime/jiff\"]",
        "truto-runtime = {",
    ] {
        assert!(manifest.contains(line), "{manifest}");
    }
    let offline = ["metadata", "--no-deps", "--offline", "--format-version=1"];
    let cargo = Command::new(env!("CARGO"))
        .args(offline)
        .current_dir(path.parent().unwrap())
        .output();
    assert!(
        cargo.unwrap().status.success(),
        "cargo takes it: {manifest}"
    );

    let by_hand = "[package] # by hand\nname = \"my-pets\" # not `out`\n";
    fs::write(&path, by_hand).unwrap();
    codegen(dir.path(), &[]);
    assert_eq!(fs::read_to_string(&path).unwrap(), by_hand);
    let mut generated = files(dir.path()).into_iter();
    let has_name = generated.any(|(_, text)| text.contains("use my_pets::"));
    assert!(has_name, "samples import from the crate of the manifest");
    fs::remove_file(&path).unwrap();
    codegen(dir.path(), &["--check"]);
    assert!(!path.exists(), "--check writes nothing");
}

#[test]
fn the_module_of_an_only_api_is_kept_on_demand() {
    let dir = generated();
    assert!(dir.path().join("out/src/pets.rs").exists());
    fs::remove_file(dir.path().join("out/Cargo.toml")).unwrap();
    let kept = codegen(dir.path(), &["--api-module"]);
    assert!(kept.status.success(), "{}", text(&kept));
    assert!(dir.path().join("out/src/pets/pets.rs").exists());
    let manifest = fs::read_to_string(dir.path().join("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("pets = []"), "{manifest}");
}

#[test]
fn a_manifest_says_what_the_document_says_about_itself() {
    let dir = tempfile::tempdir().unwrap();
    let info = "info:\n  title: Pets\n  version: 2020-09-14_1.86\n  license: {name: MIT}\n  contact: {url: 'https://github.com/pets/api'}\n\
                externalDocs: {url: 'https://pets.example'}";
    let document = API.replace("info: {title: Pets, version: '1'}", info);
    fs::write(dir.path().join("pets.yaml"), document).unwrap();
    let output = codegen(dir.path(), &["--name", "pets-client"]);
    let printed = text(&output);
    assert!(
        printed.contains("the crate gets the version `2020.9.14`"),
        "{printed}"
    );
    let manifest = fs::read_to_string(dir.path().join("out/Cargo.toml")).unwrap();
    for line in [
        "name = \"pets-client\"",
        "version = \"2020.9.14\"",
        "description = \"A typed client for Pets.\"",
        "license = \"MIT\"",
        "homepage = \"https://pets.example\"",
        "repository = \"https://github.com/pets/api\"",
    ] {
        assert!(manifest.contains(line), "{line} is missing in: {manifest}");
    }
    let again = text(&codegen(dir.path(), &[]));
    assert!(!again.contains("2020.9.14"), "{again}");
    let wrong = codegen(dir.path(), &["--runtime", "nowhere"]);
    assert!(
        text(&wrong).contains("there is no runtime at nowhere"),
        "{}",
        text(&wrong)
    );
}

fn readme(dir: &Path) -> String {
    fs::read_to_string(dir.join("out/README.md")).unwrap()
}

#[test]
fn the_readme_has_the_command_that_generates_the_crate_again() {
    let dir = generated();
    fs::write(dir.path().join("an overlay.yaml"), OVERLAY).unwrap();
    let absolute = dir.path().join("an overlay.yaml");
    let made = codegen(
        dir.path(),
        &["--overlay", absolute.to_str().unwrap(), "--api-module"],
    );
    assert!(made.status.success(), "{}", text(&made));
    let readme = readme(dir.path());
    let command = "\n$ truto-codegen generate --spec ../pets.yaml --out . --overlay '../an overlay.yaml' --api-module\n";
    assert!(readme.contains(command), "{readme}");
    let page = fs::read_to_string(dir.path().join("out/src/lib.rs")).unwrap();
    let head = "// @generated by truto-codegen. Do not edit: run the command in README.md.\n";
    assert!(page.starts_with(head), "{page}");
    let all = files(dir.path()).into_iter();
    let machine = dir.path().to_str().unwrap();
    let mut generated = all.filter(|(path, _)| !path.ends_with("Cargo.toml"));
    assert!(generated.all(|(_, text)| !text.contains(machine)));
}

/// Changes nothing that matters here.
const OVERLAY: &str = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.info, update: {title: Pets}}]\n";

#[test]
fn a_dry_run_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pets.yaml"), API).unwrap();
    let printed = text(&codegen(dir.path(), &["--dry-run"]));
    assert!(!dir.path().join("out").exists());
    for line in ["create out/src/lib.rs", "create out/Cargo.toml"] {
        assert!(printed.contains(line), "{printed}");
    }
    let created = printed.matches("  create ").count();
    let totals = format!("\n{created} would be created, 0 updated, 0 removed; nothing was written");
    assert!(printed.contains(&totals), "{printed}");
    codegen(dir.path(), &[]);
    edit(&dir.path().join("pets.yaml"), "An animal.", "A being.");
    let before = files(dir.path());
    let printed = text(&codegen(dir.path(), &["--dry-run"]));
    assert!(printed.contains("update out/src/"), "{printed}");
    assert!(!printed.contains("Cargo.toml"), "{printed}");
    assert_eq!(files(dir.path()), before);
}

#[test]
fn codegen_restores_everything_but_foreign_files() {
    let dir = generated();
    let right = files(dir.path());
    edit(&dir.path().join("out/src/lib.rs"), "\n", "\n// edited\n");
    let stray = dir.path().join("out/src/stray.rs");
    fs::write(&stray, "fn stray() {}\n").unwrap();
    let before = files(dir.path());

    let refused = codegen(dir.path(), &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused).contains("out/src/stray.rs is not generated"),
        "{}",
        text(&refused)
    );
    assert_eq!(files(dir.path()), before);

    fs::remove_file(stray).unwrap();
    let mended = codegen(dir.path(), &[]);
    assert!(
        text(&mended).contains("updated out/src/lib.rs"),
        "{}",
        text(&mended)
    );
    assert_eq!(files(dir.path()), right);
}

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
        "name: {type: strnig}",
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
fn a_selection_is_recorded_and_repeated() {
    let dir = tempfile::tempdir().unwrap();
    let more = "components:\n  ";
    let staff = "  /staff:\n    get:\n      tags: [staff]\n      parameters: [{name: a, in: nowhere}]\n      responses: {}\n";
    let api = API.replace(more, &format!("{staff}{more}"));
    fs::write(dir.path().join("pets.yaml"), api).unwrap();
    let faulty = codegen(dir.path(), &[]);
    assert_eq!(faulty.status.code(), Some(1), "{}", text(&faulty));

    let output = codegen(dir.path(), &["--only", "GET /pets/{id}"]);
    assert!(output.status.success(), "{}", text(&output));
    let before = files(dir.path());
    let again = codegen(dir.path(), &[]);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
    let other = codegen(dir.path(), &["--only", "/pets/*", "--only", "pets"]);
    let printed = text(&other);
    assert!(
        printed.contains("only = [\"/pets/*\", \"pets\"]"),
        "{printed}"
    );
    assert_ne!(files(dir.path()), before);
    let command =
        "$ truto-codegen generate --spec ../pets.yaml --out . --only '/pets/*' --only pets\n";
    let readme = readme(dir.path());
    assert!(readme.contains(command), "{readme}");

    let unknown = codegen(dir.path(), &["--only", "pet"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        text(&unknown).contains("did you mean `pets` or `pets_get`?"),
        "{}",
        text(&unknown)
    );
}

#[test]
fn features_that_a_manifest_does_not_have_are_printed() {
    let dir = generated();
    let output = codegen(dir.path(), &["--feature-per-tag"]);
    let printed = text(&output);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("\npets = []\n"), "{printed}");
    assert!(printed.contains("\nfeature-per-tag = true\n"), "{printed}");
    let manifest = dir.path().join("out/Cargo.toml");
    fs::remove_file(&manifest).unwrap();
    codegen(dir.path(), &["--feature-per-tag"]);
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("default = [\"pets\", \"tokio\"]"), "{text}");
    let again = codegen(dir.path(), &[]);
    assert!(String::from_utf8_lossy(&again.stdout).starts_with("nothing changed"));
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
fn another_document_never_replaces_the_crate_of_the_workspace() {
    let dir = generated();
    let output = xtask(dir.path(), &["codegen", "--check", "--spec", "pets.yaml"]);
    let printed = text(&output);
    assert_eq!(output.status.code(), Some(2), "{printed}");
    assert!(printed.contains("--out <DIR>"), "{printed}");
}

#[test]
fn a_document_that_does_not_exist_is_named() {
    let dir = generated();
    fs::create_dir(dir.path().join("elsewhere")).unwrap();
    let elsewhere = dir.path().join("elsewhere");
    let arguments = ["codegen", "--spec", "../nothing.yaml", "--out", "out"];
    let printed = text(&xtask(&elsewhere, &arguments));
    assert!(
        printed.contains("nothing.yaml` does not exist"),
        "{printed}"
    );
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

#[test]
fn a_wrong_command_line_is_2_and_help_has_examples() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        xtask(dir.path(), &["codegen", "--frobnicate"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(xtask(dir.path(), &[]).status.code(), Some(2));
    let help = xtask(dir.path(), &["codegen", "--help"]);
    assert!(help.status.success() && text(&help).contains("cargo xtask codegen --check"));
}

#[test]
fn bundles_are_self_contained_and_written_again_only_when_they_change() {
    let dir = tempfile::tempdir().unwrap();
    let first = xtask(dir.path(), &["bundle", "--out", "b"]);
    assert!(first.status.success(), "{}", text(&first));
    let crm = fs::read_to_string(dir.path().join("b/crm.yaml")).unwrap();
    assert!(crm.starts_with("# @generated") && !crm.contains(".yaml#"));
    let again = xtask(dir.path(), &["bundle", "--out", "b"]);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
}

#[test]
fn support_lists_integrations_and_requirements() {
    let dir = tempfile::tempdir().unwrap();
    let asked = [
        "support",
        "--operation",
        "ticketing.contacts.create",
        "--field",
        "emails",
        "--field",
        "phones",
    ];
    let answer = xtask(dir.path(), &asked);
    let printed = text(&answer);
    assert!(answer.status.success(), "{printed}");
    let expected = [
        "7 supported\n  Dixa: ticketing.contacts.create requires name\n  Enchant\n",
        "71 not documented\n  Accelo: ticketing.contacts.create\n",
        "6 not supported\n",
        "  ticketing.contacts.create does not support phones: Front, Productboard\n",
    ];
    for part in expected {
        assert!(printed.contains(part), "{printed}");
    }

    let counted = xtask(
        dir.path(),
        &[
            "support",
            "--operation",
            "crm.contacts.update",
            "--field",
            "tags",
        ],
    );
    let printed = text(&counted);
    assert!(
        printed.contains(
            "HubSpot: crm.contacts.update tags; crm.contacts.update may require etag, first_name, last_name, name\n"
        ),
        "{printed}"
    );

    let several = [
        "support",
        "--operation",
        "crm.contacts.create",
        "--operation",
        "crm.contacts.update",
    ];
    let mistakes: [(&[&str], &str); 2] = [
        (&["--field", "tags"], "--field crm.contacts.create.tags"),
        (
            &["--field", "crm.contacts.update.tag"],
            "crm.contacts.update: there is no field `tag`; did you mean `tags`?",
        ),
    ];
    for (fields, expected) in mistakes {
        let failed = xtask(dir.path(), &[&several, fields].concat());
        assert_eq!(failed.status.code(), Some(1), "{}", text(&failed));
        assert!(text(&failed).contains(expected), "{}", text(&failed));
    }
}

#[test]
fn support_prints_the_fields_of_an_operation_for_an_integration() {
    let dir = tempfile::tempdir().unwrap();
    let contact = ["support", "--operation", "ticketing.contacts.create"];
    let print = |arguments: &[&str]| {
        let output = xtask(dir.path(), &[&contact, arguments].concat());
        assert!(output.status.success(), "{}", text(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let printed = print(&["--integration", "gorgias"]);
    for expected in [
        "ticketing.contacts.create on Gorgias: supported\n",
        "  first_name        required        string\n",
        "  emails            supported       array of object\n",
        "  account_id        not supported   string\n",
        "  remote_data       not documented  object\n",
    ] {
        assert!(printed.contains(expected), "{printed}");
    }
    let json = print(&[
        "--integration",
        "Help Scout",
        "--integration",
        "dixa",
        "--format",
        "json",
    ]);
    let forms: serde_json::Value = serde_json::from_str(&json).unwrap();
    let slugs: Vec<_> = forms
        .as_array()
        .unwrap()
        .iter()
        .map(|form| &form["integration"])
        .collect();
    assert_eq!(slugs, ["helpscout", "dixa"]);
    let table = print(&["--format", "csv"]);
    assert!(table.starts_with("operation,integration,operation_support,place,field,level,"));
    let row = "ticketing.contacts.create,gorgias,yes,body,first_name,required,yes,no,documented,string,,Given name.\n";
    assert!(table.contains(row), "{table}");
    let schema = print(&["--integration", "gorgias", "--format", "json-schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["first_name"]));
}

#[test]
fn support_explains_what_it_cannot_print() {
    let dir = tempfile::tempdir().unwrap();
    let table: [(&[&str], i32, &str); 6] = [
        (
            &["--operation", "ticketing.contact.create"],
            1,
            "did you mean `ticketing.contacts.create`?",
        ),
        (
            &["--integration", "gorgas"],
            1,
            "there is no integration `gorgas`; did you mean `gorgias`?",
        ),
        (
            &["--format", "json-schema"],
            1,
            "write `--operation ID --integration SLUG`",
        ),
        (
            &[
                "--format",
                "json-schema",
                "--operation",
                "crm.contacts.list",
                "--integration",
                "hubspot",
            ],
            1,
            "crm.contacts.list has no request body",
        ),
        (
            &["--integration", "gorgias", "--field", "emails"],
            2,
            "cannot be used with",
        ),
        (&[], 2, "--operation <ID>"),
    ];
    for (arguments, code, expected) in table {
        let failed = xtask(dir.path(), &[&["support"], arguments].concat());
        assert_eq!(failed.status.code(), Some(code), "{}", text(&failed));
        assert!(text(&failed).contains(expected), "{}", text(&failed));
    }
}

#[test]
fn every_link_of_the_workspace_leads_somewhere() {
    let checked = xtask(Path::new("."), &["docs", "--check"]);
    assert!(checked.status.success(), "{}", text(&checked));
}

#[test]
fn commands_build_in_the_target_directory_of_cargo() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command
        .arg("bundle")
        .env("CARGO_TARGET_DIR", dir.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(dir.path().join("bundle/crm.yaml").exists());
}

/// `docs` installs mdBook and runs rustdoc, which takes minutes, so this test searches the code instead.
#[test]
fn no_command_assumes_a_target_directory() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut count = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let code = fs::read_to_string(&path).unwrap();
        assert!(!code.contains("join(\"target"), "{}", path.display());
        count += 1;
    }
    assert!(count > 10, "{count}");
}
