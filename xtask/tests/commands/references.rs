//! Documents that refer to other files: which ones are read.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::pets::{API, OVERLAY, readme, text, xtask};

/// A directory with `work/` to run commands in, `api/pets.yaml`, which refers to `schema`, and two files that it can refer to.
fn directory(schema: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["work", "api", "schemas", "out"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    let local = "#/components/schemas/Pet";
    let document = API.replace(local, schema);
    fs::write(dir.path().join("api/pets.yaml"), document).unwrap();
    let pet = "type: object\nproperties: {name: {type: string}}\n";
    fs::write(dir.path().join("schemas/pet.yaml"), pet).unwrap();
    fs::write(dir.path().join("schemas/.env"), "TOKEN=hunter2\n").unwrap();
    dir
}

fn codegen(dir: &Path, arguments: &[&str]) -> Output {
    xtask(dir, &[&["codegen"], arguments].concat())
}

/// Checks that a crate can be generated, and then again by the command in its README.
fn generates_and_its_readme_works(dir: &Path) {
    let made = codegen(dir, &["--spec", "api/pets.yaml", "--out", "out"]);
    assert!(made.status.success(), "{}", text(&made));
    let shown = readme(dir);
    let command = "\n$ truto-codegen generate --spec ../api/pets.yaml --out . --base ..\n";
    assert!(shown.contains(command), "{shown}");
    let out = dir.join("out");
    let again = ["--spec", "../api/pets.yaml", "--out", ".", "--base", ".."];
    let again = codegen(&out, &again);
    assert!(text(&again).contains("nothing changed"), "{}", text(&again));
}

const ELSEWHERE: [&str; 4] = ["--spec", "../api/pets.yaml", "--out", "../out"];

#[test]
fn files_outside_the_directory_of_the_documents_are_not_read() {
    let dir = directory("../schemas/.env");
    let work = dir.path().join("work");
    let spec = ELSEWHERE.get(..2).unwrap();
    let commands = [
        codegen(&work, &ELSEWHERE),
        xtask(&work, &[&["lint"], spec].concat()),
        xtask(&work, &[&["postman"], spec].concat()),
        xtask(&work, &[&["bundle", "--out", "bundle"], spec].concat()),
        xtask(&work, &["diff", "../api/pets.yaml", "../api"]),
    ];
    for output in commands {
        let printed = text(&output);
        for expected in [
            "schemas/.env` is outside `",
            "{$ref: '../schemas/.env'}",
            "help: move the file there, or run the command in a directory that contains all documents",
        ] {
            assert!(printed.contains(expected), "{printed}");
        }
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

#[test]
fn the_current_directory_or_base_is_that_of_the_documents() {
    let dir = directory("../schemas/pet.yaml");
    generates_and_its_readme_works(dir.path());

    let work = dir.path().join("work");
    let refused = codegen(&work, &ELSEWHERE);
    assert!(
        text(&refused).contains("is outside `"),
        "{}",
        text(&refused)
    );
    let outside = codegen(&work, &[&ELSEWHERE as &[_], &["--base", "."]].concat());
    let expected = "../api/pets.yaml is outside ., the directory of `--base`";
    assert!(text(&outside).contains(expected), "{}", text(&outside));
    let check = [&ELSEWHERE as &[_], &["--base", "..", "--check"]].concat();
    let check = codegen(&work, &check);
    assert!(check.status.success(), "{}", text(&check));
}

#[test]
fn compared_documents_read_the_files_of_their_work_trees() {
    let states = [
        directory("../schemas/pet.yaml"),
        directory("../schemas/pet.yaml"),
    ];
    let [here, elsewhere] = states.each_ref().map(TempDir::path);
    let api = here.join("api");
    let other = elsewhere.join("api/pets.yaml");
    let other = other.to_str().unwrap();
    let diff = |bases: &[&str]| xtask(&api, &[&["diff", "pets.yaml", other], bases].concat());
    assert!(text(&diff(&[])).contains("is outside `"));
    let bases = ["--base", "..", "--base", elsewhere.to_str().unwrap()];
    let unchanged = |output: &Output| {
        assert!(output.status.success(), "{}", text(output));
        assert!(text(output).contains("verdict: none"), "{}", text(output));
    };
    unchanged(&diff(&bases));
    for state in [here, elsewhere] {
        fs::create_dir(state.join(".git")).unwrap();
    }
    unchanged(&diff(&[]));
}

#[cfg(unix)]
#[test]
fn the_command_of_a_crate_reads_symbolic_links() {
    let dir = directory("pet.yaml");
    let link = dir.path().join("api/pet.yaml");
    std::os::unix::fs::symlink("../schemas/pet.yaml", link).unwrap();
    generates_and_its_readme_works(dir.path());
}

#[test]
fn overlays_can_be_anywhere() {
    let dir = directory("#/components/schemas/Pet");
    fs::write(dir.path().join("schemas/names.yaml"), OVERLAY).unwrap();
    let overlay = ["--overlay", "../schemas/names.yaml"];
    let made = codegen(
        &dir.path().join("work"),
        &[&ELSEWHERE as &[_], &overlay].concat(),
    );
    assert!(made.status.success(), "{}", text(&made));
    assert!(!readme(dir.path()).contains("--base"));
}
