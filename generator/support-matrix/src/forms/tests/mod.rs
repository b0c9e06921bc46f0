//! Forms of a small table.

use serde_json::{Value, json};

mod facts;
mod limits;

use super::{Cell, Cells, Form, FormKind, Object, Row, Schema, Tables, Type};
use super::{Members, PropertyType, Request, Source};
use crate::{Answer, FieldRow, Level, Names, OperationRow, Provenance};

static EMAIL: Object = Object::new(&[
    Row::new("email", Type::Text, "The address.").required(),
    Row::new(
        "type",
        Type::Described(&[("work", "At work."), ("home", ""), ("other", "")]),
        "",
    ),
]);

static NOTE: [Type; 2] = [Type::Text, Type::List(&Type::OneOf(&NOTE))];

static CONTACT: Object = Object::new(&[
    Row::new("id", Type::Text, "").read_only(),
    Row::new("name", Type::Text, "The name.")
        .with_constraints(&[("maxLength", "50")])
        .with_default("\"Ada\""),
    Row::new("emails", Type::List(&Type::Of(&EMAIL)), "Addresses."),
    Row::new("title", Type::Nullable(&Type::Nullable(&Type::Text)), ""),
    Row::new(
        "born",
        Type::Nullable(&Type::Formatted(FormKind::Text, "date")),
        "",
    ),
    Row::new(
        "size",
        Type::Nullable(&Type::Integers(&[("1", ""), ("2", "")])),
        "",
    ),
    Row::new("labels", Type::Map(&Type::Any), "").deprecated(),
    Row::new(
        "owner",
        Type::Nullable(&Type::OneOf(&[Type::Integer, Type::Of(&EMAIL)])),
        "",
    ),
    Row::new("note", Type::OneOf(&NOTE), ""),
    Row::new("manager", Type::Of(&CONTACT), ""),
]);

const CREATE: Schema = Schema::new("contacts.create")
    .with_query(&[Row::new("ids[]", Type::List(&Type::Text), "").required()])
    .with_body(Type::Of(&CONTACT));

/// The matrix for one of the integrations `a`, `b`, `c` and `o`. For `o`, it is not documented whether it supports the operation.
struct Key(char);

const LISTED: OperationRow<'static, char> = OperationRow {
    supported: Some(&['a', 'b']),
    ..OperationRow::UNKNOWN
};

const VALUES: &[(&str, &[char])] = &[("work", &['a', 'b', 'o']), ("home", &['a'])];

impl Cells for Key {
    fn operation(&self) -> Answer {
        match self.0 {
            'o' => Answer::NotDocumented,
            listed => LISTED.supports(&listed),
        }
    }

    fn query(&self, path: &str) -> Cell {
        assert_eq!(path, "ids");
        self.body(path)
    }

    fn body(&self, path: &str) -> Cell {
        let (required, supported): (&[char], &[char]) = match path {
            "name" | "title" => (&['a', 'o'], &['b']),
            "emails" => (&[], &['a', 'o']),
            "owner" => (&['b'], &[]),
            "born" => return Cell::new(&counted().in_operation(&LISTED), [].into_iter(), &self.0),
            "emails.type" => (&[], &['a', 'o']),
            _ => return Cell::UNKNOWN,
        };
        let row = FieldRow {
            names: Some(Names {
                required,
                supported,
            }),
            provenance: match path {
                "owner" => Provenance::Older,
                _ => Provenance::Documented,
            },
            ..FieldRow::UNKNOWN
        };
        let values = if path == "emails.type" { VALUES } else { &[] };
        let support = row.in_operation(&LISTED);
        Cell::new(&support, values.iter().copied(), &self.0)
    }
}

/// Only numbers are documented.
fn counted() -> FieldRow<'static, char> {
    FieldRow {
        counts: Some(crate::Counts {
            required: 1,
            supported: 30,
        }),
        ..FieldRow::UNKNOWN
    }
}

fn form(key: char) -> Form {
    Form::build(
        CREATE.operation(),
        (key.to_string(), key.to_string()),
        (&Tables, CREATE.request()),
        &Key(key),
    )
}

#[test]
fn each_field_has_its_level() {
    let table = [
        ('a', "name", Level::Required, true),
        ('b', "name", Level::Supported, false),
        ('b', "owner", Level::Required, true),
        ('b', "emails", Level::Unsupported, false),
        // What contains the field is not supported.
        ('b', "emails.email", Level::Unsupported, false),
        ('a', "emails.email", Level::NotDocumented, true),
        ('a', "born", Level::NotDocumented, false),
        ('a', "labels", Level::NotDocumented, false),
        ('c', "labels", Level::Unsupported, false),
        ('a', "id", Level::NotDocumented, false),
    ];
    for (key, path, level, is_required) in table {
        let form = form(key);
        let field = form.field(path).unwrap();
        assert_eq!(
            (field.level(), field.is_required()),
            (level, is_required),
            "{key} {path}"
        );
    }
    let form = form('a');
    assert!(form.field("born").unwrap().may_be_required());
    assert!(form.field("id").unwrap().is_read_only());
    let name = form.field("name").unwrap();
    assert_eq!(name.provenance(), Some(Provenance::Documented));
    assert_eq!(
        name.constraints().collect::<Vec<_>>(),
        [("maxLength", &json!(50))]
    );
    let names: Vec<&str> = form.fields().iter().map(|field| field.name()).collect();
    let expected = [
        "id", "name", "emails", "title", "born", "size", "labels", "owner", "note", "manager",
    ];
    assert_eq!(names, expected);
    // The object contains itself, so its fields are not repeated.
    assert!(form.field("manager").unwrap().fields().is_empty());
    assert_eq!(
        (form.query()[0].path(), form.query()[0].is_required()),
        ("ids", true)
    );
}

#[test]
fn values_are_those_of_the_schema_and_of_the_matrix() {
    let values = |key: char| {
        let form = form(key);
        let scalar = form
            .field("emails.type")
            .unwrap()
            .field_type()
            .scalar()
            .cloned();
        let scalar = scalar.unwrap();
        let answers = scalar.values().iter().map(|value| value.answer());
        (answers.collect::<Vec<_>>(), scalar.is_open())
    };
    use Answer::{No, Yes};
    assert_eq!(values('a'), (vec![Yes, Yes, No], false));
    assert_eq!(values('b'), (vec![No; 3], false));
}

#[test]
fn a_form_is_read_as_it_is_written() {
    for key in ['a', 'b', 'c'] {
        let form = form(key);
        let json = serde_json::to_string(&form).unwrap();
        let again: Form = serde_json::from_str(&json).unwrap();
        assert_eq!(again, form);
    }
    let form = serde_json::to_value(form('a')).unwrap();
    let expected = json!({
        "name": "name",
        "path": "name",
        "level": "required",
        "required": true,
        "provenance": "documented",
        "description": "The name.",
        "type": "string",
        "open": true,
        "default": "Ada",
        "constraints": {"maxLength": 50},
    });
    assert_eq!(form["body"]["fields"][1], expected);
    assert_eq!(
        form["body"]["fields"][2]["items"]["fields"][1]["values"][0]["answer"],
        "yes"
    );
    let error = serde_json::from_value::<Form>(json!({"operation": "x"})).unwrap_err();
    assert_eq!(error.to_string(), "missing field `integration`");
}

#[test]
fn inputs_are_read_by_the_types_of_the_form() {
    let inputs = [
        ("name", " 7"),
        ("emails.10.email", "last@example.com"),
        ("emails.2.email", "first@example.com"),
        ("emails.2.type", "work"),
        ("emails.3.email", ""),
        ("emails.x.email", "ignored"),
        ("born", "2000-02-29"),
        ("size", "2"),
        ("labels", r#"{"a": [1]}"#),
        ("note", "[\"a\"]"),
        ("manager.name", "Grace"),
        ("unknown", "1"),
    ];
    let expected = json!({
        "name": " 7",
        "emails": [
            {"email": "first@example.com", "type": "work"},
            {"email": "last@example.com"},
        ],
        "born": "2000-02-29",
        "size": 2,
        "labels": {"a": [1]},
        "note": ["a"],
    });
    let form = form('a');
    assert_eq!(form.read_inputs(inputs), expected);
    let whole = [
        ("emails", "[{}]"),
        ("manager", "{}"),
        ("size", "big"),
        ("owner", "1"),
    ];
    let expected = json!({"emails": [{}], "size": "big", "owner": 1, "manager": {}});
    assert_eq!(form.read_inputs(whole), expected);
    assert_eq!(form.read_inputs([("title", "")]), json!({}));
}

#[test]
fn times_and_boxes_are_read_as_browsers_send_them() {
    static EVENT: Object = Object::new(&[
        Row::new("at", Type::Formatted(FormKind::Text, "date-time"), ""),
        Row::new("done", Type::Boolean, ""),
        Row::new("tags", Type::List(&Type::Text), ""),
        Row::new("price", Type::Number, ""),
    ]);
    static OF_EVENT: Type = Type::Of(&EVENT);
    let schema = Schema::new("events.create").with_body(Type::List(&OF_EVENT));
    let form = Form::build(
        "events.create",
        ("a", "A"),
        (&Tables, schema.request()),
        &Key('o'),
    );
    let times = [
        ("2026-12-01T09:00", "2026-12-01T09:00:00Z"),
        ("2026-12-01T09:00:30.5", "2026-12-01T09:00:30.5Z"),
        ("2026-12-01T09:00:00-05:00", "2026-12-01T09:00:00-05:00"),
        ("2026-12-01T09:00Z", "2026-12-01T09:00Z"),
        ("soon", "soon"),
    ];
    for (sent, read) in times {
        let inputs = [
            ("0.at", sent),
            ("0.done", "on"),
            ("0.tags.0", "1"),
            ("0.tags.1", "b"),
            ("0.price", "1.50"),
            ("1.done", "false"),
        ];
        let expected =
            json!([{"at": read, "done": true, "tags": ["1", "b"], "price": 1.5}, {"done": false}]);
        assert_eq!(form.read_inputs(inputs), expected);
    }
    assert_eq!(form.read_inputs::<&str, &str>([]), json!([]));
}

#[test]
fn the_schema_leaves_out_what_is_not_supported() {
    let schema =
        |key: char| -> Value { serde_json::from_str(&form(key).json_schema().unwrap()).unwrap() };
    let of_b = schema('b');
    assert_eq!(of_b["required"], Value::Null);
    assert_eq!(of_b["properties"]["emails"], Value::Null);
    assert_eq!(of_b["propertyNames"], json!({"not": {"enum": ["emails"]}}));
    let of_a = schema('a');
    assert_eq!(of_a["required"], json!(["name", "title"]));
    // Null is accepted where the field is not required.
    assert_eq!(of_a["properties"]["title"]["type"], json!("string"));
    assert_eq!(
        of_b["properties"]["title"]["type"],
        json!(["string", "null"])
    );
    let expected =
        json!({"type": ["string", "null"], "format": "date", "x-level": "not_documented"});
    assert_eq!(of_a["properties"]["born"], expected);
    let expected =
        json!({"type": ["integer", "null"], "examples": [1, 2], "x-level": "not_documented"});
    assert_eq!(of_a["properties"]["size"], expected);
    let email = &of_a["properties"]["emails"]["items"];
    assert_eq!(email["required"], json!(["email"]));
    assert_eq!(email["properties"]["type"]["enum"], json!(["work", "home"]));
    let of_c = schema('c');
    assert_eq!(
        (&of_c["not"], &of_c["properties"]),
        (&json!({}), &Value::Null)
    );
    let text = form('a').json_schema().unwrap();
    let name = text.find("\"name\"").unwrap();
    assert!(
        name < text.find("\"emails\"").unwrap(),
        "in the order of the schema"
    );
}

#[test]
fn the_schema_refuses_only_what_a_current_page_rules_out() {
    let schema =
        |key: char| -> Value { serde_json::from_str(&form(key).json_schema().unwrap()).unwrap() };
    // An older page requires it.
    let of_b = schema('b');
    assert_eq!(
        (&of_b["required"], &of_b["properties"]["owner"]["x-level"]),
        (&Value::Null, &json!("required"))
    );
    let null = json!({"type": "null"});
    assert_eq!(of_b["properties"]["owner"]["anyOf"][1], null);
    // Whether the operation is supported is not documented.
    let of_o = schema('o');
    assert_eq!(of_o["required"], Value::Null);
    let email = &of_o["properties"]["emails"]["items"];
    assert_eq!(email["required"], json!(["email"]), "by the API");
    let ty = &email["properties"]["type"];
    assert_eq!(
        (&ty["enum"], &ty["examples"]),
        (&Value::Null, &json!(["work"]))
    );
}

#[test]
fn a_choice_that_contains_itself_ends_with_any_value() {
    let schema: Value = serde_json::from_str(&form('a').json_schema().unwrap()).unwrap();
    let expected = json!([{"type": "string"}, {"type": "array", "items": {}}]);
    assert_eq!(schema["properties"]["note"]["anyOf"], expected);
}

#[test]
fn nested_choices_are_cut_off() {
    /// Each choice refers twice to the next one, so that the number of types doubles with each level.
    struct Nested;
    impl Source for Nested {
        type Object = u32;

        fn members(&self, _: u32) -> Members<u32> {
            unreachable!("there are only choices")
        }

        fn cases(&self, choice: u32) -> Vec<PropertyType<u32>> {
            let inner = || Box::new(PropertyType::OneOf(choice + 1));
            vec![PropertyType::List(inner()), PropertyType::Map(inner())]
        }
    }
    let request = Request {
        query: Vec::new(),
        body: Some(PropertyType::OneOf(0)),
    };
    let form = Form::build("contacts.create", ("a", "A"), (&Nested, request), &Key('a'));
    assert!(form.json_schema().unwrap().len() < 20_000);
}

#[test]
fn an_operation_without_a_body_has_no_schema() {
    let request = Schema::new("contacts.list").request();
    let form = Form::build("contacts.list", ("a", "A"), (&Tables, request), &Key('a'));
    assert!(form.fields().is_empty() && form.query().is_empty());
    assert_eq!(form.json_schema(), None);
    let json = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<Form>(&json).unwrap(), form);
}
