//! The content of bundles. Faults are tested in `tests/diagnostics`.

use serde_json::{Value, json};

use crate::diag::Severity;
use crate::load::Memory;
use crate::{Options, Warnings, bundle_files, diag, generate};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\n";

/// Returns the bundle of `a.yaml`, which must be without errors and dangling references, and valid input for code generation.
fn bundled(root: &str, files: &[(&str, &str)]) -> Value {
    let root = format!("{HEAD}{root}");
    let files: Memory = files
        .iter()
        .copied()
        .chain([("a.yaml", root.as_str())])
        .collect();
    let roots = ["a.yaml".to_owned()];
    let outcome = bundle_files(&roots, &files, Warnings::Allow);
    assert!(
        !outcome.diagnostics.has_errors(),
        "{}",
        diag::render(&outcome.diagnostics, &outcome.sources, false)
    );
    let outcome_of_code = generate(&roots, &files, Warnings::Allow, &Options::default());
    assert!(
        !outcome_of_code.diagnostics.has_errors(),
        "{}",
        diag::render(
            &outcome_of_code.diagnostics,
            &outcome_of_code.sources,
            false
        )
    );
    let text = outcome.files.get("a.yaml").expect("a bundle");
    let again: Memory = [("b.yaml", str::from_utf8(text).expect("text"))]
        .into_iter()
        .collect();
    let twice = bundle_files(&["b.yaml".to_owned()], &again, Warnings::Allow);
    assert!(
        !twice.diagnostics.has_errors(),
        "{}",
        diag::render(&twice.diagnostics, &twice.sources, false)
    );
    serde_yaml::from_slice(text).expect("YAML")
}

fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value
        .pointer(pointer)
        .unwrap_or_else(|| panic!("nothing at {pointer} of {value:#}"))
}

const DONE: &str = "responses: {'200': {description: Done}}";

/// The faults are reported where they are, and what depends on them can still be generated.
#[test]
fn null_and_other_spellings_do_not_lose_the_document() {
    let parameter = |parameter: &str| {
        format!(
            "paths:\n  /a:\n    get:\n      operationId: a\n      parameters: [{parameter}]\n      {DONE}\n"
        )
    };
    let scheme =
        |scheme: &str| format!("paths: {{}}\ncomponents: {{securitySchemes: {{K: {scheme}}}}}\n");
    let responses = |responses: &str| {
        format!("paths:\n  /a:\n    get:\n      operationId: a\n      responses: {{{responses}}}\n")
    };
    let header = "'200': {description: Done, headers: {X: {schema: null}}}";
    for (root, error) in [
        (parameter("{name: a, in: query, schema: null}"), None),
        (
            parameter("{name: a, in: Query, style: FORM, schema: {type: string}}"),
            None,
        ),
        (
            parameter("{name: a, in: query, schema: {type: string}, content: null}"),
            None,
        ),
        (
            parameter("{name: a, in: query}"),
            Some("requires either `schema` or `content`"),
        ),
        (responses(header), None),
        (
            responses("4XX: {description: a}, 4xx: {description: b}, '200': {description: c}"),
            Some("two entries are read as `4XX`"),
        ),
        (
            responses("4xx: {description: a}, 4Xx: {description: b}, '200': {description: c}"),
            Some("two entries are read as `4XX`"),
        ),
        (
            scheme("{type: ApiKey, in: header}"),
            Some("requires `name`"),
        ),
        (
            scheme("{type: http, scheme: null}"),
            Some("requires `scheme`"),
        ),
        (
            scheme("{type: oauth2, flows: null}"),
            Some("requires `flows`"),
        ),
        (
            scheme("{type: apiKey, name: k, in: null}"),
            Some("requires `in`"),
        ),
    ] {
        let text = format!("{HEAD}{root}");
        let files: Memory = [("a.yaml", text.as_str())].into_iter().collect();
        let outcome = bundle_files(&["a.yaml".to_owned()], &files, Warnings::Allow);
        let errors = outcome
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error);
        let errors: Vec<_> = errors.collect();
        let messages: Vec<_> = errors.iter().map(|one| one.message.as_str()).collect();
        let is_expected = |one: &&str| error.is_some_and(|error| one.contains(error));
        assert!(messages.iter().all(is_expected), "{root}: {messages:?}");
        assert_eq!(messages.is_empty(), error.is_none(), "{root}");
        assert!(errors.iter().all(|one| one.origin.is_some()), "{root}");
    }
}

#[test]
fn callbacks_may_lead_back() {
    let root = format!(
        "paths:
  /pets:
    post:
      tags: [pets]
      callbacks:
        self: {{'{{$url}}': {{$ref: '#/paths/~1pets'}}}}
        loop: {{'{{$url}}': {{$ref: 'b.yaml#/item'}}}}
        named: {{$ref: 'b.yaml#/named'}}
      {DONE}
"
    );
    let other = format!(
        "item: {{post: {{callbacks: {{a: {{$ref: '#/named'}}, b: {{'{{$x}}': {{$ref: '#/item'}}}}}}, {DONE}}}}}
named: {{'{{$y}}': {{post: {{callbacks: {{c: {{$ref: '#/named'}}}}, {DONE}}}}}}}
"
    );
    let bundle = bundled(&root, &[("b.yaml", &other)]);
    let callbacks = at(&bundle, "/paths/~1pets/post/callbacks");
    assert_eq!(at(callbacks, "/self/{$url}/$ref"), "#/paths/~1pets");
    let item = "#/components/callbacks/item/%7B$url%7D";
    assert_eq!(at(callbacks, "/loop/{$url}/$ref"), item);
    let named = "#/components/callbacks/named/%7B$y%7D";
    assert_eq!(at(callbacks, "/named/{$y}/$ref"), named);
    let post = at(&bundle, "/components/callbacks/item/{$url}/post");
    assert_eq!(at(post, "/callbacks/a/{$y}/$ref"), named);
    assert_eq!(at(post, "/callbacks/b/{$x}/$ref"), item);
}

#[test]
fn callbacks_neither_multiply_nor_nest() {
    let root = format!(
        "paths:
  /pets: {{post: {{tags: [pets], callbacks: {{a: {{x: {{$ref: 'b.yaml#/i0'}}}}, b: {{$ref: 'b.yaml#/c0'}}}}, {DONE}}}}}
"
    );
    let links = (0..500).map(|i| {
        let next = (i + 1) % 500;
        let callbacks = format!("a: {{x: {{$ref: '#/i{next}'}}}}, b: {{$ref: '#/c{next}'}}");
        let item = format!("{{post: {{callbacks: {{{callbacks}}}, {DONE}}}}}");
        format!("i{i}: {item}\nc{i}: {{y: {item}}}\n")
    });
    let bundle = bundled(&root, &[("b.yaml", &links.collect::<String>())]);
    let callbacks = at(&bundle, "/components/callbacks");
    assert_eq!(callbacks.as_object().map(serde_json::Map::len), Some(1000));
}

#[test]
fn examples_of_other_files_come_along() {
    let root = format!(
        "paths:
  /pets:
    get:
      tags: [pets]
      parameters:
        - {{name: sort, in: query, schema: {{type: string}}, examples: {{name: {{$ref: 'b.yaml#/components/examples/ByName'}}}}}}
      {DONE}
"
    );
    let bundle = bundled(
        &root,
        &[(
            "b.yaml",
            "components: {examples: {ByName: {value: {$ref: data}}}}\n",
        )],
    );
    let example = at(&bundle, "/paths/~1pets/get/parameters/0/examples/name/$ref");
    assert_eq!(example, "#/components/examples/ByName");
    assert_eq!(
        at(&bundle, "/components/examples/ByName/value/$ref"),
        "data"
    );
}

#[test]
fn parts_without_a_name_get_one_of_their_own() {
    let root = format!(
        "paths:
  /pets:
    get:
      tags: [pets]
      parameters:
        - {{name: a, in: query, schema: {{$ref: '#/components/schemas/Pets/items'}}}}
        - {{name: b, in: query, schema: {{$ref: '#/components/schemas/Pet/properties/items'}}}}
        - {{name: c, in: query, schema: {{$ref: '#/components/schemas/Pet/items'}}}}
      {DONE}
components:
  schemas:
    Pets: {{type: array, items: {{type: string}}}}
    Pet: {{items: {{type: integer}}, properties: {{items: {{type: string}}}}}}
"
    );
    let bundle = bundled(&root, &[]);
    let parameters = at(&bundle, "/paths/~1pets/get/parameters");
    for (pointer, name) in [
        ("/0", "Pets_items"),
        ("/1", "Pet_items"),
        ("/2", "components_schemas_Pet_items"),
    ] {
        let reference = at(parameters, &format!("{pointer}/schema/$ref"));
        assert_eq!(reference, &format!("#/components/schemas/{name}"));
    }
    let reference = at(&bundle, "/components/schemas/Pets/items/$ref");
    assert_eq!(reference, "#/components/schemas/Pets_items");
}

#[test]
fn references_that_are_plain_texts_are_rewritten() {
    let other = format!(
        "paths:
  '/pets/{{id}}':
    get:
      tags: [pets]
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses:
        '200':
          description: Done
          links:
            same: {{operationRef: '#/paths/~1pets~1%7Bid%7D/get'}}
            other: {{operationRef: 'a.yaml#/paths/~1cats/get'}}
            web: {{operationRef: 'https://example.com/a.yaml#/paths/~1cats/get'}}
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}
  /dogs: {{get: {{tags: [pets], {DONE}}}}}
components:
  schemas:
    Pet:
      properties: {{kind: {{type: string}}}}
      discriminator: {{propertyName: kind, mapping: {{pet: Pet, dog: 'c.yaml#/definitions/Dog', cat: Cat}}}}
"
    );
    let root = "paths:
  '/animals/{id}': {$ref: 'b.yaml#/paths/~1pets~1%7Bid%7D'}
  /cats: {$ref: 'b.yaml#/paths/~1dogs'}
";
    let dogs = "definitions: {Dog: {type: object, properties: {id: {type: string}}}}\n";
    let bundle = bundled(root, &[("b.yaml", &other), ("c.yaml", dogs)]);
    let links = at(&bundle, "/paths/~1animals~1{id}/get/responses/200/links");
    for (link, expected) in [
        ("same", "#/paths/~1animals~1%7Bid%7D/get"),
        ("other", "#/paths/~1cats/get"),
        ("web", "https://example.com/a.yaml#/paths/~1cats/get"),
    ] {
        assert_eq!(at(links, &format!("/{link}/operationRef")), expected);
    }
    let mapping = at(&bundle, "/components/schemas/Pet/discriminator/mapping");
    assert_eq!(at(mapping, "/pet"), "#/components/schemas/Pet");
    assert_eq!(at(mapping, "/dog"), "#/components/schemas/Dog");
    assert_eq!(at(mapping, "/cat"), "Cat");
    assert!(
        bundle
            .pointer("/components/schemas/Dog/properties")
            .is_some()
    );
}

#[test]
fn an_operation_may_be_in_a_file_of_its_own() {
    let root = "paths: {/pets: {get: {$ref: 'pets.yaml#/list'}, post: {$ref: pets.yaml#/add}}}";
    let pets = format!(
        "list: {{operationId: pets_list, tags: [pets], {DONE}}}
add: {{operationId: pets_add, tags: [pets], requestBody: {{$ref: '#/body'}}, {DONE}}}
body: {{content: {{application/json: {{schema: {{type: object, properties: {{name: {{type: string}}}}}}}}}}}}"
    );
    let bundle = bundled(root, &[("pets.yaml", &pets)]);
    assert_eq!(at(&bundle, "/paths/~1pets/get/operationId"), "pets_list");
    let body = at(&bundle, "/paths/~1pets/post/requestBody/$ref");
    assert_eq!(body, "#/components/requestBodies/body");
}

#[test]
fn components_of_two_files_may_have_the_same_name() {
    let root = format!(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      parameters: [{{$ref: 'a/parts.yaml#/id'}}, {{$ref: 'b/parts.yaml#/id'}}, {{$ref: 'c/parts.yaml#/id'}}]
      {DONE}"
    );
    let parameter =
        |name: &str| format!("id: {{name: {name}, in: query, schema: {{type: string}}}}");
    let files = [
        ("a/parts.yaml", &*parameter("x")),
        ("b/parts.yaml", &*parameter("y")),
        ("c/parts.yaml", &*parameter("z")),
    ];
    let bundle = bundled(&root, &files);
    for (name, sent) in [("id", "x"), ("parts_id", "y"), ("c_parts_id", "z")] {
        assert_eq!(
            at(&bundle, &format!("/components/parameters/{name}/name")),
            sent
        );
    }
}

#[test]
fn a_long_chain_of_references_is_followed_once() {
    let mut root = format!(
        "paths: {{/pets: {{get: {{operationId: pets_list, tags: [pets], parameters: [{{$ref: '#/components/parameters/P0'}}], {DONE}}}}}}}
components:
  parameters:
"
    );
    // If each reference followed the whole chain, this would take minutes.
    for index in 0..5_000 {
        root += &format!(
            "    P{index}: {{$ref: '#/components/parameters/P{}'}}\n",
            index + 1
        );
    }
    root += "    P5000: {name: x, in: query, schema: {type: string}}\n";
    let bundle = bundled(&root, &[]);
    let parameter = at(&bundle, "/paths/~1pets/get/parameters/0/$ref");
    assert_eq!(parameter, "#/components/parameters/P5000");
}

#[test]
fn many_parts_whose_names_differ_in_signs_become_components() {
    let signs = |number: usize| -> String {
        let signs = (0..13).map(|bit| if number >> bit & 1 == 0 { '!' } else { '+' });
        signs.collect()
    };
    let of = |value: &dyn Fn(usize) -> Value| -> Value {
        let entries = (0..8_192).map(|number| (format!("a{}b", signs(number)), value(number)));
        entries.collect()
    };
    let part = |number| json!({"type": "object", "title": format!("T{number}")});
    let reference =
        |number| json!({"$ref": format!("#/components/schemas/E/properties/a{}b", signs(number))});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {"schemas": {
            "E": {"type": "object", "properties": of(&part)},
            "F": {"type": "object", "properties": of(&reference)},
        }},
    });
    let files: Memory = [("a.json", document.to_string())].into_iter().collect();
    // If each number was tried for each name, this would take minutes.
    let outcome = bundle_files(&["a.json".to_owned()], &files, Warnings::Allow);
    let text = outcome.files.values().next().expect("a bundle");
    let bundle: Value = serde_yaml::from_slice(text).expect("YAML");
    let schemas = at(&bundle, "/components/schemas")
        .as_object()
        .expect("schemas");
    assert_eq!(schemas.len(), 8_194);
}
