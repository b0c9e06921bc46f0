//! The chooser in the browser answers as the one in the terminal: every operation of the workspace's own definitions, alone and with
//! each of its fields.
//!
//! It needs `node`; without it, the test says so and holds nothing.

#[path = "../../generated/tests/tools/mod.rs"]
mod tools;

use std::{path::Path, process::Command};

use serde_json::{Value, json};
use truto_codegen::{
    Warnings, analyze,
    chooser::{Wish, choose, settable},
    ir::Crate,
    load::Disk,
};

/// Prints what the script answers to every question, as JSON.
const ASK: &str = r#"
const fs = require('node:fs')
const read = (name) => fs.readFileSync(`${process.argv[1]}/${name}`, 'utf8')
const { SUPPORT, choose } = new Function(`${read('support.js')}\n${read('chooser.js')}\nreturn { SUPPORT, choose }`)()
const answers = SUPPORT.operations.flatMap((operation) => {
  const questions = [[], ...operation.fields.map(({ key }) => [key])]
  return questions.map((fields) => [operation.id, fields, choose(SUPPORT, [{ operation: operation.id, fields }])])
})
process.stdout.write(JSON.stringify(answers))
"#;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn answers(krate: &Crate) -> Vec<Value> {
    let apis = krate.apis.iter().filter(|api| api.has_matrix);
    let resources = apis.flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    let mut answers = Vec::new();
    for operation in operations {
        let alone = settable(krate, operation)
            .into_iter()
            .map(|field| vec![field.key]);
        for fields in std::iter::once(Vec::new()).chain(alone) {
            let wish = Wish::new(krate, &operation.id, &fields).unwrap();
            let verdicts: Vec<Value> = choose(krate, &[wish])
                .into_iter()
                .map(|(slug, it)| {
                    json!([slug, {"against": it.against, "open": it.open, "notes": it.notes}])
                })
                .collect();
            answers.push(json!([operation.id, fields, verdicts]));
        }
    }
    answers
}

#[test]
fn browser_and_terminal_give_the_same_answers() {
    let folder = root().join("generated/docs/support-chooser");
    let asked = Command::new("node").args(["-e", ASK]).arg(&folder).output();
    let output = match asked {
        Ok(output) => output,
        Err(error) => {
            let why = format!("node cannot be started: {error}");
            return tools::missing("node", "the chooser in the browser", &why);
        }
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let browser: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();

    let files = Disk {
        base: root().to_owned(),
    };
    let roots = ["ticketing", "crm", "discovery"].map(|api| format!("spec/{api}.yaml"));
    let (krate, _) = analyze(&roots, &files, Warnings::Deny);
    let terminal = answers(&krate);
    assert!(terminal.len() > 500, "{}", terminal.len());
    assert_eq!(browser.len(), terminal.len());
    for (browser, terminal) in browser.iter().zip(&terminal) {
        assert_eq!(browser, terminal);
    }
}
