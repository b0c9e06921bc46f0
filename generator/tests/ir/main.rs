//! The IR that the documents become, where the goldens do not show it.

use truto_codegen::ir::{
    Additional, Bound, Operation, Primitive, Provenance, ResponseType, Struct, TypeDef, TypeKind,
    TypeRef,
};
use truto_codegen::load::Memory;
use truto_codegen::plan::ModuleId;
use truto_codegen::{Analysis, Warnings, analyze, diag};

mod bodies;
mod connection;
mod methods;
mod one_of;
mod overlaps;
mod parameters;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\n";

/// The IR of `files`, and the diagnostics. Files that begin like OpenAPI documents are the roots.
fn analyze_files(files: &[(&str, &str)]) -> (Analysis, String) {
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| {
            let head = if text.trim_start().starts_with("paths") {
                HEAD
            } else {
                ""
            };
            ((*path).to_owned(), format!("{head}{text}"))
        })
        .collect();
    let is_root = |text: &str| text.starts_with("openapi");
    let roots: Vec<String> = texts
        .iter()
        .filter(|(_, text)| is_root(text))
        .map(|(path, _)| path.clone())
        .collect();
    let memory: Memory = texts
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    let (analysis, outcome) = analyze(&roots, &memory, Warnings::Allow);
    (
        analysis,
        diag::render(&outcome.diagnostics, &outcome.sources, false),
    )
}

/// The IR of one valid document.
fn sound(text: &str) -> Analysis {
    let (analysis, report) = analyze_files(&[("api.yaml", text)]);
    assert_eq!(report, "");
    analysis
}

fn names(analysis: &Analysis) -> Vec<&str> {
    let types = analysis.package.types.iter();
    types.map(|def| analysis.names.ty(def.id)).collect()
}

fn def<'k>(analysis: &'k Analysis, name: &str) -> &'k TypeDef {
    analysis
        .package
        .types
        .iter()
        .find(|def| analysis.names.ty(def.id) == name)
        .unwrap_or_else(|| panic!("no {name} in {:?}", names(analysis)))
}

fn module(analysis: &Analysis, name: &str) -> ModuleId {
    analysis.modules.module(def(analysis, name).id)
}

fn object<'k>(analysis: &'k Analysis, name: &str) -> &'k Struct {
    match &def(analysis, name).kind {
        TypeKind::Struct(of) => of,
        other => panic!("{name} is {other:?}"),
    }
}

fn operation(analysis: &Analysis) -> &Operation {
    &analysis.package.apis[0].resources[0].operations[0]
}

#[test]
fn a_response_that_two_statuses_share_is_one_type() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      responses:
        '200': {$ref: '#/components/responses/Ok'}
        '201': {$ref: '#/components/responses/Ok'}
components:
  responses:
    Ok:
      description: Done
      content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
",
    );
    assert_eq!(names(&analysis), ["ListPetsResponse"]);
    assert!(matches!(
        &operation(&analysis).response,
        ResponseType::Value(TypeRef::Named(_))
    ));
}

#[test]
fn an_inline_enum_of_a_shared_parameter_is_one_type() {
    let analysis = sound(
        "paths:
  /pets:
    get: {operationId: pets_list, tags: [pets], parameters: [{$ref: '#/components/parameters/Kind'}], responses: {'200': {description: Done}}}
    post: {operationId: pets_create, tags: [pets], parameters: [{$ref: '#/components/parameters/Kind'}], responses: {'200': {description: Done}}}
components:
  parameters:
    Kind: {name: kind, in: query, schema: {type: string, enum: [cat, dog]}}
",
    );
    assert_eq!(names(&analysis), ["Kind"]);
}

#[test]
fn a_path_item_used_twice_makes_two_operations_of_one_name() {
    let item = "item:\n  get: {operationId: pets_list, tags: [pets], responses: {'200': {description: Done}}}\n";
    let root = "paths:\n  /a: {$ref: 'item.yaml#/item'}\n  /b: {$ref: 'item.yaml#/item'}\n";
    let (_, report) = analyze_files(&[("api.yaml", root), ("item.yaml", item)]);
    assert!(
        report.contains("would have the same Rust name, `list`"),
        "{report}"
    );
}

#[test]
fn an_alias_is_no_type_of_its_own() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      responses: {'200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Alias'}}}}}
components:
  schemas:
    Alias: {$ref: '#/components/schemas/Pet'}
    Pet: {type: object, properties: {id: {type: string}}}
",
    );
    assert_eq!(names(&analysis), ["Pet"]);
}

#[test]
fn an_envelope_is_opened_and_leaves_no_trace() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      x-truto-envelope: result
      responses: {'200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Envelope'}}}}}
components:
  schemas:
    Envelope: {type: object, required: [result], properties: {result: {$ref: '#/components/schemas/Pet'}}}
    Pet: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
",
    );
    assert_eq!(names(&analysis), ["Pet"]);
    let pet = def(&analysis, "Pet");
    assert_eq!(
        (pet.in_request, pet.in_response, module(&analysis, "Pet")),
        (false, true, ModuleId::Resource(0, 0))
    );
    assert!(object(&analysis, "Pet").fields[0].is_always_present());
}

#[test]
fn a_page_is_opened_and_leaves_no_trace() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      x-truto-pagination: {items: result, cursor: next, count: total}
      parameters: [{name: next, in: query, schema: {type: string}}]
      responses: {'200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}}
components:
  schemas:
    Pets:
      allOf:
        - $ref: '#/components/schemas/Paged'
        - {type: object, properties: {result: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
    Paged: {type: object, properties: {next: {type: string, nullable: true}, total: {type: number}}}
    Pet: {type: object, properties: {id: {type: string}}}
",
    );
    assert_eq!(names(&analysis), ["Pet"]);
    let operation = operation(&analysis);
    let pet = TypeRef::Named(def(&analysis, "Pet").id);
    assert_eq!(operation.response, ResponseType::Page(pet));
    let pages = operation.pagination.as_ref().unwrap();
    let types: Vec<_> = pages
        .properties()
        .map(|(key, of)| (key, of.ty.clone()))
        .collect();
    assert_eq!(
        types[1],
        ("cursor", Some(TypeRef::Primitive(Primitive::String)))
    );
    assert_eq!(
        types[2],
        ("count", Some(TypeRef::Primitive(Primitive::F64)))
    );
}

#[test]
fn bytes_are_known_by_their_schema_where_any_media_are_allowed() {
    let response = |schema: &str| {
        let analysis = sound(&format!(
            "paths:
  /a:
    get:
      operationId: a_get
      tags: [a]
      responses: {{'200': {{description: Done, content: {{'*/*': {{{schema}}}}}}}}}
components:
  schemas:
    File: {{type: string, format: binary}}
"
        ));
        operation(&analysis).response.clone()
    };
    let file = "schema: {$ref: '#/components/schemas/File'}";
    assert_eq!(response(file), ResponseType::Stream);
    let text = ResponseType::Value(TypeRef::Primitive(Primitive::String));
    assert_eq!(response("schema: {type: string}"), text);
    let beside = |media: &str| response(&format!("schema: {{type: string}}}}, {media}: {{{file}"));
    assert_eq!(beside("application/pdf"), ResponseType::Stream);
    assert_eq!(beside("text/html"), ResponseType::Stream);
    assert_eq!(
        response(""),
        ResponseType::Stream,
        "nothing says that it is JSON"
    );
    assert_eq!(response("schema: {}"), ResponseType::Stream);
}

#[test]
fn json_with_a_type_is_chosen_beside_a_file() {
    let response = |content: &str| {
        let text = format!(
            "paths:
  /a:
    get:
      operationId: a_get
      tags: [a]
      responses: {{'200': {{description: Done, content: {{application/pdf: {{}}, {content}}}}}}}
components:
  schemas:
    Pet: {{type: object, properties: {{id: {{type: string}}}}}}
    Kind: {{type: string, enum: [cat, dog]}}
"
        );
        let (analysis, _) = analyze_files(&[("api.yaml", &text)]);
        match &operation(&analysis).response {
            ResponseType::Value(TypeRef::Named(id)) => analysis.names.ty(*id).to_owned(),
            other => format!("{other:?}"),
        }
    };
    let json = "application/json: {schema: {type: string}}";
    assert_eq!(response(json), "Stream");
    let pet = "application/hal+json: {schema: {$ref: '#/components/schemas/Pet'}}";
    assert_eq!(response(&format!("{json}, {pet}")), "Pet");
    let kind = "application/json: {schema: {$ref: '#/components/schemas/Kind'}}";
    assert_eq!(response(kind), "Kind");
}

#[test]
fn cells_on_properties_speak_for_requests_only() {
    let text = "paths:
  /pets:
    post:
      operationId: pets_create
      tags: [pets]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: object, properties: {a.b: {type: string, x-truto-support: {supported: [front]}}}}
x-truto-registry: {front: {label: Front}}
";
    let analysis = sound(text);
    let matrix = &operation(&analysis).matrix;
    assert_eq!(
        matrix
            .request
            .iter()
            .map(|row| row.path.as_str())
            .collect::<Vec<_>>(),
        ["owner.a.b"]
    );
    assert!(matrix.response.is_empty());
}

#[test]
fn who_takes_a_field_is_no_surer_than_its_name() {
    let row = |more: &str| {
        let analysis = sound(&format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nx-truto-registry: {{a: {{label: A}}}}\npaths:\n  /x:\n    get:\n      \
             tags: [x]\n      parameters:\n        - {{name: q, in: query, schema: {{type: string}}, x-truto-provenance: inferred, \
             x-truto-support: {{supported: [a]{more}}}}}\n      responses: {{'200': {{description: fine}}}}\n"
        ));
        operation(&analysis).matrix.query[0].support.provenance
    };
    assert_eq!(row(""), Provenance::Inferred);
    assert_eq!(row(", provenance: older"), Provenance::Older);
}

#[test]
fn a_matrix_can_sit_on_one_of_several_responses() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      responses:
        '200':
          description: Done
          content:
            application/json:
              x-truto-support: {id: {supported: [front]}}
              schema: {type: object, x-truto-name: Pet, properties: {id: {type: string}}}
        '202': {description: Later}
x-truto-registry: {front: {label: Front}}
",
    );
    assert_eq!(operation(&analysis).matrix.response.len(), 1);
}

#[test]
fn null_is_kept_in_lists_maps_and_whole_responses() {
    let analysis = sound(
        "paths:
  /pets:
    get:
      operationId: pets_list
      tags: [pets]
      responses: {'200': {description: Done, content: {application/json: {schema: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}}}}}
components:
  schemas:
    Pet: {type: object, properties: {id: {type: string}}, additionalProperties: {type: integer, nullable: true}}
",
    );
    let nullable = TypeRef::Nullable(Box::new(TypeRef::Primitive(Primitive::I64)));
    assert_eq!(
        object(&analysis, "Pet").additional,
        Additional::Typed(nullable)
    );
    assert!(matches!(
        &operation(&analysis).response,
        ResponseType::Value(TypeRef::Nullable(_))
    ));
}

#[test]
fn types_that_apis_share_live_at_the_root() {
    let shared =
        "components:\n  schemas:\n    Owner: {type: object, properties: {id: {type: string}}}\n";
    let root = |path: &str| {
        format!(
            "paths:\n  /{path}:\n    get: {{operationId: get, tags: [t], responses: {{'200': {{description: Done, content: {{application/json: {{schema: {{$ref: 'shared.yaml#/components/schemas/Owner'}}}}}}}}}}}}\n"
        )
    };
    let (analysis, report) = analyze_files(&[
        ("a.yaml", &root("a")),
        ("b.yaml", &root("b")),
        ("shared.yaml", shared),
    ]);
    assert_eq!(report, "");
    assert_eq!(names(&analysis), ["Owner"]);
    assert_eq!(module(&analysis, "Owner"), ModuleId::Crate);
}

#[test]
fn bounds_are_numbers_with_all_digits() {
    let analysis = sound(
        "paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        age: {type: integer, minimum: 0, exclusiveMinimum: true, maximum: 100000000000000000000}
        size: {type: number, multipleOf: 0.12345678901234567890}
        tags: {type: array, maxItems: 3, uniqueItems: true, items: {type: string}}
",
    );
    let all: Vec<_> = object(&analysis, "Pet")
        .fields
        .iter()
        .map(|field| &field.constraints)
        .collect();
    let bound = |bound: &Option<Bound>| {
        let bound = bound.as_ref().unwrap();
        (bound.value.to_string(), bound.is_exclusive)
    };
    assert_eq!(bound(&all[0].minimum), ("0".to_owned(), true));
    let large = "100000000000000000000".to_owned();
    assert_eq!(bound(&all[0].maximum), (large, false));
    let step = all[1].multiple_of.as_ref().unwrap().to_string();
    assert_eq!(step, "0.1234567890123456789");
    assert_eq!(all[2].items.max, Some(3));
    assert!(all[2].has_unique_items);
}

/// Runs on a small stack, so that recursion along references would overflow.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(run)
        .expect("a thread");
    thread.join().expect("no panic");
}

#[test]
fn long_chains_of_references_do_not_overflow_the_stack() {
    on_a_small_stack(|| {
        let chain: String = (0..5000)
            .map(|n| format!("    S{n}: {{type: object, properties: {{n: {{$ref: '#/components/schemas/S{}'}}}}}}\n", n + 1))
            .collect();
        let analysis = sound(&format!(
            "paths: {{}}\ncomponents:\n  schemas:\n{chain}    S5000: {{type: object, properties: {{id: {{type: string}}}}}}\n"
        ));
        assert_eq!(analysis.package.types.len(), 5001);
    });
}

#[test]
fn diamonds_of_references_are_walked_once() {
    let level = |n: usize, keyword: &str| match keyword {
        "allOf" => format!(
            "    A{n}: {{allOf: [{{$ref: '#/components/schemas/A{m}'}}, {{$ref: '#/components/schemas/A{m}'}}]}}\n",
            m = n + 1
        ),
        _ => format!(
            "    A{n}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/A{m}'}}, b: {{$ref: '#/components/schemas/A{m}'}}}}}}\n",
            m = n + 1
        ),
    };
    for keyword in ["allOf", "properties"] {
        let levels: String = (0..40).map(|n| level(n, keyword)).collect();
        sound(&format!(
            "paths:
  /a:
    post:
      operationId: a_post
      tags: [a]
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A0'}}}}}}}}
      responses: {{'200': {{description: Done}}}}
components:
  schemas:
{levels}    A40: {{type: object, properties: {{id: {{type: string}}}}}}
"
        ));
    }
}

#[test]
fn merged_objects_that_contain_each_other_are_merged_once() {
    let level = |n: usize, own: char| {
        let inner = format!("{{$ref: '#/components/schemas/{own}{}'}}", (n + 1) % 12);
        format!(
            "    {own}{n}: {{type: object, properties: {{{own}: {{type: string}}, l: {inner}, r: {inner}}}}}\n"
        )
    };
    let levels: String = (0..12).map(|n| level(n, 'A') + &level(n, 'B')).collect();
    let analysis = sound(&format!(
        "paths: {{}}
components:
  schemas:
{levels}    Both: {{allOf: [{{$ref: '#/components/schemas/A0'}}, {{$ref: '#/components/schemas/B0'}}]}}
"
    ));
    let merged = object(&analysis, "BothL");
    let wires: Vec<_> = merged
        .fields
        .iter()
        .map(|field| field.wire.as_str())
        .collect();
    assert_eq!(wires, ["A", "l", "r", "B"]);
    let of_both = |name: &&str| name.starts_with("Both");
    assert_eq!(names(&analysis).into_iter().filter(of_both).count(), 13);
}

#[test]
fn a_schema_that_is_only_itself_is_reported() {
    let text = "paths: {}
components:
  schemas:
    A: {allOf: [{$ref: '#/components/schemas/B'}]}
    B: {allOf: [{$ref: '#/components/schemas/A'}]}
    C: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
";
    let (_, report) = analyze_files(&[("api.yaml", text)]);
    assert!(
        report.contains("error: the schema `A` is defined only by itself"),
        "{report}"
    );
}
