//! Forms have one source: the crate and the terminal give the same ones, and the JSON Schema of a form refuses the same requests as
//! `Preflight::Deny`.

use std::path::Path;

use serde_json::{Map, Value, json};
use truto_codegen::chooser::select;
use truto_codegen::load::Disk;
use truto_codegen::{Analysis, Warnings, analyze};
use truto_unified::Integration;
use truto_unified::support::{
    self, Answer, Form, FormField, FormKind, FormType, IssueKind, Level, OpenIntegration,
    Provenance,
};

/// The definitions, as the terminal reads them.
fn definitions() -> Analysis {
    let files = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let roots = ["ticketing", "crm", "discovery"].map(|api| format!("spec/{api}.yaml"));
    analyze(&roots, &files, Warnings::Deny).0
}

#[test]
fn the_crate_and_the_terminal_have_the_same_forms() {
    let analysis = definitions();
    let selection = select(&analysis, &[], &[]).unwrap();
    let mut forms = selection.forms();
    let mut fields = 0;
    for operation in support::operations() {
        for integration in Integration::ALL {
            let form = operation.form(*integration);
            assert_eq!(Some(&form), forms.next().as_ref());
            fields += form.all_fields().len() + form.query().len();
        }
    }
    assert!(forms.next().is_none() && fields > 10_000, "{fields}");
}

#[test]
fn a_form_has_every_field_of_the_check_with_its_level() {
    for operation in support::operations() {
        for integration in Integration::ALL {
            let form = operation.form(*integration);
            assert_eq!(form.operation_support(), operation.supports(*integration));
            let paths: Vec<&str> = form.all_fields().iter().map(|field| field.path()).collect();
            let known = operation.body_fields().iter();
            let known: Vec<&str> = known.copied().filter(|path| !path.ends_with('*')).collect();
            assert_eq!(paths, known, "{}", operation.id());
            for field in form.all_fields() {
                let level = operation.field(field.path()).level(*integration);
                let is_inside = field.path().contains('.');
                let is_refused = is_inside || form.operation_support() == Answer::No;
                assert!(
                    field.level() == level || is_refused && field.level() == Level::Unsupported
                );
            }
        }
    }
}

#[test]
fn a_form_survives_json() {
    let operations = support::operations().enumerate();
    for (index, operation) in operations {
        let integration = Integration::ALL[index % Integration::ALL.len()];
        let form = operation.form(integration);
        let json = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<Form>(&json).unwrap(), form);
    }
}

#[test]
fn an_unknown_integration_has_no_documented_field() {
    let unknown: OpenIntegration = "brandnew".parse().unwrap();
    for operation in support::operations() {
        let form = operation.form(unknown.clone());
        assert_eq!(
            (form.integration(), form.operation_support()),
            ("brandnew", Answer::NotDocumented)
        );
        let fields = form.all_fields();
        assert!(
            fields
                .iter()
                .all(|field| field.level() == Level::NotDocumented)
        );
        let schema = form
            .json_schema()
            .map(|text| serde_json::from_str(&text).unwrap());
        assert_eq!(schema.is_some(), form.body().is_some());
        if let Some(schema) = schema {
            assert!(validator(&schema).is_valid(&object(form.fields(), Fill::Required)));
        }
    }
}

/// A JSON Schema that is valid itself.
struct Validator {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

fn validator(schema: &Value) -> Validator {
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    assert_eq!(schema["$schema"], dialect);
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler
        .add_resource("form.json", schema.clone())
        .expect("a resource");
    let index = compiler.compile("form.json", &mut schemas);
    let index = index.unwrap_or_else(|error| panic!("{error:#}: {schema}"));
    Validator { schemas, index }
}

impl Validator {
    fn is_valid(&self, body: &Value) -> bool {
        self.schemas.validate(body, self.index).is_ok()
    }
}

/// Which fields a sample has.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    Required,
    Supported,
}

fn object(fields: &[FormField], fill: Fill) -> Value {
    let mut object = Map::new();
    for field in fields {
        let is_wanted = match fill {
            Fill::Required => field.is_required(),
            Fill::Supported => field.level() != Level::Unsupported && !field.is_read_only(),
        };
        if is_wanted {
            object.insert(field.name().to_owned(), sample(field.field_type(), fill));
        }
    }
    Value::Object(object)
}

fn sample(ty: &FormType, fill: Fill) -> Value {
    match ty {
        FormType::Scalar(scalar) => {
            let accepted = scalar
                .values()
                .iter()
                .find(|value| value.answer() != Answer::No);
            match (accepted, scalar.kind()) {
                (Some(value), _) => value.value().clone(),
                (None, FormKind::Boolean) => json!(true),
                (None, FormKind::Integer | FormKind::Number) => json!(1),
                (None, _) => json!("x"),
            }
        }
        FormType::List(of) => json!([sample(of, fill)]),
        FormType::Map(of) => json!({"x": sample(of, fill)}),
        FormType::Nullable(of) => sample(of, fill),
        FormType::OneOf(cases) => sample(&cases[0], fill),
        _ => object(ty.fields(), fill),
    }
}

/// The inputs of a value, by the type of the form.
fn write_inputs(ty: &FormType, value: &Value, path: &str, inputs: &mut Vec<(String, String)>) {
    let inside = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match (ty, value) {
        (FormType::Nullable(of), value) => write_inputs(of, value, path, inputs),
        (FormType::List(of), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                write_inputs(of, item, &inside(&index.to_string()), inputs);
            }
        }
        (FormType::Object(of), Value::Object(members)) if !members.is_empty() => {
            for field in of.fields() {
                if let Some(member) = members.get(field.name()) {
                    write_inputs(field.field_type(), member, &inside(field.name()), inputs);
                }
            }
        }
        (_, Value::String(text)) => inputs.push((path.to_owned(), text.clone())),
        (_, json) => inputs.push((path.to_owned(), json.to_string())),
    }
}

#[test]
fn the_inputs_of_every_form_are_read() {
    let mut number = 0;
    for operation in support::operations() {
        for integration in Integration::ALL {
            let form = operation.form(*integration);
            let Some(body) = form.body() else { continue };
            for fill in [Fill::Required, Fill::Supported] {
                let (sample, mut inputs) = (sample(body, fill), Vec::new());
                write_inputs(body, &sample, "", &mut inputs);
                number += inputs.len();
                assert_eq!(form.read_inputs(inputs), sample, "{}", operation.id());
            }
        }
    }
    assert!(number > 10_000, "{number}");
}

#[test]
fn the_schema_refuses_what_the_check_refuses() {
    let (mut valid, mut invalid) = (0, 0);
    for operation in support::operations() {
        for integration in Integration::ALL {
            let form = operation.form(*integration);
            let Some(text) = form.json_schema() else {
                continue;
            };
            let schema = serde_json::from_str(&text).unwrap();
            let validator = validator(&schema);
            let mut check = |body: &Value, context: &str| {
                let report = operation.check(*integration, body);
                let is_valid = validator.is_valid(body);
                assert_eq!(
                    is_valid,
                    !report.is_refusal(),
                    "{context}: {body} {report} {text}"
                );
                *if is_valid { &mut valid } else { &mut invalid } += 1;
            };
            let whole = object(form.fields(), Fill::Supported);
            check(&whole, "all supported fields");
            check(
                &object(form.fields(), Fill::Required),
                "all required fields",
            );
            if form.operation_support() == Answer::No {
                continue;
            }
            for field in form.fields() {
                let mut body = whole.clone();
                let members = body.as_object_mut().unwrap();
                match field.level() {
                    Level::Required => drop(members.remove(field.name())),
                    Level::Unsupported => {
                        let any = sample(field.field_type(), Fill::Required);
                        members.insert(field.name().to_owned(), any);
                    }
                    Level::Supported | Level::NotDocumented => continue,
                }
                check(&body, field.path());
                let is_current = field.provenance() == Some(Provenance::Documented);
                if field.level() == Level::Required && is_current {
                    body[field.name()] = Value::Null;
                    check(&body, "null instead of a required value");
                }
            }
        }
    }
    assert!(valid > 1000 && invalid > 1000, "{valid} {invalid}");
}

#[test]
fn a_value_that_is_not_accepted_is_invalid() {
    let mut found = 0;
    for operation in support::operations() {
        for integration in Integration::ALL {
            let form = operation.form(*integration);
            let fields = form.fields().iter();
            let closed = fields.filter(|field| {
                let scalar = field.field_type().scalar();
                field.level() != Level::Unsupported && scalar.is_some_and(|of| !of.is_open())
            });
            for field in closed {
                let schema = serde_json::from_str(&form.json_schema().unwrap()).unwrap();
                let mut body = object(form.fields(), Fill::Required);
                let value = match field.field_type() {
                    FormType::List(_) => json!(["no such value"]),
                    _ => json!("no such value"),
                };
                body[field.name()] = value;
                let report = operation.check(*integration, &body);
                let kinds = report.issues().iter().map(|issue| issue.kind());
                assert!(
                    kinds
                        .clone()
                        .any(|kind| kind == IssueKind::UnsupportedValue)
                );
                assert!(!validator(&schema).is_valid(&body), "{body}");
                found += 1;
            }
        }
    }
    assert!(found > 0);
}
