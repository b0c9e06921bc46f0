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
fn verdicts(wishes: &[(&str, &[&str])]) -> Vec<String> {
    let memory: Memory = [("desk.yaml".to_owned(), SPEC.as_bytes().to_vec())]
        .into_iter()
        .collect();
    let (analysis, _) = analyze(&["desk.yaml".to_owned()], &memory, Warnings::Allow);
    let wishes = wishes.iter().map(|(operation, fields)| {
        let fields: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
        Wish::new(&analysis, operation, &fields).unwrap()
    });
    let verdicts = choose(&analysis.krate, &wishes.collect::<Vec<_>>());
    let shown = verdicts.into_iter().map(|(slug, verdict)| {
        let (sign, why) = match (verdict.against.as_slice(), verdict.open.as_slice()) {
            ([], []) => ('+', verdict.notes),
            ([], open) => ('?', open.to_vec()),
            (against, _) => ('-', against.to_vec()),
        };
        format!("{sign}{slug} {}", why.join("; "))
            .trim_end()
            .to_owned()
    });
    shown.collect()
}

#[test]
fn who_serves_and_takes_all_remains() {
    assert_eq!(
        verdicts(&[("desk.people.create", &["email"])]),
        [
            "+a",
            "-b desk.people.create does not support email",
            "+c",
            "-d does not support desk.people.create"
        ]
    );
    assert_eq!(
        verdicts(&[("desk.people.create", &[])]),
        [
            "+a",
            "+b desk.people.create returns only part of each object; desk.people.create requires name",
            "+c",
            "-d does not support desk.people.create"
        ]
    );
}

#[test]
fn what_is_not_documented_excludes_nobody() {
    assert_eq!(
        verdicts(&[
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
        verdicts(&[("desk.people.create", &["email", "email.kind"])])[0],
        "?a desk.people.create email.kind"
    );
}

#[test]
fn no_field_speaks_against_an_operation_that_is_not_documented() {
    assert_eq!(
        verdicts(&[("desk.people.merge", &["name"])]),
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
        verdicts(&[("desk.people.create", &["query:phone", "dry"])])[..2],
        [
            "-a desk.people.create does not support query:phone",
            "-b desk.people.create does not support query:phone",
        ]
    );
    assert_eq!(
        verdicts(&[("desk.people.create", &["phone"])])[0],
        "?a desk.people.create phone"
    );
}

#[test]
fn what_is_around_a_field_is_set_with_it() {
    assert_eq!(
        verdicts(&[("desk.people.create", &["email.kind"])])[..2],
        [
            "?a desk.people.create email.kind",
            "-b desk.people.create does not support email",
        ]
    );
}

#[test]
fn a_number_of_all_who_serve_names_them() {
    assert_eq!(
        verdicts(&[("desk.people.import", &["name"])]),
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
fn what_is_before_the_brackets_decides() {
    assert_eq!(
        verdicts(&[("desk.people.create", &["born[gt]"])])[..3],
        [
            "+a",
            "+b desk.people.create returns only part of each object; desk.people.create requires name",
            "-c desk.people.create does not support born[gt]"
        ]
    );
}

#[test]
fn what_is_documented_less_well_is_marked() {
    assert_eq!(
        verdicts(&[("desk.people.update", &[])])[..2],
        [
            "+a desk.people.update is supported (older page); desk.people.update requires name (older page); \
             desk.people.update may require phone",
            "+b desk.people.update is supported (older page); desk.people.update may require phone",
        ]
    );
    assert_eq!(
        verdicts(&[("desk.people.update", &["name"])])[0],
        "+a desk.people.update is supported (older page); desk.people.update supports name (older page); \
         desk.people.update may require phone"
    );
}

#[test]
fn what_is_misspelt_is_said() {
    let memory: Memory = [("desk.yaml".to_owned(), SPEC.as_bytes().to_vec())]
        .into_iter()
        .collect();
    let (analysis, _) = analyze(&["desk.yaml".to_owned()], &memory, Warnings::Allow);
    let wish = |operation: &str, field: &str| {
        Wish::new(&analysis, operation, &[field.to_owned()])
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(
        wish("desk.people.crate", "name"),
        "there is no operation `desk.people.crate`; did you mean `desk.people.create`?"
    );
    assert_eq!(
        wish("desk.people.create", "nam"),
        "desk.people.create: there is no field `nam`; did you mean `name`?"
    );
}
