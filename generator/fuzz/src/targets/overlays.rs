//! Overlays: each has the same effect as in a naive implementation of the specification, or an error is reported.

use serde_json::{Value, json};
use serde_json_path::JsonPath;
use truto_codegen::diag::Diagnostics;
use truto_codegen::load::{Memory, load};
use truto_codegen::{Options, Warnings, generate};

use super::no_seeds;
use crate::input::Input;
use crate::slow::within_limit;
use crate::{Target, outcome};

pub(super) const TARGET: Target = Target {
    name: "overlays",
    about: "overlays of documents",
    run,
    show,
    seeds: no_seeds,
    count: 150,
    longest: 512,
};

/// Steps of JSONPath expressions.
const STEPS: &[&str] = &[
    ".a",
    ".b",
    "['a']",
    "[0]",
    "[-1]",
    "[*]",
    ".*",
    "..a",
    "..*",
    "..b",
    "[0, 0]",
    "[1:]",
    "[::-1]",
    "['a', 'b', 'a']",
    "[?@.a]",
    "[?@.b == 1]",
    "[?length(@) > 1]",
    "[?@.a == $.b]",
    "[?match(@, '.*')]",
    "[?search(@, '(a*)*b')]",
    "[?count($..*) > 3]",
    ".paths",
    ".components",
    ".schemas",
    ".properties",
    "['/a']",
    ".get",
    "..schema",
    "..properties",
    ".info",
];

const DOCUMENTS: [&str; 3] = [
    r#"{"a": {"a": [{"a": 1}, {"b": [1, 1]}, "x"], "b": 1}, "b": {"a~/b": {"a": []}, "": 7}, "/a": null}"#,
    r#"[[{"a": {"b": 1}}, {"b": 1}], ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"], [[[1, 2], 3]]]"#,
    r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {"operationId": "a",
        "parameters": [{"name": "b", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
        "components": {"schemas": {"A": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/A"}}}}}}"##,
];

/// A document, and the text of an overlay. Its actions are `None` if the overlay is arbitrary text.
struct Case {
    document: &'static str,
    overlay: String,
    actions: Option<Vec<Value>>,
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let document = input.pick(&DOCUMENTS);
        if input.is_one_in(8) {
            let rest = String::from_utf8_lossy(input.rest()).into_owned();
            let overlay = format!("overlay: 1.0.0\ninfo: {{}}\nactions:\n{rest}");
            return Self {
                document,
                overlay,
                actions: None,
            };
        }
        let mut actions = Vec::new();
        while actions.len() < 8 && !input.is_empty() {
            actions.push(action(&mut input));
        }
        let overlay = json!({"overlay": "1.1.0", "info": {}, "actions": actions}).to_string();
        Self {
            document,
            overlay,
            actions: Some(actions),
        }
    }

    fn files(&self) -> Memory {
        let files = [
            ("spec.json", self.document),
            ("overlay.yaml", &*self.overlay),
        ];
        files
            .map(|(name, text)| (name, text.as_bytes()))
            .into_iter()
            .collect()
    }
}

fn action(input: &mut Input<'_>) -> Value {
    let target = query(input);
    match input.below(5) {
        0 => json!({"target": target, "remove": true}),
        1 | 2 => json!({"target": target, "copy": query(input)}),
        _ => {
            let update = input.json(3, &mut |input| {
                let keys = ["a", "b", "", "a~/b", "$ref", "paths", "type"];
                (*input.pick(&keys)).to_owned()
            });
            json!({"target": target, "update": update})
        }
    }
}

fn query(input: &mut Input<'_>) -> String {
    let steps = (0..input.below(4)).map(|_| *input.pick(STEPS));
    let steps: String = steps.collect();
    let odd = if input.is_one_in(16) {
        input.text()
    } else {
        String::new()
    };
    format!("${steps}{odd}")
}

fn show(data: &[u8]) -> String {
    let case = Case::new(data);
    format!(
        "the document\n{}\nand the overlay\n{}",
        case.document, case.overlay
    )
}

fn run(data: &[u8]) {
    let case = Case::new(data);
    let (roots, overlays) = (["spec.json".to_owned()], ["overlay.yaml".to_owned()]);
    let files = case.files();
    let (mut loaded, diagnostics) = within_limit(|| {
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&roots, &overlays, &files, &mut diagnostics);
        (loaded, diagnostics)
    });
    outcome::check_diagnostics(&diagnostics, &loaded.sources);
    if let Some(actions) = &case.actions {
        let document: Value = serde_json::from_str(case.document).expect("JSON");
        let applied = applied(document, actions);
        let names_files = case.overlay.contains("$ref");
        match applied {
            Some(expected) if !diagnostics.has_errors() => {
                let value = std::mem::take(&mut loaded.documents[0].value);
                assert_eq!(value, expected, "not the effect of the overlay");
            }
            Some(_) => assert!(names_files, "an error: {:?}", diagnostics.iter().next()),
            None => assert!(diagnostics.has_errors(), "no error"),
        }
    }
    let options = Options {
        overlays: overlays.to_vec(),
        ..Options::default()
    };
    outcome::check(&within_limit(|| {
        generate(&roots, &files, Warnings::Allow, &options)
    }));
}

/// Returns the document after all actions, or `None` if one of them is wrong.
fn applied(mut document: Value, actions: &[Value]) -> Option<Value> {
    for action in actions {
        let targets = selected(&document, &action["target"])?;
        if targets.is_empty() {
            return None;
        }
        let update = match (action.get("update"), action.get("copy")) {
            (Some(update), _) => update.clone(),
            (_, Some(source)) => match selected(&document, source)?.as_slice() {
                [one] => document.pointer(one)?.clone(),
                _ => return None,
            },
            _ => {
                let is_root = targets.iter().any(String::is_empty);
                document = without(&document, "", &targets).filter(|_| !is_root)?;
                continue;
            }
        };
        for target in targets {
            let levels = target.matches('/').count();
            let value = document.pointer_mut(&target)?;
            if levels + depth(&update) > 128 {
                return None;
            }
            match value {
                Value::Array(items) if !update.is_array() => items.push(update.clone()),
                value => merge(value, &update)?,
            }
        }
    }
    Some(document)
}

fn selected(document: &Value, path: &Value) -> Option<Vec<String>> {
    let path = JsonPath::parse(path.as_str()?).ok()?;
    let found = path.query_located(document);
    let mut pointers = Vec::new();
    for location in found.locations() {
        let pointer = location.to_json_pointer();
        if !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    Some(pointers)
}

fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => None,
    };
    1 + deepest.unwrap_or_default()
}

fn without(value: &Value, at: &str, removed: &[String]) -> Option<Value> {
    let is_kept = |pointer: &String| !removed.contains(pointer);
    Some(match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter_map(|(name, value)| {
                let name_in_pointer = name.replace('~', "~0").replace('/', "~1");
                let pointer = Some(format!("{at}/{name_in_pointer}")).filter(is_kept)?;
                Some((name.clone(), without(value, &pointer, removed)?))
            });
            Value::Object(fields.collect())
        }
        Value::Array(items) => {
            let items = items.iter().enumerate().filter_map(|(index, value)| {
                let pointer = Some(format!("{at}/{index}")).filter(is_kept)?;
                without(value, &pointer, removed)
            });
            items.collect()
        }
        scalar => scalar.clone(),
    })
}

fn merge(value: &mut Value, update: &Value) -> Option<()> {
    match (value, update) {
        (Value::Object(fields), Value::Object(updates)) => {
            for (name, update) in updates {
                match fields.get_mut(name) {
                    Some(known) => merge(known, update)?,
                    None => drop(fields.insert(name.clone(), update.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            return None;
        }
        (value, update) => *value = update.clone(),
    }
    Some(())
}
