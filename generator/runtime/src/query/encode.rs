//! Encodes values as pairs `name=value` so that npm's `qs`, the server's parser, reads them correctly.
//!
//! | value | encoding |
//! |---|---|
//! | object | `a[b]=c` |
//! | list of scalars | `a[]=x&a[]=y` |
//! | list that contains an object or a list | `a[0][id]=1&a[1][id]=2`, `a[0][]=x&a[0][]=y&a[1][]=z` |
//! | null | `a=` |
//! | empty list or object | omitted; as an item of a list, an error |
//!
//! `qs` drops or misreads long lists, deep values, and a few names: see [`Unsendable`].

use std::collections::BTreeMap;

use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde_json::{Map, Value, value::RawValue};

use super::{
    ALWAYS_RESERVED, ALWAYS_RESERVED_IN_LISTS, QueryEncoding, QueryStyle, RESERVED, exact,
    name::{MOST_ITEMS, Name, Unsendable, check_count, is_index},
};
use crate::sending;

/// A parameter as pairs, and its value as JSON.
pub(super) fn parameter(
    name: &str,
    encoding: QueryEncoding,
    value: &(impl Serialize + ?Sized),
) -> Result<(String, Value), Unsendable> {
    let mut pairs = Pairs {
        allows_reserved: encoding.allows_reserved,
        ..Pairs::default()
    };
    let json = sending::to_json(value)?;
    let value = exact::parse(&json)?;
    let wire = Name::new(name);
    match (encoding.style, &value) {
        (QueryStyle::Form, Value::Object(fields)) => pairs.fields(fields)?,
        (QueryStyle::Form, value) => pairs.exploded(&wire, value)?,
        (QueryStyle::DeepObject, value) => pairs.nested(&Name::of_field(name)?, value)?,
        (QueryStyle::Json, _) => pairs.push_text(&wire, &json)?,
        (QueryStyle::Whole, _) => pairs.text = encode_text(&json),
        (QueryStyle::FormJoined, value) => pairs.joined(&wire, value, Separator::COMMA)?,
        (QueryStyle::SpaceDelimited, value) => pairs.joined(&wire, value, Separator::SPACE)?,
        (QueryStyle::PipeDelimited, value) => pairs.joined(&wire, value, Separator::PIPE)?,
    }
    Ok((pairs.text, value))
}

/// `name[key]=` and the value.
pub(super) fn field(
    name: &str,
    key: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<(String, String, Value), Unsendable> {
    let value = to_value(value)?;
    let name = Name::of_field(name)?.field(key)?;
    name.check_depth()?;
    let text = encode_text(&simple_text(&value)?);
    Ok((format!("{}=", name.as_str()), text, value))
}

/// Encodes an object as `application/x-www-form-urlencoded`: each field as a parameter, of the style that `styles` has for it. Without
/// one, it has the style `form`, which is OpenAPI's default, but an object keeps its name: the names of its fields may be those of others.
pub(crate) fn form(
    body: &impl Serialize,
    styles: &[(&str, QueryStyle)],
) -> Result<String, Unsendable> {
    let mut pairs = Pairs::default();
    let json = sending::to_json(body)?;
    let fields: BTreeMap<String, &RawValue> =
        serde_json::from_str(&json).map_err(|_| Unsendable::NoObject)?;
    for (name, json) in fields {
        let style = styles.iter().find(|(known, _)| *known == name);
        pairs.form_field(&name, style.map(|(_, style)| *style), json.get())?;
    }
    check_count(pairs.text.split('&').count())?;
    Ok(pairs.text)
}

/// Writes the value as text and parses it: a direct conversion to a `Value` would widen an `f32` and show its rounding error.
/// A number with more digits than a `Value` can hold is a string, which is sent as the same text.
pub(crate) fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, Unsendable> {
    Ok(exact::parse(&sending::to_json(value)?)?)
}

/// The parts of a scalar, a list or an object, in the order in which they are joined by commas.
fn parts(value: &Value) -> Result<Vec<String>, Unsendable> {
    match value {
        Value::Array(items) => items.iter().map(part).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| [Ok(name.clone()), part(value)])
            .collect(),
        other => Ok(vec![scalar(other)]),
    }
}

fn part(value: &Value) -> Result<String, Unsendable> {
    if is_scalar(value) {
        Ok(scalar(value))
    } else {
        Err(Unsendable::Joined(','))
    }
}

/// A scalar as text; a list or object joined by commas. Its parts then cannot contain commas, because headers have no escapes.
pub(crate) fn simple_text(value: &Value) -> Result<String, Unsendable> {
    let parts = parts(value)?;
    if !is_scalar(value) && parts.iter().any(|part| part.contains(',')) {
        return Err(Unsendable::Joined(','));
    }
    Ok(parts.join(","))
}

pub(crate) fn encode_text(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

pub(crate) fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// A scalar as text; a null is the empty string.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The separator of the items of a list in one value.
#[derive(Clone, Copy)]
struct Separator {
    is: char,
    encoded: &'static str,
}

impl Separator {
    const COMMA: Self = Self {
        is: ',',
        encoded: ",",
    };
    const SPACE: Self = Self {
        is: ' ',
        encoded: "%20",
    };
    const PIPE: Self = Self {
        is: '|',
        encoded: "%7C",
    };

    /// Whether an item contains the separator.
    fn is_in(self, part: &str) -> bool {
        self.encoded.len() > 1 && part.contains(self.is)
    }
}

/// `name=value` pairs.
#[derive(Default)]
struct Pairs {
    text: String,
    /// See [`QueryStyle::allow_reserved`].
    allows_reserved: bool,
}

impl Pairs {
    fn push(&mut self, name: &Name, value: &str) -> Result<(), Unsendable> {
        name.check_depth()?;
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(name.as_str());
        self.text.push('=');
        self.text.push_str(value);
        Ok(())
    }

    /// Pushes a value that is not yet encoded.
    fn push_text(&mut self, name: &Name, value: &str) -> Result<(), Unsendable> {
        let escaped = match self.allows_reserved {
            true => ALWAYS_RESERVED,
            false => RESERVED,
        };
        self.push(name, &utf8_percent_encode(value, escaped).to_string())
    }

    /// Pushes a value in bracket notation.
    fn nested(&mut self, name: &Name, value: &Value) -> Result<(), Unsendable> {
        match (name.list(), value) {
            (Some(list), Value::Array(items)) => self.list(&list, items),
            (Some(list), one) => self.list(&list, std::slice::from_ref(one)),
            (None, Value::Array(items)) => self.list(name, items),
            (None, Value::Object(fields)) => self.object(name, fields),
            (None, other) => self.push_text(name, &scalar(other)),
        }
    }

    /// Pushes a list. Each scalar is one pair. Pairs of other items have an index, which shows to which item they belong.
    fn list(&mut self, name: &Name, items: &[Value]) -> Result<(), Unsendable> {
        if items.len() > MOST_ITEMS {
            return Err(Unsendable::TooLong(name.as_str().to_owned(), items.len()));
        }
        if items.iter().all(is_scalar) {
            return self.repeated(&name.any_item(), items);
        }
        for (index, item) in items.iter().enumerate() {
            let (name, before) = (name.item(index), self.text.len());
            self.nested(&name, item)?;
            // Without a pair for this item, the following items would move up.
            if self.text.len() == before {
                return Err(Unsendable::Empty(name.as_str().to_owned()));
            }
        }
        Ok(())
    }

    fn object(&mut self, name: &Name, fields: &Map<String, Value>) -> Result<(), Unsendable> {
        let (mut is_written, mut is_numbered) = (false, true);
        for (key, value) in fields {
            let before = self.text.len();
            self.nested(&name.field(key)?, value)?;
            if self.text.len() > before {
                is_written = true;
                is_numbered &= is_index(key);
            }
        }
        match is_written && is_numbered {
            true => Err(Unsendable::Numbered(name.as_str().to_owned())),
            false => Ok(()),
        }
    }

    fn repeated(&mut self, name: &Name, items: &[Value]) -> Result<(), Unsendable> {
        let mut items = items.iter();
        items.try_for_each(|item| self.push_text(name, &scalar(item)))
    }

    /// Pushes a value as a parameter of style `form`: a list of scalars repeats the name unchanged.
    fn exploded(&mut self, name: &Name, value: &Value) -> Result<(), Unsendable> {
        match value {
            Value::Array(items) if name.list().is_none() && items.iter().all(is_scalar) => {
                self.repeated(name, items)
            }
            value => self.nested(name, value),
        }
    }

    /// Pushes a field of a form, whose value is JSON.
    fn form_field(
        &mut self,
        name: &str,
        style: Option<QueryStyle>,
        json: &str,
    ) -> Result<(), Unsendable> {
        let wire = Name::of_field(name)?;
        let value = &exact::parse(json)?;
        match (style, value) {
            (Some(QueryStyle::Form), Value::Object(fields)) => self.fields(fields),
            (None | Some(QueryStyle::Form), _) => self.exploded(&wire, value),
            (Some(QueryStyle::DeepObject), _) => self.nested(&wire, value),
            // A field of a form has a name.
            (Some(QueryStyle::Json | QueryStyle::Whole), _) => self.push_text(&wire, json),
            (Some(QueryStyle::FormJoined), _) => self.joined(&wire, value, Separator::COMMA),
            (Some(QueryStyle::SpaceDelimited), _) => self.joined(&wire, value, Separator::SPACE),
            (Some(QueryStyle::PipeDelimited), _) => self.joined(&wire, value, Separator::PIPE),
        }
    }

    /// Pushes each field as a separate parameter.
    fn fields(&mut self, fields: &Map<String, Value>) -> Result<(), Unsendable> {
        let mut fields = fields.iter();
        fields.try_for_each(|(key, value)| self.exploded(&Name::of_field(key)?, value))
    }

    fn joined(
        &mut self,
        name: &Name,
        value: &Value,
        separator: Separator,
    ) -> Result<(), Unsendable> {
        let parts = parts(value)?;
        if parts.is_empty() {
            return Ok(());
        }
        if !is_scalar(value) && parts.iter().any(|part| separator.is_in(part)) {
            return Err(Unsendable::Joined(separator.is));
        }
        if let (true, [one]) = (is_scalar(value), parts.as_slice()) {
            return self.push_text(name, one);
        }
        let escaped = match self.allows_reserved {
            true => ALWAYS_RESERVED_IN_LISTS,
            false => RESERVED,
        };
        let parts = parts.iter();
        let parts = parts.map(|part| utf8_percent_encode(part, escaped).to_string());
        self.push(name, &parts.collect::<Vec<_>>().join(separator.encoded))
    }
}
