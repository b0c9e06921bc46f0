#![allow(unreachable_pub)] // The macros generate methods for public types.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

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
enum Mixed {
    Cat(Cat),
    Dog(Dog),
    Many(Vec<Mixed>),
    Time(Timestamp),
    Text(String),
    Count(i64),
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
fn the_kind_selects_a_case() {
    assert!(matches!(same(r#""text""#), Mixed::Text(_)));
    assert!(matches!(same(r#""2026-01-02T03:04:05Z""#), Mixed::Time(_)));
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
