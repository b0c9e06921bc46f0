//! Media types, responses and headers.

use truto_codegen::ir::{
    Case, Media, Operation, Primitive, PropertyEncoding, StatusRange, Style, TypeRef,
};

use super::{analyze_files, def, names, operation, sound};

const HEAD: &str = "paths:
  /pets:
    post:
      operationId: pets_create
      tags: [pets]
";

fn media(operation: &Operation) -> Vec<(&str, &TypeRef)> {
    let others = &operation.body.as_ref().unwrap().media_types.others;
    let others = others.iter();
    others
        .map(|one| (one.media_type.as_str(), &one.ty))
        .collect()
}

#[test]
fn all_media_types_of_a_body_are_kept() {
    let (analysis, report) = analyze_files(&[(
        "api.yaml",
        &format!(
            "{HEAD}      requestBody:
        content:
          multipart/form-data: {{schema: {{$ref: '#/components/schemas/Upload'}}}}
          text/csv: {{schema: {{type: string}}}}
          application/json; a=b: {{schema: {{$ref: '#/components/schemas/Upload'}}}}
          application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}
      responses: {{'200': {{description: Done}}}}
components:
  schemas:
    Pet: {{type: object, properties: {{id: {{type: string}}}}}}
    Upload: {{type: object, properties: {{file: {{type: string}}}}}}
"
        ),
    )]);
    let operation = operation(&analysis);
    let pet = TypeRef::Named(def(&analysis, "Pet").id);
    let upload = TypeRef::Named(def(&analysis, "Upload").id);
    let text = TypeRef::Primitive(Primitive::String);
    assert_eq!(media(operation), [("application/json; a=b", &upload)]);
    assert_eq!(report.matches("has no effect").count(), 1, "{report}");
    let variants = analysis.package.apis[0].resources[0].operations.iter();
    let variants = variants.map(|one| (one.words.as_str(), &one.body.as_ref().unwrap().ty));
    let words = operation.words.as_str();
    let [multipart, csv] = ["multipart", "csv"].map(|name| format!("{words} as {name}"));
    let expected = [(words, &pet), (&*multipart, &upload), (&*csv, &text)];
    assert_eq!(Vec::from_iter(variants), expected);
}

#[test]
fn multipart_is_chosen_where_nothing_else_is_allowed() {
    let (analysis, report) = analyze_files(&[(
        "api.yaml",
        &format!(
            "{HEAD}      requestBody:
        content:
          multipart/form-data:
            schema: {{type: object, properties: {{tags: {{type: array, items: {{type: string}}}}}}}}
            encoding: {{tags: {{contentType: text/plain, explode: false}}}}
      responses: {{'200': {{description: Done}}}}
"
        ),
    )]);
    let body = operation(&analysis).body.as_ref().unwrap();
    assert_eq!(
        body.media,
        Media::Multipart("multipart/form-data".to_owned())
    );
    let encodings = body.media_types.encodings.as_ref().unwrap();
    let expected = PropertyEncoding {
        wire: "tags".to_owned(),
        media_type: Some("text/plain".to_owned()),
        style: Style::Form,
        explode: false,
        is_styled: true,
        headers: None,
        origin: encodings.properties[0].origin,
    };
    assert_eq!(encodings.properties, [expected]);
    assert_eq!(report, "");
}

#[test]
fn error_responses_have_one_type_if_they_do_not_differ() {
    let analysis = sound(&format!(
        "{HEAD}      responses:
        '200': {{description: Done}}
        '404': {{$ref: '#/components/responses/Missing'}}
        4XX: {{description: Refused, content: {{application/problem+json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}}}
        default: {{description: Broken, content: {{text/plain: {{schema: {{type: string}}}}}}}}
components:
  responses:
    Missing: {{description: Missing, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}}}
  schemas:
    Problem: {{type: object, properties: {{code: {{oneOf: [{{type: string}}, {{type: integer}}]}}}}}}
"
    ));
    assert_eq!(names(&analysis), ["Problem", "ProblemCode"]);
    let failures = &operation(&analysis).failures;
    let statuses: Vec<_> = failures.iter().map(|case| case.status).collect();
    let expected = [
        StatusRange::Code(404),
        StatusRange::Class(4),
        StatusRange::Default,
    ];
    assert_eq!(statuses, expected);
    let problem = &analysis.package.types[0];
    assert_eq!(
        operation(&analysis).failure,
        Some(TypeRef::Named(problem.id))
    );
    assert_eq!(problem.words.text, "Problem");
    let ty = |case: &Case| case.ty.clone();
    let expected = [
        Some(TypeRef::Named(problem.id)),
        Some(TypeRef::Named(problem.id)),
        Some(TypeRef::Primitive(Primitive::String)),
    ];
    assert_eq!(failures.iter().map(ty).collect::<Vec<_>>(), expected);
    assert_eq!(analysis.package.ty(problem.id).words.text, "Problem");
}

#[test]
fn headers_of_responses_have_types() {
    let (analysis, report) = analyze_files(&[(
        "api.yaml",
        &format!(
            "{HEAD}      responses:
        '200': {{description: Done, headers: {{X-Rest: {{required: true, schema: {{type: integer}}}}}}}}
"
        ),
    )]);
    let headers = operation(&analysis).cases[0].headers.as_ref().unwrap();
    let rest = &headers.all[0];
    let integer = TypeRef::Primitive(Primitive::I64);
    assert_eq!((rest.wire.as_str(), &rest.ty), ("X-Rest", &integer));
    assert!(rest.required);
    assert!(report.starts_with("advice: the headers of this response have no types"));
}

#[test]
fn a_list_behind_all_of_addresses_several_objects() {
    for (envelope, schema) in [
        ("", "{allOf: [{$ref: '#/components/schemas/Pets'}]}"),
        (
            "x-truto-envelope: result",
            "{allOf: [{type: object, properties: {result: {$ref: '#/components/schemas/Pets'}}}]}",
        ),
    ] {
        let (analysis, report) = analyze_files(&[(
            "api.yaml",
            &format!(
                "paths:
  /pets/near:
    post:
      operationId: pets_near
      tags: [pets]
      {envelope}
      responses: {{'200': {{description: Done, content: {{application/json: {{schema: {schema}}}}}}}}}
components:
  schemas:
    Pets: {{type: array, items: {{type: string}}}}
"
            ),
        )]);
        assert_eq!(report, "");
        assert!(!operation(&analysis).addresses_one, "{schema}");
    }
}
