use super::*;
use crate::load::Memory;
use crate::{Warnings, analyze};

const SPEC: &str = "
openapi: 3.0.3
info: {title: Desk, version: 1.0.0}
x-truto-registry:
  a: {label: A}
  b: {label: B}
  c: {label: C}
  d: {label: D}
paths:
  /people:
    post:
      operationId: people_create
      tags: [people]
      x-truto-integrations: {supported: [a, b, c], partial_response: [b]}
      parameters:
        - {name: phone, in: query, schema: {type: string}, x-truto-support: {supported: [c]}}
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: born, in: query, schema: {type: string}, x-truto-support: {supported: [a, b]}}
        - {name: 'born[gt]', in: query, schema: {type: string}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}
      responses: {'204': {description: Done.}}
  /people/import:
    post:
      operationId: people_import
      tags: [people]
      x-truto-integrations: {supported: [a, b]}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Import'}}}
      responses: {'204': {description: Done.}}
  /people/merge:
    post:
      operationId: people_merge
      tags: [people]
      x-truto-integrations: {supported: [a, b], complete: false}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Merge'}}}
      responses: {'204': {description: Done.}}
  /people/{id}:
    patch:
      operationId: people_update
      tags: [people]
      x-truto-integrations: {supported: [a, b], provenance: older}
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}
      responses: {'204': {description: Done.}}
    delete:
      operationId: people_delete
      tags: [people]
      x-truto-integrations: {supported: [a], complete: false}
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Done.}}
components:
  schemas:
    Import:
      type: object
      properties:
        name: {type: string, x-truto-support: {required_count: 0, supported_count: 2}}
        phone: {type: string, x-truto-support: {required_count: 2, supported_count: 2}}
        email: {type: string, x-truto-support: {required_count: 1, supported_count: 2}}
    Merge:
      type: object
      properties:
        name: {type: string, x-truto-support: {supported: [a]}}
    Change:
      type: object
      properties:
        name: {type: string, x-truto-support: {required: [a], provenance: older}}
        phone: {type: string, x-truto-support: {required_count: 1, supported_count: 2}}
    Person:
      type: object
      properties:
        name: {type: string, x-truto-support: {required: [b], supported: [a]}}
        phone: {type: string, x-truto-support: {supported_count: 2}}
        email:
          type: object
          properties:
            kind: {type: string}
          x-truto-support: {supported: [a, c]}
";

/// The result for each integration: `+` supported, `?` not documented, `-` not supported; with the reasons.
fn assessments(queries: &[(&str, &[&str])]) -> Vec<String> {
    let memory: Memory = [("desk.yaml".to_owned(), SPEC.as_bytes().to_vec())]
        .into_iter()
        .collect();
    let (analysis, _) = analyze(&["desk.yaml".to_owned()], &memory, Warnings::Allow);
    let queries = queries.iter().map(|(operation, fields)| {
        let fields: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
        Query::new(&analysis, operation, &fields).unwrap()
    });
    let assessments = choose(&analysis.package, &queries.collect::<Vec<_>>());
    let shown = assessments.into_iter().map(|(slug, assessment)| {
        let (sign, why) = match (
            assessment.unsupported.as_slice(),
            assessment.undocumented.as_slice(),
        ) {
            ([], []) => ('+', assessment.notes),
            ([], undocumented) => ('?', undocumented.to_vec()),
            (unsupported, _) => ('-', unsupported.to_vec()),
        };
        format!("{sign}{slug} {}", why.join("; "))
            .trim_end()
            .to_owned()
    });
    shown.collect()
}

#[test]
fn integrations_that_support_everything_remain() {
    assert_eq!(
        assessments(&[("desk.people.create", &["email"])]),
        [
            "+a",
            "-b desk.people.create does not support email",
            "+c",
            "-d does not support desk.people.create"
        ]
    );
    assert_eq!(
        assessments(&[("desk.people.create", &[])]),
        [
            "+a",
            "+b desk.people.create returns only part of each object; desk.people.create requires name",
            "+c",
            "-d does not support desk.people.create"
        ]
    );
}

#[test]
fn undocumented_support_excludes_no_integration() {
    assert_eq!(
        assessments(&[
            ("desk.people.create", &["phone"]),
            ("desk.people.delete", &[])
        ]),
        [
            "?a desk.people.create phone",
            "?b desk.people.create phone; desk.people.delete",
            "?c desk.people.create phone; desk.people.delete",
            "-d does not support desk.people.create"
        ]
    );
    // Support of the nested field is not documented.
    assert_eq!(
        assessments(&[("desk.people.create", &["email", "email.kind"])])[0],
        "?a desk.people.create email.kind"
    );
}

#[test]
fn fields_of_an_undocumented_operation_are_not_listed() {
    assert_eq!(
        assessments(&[("desk.people.merge", &["name"])]),
        [
            "+a",
            "-b desk.people.merge does not support name",
            "?c desk.people.merge",
            "?d desk.people.merge"
        ]
    );
}

#[test]
fn a_parameter_is_not_the_field_of_the_same_name() {
    assert_eq!(
        assessments(&[("desk.people.create", &["query:phone", "dry"])])[..2],
        [
            "-a desk.people.create does not support query:phone",
            "-b desk.people.create does not support query:phone",
        ]
    );
    assert_eq!(
        assessments(&[("desk.people.create", &["phone"])])[0],
        "?a desk.people.create phone"
    );
}

#[test]
fn objects_that_contain_a_field_are_set_with_it() {
    assert_eq!(
        assessments(&[("desk.people.create", &["email.kind"])])[..2],
        [
            "?a desk.people.create email.kind",
            "-b desk.people.create does not support email",
        ]
    );
}

#[test]
fn integrations_are_inferred_from_a_count_of_all() {
    assert_eq!(
        assessments(&[("desk.people.import", &["name"])]),
        [
            "+a desk.people.import supports name (inferred); desk.people.import requires phone (inferred); \
             desk.people.import may require email (inferred)",
            "+b desk.people.import supports name (inferred); desk.people.import requires phone (inferred); \
             desk.people.import may require email (inferred)",
            "-c does not support desk.people.import",
            "-d does not support desk.people.import"
        ]
    );
}

#[test]
fn the_name_before_the_brackets_decides() {
    assert_eq!(
        assessments(&[("desk.people.create", &["born[gt]"])])[..3],
        [
            "+a",
            "+b desk.people.create returns only part of each object; desk.people.create requires name",
            "-c desk.people.create does not support born[gt]"
        ]
    );
}

#[test]
fn less_reliable_support_is_marked() {
    assert_eq!(
        assessments(&[("desk.people.update", &[])])[..2],
        [
            "+a desk.people.update is supported (older page); desk.people.update requires name (older page); \
             desk.people.update may require phone",
            "+b desk.people.update is supported (older page); desk.people.update may require phone",
        ]
    );
    assert_eq!(
        assessments(&[("desk.people.update", &["name"])])[0],
        "+a desk.people.update is supported (older page); desk.people.update supports name (older page); \
         desk.people.update may require phone"
    );
}

#[test]
fn a_misspelt_name_is_an_error() {
    let memory: Memory = [("desk.yaml".to_owned(), SPEC.as_bytes().to_vec())]
        .into_iter()
        .collect();
    let (analysis, _) = analyze(&["desk.yaml".to_owned()], &memory, Warnings::Allow);
    let query = |operation: &str, field: &str| {
        Query::new(&analysis, operation, &[field.to_owned()])
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(
        query("desk.people.crate", "name"),
        "there is no operation `desk.people.crate`; did you mean `desk.people.create`?"
    );
    assert_eq!(
        query("desk.people.create", "nam"),
        "desk.people.create: there is no field `nam`; did you mean `name`?"
    );
}
