#![allow(unreachable_pub)] // The macros generate methods for public types.

use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use serde_json::Value;

use crate::{Extra, RawJson, Timestamp};

#[derive(Clone, Debug, PartialEq)]
struct Cat {
    name: String,
    lives: Option<i64>,
    extra: Extra,
}

crate::model! { Cat { 0 "name" => name: required, 1 "lives" => lives: optional } }

#[derive(Clone, Debug, PartialEq)]
struct Dog {
    name: String,
    tricks: Option<Vec<String>>,
    extra: Extra,
}

crate::model! { Dog { 0 "name" => name: required, 1 "tricks" => tricks: optional } }

#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Cat(Box<Cat>),
    Dog(Dog),
    Unrecognized(RawJson),
}

crate::one_of! { Tagged { 0 Cat: Box<Cat> = "kind" ["cat", "kitten"], 1 Dog: Dog = "kind" ["dog"] } }

#[derive(Clone, Debug, PartialEq)]
enum Coded {
    Cat(Cat),
    Dog(Dog),
    Unrecognized(RawJson),
}

crate::one_of! {
    Coded { 0 Cat: Cat = "kind" ["1", "-2.5", "false"], 1 Dog: Dog = "kind" ["true"] }
}

crate::open_enum! {
    /// A mood.
    pub enum Mood {
        /// Good.
        Good = "good",
        /// Bad.
        Bad = "bad",
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    Cat(Cat),
    Dog(Dog),
    Many(Vec<Mixed>),
    Time(Timestamp),
    Text(String),
    Count(i64),
    Mood(Mood),
    Unrecognized(RawJson),
}

crate::one_of! {
    Mixed {
        0 Cat: Cat,
        1 Dog: Dog,
        2 Many: Vec<Mixed>,
        3 Time: Timestamp,
        4 Text: String,
        5 Count: i64,
        6 Mood: Mood,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Owner {
    pet: Option<Mixed>,
    first: Option<Tagged>,
    extra: Extra,
}

crate::model! { Owner { 0 "pet" => pet: optional, 1 "first" => first: optional } }

fn strict<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

fn lenient<T: DeserializeOwned>(json: &str) -> T {
    RawJson::from_text(json).unwrap().parse().unwrap()
}

/// Decodes the JSON in both ways, and checks that it is encoded as it was.
fn same<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(json: &str) -> T {
    let value: T = strict(json);
    assert_eq!(value, lenient(json));
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    value
}

#[test]
fn a_tag_selects_a_case_at_any_position() {
    for json in [
        r#"{"name":"Tom","kind":"cat"}"#,
        r#"{"name":"Tom","kind":"kitten"}"#,
    ] {
        assert!(matches!(same(json), Tagged::Cat(_)), "{json}");
    }
    let first: Tagged = strict(r#"{"kind":"dog","name":"Rex"}"#);
    assert!(matches!(first, Tagged::Dog(_)));
    for json in [
        r#"{"name":"Rex","kind":"fox"}"#,
        r#"{"name":"Rex"}"#,
        "7",
        "null",
    ] {
        assert!(matches!(same(json), Tagged::Unrecognized(_)), "{json}");
    }
}

#[test]
fn the_last_of_equal_properties_counts() {
    for (json, is_dog) in [
        (r#"{"kind":"cat","name":"a","kind":"dog"}"#, true),
        (
            r#"{"kind":"dog","name":"a","kind":"cat","kind":"cat"}"#,
            false,
        ),
        (r#"{"kind":1,"name":"a","kind":"dog"}"#, true),
        (r#"{"kind":"dog","name":"a","kind":null}"#, true),
    ] {
        let is_found = matches!(lenient(json), Tagged::Dog(_));
        assert_eq!(is_found, is_dog, "{json}");
    }
    let other: Tagged = lenient(r#"{"kind":"dog","name":"a","kind":"bird"}"#);
    assert!(matches!(other, Tagged::Unrecognized(_)));
}

#[test]
fn numbers_and_booleans_select_a_case_by_their_text() {
    for json in [
        r#"{"name":"a","kind":1}"#,
        r#"{"name":"a","kind":-2.5}"#,
        r#"{"name":"a","kind":false}"#,
        r#"{"name":"a","kind":"1"}"#,
    ] {
        assert!(matches!(same(json), Coded::Cat(_)), "{json}");
    }
    assert!(matches!(same(r#"{"name":"a","kind":true}"#), Coded::Dog(_)));
    for json in [
        r#"{"name":"a","kind":2}"#,
        r#"{"name":"a","kind":[1]}"#,
        r#"{"name":"a","kind":{"1":1}}"#,
    ] {
        assert!(matches!(same(json), Coded::Unrecognized(_)), "{json}");
    }
}

#[test]
fn the_kind_selects_a_case() {
    assert!(matches!(same(r#""text""#), Mixed::Text(_)));
    assert!(matches!(same(r#""2026-01-02T03:04:05Z""#), Mixed::Time(_)));
    for mood in Mood::ALL {
        let json = format!("\"{mood}\"");
        assert_eq!(same::<Mixed>(&json), Mixed::Mood(mood.clone()));
    }
    assert!(matches!(same("7"), Mixed::Count(7)));
    let Mixed::Many(items) = same(r#"["a",[1,2],{"name":"Tom","lives":9}]"#) else {
        panic!("a list");
    };
    assert!(matches!(
        items.as_slice(),
        [Mixed::Text(_), Mixed::Many(_), Mixed::Cat(_)]
    ));
    for json in [
        "7.5",
        "true",
        "null",
        "{}",
        "123456789012345678901234567890",
    ] {
        assert!(matches!(same(json), Mixed::Unrecognized(_)), "{json}");
    }
}

#[test]
fn an_object_is_the_case_with_most_of_its_properties() {
    assert!(matches!(same(r#"{"name":"Tom","lives":9}"#), Mixed::Cat(_)));
    assert!(matches!(
        same(r#"{"name":"Rex","tricks":["sit"]}"#),
        Mixed::Dog(_)
    ));
    assert!(
        matches!(same(r#"{"name":"Kim"}"#), Mixed::Cat(_)),
        "the first"
    );
    assert!(matches!(
        same(r#"{"tricks":["sit"]}"#),
        Mixed::Unrecognized(_)
    ));
}

#[test]
fn cases_are_decoded_leniently() {
    let json = r#"{"name":7,"tricks":"sit"}"#;
    assert!(serde_json::from_str::<Mixed>(json).is_err());
    let Mixed::Dog(dog) = lenient(json) else {
        panic!("a dog");
    };
    assert_eq!((dog.name.as_str(), &dog.tricks), ("7", &None));
    let owner: Owner = lenient(&format!(r#"{{"pet":{json}}}"#));
    assert_eq!(owner.pet, Some(Mixed::Dog(dog)));
    let fields = owner.mismatches();
    let fields: Vec<_> = fields.iter().map(|mismatch| mismatch.field()).collect();
    assert_eq!(fields, ["pet.tricks"]);
}

#[test]
fn what_does_not_decode_as_its_case_is_kept() {
    let json = r#"{"pet":"x","first":{"kind":"cat","name":null}}"#;
    assert!(serde_json::from_str::<Owner>(json).is_err());
    let owner: Owner = lenient(json);
    assert!(matches!(owner.first, Some(Tagged::Unrecognized(_))));
    assert_eq!(serde_json::to_string(&owner).unwrap(), json);
    let values = owner.mismatches();
    let values: Vec<_> = values.iter().map(|mismatch| mismatch.value()).collect();
    assert_eq!(values, ["first.name"]);
}

#[test]
fn deep_nesting_is_kept_as_json() {
    let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(matches!(same(&deep(100)), Mixed::Many(_)));
    assert!(matches!(same(&deep(100_000)), Mixed::Unrecognized(_)));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)),
        "good|cat|dog|[a-z]{0,3}|2026-01-02T03:04:05Z".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("name"),
        Just("lives"),
        Just("tricks"),
        Just("kind"),
        Just("\0x"),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let entries = proptest::collection::vec((key.clone(), inner.clone()), 0..4);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            entries.prop_map(Value::from_iter),
        ]
    })
}

/// The JSON without null in objects, which is encoded as absent.
fn present(json: Value) -> Value {
    match json {
        Value::Array(items) => items.into_iter().map(present).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::from_iter(fields.map(|(name, value)| (name, present(value))))
        }
        json => json,
    }
}

proptest! {
    /// Whatever is decoded is encoded so that it decodes as the same, and nothing is lost.
    #[test]
    fn encoding_restores_what_was_decoded(json in any_json()) {
        let (pet, tagged) = (lenient::<Mixed>(&json.to_string()), lenient::<Tagged>(&json.to_string()));
        let text = serde_json::to_string(&pet).unwrap();
        prop_assert_eq!(lenient::<Mixed>(&text), pet);
        let text = serde_json::to_string(&tagged).unwrap();
        prop_assert_eq!(lenient::<Tagged>(&text), tagged);
        if let Ok(pet) = serde_json::from_str::<Mixed>(&json.to_string()) {
            prop_assert_eq!(present(serde_json::to_value(&pet).unwrap()), present(json));
        }
    }
}
