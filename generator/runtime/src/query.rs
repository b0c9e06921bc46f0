//! The query string, as Truto's documentation writes it: `a[]=x&a[]=y`, `remote_query[foo]=bar`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// All but RFC 3986's unreserved characters.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// For names of parameters: they come from the API's definition, and their brackets are structure (`workspace[id]`).
const RESERVED_IN_NAME: &AsciiSet = &RESERVED.remove(b'[').remove(b']');

/// How the value of a parameter is written into the query string.
///
/// A null is written as the empty text; an empty list or object is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `a=x&a=y`, or `a[]=x&a[]=y` if the name ends with `[]`; an object's fields become parameters of their own.
    Form,
    /// `a=x,y`; an object is `a=name,value`.
    FormJoined,
    /// `a=x%20y`
    SpaceDelimited,
    /// `a=x|y` (the bar percent-encoded)
    PipeDelimited,
    /// `a[b]=c`, `a[]=x` and `a[][b]=c`, to any depth.
    DeepObject,
    /// JSON text.
    Json,
}

/// The parameters of a request. Setting one twice replaces it.
#[derive(Clone, Default)]
pub(crate) struct Query {
    /// Name and, already encoded, what stands for it in the query string.
    parameters: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn set(
        &mut self,
        name: &str,
        style: QueryStyle,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), Error> {
        let encoded = encode(name, style, value)
            .map_err(|error| Error::invalid(format!("query parameter `{name}`")).because(error))?;
        match self.parameters.iter_mut().find(|(known, _)| known == name) {
            Some(parameter) => parameter.1 = encoded,
            None => self.parameters.push((name.to_owned(), encoded)),
        }
        Ok(())
    }

    /// Sets the field `key` of the parameter `name`: `name[key]=value`, behind those set before. A field set twice keeps its
    /// place.
    pub(crate) fn add(
        &mut self,
        name: &str,
        key: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), Error> {
        let value = simple(value)
            .map_err(|error| Error::invalid(format!("query parameter `{name}`")).because(error))?;
        let start = format!("{}[{}]=", encode_name(name), encode_text(key));
        let pair = format!("{start}{}", encode_text(&value));
        let Some((_, encoded)) = self.parameters.iter_mut().find(|(known, _)| known == name) else {
            self.parameters.push((name.to_owned(), pair));
            return Ok(());
        };
        let is_same = |known: &str| known.starts_with(&start);
        if encoded.split('&').any(is_same) {
            let pairs: Vec<&str> = encoded
                .split('&')
                .map(|known| if is_same(known) { pair.as_str() } else { known })
                .collect();
            *encoded = pairs.join("&");
        } else {
            if !encoded.is_empty() {
                encoded.push('&');
            }
            encoded.push_str(&pair);
        }
        Ok(())
    }

    /// The parameters that are sent.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.sent().map(|(name, _)| name.as_str()).collect()
    }

    /// A parameter is sent by this name, or by this name with brackets behind it, which servers take for the same one.
    /// The pairs are looked at, not the names: an object's fields can be parameters of their own.
    pub(crate) fn sends(&self, name: &str) -> bool {
        let name = encode_name(name);
        self.sent()
            .flat_map(|(_, encoded)| encoded.split('&'))
            .filter_map(|pair| pair.strip_prefix(name.as_str()))
            .any(|rest| rest.starts_with(['=', '[']))
    }

    fn sent(&self) -> impl Iterator<Item = &(String, String)> {
        self.parameters
            .iter()
            .filter(|(_, encoded)| !encoded.is_empty())
    }

    /// `?a=b&c=d`, or nothing.
    pub(crate) fn append_to(&self, uri: &mut String) {
        for (index, (_, encoded)) in self.sent().enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            uri.push_str(encoded);
        }
    }
}

/// An object as `application/x-www-form-urlencoded`, lists as repeated names.
pub(crate) fn form(body: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut pairs = Pairs::default();
    match to_value(body)? {
        Value::Object(fields) => pairs.fields(&fields),
        _ => return Err(serde::ser::Error::custom("a form has to be an object")),
    }
    Ok(pairs.0)
}

/// A scalar as text, a list joined by commas: how parameters stand in paths and headers.
pub(crate) fn simple(value: &(impl Serialize + ?Sized)) -> Result<String, serde_json::Error> {
    to_value(value).map(|value| join(&value, ",", |text| text))
}

fn encode(
    name: &str,
    style: QueryStyle,
    value: &(impl Serialize + ?Sized),
) -> Result<String, serde_json::Error> {
    let mut pairs = Pairs::default();
    if style == QueryStyle::Json {
        pairs.push(&encode_name(name), &serde_json::to_string(value)?);
        return Ok(pairs.0);
    }
    let value = to_value(value)?;
    let name = encode_name(name);
    match (style, &value) {
        (QueryStyle::Form, Value::Array(items)) => {
            for item in items {
                pairs.nested(&name, item);
            }
        }
        (QueryStyle::Form, Value::Object(fields)) => pairs.fields(fields),
        (QueryStyle::Form | QueryStyle::DeepObject | QueryStyle::Json, value) => {
            pairs.nested(&name, value);
        }
        (QueryStyle::FormJoined, value) => pairs.joined(&name, value, ","),
        (QueryStyle::SpaceDelimited, value) => pairs.joined(&name, value, "%20"),
        (QueryStyle::PipeDelimited, value) => pairs.joined(&name, value, "%7C"),
    }
    Ok(pairs.0)
}

/// By way of the text: going straight to a `Value` would widen an `f32` and print its rounding error.
fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

fn encode_name(name: &str) -> String {
    utf8_percent_encode(name, RESERVED_IN_NAME).to_string()
}

fn encode_text(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn join(value: &Value, separator: &str, encode: impl Fn(String) -> String) -> String {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encode(scalar(item))).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| [encode(name.clone()), encode(scalar(value))])
            .collect(),
        other => vec![encode(scalar(other))],
    };
    parts.join(separator)
}

/// `name=value` pairs; names are already encoded.
#[derive(Default)]
struct Pairs(String);

impl Pairs {
    fn push(&mut self, name: &str, value: &str) {
        self.push_encoded(name, &encode_text(value));
    }

    fn push_encoded(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(value);
    }

    fn nested(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                let name = format!("{name}[]");
                for item in items {
                    self.nested(&name, item);
                }
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.nested(&format!("{name}[{}]", encode_text(key)), value);
                }
            }
            other => self.push(name, &scalar(other)),
        }
    }

    /// Each field as a parameter of its own, lists as repeated names.
    fn fields(&mut self, fields: &serde_json::Map<String, Value>) {
        for (key, value) in fields {
            let name = encode_text(key);
            match value {
                Value::Array(items) => items.iter().for_each(|item| self.nested(&name, item)),
                other => self.nested(&name, other),
            }
        }
    }

    fn joined(&mut self, name: &str, value: &Value, separator: &str) {
        let is_empty = match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !is_empty {
            let text = join(value, separator, |text| encode_text(&text));
            self.push_encoded(name, &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Query, QueryStyle};

    fn encoded(name: &str, style: QueryStyle, value: &Value) -> String {
        let mut query = Query::default();
        query.set(name, style, value).unwrap();
        let mut uri = String::new();
        query.append_to(&mut uri);
        uri
    }

    #[test]
    fn values_are_written_as_documented() {
        use QueryStyle::{DeepObject, Form, FormJoined, Json, PipeDelimited, SpaceDelimited};
        let table = [
            ("limit", Form, json!(10), "?limit=10"),
            ("is_active", Form, json!(true), "?is_active=true"),
            (
                "name",
                Form,
                json!("Ada & Bob/é"),
                "?name=Ada%20%26%20Bob%2F%C3%A9",
            ),
            ("name", Form, json!(null), "?name="),
            ("a[]", Form, json!(["x", "y"]), "?a[]=x&a[]=y"),
            ("a", Form, json!(["x", "y"]), "?a=x&a=y"),
            ("a", Form, json!([]), ""),
            // Names in alphabetical order: whether a `Value` keeps another one depends on serde_json's features.
            ("a", Form, json!({"g": [2, 3], "r": 1}), "?g=2&g=3&r=1"),
            ("workspace[id]", Form, json!("7"), "?workspace[id]=7"),
            (
                "foo[]",
                Form,
                json!(["bar", {"bar1": "baz1"}]),
                "?foo[]=bar&foo[][bar1]=baz1",
            ),
            ("a", FormJoined, json!(["x,", "y"]), "?a=x%2C,y"),
            ("a", FormJoined, json!([]), ""),
            ("a", SpaceDelimited, json!(["x", "y z"]), "?a=x%20y%20z"),
            ("a", PipeDelimited, json!(["x", "y"]), "?a=x%7Cy"),
            (
                "remote_query",
                DeepObject,
                json!({"foo": "bar"}),
                "?remote_query[foo]=bar",
            ),
            (
                "foo",
                DeepObject,
                json!({"bar": "baz", "bar1": {"bar2": "baz2"}}),
                "?foo[bar]=baz&foo[bar1][bar2]=baz2",
            ),
            (
                "foo",
                DeepObject,
                json!(["bar", {"bar1": "baz1"}]),
                "?foo[]=bar&foo[][bar1]=baz1",
            ),
            (
                "foo",
                DeepObject,
                json!({"a]&b=[": "x"}),
                "?foo[a%5D%26b%3D%5B]=x",
            ),
            ("foo", DeepObject, json!({"n": null}), "?foo[n]="),
            ("a", Json, json!({"b": [1]}), "?a=%7B%22b%22%3A%5B1%5D%7D"),
        ];
        for (name, style, value, expected) in table {
            assert_eq!(encoded(name, style, &value), expected, "{style:?} {value}");
        }
    }

    #[test]
    fn the_last_value_counts_and_keeps_its_place() {
        let mut query = Query::default();
        for (name, value) in [("a", 1), ("b", 2), ("a", 3)] {
            query.set(name, QueryStyle::Form, &value).unwrap();
        }
        let mut uri = "/x".to_owned();
        query.append_to(&mut uri);
        assert_eq!(uri, "/x?a=3&b=2");
    }

    #[test]
    fn fields_are_sent_in_the_order_in_which_they_were_set() {
        let mut query = Query::default();
        for (key, value) in [
            ("name", "asc"),
            ("created_at", "desc"),
            ("a b", "x&y"),
            ("name", "desc"),
        ] {
            query.add("sort_by", key, value).unwrap();
        }
        query.set("b", QueryStyle::Form, &1).unwrap();
        let mut uri = String::new();
        query.append_to(&mut uri);
        assert_eq!(
            uri,
            "?sort_by[name]=desc&sort_by[created_at]=desc&sort_by[a%20b]=x%26y&b=1"
        );
    }

    #[test]
    fn a_parameter_is_found_by_whatever_name_it_is_sent() {
        let table = [
            ("account", json!("x"), true),
            ("account[]", json!("x"), true),
            ("account", json!(["x"]), true),
            ("filter", json!({"account": "x"}), true),
            ("account", json!([]), false),
            ("accounts", json!("x"), false),
            ("filter", json!("account=x"), false),
            ("my_account", json!("x"), false),
        ];
        for (name, value, expected) in table {
            let mut query = Query::default();
            query.set(name, QueryStyle::Form, &value).unwrap();
            assert_eq!(query.sends("account"), expected, "{name} {value}");
        }
        let mut query = Query::default();
        query.set("workspace[id]", QueryStyle::Form, "x").unwrap();
        assert!(query.sends("workspace[id]"));
    }

    #[test]
    fn a_short_float_stays_short() {
        assert_eq!(super::simple(&1.1f32).unwrap(), "1.1");
    }
}
