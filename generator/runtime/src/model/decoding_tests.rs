//! Decoding of JSON that does not have the documented types.

#![allow(dead_code, unreachable_pub)] // The macros generate more than is tested here, for public types.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Decoding, JsonKind, from_json};
use crate::{
    Error, ErrorKind, Extra, Map, Patch, RawJson, Timestamp, Value,
    error::{decode, decode_payload},
};

crate::open_enum! {
    /// The role of a person.
    pub enum Role {
        /// `owner`
        Owner = "owner",
    }
}

/// Fields of every kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: String,
    pub name: Option<String>,
    pub age: Option<i64>,
    pub score: Option<f64>,
    pub active: Option<bool>,
    pub since: Option<Timestamp>,
    pub role: Option<Role>,
    pub tags: Option<Vec<String>>,
    pub address: Option<Address>,
    pub friends: Option<Vec<Friend>>,
    pub custom: Option<Map<String, Value>>,
    pub counts: Option<BTreeMap<String, i64>>,
    pub boss: Option<Box<Person>>,
    pub raw: Option<RawJson>,
    pub any: Option<Value>,
    pub title: Patch<String>,
    pub due: Option<String>,
    pub extra: Extra,
}

crate::model! {
    Person {
        0 "id" => id: required,
        1 "name" => name: optional,
        2 "age" => age: optional,
        3 "score" => score: optional,
        4 "active" => active: optional,
        5 "since" => since: optional,
        6 "role" => role: optional,
        7 "tags" => tags: optional,
        8 "address" => address: optional,
        9 "friends" => friends: optional,
        10 "custom" => custom: optional,
        11 "counts" => counts: optional,
        12 "boss" => boss: optional,
        13 "raw" => raw: optional,
        14 "any" => any: optional,
        15 "title" => title: patch,
        16 "due" => due: nullable,
    }
}

/// Has no required fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    pub city: Option<String>,
    pub extra: Extra,
}

crate::model! {
    Address { 0 "city" => city: optional }
}

/// Requires an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Friend {
    pub id: String,
    pub nick: Option<String>,
    pub extra: Extra,
}

crate::model! {
    Friend {
        0 "id" => id: required,
        1 "nick" => nick: optional,
    }
}

/// Its additional fields are numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    pub total: Option<i64>,
    pub extra: Extra<i64>,
}

crate::model! {
    Counts { 0 "total" => total: optional }
}

/// Changes to a person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonUpdate {
    pub name: Patch<String>,
    pub remote: Patch<Map<String, Value>>,
    pub extra: Extra,
}

crate::model! {
    PersonUpdate {
        0 "name" => name: patch,
        1 "remote" => remote: patch,
    }
    received: &["id"],
    withheld: &["remote"],
}

fn person(json: &str) -> Person {
    decode(json, Decoding::Lenient).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Each value is converted to the expected one, and no field is a mismatch.
#[test]
fn lossless_conversions_are_made() {
    for (field, value, expected) in [
        ("id", "7", "\"7\""),
        ("name", "7", "\"7\""),
        ("name", "true", "\"true\""),
        ("name", "-1.50e3", "\"-1.50e3\""),
        ("age", "100.0", "100"),
        ("age", "\"100\"", "100"),
        ("score", "3", "3.0"),
        ("score", "\"1.5\"", "1.5"),
        ("active", "\"false\"", "false"),
        ("since", "1709285400", "\"2024-03-01T09:30:00Z\""),
        ("since", "1709285400000", "\"2024-03-01T09:30:00Z\""),
        ("role", "7", "\"7\""),
        ("tags", "[7,\"a\"]", "[\"7\",\"a\"]"),
        ("address", "[]", "{}"),
        ("address", "[ ]", "{}"),
        (
            "address",
            "{\"city\":7,\"x\":1.0}",
            "{\"city\":\"7\",\"x\":1.0}",
        ),
        ("friends", "{\"id\":1}", "[{\"id\":\"1\"}]"),
        (
            "friends",
            "[{\"nick\":true,\"id\":1}]",
            "[{\"id\":\"1\",\"nick\":\"true\"}]",
        ),
        ("custom", "[]", "{}"),
        ("counts", "[]", "{}"),
        ("counts", "{\"a\":1e1}", "{\"a\":10}"),
        (
            "boss",
            "{\"id\":2,\"due\":3}",
            "{\"id\":\"2\",\"due\":\"3\"}",
        ),
        ("title", "7", "\"7\""),
        ("due", "7", "\"7\""),
    ] {
        let person = person(&format!(
            "{{\"due\":\"d\",\"id\":\"1\",\"{field}\":{value}}}"
        ));
        let written: Value = serde_json::to_value(&person).unwrap();
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(written[field], expected, "{field}: {value}");
        assert!(
            person.mismatches().is_empty() && person.extra.is_empty(),
            "{field}: {value}"
        );
    }
}

#[test]
fn unconvertible_fields_are_kept_in_extra_and_reported() {
    use JsonKind::{
        Absent, Array, Boolean, Integer, Null, Number, Object, String, Unrepresentable,
    };
    for (field, value, place, expected, found) in [
        ("name", "{\"a\" : 1.0}", "name", String, Object),
        ("name", "[ ]", "name", String, Array),
        ("name", "\"\\ud800\"", "name", String, Unrepresentable),
        ("age", "1.5", "age", Integer, Number),
        ("age", "1e30", "age", Integer, Number),
        (
            "age",
            "9223372036854775808",
            "age",
            Integer,
            Unrepresentable,
        ),
        ("age", "\"\"", "age", Integer, String),
        ("score", "1e999", "score", Number, Unrepresentable),
        ("active", "1", "active", Boolean, Integer),
        ("since", "7", "since", JsonKind::Timestamp, Integer),
        ("role", "[]", "role", String, Array),
        ("tags", "\"a\"", "tags", Array, String),
        ("tags", "{\"a\":1}", "tags", Array, Object),
        ("tags", "[\"a\",{},[]]", "tags[1]", String, Object),
        ("address", "\"\"", "address", Object, String),
        ("address", "[{}]", "address", Object, Array),
        ("friends", "{}", "friends", Array, Object),
        (
            "friends",
            "[{\"id\":\"1\"},{\"nick\":\"n\"}]",
            "friends[1].id",
            String,
            Absent,
        ),
        ("friends", "[{\"id\":null}]", "friends[0].id", String, Null),
        (
            "friends",
            "[{\"id\":\"1\"},[]]",
            "friends[1]",
            Object,
            Array,
        ),
        (
            "counts",
            "{\"a\":1,\"b c\":\"x\"}",
            "counts.b c",
            Integer,
            String,
        ),
        ("boss", "{\"name\":\"n\"}", "boss.id", String, Absent),
        (
            "custom",
            "{\"\\ud800\":1}",
            "custom.\\ud800",
            String,
            Unrepresentable,
        ),
        (
            "address",
            "{\"\\ud800\":1}",
            "address.\\ud800",
            String,
            Unrepresentable,
        ),
        ("any", "1e999", "any", JsonKind::Any, Unrepresentable),
        ("title", "{}", "title", String, Object),
        ("due", "{}", "due", String, Object),
    ] {
        let due = if field == "due" { "" } else { "\"due\":null," };
        let json = format!("{{\"id\":\"1\",{due}\"{field}\":{value}}}");
        let person = person(&json);
        let raw = person.extra.get(field).map(RawJson::get);
        assert_eq!(raw, Some(value), "{json}");
        let mismatches = person.mismatches();
        let [mismatch] = mismatches.as_slice() else {
            panic!("{json}: {mismatches:?}");
        };
        assert_eq!(
            (mismatch.field(), mismatch.value()),
            (field, place),
            "{json}"
        );
        assert_eq!(
            (mismatch.expected(), mismatch.found()),
            (expected, found),
            "{json}"
        );
        assert_eq!(mismatch.raw().get(), value);
        let written = written(&person);
        let written: BTreeMap<Box<str>, RawJson> = serde_json::from_str(&written).unwrap();
        assert_eq!(written[field].get(), value, "{json}");
    }
}

#[test]
fn a_nested_mismatch_affects_only_its_field() {
    let json = r#"{"id":"1","address":{"city":[1.0],"zip":7},"friends":[{"id":"a","nick":{}},{"id":2}],"due":null}"#;
    let mut person = person(json);
    let fields: Vec<_> = person
        .mismatches()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        fields,
        [
            "address.city: expected a string, found an array",
            "friends[0].nick: expected a string, found an object"
        ]
    );
    assert_eq!(written(&person), json.replace("\"id\":2", "\"id\":\"2\""));
    assert_eq!(person.friends.as_ref().unwrap()[1].id, "2");

    // A value that the program sets takes precedence.
    person.address.as_mut().unwrap().city = Some("London".to_owned());
    assert_eq!(person.mismatches().len(), 1);
    assert!(written(&person).contains(r#"{"city":"London","zip":7}"#));
}

#[test]
fn only_a_required_field_fails_the_object() {
    for (json, field, found) in [
        (r#"{"name":[],"id":{}}"#, "id", '{'),
        (r#"{"id":null,"name":[]}"#, "id", 'n'),
        (r#"{"name":"n"}"#, "id", '{'),
        (r#"{"id":"1","id":[]}"#, "id", '['),
    ] {
        let error = decode::<Person>(json, Decoding::Lenient).unwrap_err();
        assert_eq!(
            (error.kind(), error.field()),
            (ErrorKind::Decode, Some(field)),
            "{error}"
        );
        let at = error.offset().unwrap();
        assert!(json[at..].starts_with(found), "{json}: {at}");
    }
    for json in [r#"[[{"id":[2]}]]"#, r#"[ [ {"id": [2]} , {"id":"1"} ] ]"#] {
        let error = decode::<Vec<Vec<Person>>>(json, Decoding::Lenient).unwrap_err();
        assert_eq!(error.field(), Some("[0][0].id"), "{error}");
        assert_eq!(error.offset(), json.find("[2]"));
    }
    let json = r#" {"x":1,"result": [{"id":"1"}, {"id": [2]}]}"#;
    let error = decode_payload::<Vec<Person>>(json.as_bytes(), Some("result"), Decoding::Lenient);
    let error = error.unwrap_err();
    assert_eq!(error.field(), Some("result[1].id"), "{error}");
    assert_eq!(error.offset(), json.find("[2]"));
    assert!(
        error
            .message()
            .ends_with("expected a string, found an array"),
        "{error}"
    );
}

#[test]
fn an_unpaired_surrogate_in_a_name_is_reported() {
    let json = r#"{"id":"1","due":null,"\ud800":7}"#;
    let error = decode::<Person>(json, Decoding::Lenient).unwrap_err();
    let message = error.message();
    let end = r"at `\ud800`: the name has an unpaired surrogate";
    assert!(message.ends_with(end), "{message}");
}

/// A program can handle the error of a model itself, so the failure is not reported as the cause of a later error.
#[test]
fn a_handled_failure_is_not_reported() {
    #[derive(Debug)]
    struct Perhaps;

    impl<'de> serde::Deserialize<'de> for Perhaps {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let friend = Value::deserialize(deserializer)?;
            let friend = serde_json::from_value::<Friend>(friend);
            assert!(friend.is_err());
            Ok(Self)
        }
    }

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)] // They are only read.
    struct Team {
        lead: Perhaps,
        size: u8,
    }

    let json = r#"{"lead":{"nick":"n"},"size":"2"}"#;
    let error = decode::<Team>(json, Decoding::Lenient).unwrap_err();
    assert_eq!(error.field(), Some("size"), "{error}");
    assert!(error.message().contains("invalid type"), "{error}");
}

#[test]
fn models_are_repaired_inside_other_types() {
    /// A type of an application.
    #[derive(Debug, serde::Deserialize)]
    struct Team {
        lead: Option<Friend>,
        members: BTreeMap<String, Vec<Friend>>,
        size: u8,
    }
    let json = r#"{"lead":{"id":1,"nick":[]},"members":{"a":[{"id":2}]},"size":2}"#;
    let team: Team = decode(json, Decoding::Lenient).unwrap();
    assert_eq!(team.lead.unwrap().mismatches().len(), 1);
    assert_eq!((team.members["a"][0].id.as_str(), team.size), ("2", 2));
    // Its own fields are decoded strictly.
    let error = decode::<Team>(
        &json.replace("\"size\":2", "\"size\":\"2\""),
        Decoding::Lenient,
    );
    assert_eq!(error.unwrap_err().field(), Some("size"));
}

#[test]
fn strict_decoding_converts_nothing() {
    for (value, field) in [("7", "name"), ("[]", "name")] {
        let json = format!(r#"{{"id":"1","{field}":{value}}}"#);
        let error = decode::<Person>(&json, Decoding::Strict).unwrap_err();
        assert_eq!(error.field(), Some(field));
        assert!(
            serde_json::from_str::<Person>(&json).is_err(),
            "serde_json alone is strict"
        );
    }
}

/// A key in the input is never mistaken for a field that was set aside.
#[test]
fn no_key_imitates_a_field_that_was_set_aside() {
    let json = r#"{"id":"1","due":null,"\u0000name":1,"\u0000\u0000name":2,"\u0000":3,"age":[4]}"#;
    let person = person(json);
    assert_eq!(
        (person.name.as_deref(), person.extra.get("name")),
        (None, None)
    );
    for (name, value) in [
        ("\0name", "1"),
        ("\0\0name", "2"),
        ("\0", "3"),
        ("age", "[4]"),
    ] {
        assert_eq!(
            person.extra.get(name).map(RawJson::get),
            Some(value),
            "{name:?}"
        );
    }
    assert_eq!(person.mismatches().len(), 1);
    let strict: Person = decode(&json.replace("[4]", "4"), Decoding::Strict).unwrap();
    assert_eq!(strict.extra.len(), 3);
}

#[test]
fn typed_extra_accepts_only_its_type() {
    for json in [r#"{"total":[]}"#, r#"{"a":[]}"#] {
        assert!(decode::<Counts>(json, Decoding::Lenient).is_err());
    }
    let counts: Counts = decode(r#"{"total":1.0,"a":"2"}"#, Decoding::Lenient).unwrap();
    assert_eq!((counts.total, counts.extra.get("a")), (Some(1), Some(&2)));
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}7{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [100, 124, 125, 126, 127, 128, 100_000] {
        let json = format!(
            r#"{{"id":"1","name":7,"any":{0},"custom":{{"a":{0}}},"raw":{0}}}"#,
            nested(depth)
        );
        let person = person(&json);
        let fits = person.any.is_some();
        assert_eq!(
            (fits, person.name.as_deref()),
            (depth <= 126, Some("7")),
            "{depth}"
        );
        assert_eq!(person.raw.unwrap().get(), nested(depth));
    }
    let people = |depth: usize| {
        format!(
            "{}{{\"id\":7}}{}",
            "{\"id\":1,\"boss\":".repeat(depth),
            "}".repeat(depth)
        )
    };
    assert!(person(&people(126)).mismatches().is_empty());
    let deep = person(&people(100_000));
    let mismatches = deep.mismatches();
    assert_eq!(mismatches.len(), 1);
    assert_eq!(mismatches[0].field().matches("boss").count(), 127);
    assert_eq!(mismatches[0].found(), JsonKind::Unrepresentable);
}

#[test]
fn a_request_is_converted_but_sets_nothing_aside() {
    let update: PersonUpdate = from_json(json!({"name": 7, "new": 1})).unwrap();
    assert_eq!(written(&update), r#"{"name":"7","new":1}"#);
    let error = from_json::<PersonUpdate>(json!({"name": []})).unwrap_err();
    assert_eq!(
        (error.kind(), error.field()),
        (ErrorKind::Invalid, Some("name"))
    );
    assert!(
        error
            .message()
            .starts_with("invalid `PersonUpdate` at `name`: "),
        "{error}"
    );
    let error: Error = from_json::<PersonUpdate>(json!([1])).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, None));
}

#[test]
fn an_object_that_was_received_is_sent_without_what_only_the_api_sets() {
    let remote = json!({"a": 1});
    let update: PersonUpdate = from_json(json!({
        "id": "1", "created_at": "x", "name": "Ada", "remote": remote, "new": 1,
    }))
    .unwrap();
    assert_eq!(written(&update), r#"{"name":"Ada"}"#);
    let update: PersonUpdate = from_json(json!({"name": "Ada", "remote": remote})).unwrap();
    assert_eq!(written(&update), r#"{"name":"Ada","remote":{"a":1}}"#);
}

/// An object with a list, which may be represented by the list alone.
#[derive(Debug)]
pub struct Friends {
    pub friends: Vec<Friend>,
    pub extra: Extra,
    is_list: bool,
}

crate::listing! { Friends { "friends" => friends: Friend } }

/// Contains a [`Friends`].
#[derive(Debug)]
pub struct Circle {
    pub name: Option<String>,
    pub friends: Option<Friends>,
    pub extra: Extra,
}

crate::model! {
    Circle {
        0 "name" => name: optional,
        1 "friends" => friends: optional,
    }
}

#[test]
fn a_list_in_place_of_its_object_keeps_its_shape_beside_a_field_of_another_type() {
    let list = json!([{"id": "1", "nick": []}]);
    for friends in [list.clone(), json!({"friends": list, "more": 1})] {
        let json = json!({"name": {"first": "Ada"}, "friends": friends}).to_string();
        let circle: Circle = decode(&json, Decoding::Lenient).unwrap();
        assert_eq!(circle.friends.as_deref().map(<[_]>::len), Some(1), "{json}");
        assert_eq!(
            serde_json::to_value(&circle).unwrap(),
            serde_json::from_str::<Value>(&json).unwrap()
        );
        let fields: Vec<_> = circle
            .mismatches()
            .iter()
            .map(|one| one.field().to_owned())
            .collect();
        let inner = if friends.is_array() {
            "friends[0].nick"
        } else {
            "friends.friends[0].nick"
        };
        assert_eq!(fields, ["name", inner]);
        assert_eq!(circle.friends.unwrap().mismatches().len(), 1, "{json}");
    }
    let circle: Circle = decode(r#"{"name":1,"friends":{}}"#, Decoding::Lenient).unwrap();
    assert!(circle.friends.is_none() && circle.mismatches().len() == 1);
}
