//! `oneOf`, `anyOf` and `discriminator`.

use truto_codegen::Analysis;
use truto_codegen::ir::{
    Criterion, JsonKind, Primitive, Selector, Struct, TypeKind, TypeRef, Union,
};

use super::{analyze_files, def, names, object};

/// The IR of these schemas, and the diagnostics.
fn lowered(schemas: &str) -> (Analysis, String) {
    let text = format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}");
    analyze_files(&[("api.yaml", &text)])
}

fn union<'k>(analysis: &'k Analysis, name: &str) -> &'k Union {
    match &def(analysis, name).kind {
        TypeKind::Union(of) => of,
        other => panic!("{name} is {other:?}"),
    }
}

fn labels(union: &Union) -> Vec<&str> {
    union
        .cases
        .iter()
        .map(|case| case.words.text.as_str())
        .collect()
}

fn tags(union: &Union) -> Vec<(&str, Vec<&str>)> {
    let selectors = union.cases.iter().map(|case| &case.selector);
    selectors.map(tag).collect()
}

fn tag(selector: &Selector) -> (&str, Vec<&str>) {
    match selector {
        Selector::Tag { property, values } => {
            (property, values.iter().map(String::as_str).collect())
        }
        Selector::Content => ("", Vec::new()),
        Selector::Status(status) => panic!("{status:?}"),
    }
}

const PETS: &str = "
    Cat: {type: object, required: [meows], properties: {kind: {type: string}, meows: {type: boolean}}}
    Dog: {type: object, properties: {kind: {type: string, enum: [dog, hound]}, barks: {type: boolean}}}
";

#[test]
fn a_discriminator_is_a_tag_with_the_values_of_each_case() {
    let (analysis, report) = lowered(&format!(
        "    Pet:
      oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}, {{$ref: '#/components/schemas/Fox'}}]
      discriminator: {{propertyName: kind, mapping: {{cat: '#/components/schemas/Cat', kitten: Cat}}}}
    Fox: {{type: object, properties: {{kind: {{type: string}}}}}}
{PETS}"
    ));
    let pet = union(&analysis, "Pet");
    assert_eq!(labels(pet), ["Cat", "Dog", "Fox"]);
    let expected = [
        ("kind", vec!["cat", "kitten"]),
        ("kind", vec!["dog", "hound"]),
        ("kind", vec!["Fox"]),
    ];
    assert_eq!(tags(pet), expected);
    assert!(pet.is_exclusive);
    assert_eq!(report.matches("error").count(), 0, "{report}");
}

#[test]
fn without_a_tag_the_most_specific_case_is_tried_first() {
    let (analysis, _) = lowered(&format!(
        "    Pet:
      anyOf:
        - {{type: string}}
        - {{type: object, title: Anything, additionalProperties: {{type: string}}}}
        - {{$ref: '#/components/schemas/Dog'}}
        - {{$ref: '#/components/schemas/Cat'}}
        - {{type: array, items: {{type: string}}}}
{PETS}"
    ));
    let pet = union(&analysis, "Pet");
    assert_eq!(labels(pet), ["text", "Anything", "Dog", "Cat", "list"]);
    let order = analysis
        .package
        .in_order(pet)
        .into_iter()
        .map(|case| &case.words.text);
    let order: Vec<_> = order.map(String::as_str).collect();
    assert_eq!(order, ["Cat", "Dog", "text", "list", "Anything"]);
    let criteria = pet.types().map(|ty| analysis.package.criterion(ty));
    let criteria: Vec<_> = criteria.collect();
    let cat = Criterion::Properties {
        required: vec!["meows".to_owned()],
        known: vec!["kind".to_owned(), "meows".to_owned()],
    };
    assert_eq!(criteria[3], cat);
    assert_eq!(criteria[4], Criterion::Kind(JsonKind::List));
    assert!(!pet.is_exclusive);
}

#[test]
fn choices_that_need_no_union_become_the_type_itself() {
    let (analysis, report) = lowered(
        "    Pet:
      type: object
      properties:
        owner: {anyOf: [{$ref: '#/components/schemas/Owner'}, {nullable: true}]}
        born: {oneOf: [{type: string, format: uuid}, {type: string, format: email}]}
        many: {type: array, items: {oneOf: [{type: integer}, {enum: [null]}]}}
    Owner: {type: object, required: [id], properties: {id: {type: string}}}
",
    );
    assert_eq!(report, "");
    assert_eq!(names(&analysis), ["Pet", "Owner"]);
    let types: Vec<_> = object(&analysis, "Pet")
        .fields
        .iter()
        .map(|field| field.ty.clone())
        .collect();
    let integer = TypeRef::Nullable(Box::new(TypeRef::Primitive(Primitive::I64)));
    let expected = [
        TypeRef::Named(def(&analysis, "Owner").id),
        TypeRef::Primitive(Primitive::String),
        TypeRef::List(Box::new(integer)),
    ];
    assert_eq!(types, expected);
    let owner = &object(&analysis, "Pet").fields[0];
    assert!(owner.nullable, "it allows null");
}

#[test]
fn nested_choices_are_one_and_equal_cases_are_merged() {
    let (analysis, _) = lowered(
        "    Item: {oneOf: [{$ref: '#/components/schemas/Scalar'}, {type: array, items: {$ref: '#/components/schemas/Item'}}, {type: string}]}
    Scalar: {oneOf: [{type: string, format: uuid}, {type: number}, {$ref: '#/components/schemas/Item'}]}
",
    );
    assert_eq!(labels(union(&analysis, "Item")), ["text", "number", "list"]);
    assert_eq!(
        labels(union(&analysis, "Scalar")),
        ["text", "number", "list"]
    );
}

#[test]
fn an_object_with_a_discriminator_knows_what_extends_it() {
    let (analysis, report) = lowered(
        "    Pet:
      type: object
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind, mapping: {cat: Cat}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meows: {type: boolean}}}]}
    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {type: object, properties: {roars: {type: boolean}}}]}
",
    );
    let pet = union(&analysis, "Pet");
    assert_eq!(labels(pet), ["Cat", "Lion", "base"]);
    let expected = [("kind", vec!["cat"]), ("kind", vec!["Lion"]), ("", vec![])];
    assert_eq!(tags(pet), expected);
    assert_eq!(report, "");
}

#[test]
fn alternatives_that_only_require_properties_are_a_constraint() {
    let (analysis, report) = lowered(
        "    Pet:
      type: object
      properties: {id: {type: string}, name: {type: string}}
      anyOf: [{required: [id]}, {required: [name]}]
",
    );
    let sets = &object(&analysis, "Pet").alternatives;
    let names: Vec<_> = sets[0].sets.iter().map(|set| set.names.clone()).collect();
    assert_eq!(names, [["id"], ["name"]]);
    assert!(!sets[0].is_exclusive);
    assert_eq!(report, "");
}

#[test]
fn alternatives_of_one_title_get_different_names() {
    let (_, report) = lowered(
        "    Pet:
      oneOf:
        - {type: object, title: Kind, properties: {cat: {type: string}}}
        - {type: object, title: Kind, properties: {dog: {type: string}}}
",
    );
    assert!(!report.contains("the same Rust name"), "{report}");
}

#[test]
fn choices_that_contain_each_other_end() {
    let ring: String = (0..200)
        .map(|n| {
            let next = (n + 1) % 200;
            format!("    C{n}: {{oneOf: [{{$ref: '#/components/schemas/C{next}'}}, {{$ref: '#/components/schemas/C{next}'}}, {{type: object, title: Own, properties: {{own{n}: {{type: string}}}}}}]}}\n")
        })
        .collect();
    let (analysis, _) = lowered(&ring);
    assert!(!union(&analysis, "C0").cases.is_empty());
}

#[test]
fn an_extension_that_only_a_failure_returns_has_its_fields() {
    let response = |status: &str, name: &str| {
        format!(
            "'{status}': {{description: d, content: {{application/json: {{schema: {{$ref: 'common.yaml#/components/schemas/{name}'}}}}}}}}"
        )
    };
    let api = |responses: &str| {
        format!(
            "paths: {{/a: {{get: {{operationId: a_get, tags: [a], responses: {{{responses}}}}}}}}}\n"
        )
    };
    let one = api(&[response("200", "Base"), response("422", "Failed")].join(", "));
    let two = api(&response("200", "Failed"));
    let common = "components:
  schemas:
    Base: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
    Failed: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {reason: {type: string}}}]}
";
    let wires = |of: &Struct| {
        let fields = of.fields.iter();
        fields
            .map(|field| field.wire.clone())
            .collect::<Vec<String>>()
    };
    let (alone, _) = analyze_files(&[("one.yaml", &one), ("common.yaml", common)]);
    assert_eq!(names(&alone), ["Base", "BaseBase", "Failed"]);
    assert_eq!(wires(object(&alone, "Failed")), ["kind", "reason"]);
    let (both, _) = analyze_files(&[
        ("one.yaml", &one),
        ("two.yaml", &two),
        ("common.yaml", common),
    ]);
    assert_eq!(wires(object(&both, "Failed")), ["kind", "reason"]);
}

#[test]
fn a_tag_is_searched_once_in_each_schema() {
    let level = |n: usize| {
        let next = vec![format!("{{$ref: '#/components/schemas/L{}'}}", n + 1); 16];
        format!("    L{n}: {{allOf: [{}]}}\n", next.join(", "))
    };
    let levels: String = (0..20).map(level).collect();
    let (analysis, _) = lowered(&format!(
        "    Pet: {{oneOf: [{{$ref: '#/components/schemas/L0'}}, {{$ref: '#/components/schemas/Dog'}}], discriminator: {{propertyName: kind}}}}
{levels}    L20: {{type: object, properties: {{lives: {{type: integer}}}}}}
{PETS}"
    ));
    let expected = [("kind", vec!["L0"]), ("kind", vec!["dog", "hound"])];
    assert_eq!(tags(union(&analysis, "Pet")), expected);
}

#[test]
fn names_of_titled_integers_are_made_like_any_other() {
    let text = "openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths: {}
components:
  schemas:
    Level: {oneOf: [{const: 1, title: Known}, {const: 2, title: Unrecognized}, {const: 3, title: i d}]}
";
    let (analysis, report) = analyze_files(&[("api.yaml", text)]);
    assert_eq!(report, "");
    let level = def(&analysis, "Level").id;
    let expected = ["Known", "Unrecognized_", "ID"];
    assert_eq!(analysis.names.variants(level), expected);
}

#[test]
fn the_alternatives_of_a_choice_are_collected_once() {
    let items = |each: &dyn Fn(usize) -> String| (0..2_000).map(each).collect::<String>();
    let cases = items(&|n| format!("{{$ref: '#/components/schemas/C{n}'}}, "));
    let schemas =
        items(&|n| format!("    C{n}: {{type: object, properties: {{p{n}: {{type: string}}}}}}\n"));
    // If each reference collected all alternatives, this would take minutes.
    let properties = items(&|n| format!("p{n}: {{$ref: '#/components/schemas/A'}}, "));
    let (analysis, report) = lowered(&format!(
        "    A: {{oneOf: [{cases}]}}\n    B: {{type: object, properties: {{{properties}}}}}\n{schemas}"
    ));
    assert_eq!(report, "");
    assert_eq!(union(&analysis, "A").cases.len(), 2_000);
    assert_eq!(object(&analysis, "B").fields.len(), 2_000);
}

#[test]
fn many_alternatives_of_one_title_are_named_quickly() {
    // If each number was tried for each case, this would take half a minute.
    let cases: String = (0..3_000)
        .map(|n| format!("{{type: object, title: T, properties: {{r{n}: {{type: string}}}}}}, "))
        .collect();
    let (analysis, report) = lowered(&format!("    A: {{oneOf: [{cases}]}}\n"));
    assert_eq!(report, "");
    let cases = labels(union(&analysis, "A"));
    assert_eq!((cases[0], cases[1], cases[2_999]), ("T", "T 2", "T 3000"));
}

#[test]
fn of_the_values_that_schemas_share_each_has_its_own() {
    let shape = |schemas: &str, kinds: &str, mapping: &str| {
        let (analysis, report) = lowered(&format!(
            "    Shape:
      oneOf: [{{$ref: '#/components/schemas/Circle'}}, {{$ref: '#/components/schemas/Square'}}]
      discriminator: {{propertyName: kind, mapping: {{{mapping}}}}}
    Kind: {{type: string, enum: [{kinds}]}}
    Base: {{type: object, required: [kind], properties: {{kind: {{$ref: '#/components/schemas/Kind'}}}}}}
{schemas}"
        ));
        let tags = tags(union(&analysis, "Shape")).into_iter();
        let tags: Vec<String> = tags.map(|(_, values)| values.join(" ")).collect();
        (tags.join(", "), report.matches("selects only this").count())
    };
    let object = |name: &str, kind: &str| {
        format!(
            "    {name}: {{type: object, required: [kind], properties: {{kind: {kind}, {name}: {{type: number}}}}}}\n"
        )
    };
    let shared =
        ["Circle", "Square"].map(|name| object(name, "{$ref: '#/components/schemas/Kind'}"));
    let inherited = ["Circle", "Square"].map(|name| {
        format!("    {name}: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{properties: {{{name}: {{type: number}}}}}}]}}\n")
    });
    let own = |circle: &str, square: &str| {
        [("Circle", circle), ("Square", square)]
            .map(|(name, values)| object(name, &format!("{{enum: [{values}]}}")))
    };
    let all = "Circle, Square, Hexagon";
    for (schemas, kinds, mapping, expected) in [
        (&shared, all, "", ("Circle, Square", 0)),
        (&inherited, all, "", ("Circle, Square", 0)),
        (&shared, "circle, square", "", (", ", 2)),
        (
            &shared,
            "circle, square",
            "circle: Circle",
            ("circle, square", 0),
        ),
        (&shared, "Circle, other", "", ("Circle, other", 0)),
        (
            &own("a, Circle", "b, other, b"),
            all,
            "",
            ("a Circle, b other", 0),
        ),
        (&own("a, x", "b, x"), all, "", ("a, b", 0)),
        (&own("a, x", "x"), all, "", ("a, ", 1)),
        (&own("Square, a", "Square, a"), all, "", ("a, Square", 0)),
    ] {
        let found = shape(&schemas.concat(), kinds, mapping);
        let expected = (expected.0.to_owned(), expected.1);
        assert_eq!(found, expected, "{schemas:?} {kinds} {mapping}");
    }
}

#[test]
fn a_subtype_has_no_value_of_the_schema_that_it_extends() {
    let (analysis, report) = lowered(
        "    Shape:
      type: object
      properties: {kind: {enum: [circle, Square]}}
      discriminator: {propertyName: kind}
    Circle: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object, properties: {radius: {type: number}}}]}
    Square: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object, properties: {side: {type: number}}}]}
    Form: {oneOf: [{$ref: '#/components/schemas/Round'}, {$ref: '#/components/schemas/Ring'}], discriminator: {propertyName: kind}}
    Round: {type: object, properties: {kind: {enum: [round]}}}
    Ring: {allOf: [{$ref: '#/components/schemas/Round'}, {type: object, properties: {hole: {type: number}}}]}
",
    );
    let shape = [
        ("kind", vec!["Circle"]),
        ("kind", vec!["Square"]),
        ("", vec![]),
    ];
    assert_eq!(tags(union(&analysis, "Shape")), shape);
    let form = [("kind", vec!["round"]), ("kind", vec!["Ring"])];
    assert_eq!(tags(union(&analysis, "Form")), form);
    assert_eq!(
        report.matches("does not allow this value").count(),
        2,
        "{report}"
    );
}

#[test]
fn values_that_many_schemas_share_are_read_once() {
    let items = |each: &dyn Fn(usize) -> String| (0..2_000).map(each).collect::<String>();
    let kinds = items(&|n| format!("C{n}, "));
    let cases = items(&|n| format!("{{$ref: '#/components/schemas/C{n}'}}, "));
    let schemas = items(&|n| {
        format!(
            "    C{n}: {{type: object, properties: {{kind: {{$ref: '#/components/schemas/Kind'}}}}}}\n"
        )
    });
    let (analysis, report) = lowered(&format!(
        "    A: {{oneOf: [{cases}], discriminator: {{propertyName: kind}}}}\n    Kind: {{type: string, enum: [{kinds}]}}\n{schemas}"
    ));
    assert_eq!(report, "");
    assert_eq!(tags(union(&analysis, "A"))[7], ("kind", vec!["C7"]));
}

#[test]
fn subtypes_search_the_alternatives_of_their_base_once() {
    let items = |each: &dyn Fn(usize) -> String| (0..2_000).map(each).collect::<String>();
    let refs = items(&|n| format!("{{$ref: '#/components/schemas/P{n}'}}, "))
        + &items(&|n| format!("{{$ref: '#/components/schemas/S{n}'}}, "));
    let others =
        items(&|n| format!("    P{n}: {{type: object, properties: {{p{n}: {{type: string}}}}}}\n"));
    // If each subtype looked for itself among the alternatives, this would take minutes.
    let subtypes = items(&|n| {
        format!(
            "    S{n}: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{properties: {{s{n}: {{type: string}}}}}}]}}\n"
        )
    });
    let (analysis, report) = lowered(&format!(
        "    B: {{type: object, properties: {{k: {{type: string}}}}, oneOf: [{refs}]}}\n{others}{subtypes}"
    ));
    assert_eq!(report, "");
    assert_eq!(union(&analysis, "B").cases.len(), 4_000);
    assert_eq!(object(&analysis, "S1999").fields.len(), 2);
}
