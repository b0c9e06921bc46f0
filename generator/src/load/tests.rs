//! Values and their locations. Faults are tested in `tests/diagnostics`.

use serde_json::json;

use super::*;
use crate::diag::render;

fn loaded(files: &[(&str, &str)]) -> (Loaded, Diagnostics) {
    let files: Memory = files.iter().copied().collect();
    let mut diags = Diagnostics::default();
    let loaded = load(&["a.yaml".to_owned()], &[], &files, &mut diags);
    (loaded, diags)
}

/// Returns the only document, which must be read without a diagnostic.
fn read(text: &str) -> (Loaded, Value) {
    let (loaded, diags) = loaded(&[("a.yaml", text)]);
    assert!(
        diags.is_empty(),
        "{}",
        render(&diags, &loaded.sources, false)
    );
    let value = loaded.documents[0].value.clone();
    (loaded, value)
}

/// Returns the messages for a document.
fn faults(text: &str) -> Vec<String> {
    let (_, diags) = loaded(&[("a.yaml", text)]);
    diags.iter().map(|one| one.message.clone()).collect()
}

#[test]
fn scalars_are_those_of_yaml_1_2_and_keys_are_their_text() {
    let (_, value) = read(
        "200: yes\n1.10: no\ntrue: 0x1F\nnull: 012\nbig: 18446744073709551616\nlow: -9223372036854775808\n\
         float: 1.50\nempty:\ntilde: ~\nquoted: \"true\"\ntag: !!str 5\nversion: 3.0.3\ndate: 2020-01-01\n",
    );
    let expected = json!({
        "200": "yes", "1.10": "no", "true": 31, "null": "012", "big": 18_446_744_073_709_551_616_f64,
        "low": i64::MIN, "float": 1.5, "empty": null, "tilde": null, "quoted": "true", "tag": "5",
        "version": "3.0.3", "date": "2020-01-01",
    });
    assert_eq!(value, expected);
    let keys: Vec<_> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys[..3], ["200", "1.10", "true"], "document order");
}

#[test]
fn block_texts_keep_their_line_breaks() {
    let (_, value) = read("a: |\n  one\n\n  two\nb: >-\n  one\n  two\nc: \"x\\u00e9\\ny\"\n");
    assert_eq!(
        value,
        json!({ "a": "one\n\ntwo\n", "b": "one two", "c": "xé\ny" })
    );
}

#[test]
fn json_is_read_too() {
    let text = r#"{"a/b": {"c~d": [1, "\ud83d\ude00", null]}, "e": 1e3}"#;
    let (loaded, value) = read(text);
    assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
    let origin = loaded.documents[0].spans.value("/a~1b/c~0d/0").unwrap();
    assert_eq!(loaded.sources.slice(origin), "1");
}

/// The messages for a document in a `.json` file, each with line and column.
fn json_faults(text: &str) -> Vec<String> {
    let files: Memory = [("a.json", text)].into_iter().collect();
    let mut diags = Diagnostics::default();
    let loaded = load(&["a.json".to_owned()], &[], &files, &mut diags);
    let place = |one: &Diagnostic| loaded.sources.line_column(one.origin.unwrap());
    diags
        .iter()
        .map(|one| format!("{}:{} {}", place(one).line, place(one).column, one.message))
        .collect()
}

#[test]
fn a_json_file_holds_json_and_nothing_else() {
    for (text, expected) in [
        (
            "{\n // no\n}",
            "2:2 not valid JSON: comments are not allowed",
        ),
        (
            "[1,]",
            "1:3 not valid JSON: trailing commas are not allowed",
        ),
        (
            "{'a': 1}",
            "1:2 not valid JSON: single-quoted strings are not allowed",
        ),
        (
            "{a: 1}",
            "1:2 not valid JSON: expected string for object property",
        ),
        (
            "{\"a\": 1}\n{}",
            "2:1 not valid JSON: text cannot contain more than one JSON value",
        ),
        ("", "1:1 the file is empty"),
        (
            "[1e999]",
            "1:2 the number `1e999` cannot be represented in JSON",
        ),
        ("{\"a\": 1,\n \"a\": 2}", "2:2 duplicate key `a`"),
        (
            &"[".repeat(100_000),
            "1:513 nesting exceeds the limit of 128 lists and mappings",
        ),
        (
            &format!("{}1{}", "[".repeat(129), "]".repeat(129)),
            "1:129 nesting exceeds the limit of 128 lists and mappings",
        ),
    ] {
        assert_eq!(json_faults(text), [expected], "{text:.60}");
    }
    let nested = format!("{}1{}", "[".repeat(128), "]".repeat(128));
    assert!(json_faults(&nested).is_empty());
    assert!(json_faults("\t{\"\u{7f}\u{ffff}\": \"\\/\"}\r\n").is_empty());
}

/// A second opinion on values: that of a parser that many use.
#[test]
fn the_definitions_have_the_values_that_serde_yaml_reads() {
    let spec = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let roots = ["ticketing.yaml", "crm.yaml", "discovery.yaml"].map(str::to_owned);
    let mut diags = Diagnostics::default();
    let loaded = load(&roots, &[], &Disk::new(spec), &mut diags);
    assert!(diags.is_empty() && loaded.documents.len() > 30);
    for document in &loaded.documents {
        let text = loaded.sources.text(document.file);
        let theirs: Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(document.value, theirs);
    }
}

#[test]
fn a_tag_decides_what_a_scalar_is() {
    let (_, value) = read(
        "a: !!str 1\nb: !!int '7'\nc: !!float 1\nd: !!bool \"true\"\ne: !!null ''\nf: !!map {}\n",
    );
    assert_eq!(
        value,
        json!({ "a": "1", "b": 7, "c": 1.0, "d": true, "e": null, "f": {} })
    );
    assert_eq!(
        faults("a: !!int x\n"),
        ["`x` is not a value of the tag `!!int`"]
    );
    assert_eq!(
        faults("a: !!map x\n"),
        ["a value of this kind cannot have the tag `!!map`"]
    );
}

const PLACES: &str = "\u{feff}# é\r\na: é1 # one\r\n'b c':\r\n  - x\r\n  - {d: \"ü\", e: [1, 2 ]}\r\n  -\r\n    f: |\r\n      text\r\n      # more\r\n\r\n# end\r\ng:\r\nh: >\r\n  x\r\n";

#[test]
fn every_value_and_key_has_its_place() {
    let (loaded, _) = read(PLACES);
    let spans = &loaded.documents[0].spans;
    let value = |pointer| loaded.sources.slice(spans.value(pointer).expect(pointer));
    let key = |pointer| loaded.sources.slice(spans.key(pointer).expect(pointer));
    assert_eq!(value("/a"), "é1");
    assert_eq!(value("/b c/0"), "x");
    assert_eq!(value("/b c/1"), "{d: \"ü\", e: [1, 2 ]}");
    assert_eq!(value("/b c/1/d"), "\"ü\"");
    assert_eq!(value("/b c/1/e"), "[1, 2 ]");
    assert_eq!(value("/b c/2"), "f: |\r\n      text\r\n      # more");
    assert_eq!(value("/b c/2/f"), "text\r\n      # more");
    assert_eq!(value("/g"), "g", "an empty value has the place of its key");
    assert_eq!(key("/a"), "a");
    assert_eq!(key("/b c"), "'b c'");
    assert_eq!(key("/b c/1/e"), "e");
    assert!(value("").starts_with("a: é1") && value("").ends_with('x'));
    for absent in ["/z", "/a/b", "/b c/3", "/b c/x", "a", "/b c/1/d/0"] {
        assert_eq!(spans.value(absent), None, "{absent}");
    }
    assert_eq!(spans.key("/b c/0"), None);
    assert_eq!(spans.key(""), None);
}

#[test]
fn an_alias_is_its_anchor() {
    let (loaded, value) = read("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n");
    assert_eq!(
        value,
        json!({ "a": { "b": 1 }, "c": { "b": 1 }, "d": [{ "b": 1 }, { "b": 1 }] })
    );
    let spans = &loaded.documents[0].spans;
    assert_eq!(spans.value("/d/1/b"), spans.value("/a/b"));
}

#[test]
fn references_are_followed_from_file_to_file_and_back() {
    let (loaded, diags) = loaded(&[
        (
            "a.yaml",
            "x: {$ref: 'crm/b.yaml#/y~1z'}\ny: {$ref: '#/x'}\n",
        ),
        (
            "crm/b.yaml",
            "y/z: {$ref: ../c.json}\nself: {$ref: ./b.yaml}\n",
        ),
        ("c.json", "{\"$ref\": \"a.yaml#/x\"}"),
        ("unreached.yaml", "["),
    ]);
    assert!(
        diags.is_empty(),
        "{}",
        render(&diags, &loaded.sources, false)
    );
    let paths: Vec<_> = loaded
        .documents
        .iter()
        .map(|one| loaded.sources.path(one.file))
        .collect();
    assert_eq!(paths, ["a.yaml", "crm/b.yaml", "c.json"]);
    let (root, second) = (loaded.documents[0].file, loaded.documents[1].file);
    assert_eq!(loaded.roots, [root]);
    let pointer = "/y~1z".to_owned();
    assert_eq!(
        loaded.target(root, "crm/b.yaml#/y~1z"),
        Ok(Target {
            file: second,
            pointer
        })
    );
    assert_eq!(loaded.target(second, "#/self").unwrap().file, second);
    assert_eq!(
        loaded.target(second, "b.yaml").unwrap(),
        Target {
            file: second,
            pointer: String::new()
        }
    );
    assert_eq!(
        loaded.target(root, "unreached.yaml"),
        Err(Unavailable::NotLoaded)
    );
}

#[test]
fn a_broken_file_is_there_but_empty_and_no_root() {
    let (loaded, diags) = loaded(&[("a.yaml", "a: [\n")]);
    assert!(diags.has_errors());
    assert!(loaded.documents[0].broken && loaded.documents[0].value.is_null());
    assert!(loaded.roots.is_empty());
}

#[test]
fn what_is_nested_too_deeply_is_refused_without_harm() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    read(&nested(128));
    let refused = ["nesting exceeds the limit of 128 lists and mappings"];
    assert_eq!(faults(&nested(129)), refused);
    for open in ["[", "{a: ", "- ", "[{"] {
        assert_eq!(faults(&open.repeat(100_000)), refused, "{open}");
    }
    let levels = (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth)));
    assert_eq!(faults(&levels.collect::<String>()), refused);
}

#[test]
fn a_billion_laughs_are_refused_in_no_time() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert_eq!(
        faults(&text),
        ["aliases expand to more than 100000 values in this document"]
    );
    let long = "x".repeat(1_000_000);
    for anchor in [format!("&a {long}"), format!("&a {{? {long} : 1}}")] {
        let text = format!("a: {anchor}\nb: [{}]\n", vec!["*a"; 100_000].join(", "));
        let expected = ["aliases expand to more than 100000 values in this document"];
        assert_eq!(faults(&text), expected, "texts and keys are copied, too");
    }
    assert_eq!(
        faults("a: &a [*a]\n"),
        ["recursive alias: it is inside the value that it refers to"]
    );
}

#[test]
fn nested_anchors_cost_no_copies() {
    let depth = 100;
    let time = |anchor: &dyn Fn(usize) -> String| {
        let open: String = (0..depth).map(|level| anchor(level) + "[").collect();
        let text = format!("{open}{}{}", "x, ".repeat(50_000), "]".repeat(depth));
        let start = std::time::Instant::now();
        let (_, value) = read(&text);
        let taken = start.elapsed();
        let inner = value.pointer(&"/0".repeat(depth - 1)).unwrap();
        assert_eq!(inner.as_array().map(Vec::len), Some(50_000));
        taken
    };
    // The shortest time is that of the run that was interrupted least.
    let shortest = |anchor: &dyn Fn(usize) -> String| (0..3).map(|_| time(anchor)).min().unwrap();
    let without = shortest(&|_| String::new());
    let with = shortest(&|level| format!("&a{level} "));
    // A copy at each anchor takes many times as long as the parser.
    assert!(with < without * 4, "{with:?}, but {without:?} without");
}

#[test]
fn aliases_in_anchored_values_are_read() {
    let text = "a: &a {b: &b [1, &c x], d: *b, d2: *c}\ne: [*a, *b]\nf: &f {g: *a}\nh: *f\n";
    let (_, value) = read(text);
    let a = json!({ "b": [1, "x"], "d": [1, "x"], "d2": "x" });
    let expected = json!({ "a": a, "e": [a, [1, "x"]], "f": {"g": a}, "h": {"g": a} });
    assert_eq!(value, expected);
    // The order is that of the document, here as in the values without anchors.
    assert_eq!(value.to_string(), expected.to_string());
}

#[test]
fn characters_that_yaml_does_not_have_are_refused() {
    for character in [
        '\0', '\u{1}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{feff}', '\u{ffff}',
    ] {
        let (loaded, diags) = loaded(&[("a.yaml", &format!("a: é\nb: \"{character}\"\n"))]);
        let shown = render(&diags, &loaded.sources, false);
        assert!(
            shown.contains("is not allowed in YAML") && shown.contains("a.yaml:2:5"),
            "{shown}"
        );
    }
    let (_, value) = read("a: \"\\x1b\\u009b\"\n");
    assert_eq!(value, json!({ "a": "\u{1b}\u{9b}" }));
}

#[test]
fn frequent_syntax_errors_are_explained() {
    for (text, expected, place) in [
        ("a: [\n\n", "this bracket is not closed", "1:4"),
        ("a:\n\tb: 1\n", "a tab is not allowed", "2:2"),
        ("a: 1\n b: 2\n", "`:` is not allowed here", "2:3"),
        ("a: 1\nb\nc: 2\n", "this key has no `:`", "2:1"),
        ("- a\nb: 1\n", "expected `-`", "2:1"),
        (
            "a: {b: 1, c d: 2 [}\n",
            "expected `,` or a closing bracket",
            "1:18",
        ),
        (
            "a: [b: 1\nc: 2\n",
            "expected `,` or a closing bracket",
            "2:2",
        ),
        ("a: 'b' c\n", "unexpected text", "1:8"),
        ("a: b]}\nc: ]\n", "no opening bracket", "2:4"),
        ("a: 'b\n\n", "no closing quote", "1:4"),
        ("a: *b\n", "an anchor that is not defined", "1:4"),
    ] {
        let (loaded, diags) = loaded(&[("a.yaml", text)]);
        let shown = render(&diags, &loaded.sources, false);
        let place = format!("a.yaml:{place}\n");
        assert!(
            shown.contains(expected) && shown.contains(&place),
            "{text:?}: {shown}"
        );
    }
}

/// Many tools write such lines, and most parsers accept them, so they are a warning.
#[test]
fn lines_that_are_indented_too_little_are_read() {
    for (text, expected, place) in [
        ("a:\n  b: 'c\nd'\n", json!({"a": {"b": "c d"}}), "3:1"),
        (
            "a:\n  b: \"c\n\n\nd\"\n",
            json!({"a": {"b": "c\n\nd"}}),
            "5:1",
        ),
        (
            "a:\n  b: {\n    c: 1\n  }\nd: 2\n",
            json!({"a": {"b": {"c": 1}}, "d": 2}),
            "4:3",
        ),
    ] {
        let (loaded, diags) = loaded(&[("a.yaml", text)]);
        let shown = render(&diags, &loaded.sources, false);
        assert!(!diags.has_errors(), "{text:?}: {shown}");
        assert_eq!(loaded.documents[0].value, expected, "{text:?}");
        let place = format!("a.yaml:{place}\n");
        assert!(
            shown.contains("not valid YAML, but accepted here") && shown.contains(&place),
            "{text:?}: {shown}"
        );
    }
}
