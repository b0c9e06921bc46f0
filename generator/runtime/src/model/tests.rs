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

    crate::setters! {
        map: impl Into<String> = Some(map.into());
        #[deprecated]
        r#type as "type": impl Into<String> = Some(r#type.into());
        fields: impl Into<Patch<Vec<i64>>> = fields.into();
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

    crate::setters! {
        name: impl Into<String> = Some(name.into());
    }
}

crate::from_text!(Label, |name| Self::new().name(name));

/// The part of a call that the setters of a body use.
#[derive(Debug)]
struct Call {
    fields: Vec<&'static str>,
}

impl Call {
    fn clear_fields(&mut self) {
        self.fields.clear();
    }
}

#[derive(Debug)]
struct Create {
    call: Call,
    body: Label,
}

impl Create {
    crate::body_setters! {
        /// The text of the label.
        name: impl Into<String>;
    }

    crate::with_body!(body: impl Into<Label> = body.into());
}

#[derive(Debug)]
struct Offer {
    body: Option<Label>,
}

impl Offer {
    crate::body_setters! {
        optional;
        /// The text of the label.
        name: impl Into<String>;
    }
}

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
#[allow(deprecated)]
fn setters_accept_convertible_values() {
    let note = Note::new(1).map("m").r#type("t").fields([1, 2]);
    assert_eq!(
        written(&note),
        r#"{"index":1,"map \"1\"":"m","type":"t","fields":[1,2]}"#
    );
    assert!(note.fields(Patch::Null).fields.is_null());
}

#[test]
fn builders_set_fields_of_their_body() {
    let create = Create {
        call: Call {
            fields: vec!["color"],
        },
        body: Label::new().name("a"),
    };
    assert_eq!(create.body.name.as_deref(), Some("a"));
    let create = create.name("b");
    assert_eq!((create.call.fields.len(), &create.body), (1, &"b".into()));
    let create = create.with_body("c");
    assert_eq!((create.call.fields.len(), &create.body), (0, &"c".into()));
    let offer = Offer { body: None };
    assert_eq!(offer.name("d").body, Some(Label::from("d")));
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
