//! Queries and forms: the server's parser reads the value that was set, or nothing is sent.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use truto_runtime::{__private::query_as_read, Call, Endpoint, ErrorKind, QueryStyle};

use super::no_seeds;
use crate::Target;
use crate::input::Input;
use crate::wire::{Wire, check_error, ready};
use meant::{Style, meant};

#[path = "../../../../generated/tests/qs/meant.rs"]
mod meant;

pub(super) const TARGET: Target = Target {
    name: "queries",
    about: "values of any shape in queries and forms, in all styles",
    run,
    show,
    seeds: no_seeds,
    count: 2000,
    longest: 512,
};

static SEARCH: Endpoint = Endpoint::new("x.search", "POST", "/x");

/// Keys with a special meaning, and keys that cannot be sent.
const KEYS: &[&str] = &[
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "r",
    "s",
    "0",
    "7",
    "19",
    "20",
    "21",
    "07",
    "a.b",
    "a=&b",
    "\u{e9} ",
    "%5B",
    "f[gt]",
    "g[]",
    "h[x][]",
    "i[0]",
    "",
    "a]",
    "[b]",
    "b[c",
    "d[e]f",
    "toString",
    "j[constructor]",
    "__proto__",
];

enum Case {
    /// In bracket notation, or repeated.
    Brackets(Style, Value),
    /// In one pair, with separators.
    Joined(QueryStyle, Value, bool),
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let style = input.below(8);
        let is_reserved = input.is_one_in(2);
        let value = input.json(6, &mut |input| match input.below(8) {
            0 => input.text(),
            _ => (*input.pick(KEYS)).to_owned(),
        });
        let value = distinct(value);
        match (style, &value) {
            (0, _) => Self::Brackets(Style::Brackets, value),
            (1, _) => Self::Brackets(Style::Listed, value),
            (2, Value::Array(_)) => Self::Brackets(Style::Exploded, value),
            (3, Value::Object(_)) => Self::Brackets(Style::Form, value),
            (4, _) => Self::Joined(QueryStyle::FormJoined, value, is_reserved),
            (5, _) => Self::Joined(QueryStyle::SpaceDelimited, value, is_reserved),
            (6, _) => Self::Joined(QueryStyle::PipeDelimited, value, is_reserved),
            (7, _) => Self::Joined(QueryStyle::Json, value, is_reserved),
            _ => Self::Brackets(Style::Brackets, value),
        }
    }

    /// Returns the query or form that is sent; `None` if the value was refused.
    fn sent(&self) -> Option<String> {
        let wire = Wire::default();
        let mut call = Call::new(&wire.unscoped(), &SEARCH);
        match self {
            Self::Brackets(Style::Brackets, value) => {
                call.set_query("q", QueryStyle::DeepObject, value)
            }
            Self::Brackets(Style::Listed, value) => {
                call.set_query("q[]", QueryStyle::DeepObject, value)
            }
            Self::Brackets(Style::Exploded, value) => call.set_query("q", QueryStyle::Form, value),
            Self::Brackets(Style::Form, value) => call = call.form(value),
            Self::Joined(style, value, true) => call.set_query("q", style.allow_reserved(), value),
            Self::Joined(style, value, false) => call.set_query("q", *style, value),
        }
        let error = ready(call.send_raw()).expect_err("a 404");
        check_error(&error);
        let request = wire.requests().pop();
        assert_eq!(
            request.is_none(),
            error.kind() == ErrorKind::Invalid,
            "{error}"
        );
        let request = request?;
        Some(match self {
            Self::Brackets(Style::Form, _) => {
                String::from_utf8(request.body().to_vec()).expect("text")
            }
            _ => request.uri().query().unwrap_or_default().to_owned(),
        })
    }
}

/// Returns the value with one key of those whose text before the brackets is the same: the first one.
fn distinct(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(distinct).collect(),
        Value::Object(fields) => {
            let first = |key: &str| key.split('[').next().unwrap_or_default().to_owned();
            let mut kept: Map<String, Value> = Map::new();
            for (key, value) in fields {
                if !kept.keys().any(|known| first(known) == first(&key)) {
                    kept.insert(key, distinct(value));
                }
            }
            Value::Object(kept)
        }
        scalar => scalar,
    }
}

fn show(data: &[u8]) -> String {
    match Case::new(data) {
        Case::Brackets(style, value) => format!("{style:?}: {value}"),
        Case::Joined(style, value, reserved) => format!("{style:?}, reserved {reserved}: {value}"),
    }
}

fn run(data: &[u8]) {
    let case = Case::new(data);
    let sent = case.sent();
    if let Some(sent) = &sent {
        let is_safe = |sign: char| sign.is_ascii_graphic() && !"#\"<>\\^`{|}".contains(sign);
        assert!(sent.chars().all(is_safe), "not a query: {sent:?}");
    }
    match &case {
        Case::Brackets(style, value) => {
            let expected = meant(*style, value).ok();
            assert_eq!(sent.is_some(), expected.is_some(), "sent: {sent:?}");
            let is_read_otherwise = is_plain_list(*style, value) || has_list_inside(value);
            if let (Some(sent), Some(expected), false) = (sent, expected, is_read_otherwise) {
                assert_eq!(query_as_read(&sent), expected, "sent as {sent:?}");
            }
        }
        Case::Joined(style, value, _) => {
            if let Some(sent) = sent {
                check_joined(*style, value, &sent);
            }
        }
    }
}

/// Whether the value is a list of more than 20 items under a name without brackets, which the server's parser decodes to an object.
fn is_plain_list(style: Style, value: &Value) -> bool {
    let too_long = |value: &Value| value.as_array().is_some_and(|items| items.len() > 20);
    match (style, value) {
        (Style::Exploded, value) => too_long(value),
        (Style::Form, Value::Object(fields)) => fields.values().any(too_long),
        _ => false,
    }
}

/// Whether a key has `[]` before another level, as in `a[][b]`. It is sent as it is written, and each pair is an item of its own.
fn has_list_inside(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_list_inside),
        Value::Object(fields) => {
            let mut fields = fields.iter();
            fields.any(|(key, value)| key.contains("[][") || has_list_inside(value))
        }
        _ => false,
    }
}

/// Checks a value in one pair. A server splits the text and then decodes the parts, except where the separator itself is encoded.
fn check_joined(style: QueryStyle, value: &Value, sent: &str) {
    let decode = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .expect("UTF-8")
            .into_owned()
    };
    let scalar = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    assert!(!sent.contains('&'), "several pairs: {sent}");
    if style == QueryStyle::Json {
        let text = sent.strip_prefix("q=").expect("the parameter");
        let read: Value = serde_json::from_str(&decode(text)).expect("JSON");
        return assert_eq!(read, *value);
    }
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| [name.clone(), scalar(value)])
            .collect(),
        value => vec![scalar(value)],
    };
    if parts.is_empty() {
        return assert_eq!(sent, "");
    }
    let text = sent.strip_prefix("q=").expect("the parameter");
    let is_scalar = !value.is_array() && !value.is_object();
    let read: Vec<String> = match style {
        _ if is_scalar => vec![decode(text)],
        QueryStyle::SpaceDelimited => decode(text).split(' ').map(str::to_owned).collect(),
        QueryStyle::PipeDelimited => decode(text).split('|').map(str::to_owned).collect(),
        _ => text.split(',').map(decode).collect(),
    };
    assert_eq!(read, parts, "sent as {sent}");
}
