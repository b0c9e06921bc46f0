//! Documents whose structure is changed: for each, a crate is generated or an error is reported.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use truto_codegen::emit::Tests;
use truto_codegen::load::Memory;
use truto_codegen::{Options, Warnings, generate, generate_despite_errors};

use super::no_seeds;
use crate::input::Input;
use crate::slow::within_limit;
use crate::{Target, outcome};

pub(super) const TARGET: Target = Target {
    name: "documents",
    about: "OpenAPI documents of the generator's tests, with changes in their structure",
    run,
    show,
    seeds: no_seeds,
    count: 150,
    longest: 256,
};

/// The maximum depth at which values are changed or copied.
const DEEPEST: usize = 40;

/// The documents to change, and their parts.
static SEEDS: LazyLock<Seeds> = LazyLock::new(Seeds::read);

fn run(data: &[u8]) {
    let (_, files) = SEEDS.changed(&mut Input::new(data));
    within_limit(|| {
        let roots = ["spec.json".to_owned()];
        let options = Options::default();
        let outcome = generate(&roots, &files, Warnings::Allow, &options);
        outcome::check(&outcome);
        if outcome.diagnostics.has_errors() {
            let outcome = generate_despite_errors(&roots, &files, &options, Tests::Without);
            outcome::check(&outcome);
        }
    });
}

/// Returns the changed document as JSON, if a crate is generated from it. `file` is its name in references to itself.
#[must_use]
pub fn generating_document(data: &[u8], file: &str) -> Option<String> {
    let (document, files) = SEEDS.changed(&mut Input::new(data));
    let (roots, options) = (["spec.json".to_owned()], Options::default());
    let outcome = generate_despite_errors(&roots, &files, &options, Tests::Without);
    let text = || document.to_string().replace("spec.json", file);
    (!outcome.files.is_empty()).then(text)
}

fn show(data: &[u8]) -> String {
    let (document, _) = SEEDS.changed(&mut Input::new(data));
    format!("{document:#}")
}

struct Seeds {
    roots: Vec<(Value, Memory)>,
    /// The values under each key.
    by_key: BTreeMap<String, Vec<Value>>,
    keys: Vec<String>,
}

impl Seeds {
    fn read() -> Self {
        let generator = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let mut seeds = Self {
            roots: Vec::new(),
            by_key: BTreeMap::new(),
            keys: Vec::new(),
        };
        for folder in ["tests/golden", "tests/diagnostics", "../xtask/tests/corpus"] {
            for case in sorted(&generator.join(folder)) {
                seeds.read_case(&case);
            }
        }
        assert!(seeds.roots.len() > 50, "{}", seeds.roots.len());
        seeds.keys = seeds.by_key.keys().cloned().collect();
        seeds
    }

    /// Adds the document of a case: `spec.yaml`, `api.yaml` or `openapi.yaml` of a directory, or the file itself.
    fn read_case(&mut self, case: &Path) {
        let names = ["spec.yaml", "api.yaml", "openapi.yaml"];
        let in_folder = names.map(|name| case.join(name));
        let root = in_folder.into_iter().find(|path| path.is_file());
        let root = root.unwrap_or_else(|| case.to_owned());
        let Some(value) = parsed(&root) else { return };
        let others = sorted(case).into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            Some((name, fs::read(&path).ok()?))
        });
        let others: Memory = others.collect();
        self.collect(&value, 0);
        self.roots.push((value, others));
    }

    fn collect(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(entries) if depth < DEEPEST => {
                for (key, value) in entries {
                    let known = self.by_key.entry(key.clone()).or_default();
                    known.push(value.clone());
                    self.collect(value, depth + 1);
                }
            }
            Value::Array(items) if depth < DEEPEST => {
                items.iter().for_each(|item| self.collect(item, depth + 1));
            }
            _ => {}
        }
    }

    /// Returns a changed document, and all files that the generator reads with it.
    fn changed(&self, input: &mut Input<'_>) -> (Value, Memory) {
        let (value, others) = input.pick(&self.roots);
        let mut document = value.clone();
        for _ in 0..5 {
            if !input.is_empty() {
                self.change(&mut document, input);
            }
        }
        let mut files = others.clone();
        let text = document.to_string().into_bytes();
        files.files.insert("spec.json".to_owned(), text);
        (document, files)
    }

    /// Changes one part.
    fn change(&self, document: &mut Value, input: &mut Input<'_>) {
        let mut nodes = Vec::new();
        pointers(document, String::new(), &mut nodes);
        let own = document.clone();
        let pointer = input.pick(&nodes);
        let other: &String = input.pick(&nodes);
        let own = own.pointer(other);
        let node = document.pointer_mut(pointer).expect("a node");
        match (input.below(7), node) {
            (0, Value::Object(entries)) => remove(entries, input),
            (1, Value::Object(entries)) => self.insert(entries, input),
            (2, Value::Object(entries)) => self.rename(entries, input),
            (3, Value::Array(items)) => {
                let copied = own.cloned().unwrap_or_default();
                items.insert(input.below(items.len() + 1), copied);
            }
            (4, node) => *node = own.cloned().unwrap_or_default(),
            (5, node) => *node = self.alike(pointer, input),
            (_, node) => *node = odd(input),
        }
    }

    fn insert(&self, entries: &mut Map<String, Value>, input: &mut Input<'_>) {
        let key = input.pick(&self.keys);
        let value = input.pick(&self.by_key[key]);
        entries.insert(key.clone(), value.clone());
    }

    fn rename(&self, entries: &mut Map<String, Value>, input: &mut Input<'_>) {
        if let Some(value) = key(entries, input).and_then(|key| entries.remove(&key)) {
            entries.insert(input.pick(&self.keys).clone(), value);
        }
    }

    /// Returns a value that some document has under the same key.
    fn alike(&self, pointer: &str, input: &mut Input<'_>) -> Value {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        match self.by_key.get(key) {
            Some(values) => input.pick(values).clone(),
            None => odd(input),
        }
    }
}

fn remove(entries: &mut Map<String, Value>, input: &mut Input<'_>) {
    if let Some(key) = key(entries, input) {
        entries.remove(&key);
    }
}

fn key(entries: &Map<String, Value>, input: &mut Input<'_>) -> Option<String> {
    let keys: Vec<&String> = entries.keys().collect();
    (!keys.is_empty()).then(|| (*input.pick(&keys)).clone())
}

/// Returns a value that is valid in few places.
fn odd(input: &mut Input<'_>) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(18_446_744_073_709_551_615_u64),
        json!(1e300),
        json!(""),
        json!("self"),
        json!("a b/c{d}#?&%2F\u{202e}\"\\\n"),
        json!("`*/ //! ]]> <script>"),
        json!("3.1.0"),
        json!("3.0.3"),
        json!("object"),
        json!("array"),
        json!({"$ref": "#"}),
        json!({"$ref": "#/paths"}),
        json!({"$ref": "spec.json"}),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"type": "object", "properties": {"": {}}}),
        json!({"allOf": [{"$ref": "#/components/schemas/Pet"}, {}]}),
        json!({"oneOf": [{}, {"type": "string"}, {"type": "null"}]}),
        json!(input.text()),
    ];
    input.pick(&values).clone()
}

/// Collects the pointers of all values, without those that are nested too deeply.
fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    if at.matches('/').count() < DEEPEST {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    pointers(value, format!("{at}/{key}"), found);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    pointers(item, format!("{at}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    found.push(at);
}

fn parsed(path: &Path) -> Option<Value> {
    serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// The paths in a directory; none if it is not one.
pub(super) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
