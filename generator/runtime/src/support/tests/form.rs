//! Forms of operations, as constants.

use serde_json::json;

use super::Key::{A, B, C};
use super::*;
use crate::support::forms::{Object, Row, Schema, Schemas, Type};
use crate::support::{HasForms, OpenIntegration};

static BODY: Object = Object::new(&[
    Row::new("owner", Type::Text, "The owner."),
    Row::new("entity", Type::Choice(&["ticket", "contact", "user"]), ""),
]);

static FORMS: Schemas = Schemas::new(&[Schema::new("x.y.create").with_body(Type::Of(&BODY))]);

impl HasForms for Key {
    const FORMS: &'static [&'static Schemas] = &[&FORMS];
}

#[test]
fn a_form_says_of_each_field_what_the_matrix_says() {
    for key in [A, B, C] {
        let form = OPERATION.form(key);
        assert_eq!(
            (form.integration(), form.label()),
            (key.slug(), key.label())
        );
        for path in ["owner", "entity"] {
            let (field, support) = (form.field(path).unwrap(), OPERATION.field(path));
            assert_eq!(field.level(), support.level(key));
            assert_eq!(field.provenance(), support.provenance());
            let scalar = field.field_type().scalar().unwrap();
            for value in scalar.values() {
                let text = value.value().as_str().unwrap();
                assert_eq!(value.answer(), support.accepts(text, key), "{key:?} {text}");
            }
        }
    }
    let unknown = OPERATION.form(OpenIntegration::Unknown("new".into()));
    let levels = unknown.fields().iter().map(|field| field.level());
    assert!(levels.eq([Level::NotDocumented; 2]));
}

#[test]
fn an_operation_without_a_schema_has_an_empty_form() {
    let other: Operation<Key> = Operation::new(Endpoint::new("x.y.other", "GET", "/x"));
    let form = other.form(A);
    assert!(form.fields().is_empty() && form.query().is_empty() && form.body().is_none());
    assert_eq!(form.json_schema(), None);
    assert_eq!(form.operation_support(), Answer::NotDocumented);
    assert_eq!(serde_json::to_value(form).unwrap()["body"], json!(null));
}
