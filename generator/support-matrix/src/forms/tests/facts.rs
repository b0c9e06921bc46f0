//! A form says of each field, type and value what the table and the matrix say.

use serde_json::{Value, json};

use super::{CONTACT, CREATE, EMAIL, Key, form};
use crate::forms::{
    Form, FormField, FormKind, FormObject, FormType, Object, Row, Schema, Schemas, Tables, Type,
};
use crate::{Answer, Provenance, parameter_path};

/// The form of an operation with this body, for the integration `key`.
fn of_body(key: char, body: Type) -> Form {
    let schema = Schema::new("contacts.create").with_body(body);
    let integration = (key.to_string(), "Label");
    let source = (&Tables, schema.request());
    Form::build("contacts.create", integration, source, &Key(key))
}

fn object(form: &Form) -> &FormObject {
    match form.body() {
        Some(FormType::Object(object)) => object,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_names_its_operation_and_its_integration() {
    let form = of_body('a', Type::Of(&CONTACT));
    let names = (form.operation(), form.integration(), form.label());
    assert_eq!(names, ("contacts.create", "a", "Label"));
    assert_eq!(form.operation_support(), Answer::Yes);
}

#[test]
fn a_request_is_found_by_the_id_of_its_operation() {
    static SCHEMAS: Schemas = Schemas::new(&[CREATE, Schema::new("contacts.list")]);
    for id in ["contacts.create", "contacts.list"] {
        assert_eq!(SCHEMAS.find(id).map(Schema::operation), Some(id));
    }
    assert!(SCHEMAS.find("contacts").is_none());
}

#[test]
fn a_field_has_what_its_row_has() {
    let form = form('a');
    let field = |path| form.field(path).unwrap();
    let texts = |field: &FormField| {
        let description = field.description().map(str::to_owned);
        (description, field.default_value().cloned())
    };
    let name = (Some("The name.".to_owned()), Some(json!("Ada")));
    assert_eq!(texts(field("name")), name);
    assert_eq!(texts(field("id")), (None, None));
    let flags = |path| (field(path).is_read_only(), field(path).is_deprecated());
    assert_eq!(flags("id"), (true, false));
    assert_eq!(flags("labels"), (false, true));
    let may_be_required = |path| field(path).may_be_required();
    assert_eq!(
        (may_be_required("born"), may_be_required("name")),
        (true, false)
    );
    assert_eq!(field("id").provenance(), None);
    let owner = super::form('b').field("owner").unwrap().provenance();
    assert_eq!(owner, Some(Provenance::Older));
}

#[test]
fn a_field_has_the_fields_inside_it() {
    let form = form('a');
    let emails = form.field("emails").unwrap();
    let paths = |fields: &mut dyn Iterator<Item = &FormField>| {
        fields
            .map(|field| field.path().to_owned())
            .collect::<Vec<_>>()
    };
    let inside = ["emails.email", "emails.type"];
    assert_eq!(paths(&mut emails.fields().iter()), inside);
    assert_eq!(paths(&mut emails.all_fields().into_iter()), inside);
    assert_eq!(object(&form).fields(), form.fields());
    assert_eq!(form.fields().len(), 10);
}

#[test]
fn an_object_is_as_open_as_its_schema() {
    static OPEN: Object = Object::new(&[Row::new("email", Type::Text, "")]).open();
    for (body, is_open) in [(&OPEN, true), (&EMAIL, false)] {
        assert_eq!(object(&of_body('a', Type::Of(body))).is_open(), is_open);
    }
}

#[test]
fn a_value_has_its_text_its_description_and_its_answer() {
    let form = form('a');
    let scalar = |path| form.field(path).unwrap().field_type().scalar().unwrap();
    let values = scalar("emails.type").values().iter();
    let values = values.map(|value| (value.value().clone(), value.description(), value.answer()));
    let expected = [
        (json!("work"), Some("At work."), Answer::Yes),
        (json!("home"), None, Answer::Yes),
        (json!("other"), None, Answer::No),
    ];
    assert_eq!(values.collect::<Vec<_>>(), expected);
    assert!(scalar("name").is_open() && !scalar("emails.type").is_open());
}

/// The matrix names values of `emails.type`. Only those of a text are texts.
#[test]
fn values_that_only_the_matrix_has_are_those_of_a_text() {
    static TEXT: Object = Object::new(&[Row::new("type", Type::Text, "")]);
    static NUMBER: Object = Object::new(&[Row::new("type", Type::Integer, "")]);
    static TEXTS: Object = Object::new(&[Row::new("emails", Type::Of(&TEXT), "")]);
    static NUMBERS: Object = Object::new(&[Row::new("emails", Type::Of(&NUMBER), "")]);
    let of_matrix = [json!("work"), json!("home")];
    for (body, expected) in [(&TEXTS, &of_matrix[..]), (&NUMBERS, &[])] {
        let form = of_body('a', Type::Of(body));
        let scalar = form.field("emails.type").unwrap().field_type().scalar();
        let values = scalar
            .unwrap()
            .values()
            .iter()
            .map(|value| value.value().clone());
        assert_eq!(values.collect::<Vec<_>>(), expected);
    }
}

/// Brackets at the end are a part of the name of a field, but not of the path of a parameter.
#[test]
fn a_path_has_no_brackets_if_it_is_that_of_a_parameter() {
    static BODY: Object = Object::new(&[Row::new("ids[]", Type::Text, "")]);
    let form = of_body('a', Type::Of(&BODY));
    assert_eq!(form.fields()[0].path(), "ids[]");
    assert_eq!(parameter_path("ids[]"), "ids");
    assert_eq!(super::form('a').query()[0].path(), "ids");
}

#[test]
fn only_a_time_gets_an_offset() {
    let inputs = [("name", "Tea at 9:30"), ("born", "2000-02-29T00:00")];
    let expected = json!({"name": "Tea at 9:30", "born": "2000-02-29T00:00"});
    assert_eq!(form('a').read_inputs(inputs), expected);
}

/// A field of any type: that it is required excludes null, but only if a current page says so.
#[test]
fn only_the_requirement_of_a_current_page_excludes_null() {
    static ANY: Object = Object::new(&[
        Row::new("name", Type::Any, ""),
        Row::new("title", Type::Text, ""),
        Row::new("emails", Type::Any, ""),
        Row::new("size", Type::Any, "").required(),
    ]);
    let schema = of_body('a', Type::Of(&ANY)).json_schema().unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let field = |name: &str| schema["properties"][name].clone();
    let not_null = json!({"not": {"type": "null"}, "x-level": "required"});
    assert_eq!(field("name"), not_null);
    assert_eq!(
        field("title"),
        json!({"type": "string", "x-level": "required"})
    );
    assert_eq!(field("emails"), json!({"x-level": "supported"}));
    assert_eq!(field("size"), json!({"x-level": "not_documented"}));
    assert_eq!(schema["required"], json!(["name", "title", "size"]));
}

#[test]
fn null_is_one_of_the_values_that_a_nullable_field_accepts() {
    static KIND: Type = Type::Described(&[("work", ""), ("home", "")]);
    static EMAIL: Object = Object::new(&[Row::new("type", Type::Nullable(&KIND), "")]);
    static CONTACT: Object = Object::new(&[Row::new("emails", Type::Of(&EMAIL), "")]);
    let form = of_body('a', Type::Of(&CONTACT));
    let ty = form.field("emails.type").unwrap().field_type();
    assert_eq!(ty.scalar().unwrap().kind(), FormKind::Text);
    let schema: Value = serde_json::from_str(&form.json_schema().unwrap()).unwrap();
    let expected = json!({
        "type": ["string", "null"],
        "enum": ["work", "home", null],
        "x-level": "supported",
    });
    let emails = &schema["properties"]["emails"]["properties"];
    assert_eq!(emails["type"], expected);
}
