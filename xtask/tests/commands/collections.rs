//! `postman` and `bundle`, on a document of another API.

use std::fs;

use serde_json::{Value, json};

use crate::pets::{API, text, xtask};

#[test]
fn any_document_becomes_a_collection_and_one_file_of_json() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("pets.yaml"), API).unwrap();
    let output = xtask(dir.path(), &["postman", "--spec", "pets.yaml"]);
    assert!(output.status.success(), "{}", text(&output));
    let collection: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(collection["info"]["name"], "Pets");
    let url = &collection["item"][0]["item"][0]["request"]["url"];
    assert_eq!(url["path"], json!(["pets", ":id"]));

    let arguments = [
        "bundle",
        "--spec",
        "pets.yaml",
        "--format",
        "json",
        "--out",
        ".",
    ];
    // The second run replaces the file of the first.
    for _ in 0..2 {
        let output = xtask(dir.path(), &arguments);
        assert!(output.status.success(), "{}", text(&output));
    }
    let bundle = fs::read(dir.path().join("pets.json")).unwrap();
    let bundle: Value = serde_json::from_slice(&bundle).unwrap();
    assert_eq!(bundle["info"]["title"], "Pets");
}
