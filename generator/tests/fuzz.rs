//! Mutates the structure of documents, and expects of each a crate or an explanation, within two seconds.
//!
//! The documents are those of the other tests. Each number gives one mutated document, so a failure can be repeated:
//! `FUZZ_FIRST=4711 FUZZ_COUNT=1 cargo test --package truto-codegen --test fuzz`. `FUZZ_COUNT=100000` is a long run, and
//! `FUZZ_KEEP=DIR` writes every hundredth document that generates, and each that makes the generator panic, to a directory, for
//! `cargo xtask corpus --check --dir DIR`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{process, thread};

use fastrand::Rng;
use serde_json::{Map, Value, json};
use truto_codegen::emit::Tests;
use truto_codegen::load::Memory;
use truto_codegen::{Options, Outcome, Warnings, generate, generate_despite_errors};

/// The number of documents in a normal run of the tests.
const COUNT: u64 = 400;

/// The time that one document may take.
const LIMIT: Duration = Duration::from_secs(2);

/// What is wrong with a document that takes longer.
const SLOW: &str = "takes more than";

/// The nesting up to which values are copied into each other.
const DEEPEST: usize = 40;

#[test]
fn mutated_documents_generate_or_are_explained() {
    let seeds = Seeds::read();
    assert!(seeds.roots.len() > 50, "{}", seeds.roots.len());
    let first = number("FUZZ_FIRST", 0);
    let end = first + number("FUZZ_COUNT", COUNT);
    let keep = std::env::var_os("FUZZ_KEEP").map(PathBuf::from);
    let next = AtomicU64::new(first);
    let faults = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    if let Some(fault) = fault(&seeds, seed, keep.as_deref()) {
                        eprintln!("document {seed}: {fault}");
                        faults
                            .lock()
                            .unwrap()
                            .push(format!("document {seed}: {fault}"));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn number(variable: &str, default: u64) -> u64 {
    let text = std::env::var(variable).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

/// What is wrong with the result for a document, if anything. Other programs can make one run slow, but not three.
fn fault(seeds: &Seeds, seed: u64, keep: Option<&Path>) -> Option<String> {
    let mut faults = (0..3).map(|_| fault_of_run(seeds, seed, keep));
    let is_slow =
        |fault: &Option<String>| fault.as_ref().is_some_and(|text| text.starts_with(SLOW));
    let last = faults.by_ref().find(|fault| !is_slow(fault));
    last.unwrap_or_else(|| Some(format!("{SLOW} {LIMIT:?}, three times")))
}

fn fault_of_run(seeds: &Seeds, seed: u64, keep: Option<&Path>) -> Option<String> {
    let (document, files) = seeds.mutated(seed);
    let run = move || {
        let start = Instant::now();
        let roots = ["spec.json".to_owned()];
        let options = Options::default();
        let mut outcome = generate(&roots, &files, Warnings::Allow, &options);
        let mut fault = wrong(&outcome);
        if fault.is_none() && outcome.diagnostics.has_errors() {
            outcome = generate_despite_errors(&roots, &files, &options, Tests::Without);
            fault = wrong(&outcome);
        }
        let is_slow = start.elapsed() > LIMIT;
        let slow = || is_slow.then(|| SLOW.to_owned());
        (fault.or_else(slow), !outcome.files.is_empty())
    };
    // A thread of its own catches panics, and its name is printed if its stack overflows.
    let named = thread::Builder::new().name(format!("document {seed}"));
    let worker = named.stack_size(8 << 20).spawn(run).expect("a thread");
    let start = Instant::now();
    while !worker.is_finished() {
        if start.elapsed() > LIMIT * 15 {
            eprintln!("document {seed} does not end:\n{document}");
            process::abort();
        }
        thread::sleep(Duration::from_micros(200));
    }
    let (fault, is_sample) = match worker.join() {
        Err(_) => (Some("panics".to_owned()), true),
        Ok((fault, generates)) => (fault, generates && seed.is_multiple_of(100)),
    };
    if let Some(dir) = keep.filter(|_| is_sample) {
        fs::create_dir_all(dir).expect("a directory");
        let name = format!("document{seed}.json");
        let text = document.to_string().replace("spec.json", &name);
        fs::write(dir.join(name), text).expect("a file");
    }
    fault
}

/// What must be true of every result.
fn wrong(outcome: &Outcome) -> Option<String> {
    let mut diagnostics = outcome.diagnostics.iter();
    if let Some(bug) = diagnostics.find(|one| one.message.starts_with("bug in the generator")) {
        return Some(bug.message.clone());
    }
    if outcome.files.is_empty() && !outcome.diagnostics.has_errors() {
        return Some("nothing is generated, without an error".to_owned());
    }
    let mut diagnostics = outcome.diagnostics.iter();
    let silent = diagnostics.find(|one| one.help.is_none());
    silent.map(|one| format!("a diagnostic has no help: {}", one.message))
}

/// The documents to mutate, and their parts.
struct Seeds {
    roots: Vec<(Value, Memory)>,
    /// The values under each key.
    by_key: BTreeMap<String, Vec<Value>>,
    keys: Vec<String>,
}

impl Seeds {
    fn read() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut seeds = Self {
            roots: Vec::new(),
            by_key: BTreeMap::new(),
            keys: Vec::new(),
        };
        for folder in ["tests/golden", "tests/diagnostics", "../xtask/tests/corpus"] {
            for case in sorted(&here.join(folder)) {
                seeds.read_case(&case);
            }
        }
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

    /// Returns the document of a number, and all files of its run.
    fn mutated(&self, seed: u64) -> (Value, Memory) {
        let mut rng = Rng::with_seed(seed);
        let (value, others) = &self.roots[rng.usize(..self.roots.len())];
        let mut document = value.clone();
        for _ in 0..rng.usize(1..=5) {
            self.mutate(&mut document, &mut rng);
        }
        let mut files = others.clone();
        let text = document.to_string().into_bytes();
        files.files.insert("spec.json".to_owned(), text);
        (document, files)
    }

    /// Changes one random part.
    fn mutate(&self, document: &mut Value, rng: &mut Rng) {
        let mut nodes = Vec::new();
        pointers(document, String::new(), &mut nodes);
        let own = document.clone();
        let pointer = &nodes[rng.usize(..nodes.len())];
        let own = own.pointer(&nodes[rng.usize(..nodes.len())]);
        let node = document.pointer_mut(pointer).expect("a node");
        match (rng.u8(..6), node) {
            (0, Value::Object(entries)) => remove(entries, rng),
            (1, Value::Object(entries)) => self.insert(entries, rng),
            (2, Value::Object(entries)) => self.rename(entries, rng),
            (3, Value::Array(items)) => {
                let copied = own.cloned().unwrap_or_default();
                items.insert(rng.usize(..=items.len()), copied);
            }
            (4, node) => *node = own.cloned().unwrap_or_default(),
            (5, node) => *node = self.alike(pointer, rng),
            (_, node) => *node = odd(rng),
        }
    }

    fn insert(&self, entries: &mut Map<String, Value>, rng: &mut Rng) {
        let key = &self.keys[rng.usize(..self.keys.len())];
        let values = &self.by_key[key];
        entries.insert(key.clone(), values[rng.usize(..values.len())].clone());
    }

    fn rename(&self, entries: &mut Map<String, Value>, rng: &mut Rng) {
        let keys: Vec<String> = entries.keys().cloned().collect();
        if let Some(value) = rng.choice(keys).and_then(|key| entries.remove(&key)) {
            let key = &self.keys[rng.usize(..self.keys.len())];
            entries.insert(key.clone(), value);
        }
    }

    /// Returns a value that another document has under the same key.
    fn alike(&self, pointer: &str, rng: &mut Rng) -> Value {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        let known = self.by_key.get(key).filter(|values| !values.is_empty());
        match known {
            Some(values) => values[rng.usize(..values.len())].clone(),
            None => odd(rng),
        }
    }
}

fn remove(entries: &mut Map<String, Value>, rng: &mut Rng) {
    let keys: Vec<String> = entries.keys().cloned().collect();
    if let Some(key) = rng.choice(keys) {
        entries.remove(&key);
    }
}

/// Returns a value that is valid in few places.
fn odd(rng: &mut Rng) -> Value {
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
    ];
    values[rng.usize(..values.len())].clone()
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

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
