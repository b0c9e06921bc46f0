//! The chooser in the browser gives the same results as `cargo xtask support`, for every operation of the workspace's
//! definitions: without fields, with each field, with all fields, and together with another operation.
//!
//! It requires `node`. Without it, the test says so and checks nothing.

#[path = "../../generated/tests/tools/mod.rs"]
mod tools;

use std::{path::Path, process::Command};

use serde_json::{Value, json};
use truto_codegen::{
    Analysis, Warnings, analyze,
    chooser::{Wish, choose, settable},
    ir::Operation,
    load::Disk,
};

/// Prints the script's result for every selection, as JSON.
const ASK: &str = r#"
const fs = require('node:fs')
const read = (name) => fs.readFileSync(`${process.argv[1]}/${name}`, 'utf8')
const { SUPPORT, choose, readWishes, writeWishes } = new Function(`${read('support.js')}\n${read('chooser.js')}\nreturn { SUPPORT, choose, readWishes, writeWishes }`)()
const asked = SUPPORT.operations.flatMap((operation, at) => {
  const wish = (one, fields) => ({ operation: one.id, fields })
  const keys = operation.fields.map(({ key }) => key)
  const alone = [[], ...keys.map((key) => [key]), keys].map((fields) => [wish(operation, fields)])
  const next = SUPPORT.operations.slice(at + 1, at + 2)
  const beside = next.map((other) => [wish(operation, keys.slice(0, 1)), wish(other, [])])
  return [...alone, ...beside]
})
const answers = asked.map((wishes) => [wishes.map(({ operation, fields }) => [operation, fields]), choose(SUPPORT, readWishes(`#${writeWishes(wishes)}`, SUPPORT))])
process.stdout.write(JSON.stringify(answers))
"#;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A selection of operations and fields.
type Question = Vec<(String, Vec<String>)>;

/// Each operation without fields, with each field, with all fields, and together with the next operation.
fn questions(Analysis { krate, names }: &Analysis) -> Vec<Question> {
    let apis = krate.apis.iter().filter(|api| api.has_matrix);
    let resources = apis.flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    let operations: Vec<_> = operations.collect();
    let id = |operation: &Operation| names.operation(operation).id.clone();
    let mut questions = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let keys = settable(krate, operation).into_iter().map(|of| of.key);
        let keys: Vec<String> = keys.collect();
        let each = keys.iter().map(|key| vec![key.clone()]);
        let all = std::iter::once(Vec::new())
            .chain(each)
            .chain([keys.clone()]);
        questions.extend(all.map(|fields| vec![(id(operation), fields)]));
        if let Some(next) = operations.get(at + 1) {
            let first = keys.into_iter().take(1).collect();
            questions.push(vec![(id(operation), first), (id(next), vec![])]);
        }
    }
    questions
}

fn answer(analysis: &Analysis, question: &Question) -> Vec<Value> {
    let wishes = question.iter();
    let wishes: Vec<Wish<'_>> = wishes
        .map(|(operation, fields)| Wish::new(analysis, operation, fields).unwrap())
        .collect();
    choose(&analysis.krate, &wishes)
        .into_iter()
        .map(
            |(slug, it)| json!([slug, {"against": it.against, "open": it.open, "notes": it.notes}]),
        )
        .collect()
}

#[test]
fn browser_and_terminal_give_the_same_answers() {
    let folder = root().join("generated/docs/support-chooser");
    let asked = Command::new("node").args(["-e", ASK]).arg(&folder).output();
    let output = match asked {
        Ok(output) => output,
        Err(error) => {
            let why = format!("`node` cannot be started: {error}");
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
    let (analysis, _) = analyze(&roots, &files, Warnings::Deny);
    let questions = questions(&analysis);
    assert!(questions.len() > 500, "{}", questions.len());
    assert_eq!(browser.len(), questions.len());
    for (browser, question) in browser.iter().zip(&questions) {
        let [asked, browser] = browser.as_array().unwrap().as_slice() else {
            panic!("not a selection with its result: {browser}");
        };
        assert_eq!(*asked, json!(question));
        let terminal = answer(&analysis, question);
        assert_eq!(browser.as_array().map(Vec::len), Some(terminal.len()));
        for (browser, terminal) in browser.as_array().into_iter().flatten().zip(terminal) {
            assert_eq!(*browser, terminal, "{question:?}");
        }
    }
}
