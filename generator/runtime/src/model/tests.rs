//! The code that the macros of models generate, for each presence and for difficult names.

#![allow(unreachable_pub)] // The macros generate methods for public types.

use crate::{Extra, Model, Patch};

/// Fields of every presence, named like the macro's own variables or like keywords.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Required.
    pub index: i64,
    /// Required and nullable.
    pub map: Option<String>,
    /// Optional.
    pub r#type: Option<String>,
    /// Tri-state.
    pub fields: Patch<Vec<i64>>,
    /// The others.
    pub extra: Extra,
}

crate::model! {
    Note {
        0 "index" => index: required,
        1 "map \"1\"" => map: nullable,
        2 "type" => r#type: optional,
        3 "fields" => fields: patch,
    }
}

impl Note {
    fn new(index: i64) -> Self {
        Self {
            index,
            map: None,
            r#type: None,
            fields: Patch::Absent,
            extra: Extra::new(),
        }
    }
}

/// Has only additional fields, all of one type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// By name.
    pub extra: Extra<i64>,
}

crate::model! { Counts {} }

/// A struct that can be created from its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    /// The text of the label.
    pub name: Option<String>,
    /// The others.
    pub extra: Extra,
}

crate::model! {
    Label {
        0 "name" => name: optional,
    }
}

impl Label {
    fn new() -> Self {
        Self::default()
    }

    fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

crate::from_text!(Label, |name| Self::new().name(name));

fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

fn written<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn a_model_lists_its_fields() {
    assert_eq!((Note::NAME, Counts::NAME), ("Note", "Counts"));
    assert_eq!(Note::FIELDS, ["index", "map \"1\"", "type", "fields"]);
    assert!(Counts::FIELDS.is_empty());
}

#[test]
fn presence_decides_how_a_missing_value_is_written() {
    assert_eq!(written(&Note::new(1)), r#"{"index":1,"map \"1\"":null}"#);
    for json in [
        r#"{"index":1,"map \"1\"":"m","type":"t","fields":[1]}"#,
        r#"{"index":1,"map \"1\"":null,"fields":null}"#,
        r#"{"index":1,"map \"1\"":null,"map":2,"r#type":3,"extra":{}}"#,
    ] {
        assert_eq!(written(&read::<Note>(json)), json);
    }
    let sparse: Note = read(r#"{"type":null,"index":1}"#);
    assert_eq!(sparse, Note::new(1));
}

#[test]
fn required_fields_are_neither_absent_nor_null() {
    for (json, message) in [
        (r#"{"type":"t"}"#, "missing field `index`"),
        (r#"{"index":null}"#, "invalid type: null, expected i64"),
        ("[]", "expected an object (Note)"),
    ] {
        let error = serde_json::from_str::<Note>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_model_can_have_only_typed_extra() {
    let json = r#"{"a":1,"b":2}"#;
    let counts: Counts = read(json);
    assert_eq!(
        (counts.extra.get("b"), written(&counts)),
        (Some(&2), json.to_owned())
    );
    assert!(serde_json::from_str::<Counts>(r#"{"a":"x"}"#).is_err());
}

#[test]
fn a_string_converts_into_a_struct() {
    let label = Label::new().name("a");
    assert_eq!(Label::from("a"), label);
    assert_eq!(Label::from("a".to_owned()), label);
    assert_eq!(Patch::from("a").value(), Some(&label));
    assert_eq!(Patch::from("a".to_owned()).value(), Some(&label));
    assert_eq!(Patch::from(["a"]).value(), Some(&vec![label.clone()]));
    assert_eq!(crate::list::<Label>(["a"]), [label]);
}
