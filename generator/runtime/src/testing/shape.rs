//! The structure of the JSON that a client can decode, as constants.

use serde_json::{Map, Value};

use super::accounts::{Described, Live};
use super::misfit::Misfit;
use super::one_of::OneOf;
use crate::JsonKind;

/// The maximum depth of a sample. It exceeds that of any response, and ends the recursion of an object that requires itself.
pub(super) const MOST_LEVELS: usize = 32;

/// The type of a JSON value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// A string.
    Text,
    /// A string of an enumeration or in a format. The variant contains the first value, or one in the format.
    Choice(&'static str),
    /// A string of an enumeration, with all of its values.
    Enum(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A timestamp, RFC 3339.
    Time,
    /// A date.
    Date,
    /// The provider's own data, in addition to the properties of the model.
    Provider,
    /// A list.
    List(&'static Shape),
    /// An object with arbitrary keys.
    Map(&'static Shape),
    /// A value or null.
    Nullable(&'static Shape),
    /// An object with known fields.
    Of(&'static Object),
    /// A value of one of several shapes.
    OneOf(&'static OneOf),
}

/// An object with known fields. Other fields are kept unchanged.
#[derive(Debug)]
pub struct Object {
    fields: &'static [Field],
    others: Shape,
    pub(super) live: Option<Live>,
    pub(super) described: Option<Described>,
}

impl Object {
    /// Creates an object with these fields. Other fields are allowed.
    #[must_use]
    pub const fn new(fields: &'static [Field]) -> Self {
        Self {
            fields,
            others: Shape::Any,
            live: None,
            described: None,
        }
    }

    /// Sets the shape of all other fields.
    #[must_use]
    pub const fn with_others(mut self, others: Shape) -> Self {
        self.others = others;
        self
    }

    /// The field with this name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The known fields.
    pub(super) fn fields(&self) -> &'static [Field] {
        self.fields
    }
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) is_required: bool,
}

/// Creates a required field.
#[must_use]
pub const fn required(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        is_required: true,
    }
}

/// Creates an optional field.
#[must_use]
pub const fn optional(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        is_required: false,
    }
}

/// The former name of [`required`].
#[deprecated(since = "0.1.0", note = "renamed to `required`")]
#[must_use]
pub const fn must(name: &'static str, shape: Shape) -> Field {
    required(name, shape)
}

/// The former name of [`optional`].
#[deprecated(since = "0.1.0", note = "renamed to `optional`")]
#[must_use]
pub const fn may(name: &'static str, shape: Shape) -> Field {
    optional(name, shape)
}

impl Shape {
    /// The object that the value is, or that the elements of a list are.
    pub(super) fn object(&self) -> Option<&'static Object> {
        match self {
            Self::Of(object) => Some(object),
            Self::List(of) | Self::Nullable(of) => of.object(),
            _ => None,
        }
    }

    /// Whether values of this shape can have this path. Lists on the way are ignored.
    pub(super) fn has(&self, path: &[String]) -> bool {
        match (self, path.split_first()) {
            (_, None) | (Self::Any | Self::Provider | Self::OneOf(_), _) => true,
            (Self::List(of) | Self::Nullable(of), _) => of.has(path),
            (Self::Map(of), Some((_, rest))) => of.has(rest),
            (Self::Of(object), Some((name, rest))) => {
                let field = object.field(name);
                field.is_some_and(|field| field.shape.has(rest))
            }
            _ => false,
        }
    }

    /// A value with only the required fields. `now` is the value of timestamps.
    pub(super) fn sample(&self, now: &str) -> Value {
        self.sample_at(now, 0)
    }

    pub(super) fn sample_at(&self, now: &str, depth: usize) -> Value {
        match self {
            Self::Any | Self::Nullable(_) => Value::Null,
            Self::Text => "text".into(),
            Self::Choice(first) => (*first).into(),
            Self::Enum(values) => values.first().copied().unwrap_or_default().into(),
            Self::Bool => false.into(),
            Self::Integer | Self::Number => 0.into(),
            Self::Time => now.into(),
            Self::Date => now.get(..10).unwrap_or(now).into(),
            Self::List(_) => Value::Array(Vec::new()),
            Self::Map(_) | Self::Provider => Value::Object(Map::new()),
            Self::Of(object) => {
                let mut made = Map::new();
                if depth < MOST_LEVELS {
                    object.complete_at(&mut made, now, depth + 1);
                }
                Value::Object(made)
            }
            Self::OneOf(of) => of.sample_at(now, depth),
        }
    }

    /// Whether a value can be an object.
    pub(super) fn can_be_object(&self) -> bool {
        match self {
            Self::Any | Self::Provider | Self::Map(_) | Self::Of(_) | Self::OneOf(_) => true,
            Self::Nullable(of) => of.can_be_object(),
            _ => false,
        }
    }

    /// Converts the value to this shape; `None` if that is impossible. A string becomes an object with that id, and the
    /// reverse; a single value becomes a list: a request may contain the id of what a response contains in full.
    pub(super) fn fit(&self, value: Value, now: &str) -> Option<Value> {
        match (self, value) {
            (Self::Any | Self::Provider, value) => Some(value),
            (Self::Nullable(_), Value::Null) => Some(Value::Null),
            (Self::Nullable(of), value) => of.fit(value, now),
            (_, Value::Null) => None,
            (Self::OneOf(of), value) => of.fit(value, now),
            (Self::List(of), Value::Array(items)) => {
                let items = items.into_iter().filter_map(|item| of.fit(item, now));
                Some(Value::Array(items.collect()))
            }
            (Self::List(of), value) => Some(Value::Array(vec![of.fit(value, now)?])),
            (Self::Map(of), Value::Object(entries)) => {
                let fit = |(name, value)| Some((name, of.fit(value, now)?));
                Some(Value::Object(entries.into_iter().filter_map(fit).collect()))
            }
            (Self::Map(_), Value::String(text)) => self.fit(embedded(&text)?, now),
            (Self::Of(object), value) => object.fit(value, now).map(Value::Object),
            (shape, Value::Object(mut entries)) => shape.fit(entries.remove("id")?, now),
            (shape, value) => shape.scalar(value),
        }
    }

    /// Finds a value of the wrong type. Null is allowed everywhere, since the client treats it as missing.
    pub(super) fn misfit(&self, value: &Value) -> Option<Misfit> {
        let is_right = match (self, value) {
            (_, Value::Null) | (Self::Any | Self::Provider, _) => true,
            (Self::Nullable(of), value) => return of.misfit(value),
            (Self::Of(object), value) => return object.misfit(value),
            (Self::OneOf(of), value) => return of.misfit(value),
            (Self::List(of), Value::Array(items)) => {
                let mut items = items.iter().enumerate();
                return items.find_map(|(index, item)| {
                    Some(of.misfit(item)?.within(&format!("[{index}]")))
                });
            }
            (Self::Map(of), Value::Object(entries)) => {
                return entries
                    .iter()
                    .find_map(|(name, value)| Some(of.misfit(value)?.within(name)));
            }
            (Self::Text | Self::Choice(_) | Self::Enum(_) | Self::Time | Self::Date, value) => {
                value.is_string()
            }
            (Self::Bool, value) => value.is_boolean(),
            (Self::Integer, value) => is_integer(value),
            (Self::Number, value) => value.is_number(),
            (Self::List(_) | Self::Map(_), _) => false,
        };
        (!is_right).then(|| Misfit::new(self.kind(), value))
    }

    fn kind(&self) -> JsonKind {
        match self {
            Self::Any | Self::Provider | Self::OneOf(_) => JsonKind::Any,
            Self::Text | Self::Choice(_) | Self::Enum(_) => JsonKind::String,
            Self::Bool => JsonKind::Boolean,
            Self::Integer => JsonKind::Integer,
            Self::Number => JsonKind::Number,
            Self::Time => JsonKind::Timestamp,
            Self::Date => JsonKind::Date,
            Self::List(_) => JsonKind::Array,
            Self::Map(_) | Self::Of(_) => JsonKind::Object,
            Self::Nullable(of) => of.kind(),
        }
    }

    fn scalar(self, value: Value) -> Option<Value> {
        match (self, value) {
            (Self::Text | Self::Choice(_) | Self::Enum(_) | Self::Time | Self::Date, value) => {
                match value {
                    Value::String(_) => Some(value),
                    Value::Number(number) => Some(number.to_string().into()),
                    _ => None,
                }
            }
            (Self::Bool, Value::Bool(yes)) => Some(yes.into()),
            (Self::Bool, Value::String(text)) => text.parse().ok().map(Value::Bool),
            (Self::Integer, value @ Value::Number(_)) => is_integer(&value).then_some(value),
            (Self::Integer, Value::String(text)) => {
                let value = Value::Number(text.parse().ok()?);
                is_integer(&value).then_some(value)
            }
            (Self::Number, Value::Number(number)) => Some(number.into()),
            (Self::Number, Value::String(text)) => text.parse::<f64>().ok().map(Value::from),
            _ => None,
        }
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

/// An object that is sent as a string.
fn embedded(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    value.is_object().then_some(value)
}

impl Object {
    /// Converts each field to its shape, drops those that cannot be converted, and adds missing required ones.
    pub(super) fn fit(&self, value: Value, now: &str) -> Option<Map<String, Value>> {
        let entries = match value {
            Value::Object(entries) => entries,
            value @ (Value::String(_) | Value::Number(_)) => {
                self.field("id")?;
                Map::from_iter([("id".to_owned(), value)])
            }
            _ => return None,
        };
        let fit = |(name, value): (String, Value)| {
            let value = self.fit_field(&name, value, now)?;
            Some((name, value))
        };
        let mut fitted = entries.into_iter().filter_map(fit).collect();
        self.complete(&mut fitted, now);
        Some(fitted)
    }

    /// Converts the value of a field to its shape.
    pub(super) fn fit_field(&self, name: &str, value: Value, now: &str) -> Option<Value> {
        let shape = self.field(name).map_or(self.others, |field| field.shape);
        shape.fit(value, now)
    }

    /// Finds a value that does not match its shape, even if it could be converted.
    pub(super) fn misfit(&self, value: &Value) -> Option<Misfit> {
        let Value::Object(entries) = value else {
            return Some(Misfit::new(JsonKind::Object, value));
        };
        entries.iter().find_map(|(name, value)| {
            let shape = self.field(name).map_or(self.others, |field| field.shape);
            Some(shape.misfit(value)?.within(name))
        })
    }

    /// Adds missing required fields.
    pub(super) fn complete(&self, entries: &mut Map<String, Value>, now: &str) {
        self.complete_at(entries, now, 0);
    }

    fn complete_at(&self, entries: &mut Map<String, Value>, now: &str, depth: usize) {
        for field in self.fields.iter().filter(|field| field.is_required) {
            if !entries.contains_key(field.name) {
                entries.insert(field.name.to_owned(), field.shape.sample_at(now, depth));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Object, Shape, optional, required};

    static OWNER: Object =
        Object::new(&[required("id", Shape::Text), optional("name", Shape::Text)]);
    static THING: Object = Object::new(&[
        required("id", Shape::Text),
        required("kind", Shape::Choice("a")),
        required("tags", Shape::List(&Shape::Text)),
        optional("size", Shape::Integer),
        optional("owner", Shape::Of(&OWNER)),
        optional("owners", Shape::List(&Shape::Of(&OWNER))),
        optional("parent", Shape::Nullable(&Shape::Text)),
        optional("own", Shape::Map(&Shape::Any)),
        required("made", Shape::Date),
    ]);
    static ENDLESS: Object = Object::new(&[required("inner", Shape::Of(&ENDLESS))]);

    const NOW: &str = "2026-01-31T12:30:00Z";

    #[test]
    fn missing_required_fields_are_added() {
        let made = json!({"id": "text", "kind": "a", "tags": [], "made": "2026-01-31"});
        assert_eq!(Shape::Of(&THING).sample(NOW), made);
        assert!(Shape::Of(&ENDLESS).sample(NOW).is_object());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let table: [(Value, Option<&str>); 8] = [
            (
                json!({"id": "1", "more": [1], "size": null, "owner": {"id": "u"}}),
                None,
            ),
            (json!("hello"), Some(": expected an object, found a string")),
            (
                json!({"id": 7}),
                Some("id: expected a string, found an integer"),
            ),
            (
                json!({"tags": ["x", 1]}),
                Some("tags[1]: expected a string, found an integer"),
            ),
            (
                json!({"owners": [{"id": "u"}, {"name": 1}]}),
                Some("owners[1].name: expected a string, found an integer"),
            ),
            (
                json!({"owner": "u"}),
                Some("owner: expected an object, found a string"),
            ),
            (
                json!({"size": 1.5}),
                Some("size: expected an integer, found a number"),
            ),
            (
                json!({"own": []}),
                Some("own: expected an object, found an array"),
            ),
        ];
        for (value, expected) in table {
            let found = THING.misfit(&value);
            let found = found.map(|misfit| format!("{}: {misfit}", misfit.path));
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_value_is_converted_to_its_shape_or_omitted() {
        let table = [
            (json!({"id": 7}), json!({"id": "7"})),
            (json!({"size": "12"}), json!({"size": 12})),
            (json!({"size": "x"}), json!({})),
            (json!({"size": null}), json!({})),
            (json!({"parent": null}), json!({"parent": null})),
            (json!({"owner": "u"}), json!({"owner": {"id": "u"}})),
            (
                json!({"owner": {"name": "n"}}),
                json!({"owner": {"name": "n", "id": "text"}}),
            ),
            (json!({"owner": [1]}), json!({})),
            (json!({"owners": "u"}), json!({"owners": [{"id": "u"}]})),
            (json!({"kind": {"id": "b"}}), json!({"kind": "b"})),
            (json!({"tags": ["x", null, 1]}), json!({"tags": ["x", "1"]})),
            (json!({"own": "{\"a\": 1}"}), json!({"own": {"a": 1}})),
            (json!({"own": "[1]"}), json!({})),
            (json!({"unknown": [1, {}]}), json!({"unknown": [1, {}]})),
        ];
        for (given, expected) in table {
            let mut whole = Shape::Of(&THING).sample(NOW);
            for (name, value) in expected.as_object().unwrap() {
                whole[name] = value.clone();
            }
            let fitted = Shape::Of(&THING).fit(given.clone(), NOW);
            assert_eq!(fitted, Some(whole), "{given}");
        }
        assert_eq!(Shape::Of(&THING).fit(Value::Bool(true), NOW), None);
    }
}
