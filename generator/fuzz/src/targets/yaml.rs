//! Text of documents: a value is read or an error is reported. Each value has a location in the text, and is the same if it is written as
//! JSON or YAML and read again.

use std::fs;
use std::path::Path;

use serde_json::Value;
use truto_codegen::diag::Diagnostics;
use truto_codegen::load::{Loaded, Memory, escaped, load};

use super::{documents::sorted, text};
use crate::slow::within_limit;
use crate::{Target, outcome};

pub(super) const TARGET: Target = Target {
    name: "yaml",
    about: "texts as YAML documents",
    run,
    show: text,
    seeds,
    count: 1000,
    longest: 4096,
};

/// The small files of the generator's tests, and texts with rare syntax.
fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diagnostics");
    let cases = sorted(&folder).into_iter().flat_map(|case| sorted(&case));
    let files = cases.filter_map(|path| fs::read(path).ok());
    let rare = [
        "a: &x {b: 1, \"c\\u0041\": [1, 2.5, ~]}\nd: *x\ne: |2\n   x\n  y\nf: >-\n  a\n\n  b\n",
        "? complex\n: value\n? [a, b]\n: c\n",
        "%YAML 1.2\n---\n!!map {!!str a: !!int 7, b: !foo c, 0x1F: 0o17, .inf: -.nan}\n...\n",
        "- - - a\n  -\n- 'it''s'\n- \"\\x41\\u00e9\\U0001F642\\\n   b\"\n- @\n",
        "a: 1\na: 2\n<<: {b: 1}\n'1': x\n1: y\nnull: z\n",
    ];
    let rare = rare.iter().map(|text| text.as_bytes().to_vec());
    let short = |text: &Vec<u8>| text.len() <= TARGET.longest;
    rare.chain(files.filter(short)).collect()
}

fn run(data: &[u8]) {
    let (loaded, diagnostics) = within_limit(|| loaded("a.yaml", data));
    outcome::check_diagnostics(&diagnostics, &loaded.sources);
    if diagnostics.has_errors() {
        return;
    }
    let document = &loaded.documents[0];
    check_places(&loaded, &document.value, String::new());
    let json = document.value.to_string();
    let mut texts = vec![("a.json", json)];
    // `serde_yaml` folds lines at these characters, which were line breaks in YAML 1.1.
    if !texts[0].1.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        let yaml = serde_yaml::to_string(&document.value).expect("YAML");
        texts.push(("a.yaml", yaml));
    }
    for (name, text) in texts {
        let (again, diagnostics) = self::loaded(name, text.as_bytes());
        assert!(!diagnostics.has_errors(), "cannot be read again: {text}");
        assert_eq!(again.documents[0].value, document.value, "{text}");
    }
}

fn loaded(name: &str, data: &[u8]) -> (Loaded, Diagnostics) {
    let files: Memory = [(name, data)].into_iter().collect();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&[name.to_owned()], &[], &files, &mut diagnostics);
    (loaded, diagnostics)
}

/// Panics if a value or a key has no location in the text.
fn check_places(loaded: &Loaded, value: &Value, pointer: String) {
    let document = &loaded.documents[0];
    let text = loaded.sources.text(document.file);
    let origin = document.spans.value(&pointer);
    let range = origin
        .unwrap_or_else(|| panic!("no location of {pointer:?}"))
        .range();
    assert!(
        text.get(range.clone()).is_some(),
        "{range:?} of {pointer:?}"
    );
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let inner = format!("{pointer}/{}", escaped(key));
                assert!(document.spans.key(&inner).is_some(), "no key of {inner:?}");
                check_places(loaded, value, inner);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check_places(loaded, item, format!("{pointer}/{index}"));
            }
        }
        _ => {}
    }
}
