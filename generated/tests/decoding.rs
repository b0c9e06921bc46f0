//! Whatever a field contains, an object decodes, or fails because of a required field, and encodes again without loss. This holds
//! for every model.
#![cfg(all(feature = "crm", feature = "discovery", feature = "ticketing"))]

#[path = "decoding/lossless.rs"]
mod lossless;
#[path = "generated/models.rs"]
mod models;

use std::fmt::Debug;

use lossless::{check, minimal};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use truto_runtime::Model;
use truto_unified::{self as api, RawJson};

/// A check of a model.
pub(crate) trait Each {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str);
}

/// Any JSON. The names in its objects are those of the API's objects.
fn json_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z]{0,3}",
        "[0-9.]{1,4}",
        Just("true".to_owned()),
        any::<String>()
    ];
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-10i64..3_000_000_000_000).prop_map(Value::from),
        (-100i64..100).prop_map(|whole| json!(whole as f64)),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let name = prop_oneof![
        8 => prop::sample::select(vec!["id", "name", "email", "type", "number", "url", "extension", "city"]),
        1 => Just("\0name"),
        1 => Just("of no type"),
    ];
    scalar.prop_recursive(4, 24, 4, move |inner| {
        let entries = prop::collection::vec((name.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            entries.prop_map(|entries| entries
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect()),
        ]
    })
}

struct Properties {
    count: usize,
}

impl Each for Properties {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str) {
        self.count += 1;
        let minimal = minimal::<T>(path);
        let mut names = T::FIELDS.to_vec();
        names.extend(["of no type", "\0name"]);
        let entry = (prop::sample::select(names), json_value());
        let entries = prop::collection::vec(entry, 1..5);
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(
            Config {
                cases: 96,
                failure_persistence: None,
                ..Config::default()
            },
            rng,
        );
        let result = runner.run(&entries, |entries| {
            let mut object = minimal.clone();
            object.extend(
                entries
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value)),
            );
            check::<T>(&minimal, &object, truto_runtime::__private::mismatches);
            Ok(())
        });
        if let Err(error) = result {
            panic!("{path}: {error}");
        }
    }
}

#[test]
fn only_a_required_field_fails_and_nothing_is_lost() {
    let mut properties = Properties { count: 0 };
    models::each(&mut properties);
    assert!(properties.count > 100, "{}", properties.count);
}

#[test]
fn a_field_of_another_type_is_none_and_named() {
    let contact: api::crm::Contact = RawJson::from(json!({"id": 7, "name": {"first": "Ada"}}))
        .parse()
        .unwrap();
    assert_eq!((contact.id.as_str(), &contact.name), ("7", &None));
    let mismatches = contact.mismatches();
    assert_eq!(
        mismatches[0].to_string(),
        "name: expected a string, found an object"
    );
}
