//! Rewritten documents. What they lose is tested in `tests/diagnostics`.

use serde_json::{Value, json};

use crate::load::Memory;
use crate::{Warnings, bundle_files, diag};

/// Returns the bundle of a document with these schemas.
fn bundled(schemas: &str) -> Value {
    bundles(&[("a.yaml", &document("3.1.0", schemas))])
}

fn document(version: &str, schemas: &str) -> String {
    let info = "info: {title: Pets, version: 1.0.0}\npaths: {}";
    format!("openapi: {version}\n{info}\ncomponents:\n  schemas:\n{schemas}")
}

/// Returns the bundle of `a.yaml`. All documents with a version are roots.
fn bundles(files: &[(&str, &str)]) -> Value {
    let roots = files.iter().filter(|(_, text)| text.starts_with("openapi"));
    let roots: Vec<String> = roots.map(|(path, _)| (*path).to_owned()).collect();
    let files: Memory = files.iter().copied().collect();
    let outcome = bundle_files(&roots, &files, Warnings::Allow);
    let rendered = diag::render(&outcome.diagnostics, &outcome.sources, false);
    assert!(!outcome.diagnostics.has_errors(), "{rendered}");
    let text = outcome.files.get("a.yaml").expect("a bundle");
    serde_yaml::from_slice(text).expect("YAML")
}

/// Checks the schema that replaces another one.
fn rewrites(schema: &str, expected: Value) {
    let bundle = bundled(&format!("    A: {schema}\n    B: {{type: string}}\n"));
    assert_eq!(bundle["openapi"], "3.0.3");
    assert_eq!(bundle["components"]["schemas"]["A"], expected, "{schema}");
}

#[test]
fn nullable_is_a_keyword_of_documents_that_declare_3_0() {
    let schemas = "    A: {type: [integer, 'null']}\n    B: {type: string, nullable: true}\n";
    for (version, expected) in [("3.0.3", false), ("3.1.0", true)] {
        let text = document(version, schemas);
        let files: Memory = [("a.yaml", text.as_str())].into_iter().collect();
        let outcome = bundle_files(&["a.yaml".to_owned()], &files, Warnings::Allow);
        let mut messages = outcome.diagnostics.iter().map(|one| &one.message);
        let is_reported = messages.any(|message| message.contains("keyword `nullable`"));
        assert_eq!(is_reported, expected, "{version}");
    }
}

/// Documents of 3.0 with types that only 3.1 has are frequent.
#[test]
fn documents_of_3_0_can_have_types_of_3_1() {
    let schemas =
        "    A: {anyOf: [{type: string}, {type: 'null'}]}\n    B: {type: [integer, 'null']}\n";
    let bundle = bundles(&[("a.yaml", &document("3.0.3", schemas))]);
    let schemas = &bundle["components"]["schemas"];
    assert_eq!(
        schemas["A"],
        json!({ "anyOf": [{ "type": "string" }], "nullable": true })
    );
    assert_eq!(schemas["B"], json!({ "type": "integer", "nullable": true }));
    // A field can have the name of a keyword whose values are no schemas.
    let named = "    A: {properties: {value: {type: [string, 'null']}, x-a: {nullable: true, type: string}}}\n";
    let bundle = bundles(&[("a.yaml", &document("3.0.3", named))]);
    let value = &bundle["components"]["schemas"]["A"]["properties"]["value"];
    assert_eq!(*value, json!({ "type": "string", "nullable": true }));
    let values = "    A: {type: object, example: {type: 'null'}, properties: {type: {$ref: '#/components/schemas/B', x: 1}}}\n    B: {type: string}\n";
    let bundle = bundles(&[("a.yaml", &document("3.0.3", values))]);
    let own = &bundle["components"]["schemas"]["A"]["properties"]["type"];
    assert_eq!(
        *own,
        json!({ "$ref": "#/components/schemas/B" }),
        "an example is no schema"
    );
}

#[test]
fn types_and_null() {
    let null = json!({ "enum": [null] });
    rewrites("{type: [string]}", json!({ "type": "string" }));
    rewrites(
        "{type: [string, 'null']}",
        json!({ "type": "string", "nullable": true }),
    );
    rewrites("{type: 'null'}", null.clone());
    rewrites("{type: ['null']}", null.clone());
    rewrites("{const: null}", null.clone());
    rewrites("{type: [string, 'null'], enum: [null]}", null.clone());
    rewrites("{anyOf: [{type: 'null'}]}", null);
    rewrites("{type: [integer, number]}", json!({ "type": "number" }));
    rewrites(
        "{type: [string, integer, 'null'], minLength: 2, format: int64, enum: [a, 1, null]}",
        json!({
            "nullable": true,
            "anyOf": [
                { "type": "string", "minLength": 2, "enum": ["a"] },
                { "type": "integer", "format": "int64", "enum": [1] },
            ],
        }),
    );
    rewrites(
        "{type: [string, number], enum: [a, b]}",
        json!({ "enum": ["a", "b"], "type": "string" }),
    );
    rewrites(
        "{allOf: [{$ref: '#/components/schemas/B'}, {nullable: true}]}",
        json!({ "allOf": [{ "$ref": "#/components/schemas/B" }], "nullable": true }),
    );
    let all = "{type: [string, number, boolean, array, object, 'null']}";
    rewrites(all, json!({ "nullable": true }));
    rewrites(
        "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/B', description: b}]}",
        json!({
            "oneOf": [{ "$ref": "#/components/schemas/B" }],
            "nullable": true,
            "description": "b",
        }),
    );
}

#[test]
fn values() {
    rewrites("true", json!({}));
    rewrites("{const: a}", json!({ "enum": ["a"] }));
    rewrites("{const: 1.5}", json!({ "type": "number" }));
    rewrites("{const: {a: 1}}", json!({ "type": "object" }));
    rewrites("{examples: [1, 2]}", json!({ "example": 1 }));
    rewrites("{examples: [1], example: 2}", json!({ "example": 2 }));
    let minimum = |number: u8| json!({ "minimum": number, "exclusiveMinimum": true });
    rewrites("{exclusiveMinimum: 3}", minimum(3));
    rewrites("{minimum: 2, exclusiveMinimum: 3}", minimum(3));
    rewrites("{minimum: 4, exclusiveMinimum: 3}", json!({ "minimum": 4 }));
    let text = |format: &str| json!({ "format": format, "type": "string" });
    rewrites("{contentEncoding: base64}", text("byte"));
    rewrites("{contentEncoding: base64url}", text("base64url"));
    rewrites("{contentMediaType: image/png}", text("binary"));
    rewrites("{contentMediaType: application/json}", json!({}));
    rewrites(
        "{oneOf: [{const: 1, title: ONE, description: First.}, {const: 2, title: TWO}]}",
        json!({
            "type": "integer",
            "description": "- `1`: First.",
            "x-enum-titles": { "1": "ONE", "2": "TWO" },
            "enum": [1, 2],
        }),
    );
}

#[test]
fn lists_and_maps() {
    let list = |items: Value| json!({ "type": "array", "items": items });
    let number = json!({ "type": "number" });
    rewrites(
        "{type: array, prefixItems: [{type: number, minimum: 1}, {type: number}]}",
        list(number.clone()),
    );
    rewrites(
        "{type: array, prefixItems: [{type: number}, {type: string}], items: false}",
        list(json!({})),
    );
    let map = json!({ "additionalProperties": number });
    rewrites("{patternProperties: {a: {type: number}}}", map.clone());
    rewrites("{unevaluatedProperties: {type: number}}", map);
    rewrites(
        "{patternProperties: {a: {type: number}, b: {type: string}}}",
        json!({ "additionalProperties": true }),
    );
}

#[test]
fn references_with_siblings() {
    let b = json!({ "$ref": "#/components/schemas/B" });
    let with = |siblings: &str| format!("{{$ref: '#/components/schemas/B', {siblings}}}");
    rewrites(&with("$comment: c"), b.clone());
    rewrites(&with("type: string"), b.clone());
    rewrites(
        &with("description: d"),
        json!({ "description": "d", "allOf": [b] }),
    );
    rewrites(
        &with("properties: {a: true}"),
        json!({ "properties": { "a": {} }, "allOf": [b] }),
    );
}

#[test]
fn references_find_what_has_been_moved() {
    let bundle = bundled(
        "    A:
      type: [array, object]
      items: {patternProperties: {'^a/b': {type: string, title: moved}}}
      properties: {n: {$ref: '#/$defs/N'}}
      $defs: {N: {$anchor: n, type: [number], minimum: 1}}
    B:
      properties:
        map: {$ref: '#/components/schemas/A/items'}
        value: {$ref: '#/components/schemas/A/items/patternProperties/^a~1b'}
        n: {$ref: '#/components/schemas/A/$defs/N'}
        anchor: {$ref: '#n'}
        last: {$ref: '#/components/schemas/C/anyOf/1'}
    C: {anyOf: [{type: 'null'}, {type: boolean}]}
",
    );
    let target = |property: &str| {
        let at = format!("/components/schemas/B/properties/{property}/$ref");
        let reference = bundle.pointer(&at).and_then(Value::as_str);
        let pointer = reference.and_then(|text| text.strip_prefix('#'));
        bundle
            .pointer(pointer.expect("a reference"))
            .expect("a target")
    };
    let value = target("map")["additionalProperties"]["$ref"].as_str();
    let value = value.and_then(|text| bundle.pointer(text.strip_prefix('#')?));
    assert_eq!(value, Some(target("value")));
    assert_eq!(
        *target("value"),
        json!({ "type": "string", "title": "moved" })
    );
    assert_eq!(*target("n"), json!({ "minimum": 1, "type": "number" }));
    assert_eq!(target("anchor"), target("n"));
    assert_eq!(*target("last"), json!({ "type": "boolean" }));
}

#[test]
fn other_files_have_the_version_of_the_document_that_refers_to_them() {
    let with = |reference: &str| format!("    A: {{properties: {{p: {{$ref: '{reference}'}}}}}}\n");
    let part =
        "Part: {type: [string, 'null'], anyOf: [{$ref: '#/$defs/N'}], $defs: {N: {const: a}}}\n";
    let old = "Old: {type: string, exclusiveMinimum: true, minimum: 1}\n";
    let a = document(
        "3.1.0",
        &(with("part.yaml#/Part") + "    B: {$ref: 'old.yaml#/Old'}\n"),
    );
    let b = document("3.0.3", &with("old.yaml#/Old"));
    let files = [
        ("a.yaml", a.as_str()),
        ("b.yaml", b.as_str()),
        ("part.yaml", part),
        ("old.yaml", old),
    ];
    let bundle = bundles(&files);
    let schemas = &bundle["components"]["schemas"];
    let expected = json!({
        "anyOf": [{ "$ref": "#/components/schemas/Part_N" }],
        "type": "string",
        "nullable": true,
    });
    assert_eq!(schemas["Part"], expected);
    assert_eq!(schemas["Part_N"], json!({ "enum": ["a"] }));
    assert_eq!(schemas["Old"]["exclusiveMinimum"], true);
}

#[test]
fn extensions_among_webhooks_are_not_webhooks() {
    let webhooks =
        "webhooks: {x-hidden: true, added: {post: {responses: {'200': {description: d}}}}}";
    let text = format!(
        "{}{webhooks}\n",
        document("3.1.0", "    A: {type: string}\n")
    );
    let bundle = bundles(&[("a.yaml", text.as_str())]);
    let names = bundle["x-webhooks"].as_object().expect("webhooks").keys();
    assert_eq!(names.collect::<Vec<_>>(), ["added"]);
}

#[test]
fn a_query_as_a_whole_is_an_object_of_parameters() {
    let paths = "
  /a:
    get:
      parameters:
        - name: q
          in: querystring
          content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: [string, 'null']}}}}}
      responses: {'204': {description: Done}}";
    let text = document("3.2.0", "    A: {type: string}\n");
    let text = text.replacen("paths: {}", &format!("paths:{paths}"), 1);
    assert!(text.contains("querystring"), "{text}");
    let bundle = bundles(&[("a.yaml", text.as_str())]);
    let expected = json!([{
        "name": "q",
        "in": "query",
        "style": "form",
        "schema": {"type": "object", "properties": {"a": {"type": "string", "nullable": true}}},
    }]);
    assert_eq!(bundle["paths"]["/a"]["get"]["parameters"], expected);
}

#[test]
fn the_items_of_a_stream() {
    let paths = "
  /a:
    get:
      responses:
        '200':
          description: Events
          content:
            text/event-stream:
              schema: {type: array, items: {}}
              itemSchema:
                type: object
                properties:
                  event: {type: string}
                  data: {type: string, contentMediaType: application/json, contentSchema: {type: [string, 'null']}}
";
    let text = document("3.1.0", "    A: {}").replace("paths: {}", &format!("paths: {paths}"));
    let bundle = bundles(&[("a.yaml", &text)]);
    let response = &bundle["paths"]["/a"]["get"]["responses"]["200"];
    let data = json!({ "type": "string", "nullable": true });
    let properties = json!({ "event": { "type": "string" }, "data": data });
    let expected = json!({ "schema": { "type": "object", "properties": properties } });
    assert_eq!(response["content"]["text/event-stream"], expected);
}

#[test]
fn the_data_of_events_that_are_described_elsewhere() {
    let paths = "
  /a:
    get:
      responses:
        '200':
          description: Events
          content:
            text/event-stream:
              itemSchema: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
            application/json: {schema: {$ref: '#/components/schemas/C'}}
";
    let event = |data: &str| format!("{{type: object, properties: {{data: {data}}}}}");
    let json = "{type: string, contentSchema: {type: [integer, 'null']}}";
    let schemas = format!(
        "    A: {}\n    B: {}\n    C: {}\n    D: {json}\n",
        event(json),
        event("{$ref: '#/components/schemas/D'}"),
        event(json),
    );
    let text = document("3.2.0", &schemas).replace("paths: {}", &format!("paths: {paths}"));
    let bundle = bundles(&[("a.yaml", &text)]);
    let data = |name: &str| bundle["components"]["schemas"][name]["properties"]["data"].clone();
    assert_eq!(data("A"), json!({"type": "integer", "nullable": true}));
    let reference = json!({"$ref": "#/components/schemas/D_contentSchema"});
    assert_eq!(data("B"), reference);
    // Its JSON has a text.
    assert_eq!(data("C")["type"], "string");
}
