//! The query string, as Truto's documentation writes it: `a[]=x&a[]=y`, `remote_query[foo]=bar`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Error, sending, support::walk};

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
    parameters: Vec<Parameter>,
}

#[derive(Clone)]
struct Parameter {
    name: String,
    /// What stands for it in the query string.
    encoded: String,
    /// As the support matrix looks at it; `None` if it does not.
    value: Option<Value>,
    /// With another value, it is another list.
    is_filter: bool,
}

/// Whether the support matrix has a say in a parameter.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Meaning {
    /// The integration gets it, or something that is made of it.
    Parameter,
    /// It is in no matrix, but the integration gets it.
    Filter,
    /// It is for Truto itself and in no matrix.
    Option,
}

impl Query {
    pub(crate) fn set(
        &mut self,
        name: &str,
        style: QueryStyle,
        value: &(impl Serialize + ?Sized),
        meaning: Meaning,
    ) -> Result<(), Error> {
        let (encoded, value) =
            encode(name, style, value).map_err(|error| unsendable(name, &error))?;
        let parameter = Parameter {
            name: name.to_owned(),
            encoded,
            value: (meaning == Meaning::Parameter).then_some(value),
            is_filter: meaning != Meaning::Option,
        };
        match self.parameters.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = parameter,
            None => self.parameters.push(parameter),
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
        let wrong = |error| unsendable(name, &error);
        let text = simple(value).map_err(wrong)?;
        let value = to_value(value).map_err(wrong)?;
        let start = format!("{}[{}]=", encode_name(name), encode_text(key));
        let pair = format!("{start}{}", encode_text(&text));
        let mut parameters = self.parameters.iter_mut();
        let Some(known) = parameters.find(|known| known.name == name) else {
            self.parameters.push(Parameter {
                name: name.to_owned(),
                encoded: pair,
                value: Some(Value::Object(Map::from_iter([(key.to_owned(), value)]))),
                is_filter: true,
            });
            return Ok(());
        };
        known.encoded = with_pair(&known.encoded, &start, &pair);
        match &mut known.value {
            Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value)),
            other => *other = Some(Value::Object(Map::from_iter([(key.to_owned(), value)]))),
        }
        Ok(())
    }

    /// The parameters that are sent and that a support matrix can speak of, as one object: `created_at[gt]` is `gt` in
    /// `created_at`.
    pub(crate) fn to_json(&self) -> Value {
        let mut object = Map::new();
        for parameter in self.sent() {
            if let Some(value) = &parameter.value {
                walk::insert(&parameter.name, value.clone(), &mut object);
            }
        }
        Value::Object(object)
    }

    /// A parameter is sent by this name, or by this name with brackets behind it, which servers take for the same one.
    /// The pairs are looked at, not the names: an object's fields can be parameters of their own.
    pub(crate) fn sends(&self, name: &str) -> bool {
        let name = encode_name(name);
        self.sent()
            .flat_map(|parameter| parameter.encoded.split('&'))
            .filter_map(|pair| pair.strip_prefix(name.as_str()))
            .any(|rest| rest.starts_with(['=', '[']))
    }

    /// The value of a parameter that is sent as a single `name=value`.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let parameter = self.sent().find(|known| known.name == name)?;
        let value = parameter.encoded.strip_prefix(&encode_name(name))?;
        let value = value.strip_prefix('=')?;
        let text = percent_decode_str(value).decode_utf8().ok()?;
        (!value.contains('&')).then(|| text.into_owned())
    }

    /// The pairs of what the integration gets, without those of the parameter `but`.
    pub(crate) fn filters<'a>(&'a self, but: &'a str) -> impl Iterator<Item = &'a str> {
        let filters = self.sent().filter(|parameter| parameter.is_filter);
        let filters = filters.filter(move |parameter| parameter.name != but);
        filters.flat_map(|parameter| parameter.encoded.split('&'))
    }

    fn sent(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.encoded.is_empty())
    }

    /// `?a=b&c=d`, or nothing.
    pub(crate) fn append_to(&self, uri: &mut String) {
        for (index, parameter) in self.sent().enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            uri.push_str(&parameter.encoded);
        }
    }
}

fn unsendable(name: &str, error: &serde_json::Error) -> Error {
    Error::unsendable(&format!("query parameter `{name}`"), Some(name), error)
}

/// The pairs with `pair` in place of the one that begins with `start`, or behind them.
fn with_pair(encoded: &str, start: &str, pair: &str) -> String {
    let mut found = false;
    let pairs = encoded.split('&').filter(|known| !known.is_empty());
    let mut pairs: Vec<&str> = pairs
        .map(|known| {
            let is_same = known.starts_with(start);
            found |= is_same;
            if is_same { pair } else { known }
        })
        .collect();
    if !found {
        pairs.push(pair);
    }
    pairs.join("&")
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
) -> Result<(String, Value), serde_json::Error> {
    let mut pairs = Pairs::default();
    // By way of the text: going straight to a `Value` would widen an `f32` and print its rounding error.
    let json = sending::to_json(value)?;
    let value: Value = serde_json::from_str(&json)?;
    let name = encode_name(name);
    match (style, &value) {
        (QueryStyle::Form, Value::Array(items)) => {
            for item in items {
                pairs.nested(&name, item);
            }
        }
        (QueryStyle::Form, Value::Object(fields)) => pairs.fields(fields),
        (QueryStyle::Form | QueryStyle::DeepObject, value) => pairs.nested(&name, value),
        (QueryStyle::Json, _) => pairs.push(&name, &json),
        (QueryStyle::FormJoined, value) => pairs.joined(&name, value, ","),
        (QueryStyle::SpaceDelimited, value) => pairs.joined(&name, value, "%20"),
        (QueryStyle::PipeDelimited, value) => pairs.joined(&name, value, "%7C"),
    }
    Ok((pairs.0, value))
}

/// By way of the text: going straight to a `Value` would widen an `f32` and print its rounding error.
fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&sending::to_json(value)?)
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

    use super::{
        Meaning::{Option, Parameter},
        Query, QueryStyle,
    };

    fn encoded(name: &str, style: QueryStyle, value: &Value) -> String {
        let mut query = Query::default();
        query.set(name, style, value, Parameter).unwrap();
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
            query
                .set(name, QueryStyle::Form, &value, Parameter)
                .unwrap();
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
        query.set("b", QueryStyle::Form, &1, Parameter).unwrap();
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
            query
                .set(name, QueryStyle::Form, &value, Parameter)
                .unwrap();
            assert_eq!(query.sends("account"), expected, "{name} {value}");
        }
        let mut query = Query::default();
        query
            .set("workspace[id]", QueryStyle::Form, "x", Parameter)
            .unwrap();
        assert!(query.sends("workspace[id]"));
    }

    #[test]
    fn the_text_of_a_single_value_can_be_had_back() {
        let table = [
            ("next", json!("a=&é/ +"), Some("a=&é/ +")),
            ("page[next]", json!("b"), Some("b")),
            ("next", json!(7), Some("7")),
            ("next", json!(""), Some("")),
            ("next", json!(["a", "b"]), None),
            ("next", json!({"a": "b"}), None),
        ];
        for (name, value, expected) in table {
            let mut query = Query::default();
            query.set(name, QueryStyle::Form, &value, Option).unwrap();
            assert_eq!(query.text(name).as_deref(), expected, "{value}");
            assert_eq!(query.text("nex"), None);
        }
    }

    #[test]
    fn a_short_float_stays_short() {
        assert_eq!(super::simple(&1.1f32).unwrap(), "1.1");
    }

    #[test]
    fn the_matrix_sees_the_values_and_no_options() {
        let mut query = Query::default();
        let table = [
            ("limit", QueryStyle::Form, json!(2), Parameter),
            (
                "ids[]",
                QueryStyle::FormJoined,
                json!(["a", "b"]),
                Parameter,
            ),
            ("created_at[gt]", QueryStyle::Form, json!("x"), Parameter),
            (
                "created_at",
                QueryStyle::Json,
                json!({"lt": "y"}),
                Parameter,
            ),
            (
                "sort_by",
                QueryStyle::DeepObject,
                json!({"name": "asc"}),
                Parameter,
            ),
            ("never_sent", QueryStyle::Form, json!([]), Parameter),
            ("raw", QueryStyle::Form, json!(true), Option),
        ];
        for (name, style, value, meaning) in &table {
            query.set(name, *style, value, *meaning).unwrap();
        }
        query.add("sort_by", "id", "desc").unwrap();
        query.add("order", "id", "desc").unwrap();
        let expected = json!({
            "limit": 2,
            "ids": ["a", "b"],
            "created_at": {"gt": "x", "lt": "y"},
            "sort_by": {"name": "asc", "id": "desc"},
            "order": {"id": "desc"},
        });
        assert_eq!(query.to_json(), expected);
    }
}
