//! A received object can be sent again, without the fields that only the API sets.
#![cfg(all(feature = "crm", feature = "discovery", feature = "ticketing"))]

#[path = "generated/models.rs"]
mod models;

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use truto_runtime::Model;
use truto_unified::{self as api, RawJson, crm, from_json, ticketing};

/// A check of a model.
pub(crate) trait Each {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str);
}

fn written(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap()
}

fn received() -> crm::Contact {
    RawJson::from(json!({
        "id": "1", "first_name": "Ada", "name": ["not", "a", "text"], "created_at": "2024-03-01T09:30:00Z",
        "updated_at": "2024-03-01T09:30:00Z", "last_activity_at": "2024-03-01T09:30:00Z",
        "custom_fields": {"plan": "pro"}, "remote_data": {"vendor": 1}, "new": 1,
        "addresses": [{"city": "London", "new": 1}], "owner": {"id": "o", "name": "Bob"},
        "email_addresses": [{"email": "a@b.c", "type": "work", "new": 1}],
    }))
    .parse()
    .unwrap()
}

#[test]
fn a_body_of_a_received_object_has_only_what_can_be_written() {
    let expected = json!({
        "first_name": "Ada", "custom_fields": {"plan": "pro"}, "addresses": [{"city": "London"}],
        "owner": {"id": "o"}, "email_addresses": [{"email": "a@b.c", "type": "work"}],
    });
    let create = crm::ContactCreate::try_from(received()).unwrap();
    assert_eq!(written(&create), expected);
    let update = crm::ContactUpdate::try_from(received()).unwrap();
    assert_eq!(written(&update), expected);

    let mut json = written(&received());
    json["name"].take();
    let create: crm::ContactCreate = from_json(json.clone()).unwrap();
    assert_eq!(written(&create), expected);
    let update: crm::ContactUpdate = from_json(json).unwrap();
    let mut expected = expected;
    expected["name"] = Value::Null;
    assert_eq!(written(&update), expected, "null is a value in an update");
}

#[test]
fn a_field_that_a_program_adds_is_sent() {
    let body: ticketing::ContactUpdate =
        from_json(json!({"name": "Ada", "last_name": "L"})).unwrap();
    assert_eq!(written(&body), json!({"name": "Ada", "last_name": "L"}));
    let body: crm::ContactCreate =
        from_json(json!({"created_at": "2024-03-01T09:30:00Z", "remote_data": {"a": 1}})).unwrap();
    assert_eq!(body.remote_data.unwrap().len(), 1);
    assert!(body.created_at.is_some());
}

/// Converts an object with only read-only fields into every body.
struct Bodies {
    count: usize,
}

impl Each for Bodies {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str) {
        // No operation returns an association.
        let is_body = ["Create", "Update"].iter().any(|end| path.ends_with(end))
            && path != "crm::associations::AssociationCreate";
        if !is_body || T::FIELDS.contains(&"id") {
            return;
        }
        let mut object: Map<String, Value> = ["id", "created_at", "updated_at"]
            .iter()
            .map(|name| ((*name).to_owned(), json!("2024-03-01T09:30:00Z")))
            .collect();
        object.insert("remote_data".to_owned(), json!({"vendor": 1}));
        let Ok(body) = from_json::<T>(object.into()) else {
            return; // It has required fields.
        };
        self.count += 1;
        let written = written(&body);
        assert_eq!(written, json!({}), "{path}");
    }
}

#[test]
fn no_body_sends_what_only_the_api_sets() {
    let mut bodies = Bodies { count: 0 };
    models::each(&mut bodies);
    assert!(bodies.count > 30, "{}", bodies.count);
}

#[test]
fn both_types_of_a_conversion_name_it() {
    let source = include_str!("../src/crm/leads.rs");
    for line in [
        "/// Convert it with [`LeadCreate::from`](LeadCreate) or [`LeadUpdate::from`](LeadUpdate).",
        "/// Implements [`From<Lead>`](Lead).",
        "/// Not copied, because only the API sets them: `created_at`.",
    ] {
        assert!(source.contains(line), "{line}");
    }
}
