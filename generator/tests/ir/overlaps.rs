//! Properties that several elements of `allOf` describe.

use truto_codegen::Analysis;
use truto_codegen::ir::TypeRef;

use super::{analyze_files, object};

/// The IR of an object with the property `o`, which these schemas describe, and the diagnostics.
fn merged(schemas: &[&str], components: &str) -> (Analysis, String) {
    let elements = schemas.iter();
    let elements =
        elements.map(|schema| format!("        - {{type: object, properties: {{o: {schema}}}}}\n"));
    let elements: String = elements.collect();
    analyze_files(&[(
        "api.yaml",
        &format!(
            "paths: {{}}\ncomponents:\n  schemas:\n    Top:\n      allOf:\n{elements}{components}"
        ),
    )])
}

/// The name of the type of `o`, and its fields; required ones have a `!`.
fn of_property(analysis: &Analysis) -> (&str, Vec<String>) {
    let ty = &object(analysis, "Top").field("o").unwrap().ty;
    let ty = match ty {
        TypeRef::List(ty) => ty,
        ty => ty,
    };
    let id = ty.named().unwrap();
    let package = &analysis.package;
    let fields = package.structure(id).into_iter().flat_map(|of| &of.fields);
    let fields = fields.map(|field| {
        let mark = if field.required { "!" } else { "" };
        format!("{}{mark}", field.wire)
    });
    (&package.ty(id).words.text, fields.collect())
}

const OWNER: &str = "    Owner: {type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}\n";

#[test]
fn what_one_of_the_schemas_requires_is_required() {
    let owner = "{$ref: '#/components/schemas/Owner'}";
    let ab = "{type: object, properties: {a: {type: string}, b: {type: string}}}";
    let only_a = "{type: object, properties: {a: {type: string}}}";
    let required_a = "{type: object, required: [a], properties: {a: {type: string}}}";
    for (schemas, name, fields) in [
        (&[required_a, only_a] as &[&str], "o", &["a!"] as &[&str]),
        (&[ab, required_a], "o", &["a!", "b"]),
        (&[ab, "{type: object, required: [a]}"], "o", &["a!", "b"]),
        (&["{type: object, required: [a]}", ab], "o", &["a!", "b"]),
        (&[owner, "{required: [name]}"], "o", &["id!", "name!"]),
        (&["{required: [name]}", owner], "o", &["id!", "name!"]),
        (
            &[
                only_a,
                "{type: object, properties: {b: {type: string}, c: {type: string}}}",
                "{type: object, required: [a]}",
            ],
            "o",
            &["a!", "b", "c"],
        ),
        // Nothing is new.
        (
            &[owner, "{required: [id, other]}"],
            "Owner",
            &["id!", "name"],
        ),
        (
            &[
                owner,
                "{type: object, required: [id], properties: {id: {type: string}}}",
            ],
            "Owner",
            &["id!", "name"],
        ),
        (&[owner, "{type: object}"], "Owner", &["id!", "name"]),
    ] {
        let (analysis, report) = merged(schemas, OWNER);
        assert_eq!(report, "", "{schemas:?}");
        let (found, of) = of_property(&analysis);
        assert_eq!(
            (found, of),
            (name, fields.iter().map(|f| (*f).to_owned()).collect()),
            "{schemas:?}"
        );
    }
}

#[test]
fn items_of_lists_are_not_merged() {
    let list = |schema: &str| format!("{{type: array, items: {schema}}}");
    let first = list("{$ref: '#/components/schemas/Owner'}");
    let second = list("{type: object, required: [name], properties: {name: {type: string}}}");
    let (analysis, report) = merged(&[&first, &second], OWNER);
    assert_eq!(report, "");
    assert_eq!(of_property(&analysis).0, "Owner");
}

#[test]
fn an_object_with_subtypes_is_not_merged() {
    let animals = "    Animal: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {meow: {type: string}}}]}\n";
    let animal = "{$ref: '#/components/schemas/Animal'}";
    let other = "{type: object, properties: {y: {type: string}}}";
    let (analysis, report) = merged(&[other, animal], animals);
    assert_eq!(of_property(&analysis).0, "Animal");
    assert!(report.contains("`o` has two different schemas"), "{report}");
    let (_, report) = merged(&[animal, other], animals);
    assert!(report.contains("`o` has two different schemas"), "{report}");
    for same in [
        "{type: object, properties: {kind: {type: string}}}",
        "{required: [kind]}",
    ] {
        let (analysis, report) = merged(&[animal, same], animals);
        assert_eq!(
            (of_property(&analysis).0, report.as_str()),
            ("Animal", ""),
            "{same}"
        );
    }
}

#[test]
fn a_limited_number_of_schemas_is_merged() {
    let schemas =
        (0..66).map(|n| format!("{{type: object, properties: {{p{n}: {{type: string}}}}}}"));
    let schemas: Vec<String> = schemas.collect();
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
    let (analysis, report) = merged(&schemas, "");
    assert_eq!(of_property(&analysis).1.len(), 64);
    let expected = "this schema of the property `o` has no effect: 64 others are already merged";
    assert_eq!(report.matches(expected).count(), 2, "{report}");
}

#[test]
fn each_schema_that_is_ignored_is_reported() {
    let (_, report) = merged(
        &[
            "{type: object, properties: {a: {type: string}}}",
            "{type: object, properties: {b: {type: string}}}",
            "{oneOf: [{type: object, properties: {c: {type: string}}}, {type: object, properties: {d: {type: integer}}}]}",
        ],
        "",
    );
    assert!(report.contains("`o` has 3 different schemas"), "{report}");
    assert_eq!(
        report.matches("this schema is ignored").count(),
        2,
        "{report}"
    );
}
