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
    chooser::{Query, choose, settable},
    ir::Operation,
    load::Disk,
};

/// Loads the data and the functions of the chooser.
const LOAD: &str = r#"
const fs = require('node:fs')
const read = (name) => fs.readFileSync(`${process.argv[1]}/${name}`, 'utf8')
const { SUPPORT, choose, suggest, readQueries, writeQueries } = new Function(`${read('support.js')}\n${read('chooser.js')}\nreturn { SUPPORT, choose, suggest, readQueries, writeQueries }`)()
"#;

/// Prints the chooser's result for every selection, as JSON.
const SELECTIONS: &str = r#"
const selections = SUPPORT.operations.flatMap((operation, at) => {
  const query = (one, fields) => ({ operation: one.id, fields })
  const keys = operation.fields.map(({ key }) => key)
  const alone = [[], ...keys.map((key) => [key]), keys].map((fields) => [query(operation, fields)])
  const next = SUPPORT.operations.slice(at + 1, at + 2)
  const pairs = next.map((other) => [query(operation, keys.slice(0, 1)), query(other, [])])
  return [...alone, ...pairs]
})
const answers = selections.map((queries) => [queries.map(({ operation, fields }) => [operation, fields]), choose(SUPPORT, readQueries(`#${writeQueries(queries)}`, SUPPORT))])
process.stdout.write(JSON.stringify(answers))
"#;

/// Prints the first result of each search.
const SEARCHES: &str = r#"
const selected = [{ operation: 'crm.contacts.create', fields: ['phone_numbers'] }]
const first = ([text, queries]) => suggest(SUPPORT, queries, text).slice(0, 1).map(({ operation, key }) => [operation.id, key ?? ''].join(' ').trim())
process.stdout.write(JSON.stringify([
  ['create a ticket', []], ['who can create a CRM contact with phones?', []], ['crm contact create phone', selected], ['with', []], ['nothing', []],
].map(first)))
"#;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A selection of operations and fields.
type Selection = Vec<(String, Vec<String>)>;

/// Each operation without fields, with each field, with all fields, and together with the next operation.
fn selections(Analysis { package, names, .. }: &Analysis) -> Vec<Selection> {
    let apis = package.apis.iter().filter(|api| api.has_matrix);
    let resources = apis.flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    let operations: Vec<_> = operations.collect();
    let id = |operation: &Operation| names.operation(operation).id.clone();
    let mut selections = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let keys = settable(package, operation).into_iter().map(|of| of.key);
        let keys: Vec<String> = keys.collect();
        let each = keys.iter().map(|key| vec![key.clone()]);
        let all = std::iter::once(Vec::new())
            .chain(each)
            .chain([keys.clone()]);
        selections.extend(all.map(|fields| vec![(id(operation), fields)]));
        if let Some(next) = operations.get(at + 1) {
            let first = keys.into_iter().take(1).collect();
            selections.push(vec![(id(operation), first), (id(next), vec![])]);
        }
    }
    selections
}

fn answer(analysis: &Analysis, selection: &Selection) -> Vec<Value> {
    let queries = selection.iter();
    let queries: Vec<Query<'_>> = queries
        .map(|(operation, fields)| Query::new(analysis, operation, fields).unwrap())
        .collect();
    choose(&analysis.package, &queries)
        .into_iter()
        .map(
            |(slug, it)| json!([slug, {"unsupported": it.unsupported, "undocumented": it.undocumented, "notes": it.notes}]),
        )
        .collect()
}

/// What a script prints after `LOAD`; `None` without `node`.
fn run(script: &str) -> Option<Vec<Value>> {
    let output = Command::new("node")
        .args(["-e", &format!("{LOAD}{script}")])
        .arg(root().join("generated/docs/support-chooser"))
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            let why = format!("`node` cannot be started: {error}");
            tools::missing("node", "the chooser in the browser", &why);
            return None;
        }
    };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_search_finds_operations_and_fields() {
    let Some(found) = run(SEARCHES) else {
        return;
    };
    let expected = json!([
        ["ticketing.tickets.create"],
        ["crm.contacts.create phone_numbers"],
        ["crm.contacts.create phone_number"],
        [],
        [],
    ]);
    assert_eq!(json!(found), expected);
}

#[test]
fn browser_and_terminal_give_the_same_answers() {
    let Some(browser) = run(SELECTIONS) else {
        return;
    };
    let files = Disk::new(root());
    let roots = ["ticketing", "crm", "discovery"].map(|api| format!("spec/{api}.yaml"));
    let (analysis, _) = analyze(&roots, &files, Warnings::Deny);
    let selections = selections(&analysis);
    assert!(selections.len() > 500, "{}", selections.len());
    assert_eq!(browser.len(), selections.len());
    for (browser, selection) in browser.iter().zip(&selections) {
        let [asked, browser] = browser.as_array().unwrap().as_slice() else {
            panic!("not a selection with its result: {browser}");
        };
        assert_eq!(*asked, json!(selection));
        let terminal = answer(&analysis, selection);
        assert_eq!(browser.as_array().map(Vec::len), Some(terminal.len()));
        for (browser, terminal) in browser.as_array().into_iter().flatten().zip(terminal) {
            assert_eq!(*browser, terminal, "{selection:?}");
        }
    }
}
