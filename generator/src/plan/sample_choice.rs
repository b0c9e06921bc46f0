//! Which values samples have: all, for tests; a few typical ones, for readers.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use crate::ir::{Field, Primitive, Struct, TypeId, TypeRef};
use crate::plan::extensions::sample_values::{Known, Site, Values};
use crate::plan::samples::{Fields, Hint, MOST_ITEMS, SampleChoice};

/// The number of structs in one call that get optional fields. Schemas that refer to each other can have millions of paths.
const MOST_STRUCTS: usize = 100;

/// Every field, with fixed values.
#[derive(Default)]
pub(crate) struct Everything {
    budget: Budget,
}

/// How many more structs get optional fields.
struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(MOST_STRUCTS))
    }
}

impl Budget {
    fn is_used_up(&self) -> bool {
        self.0.get() == 0
    }

    /// Counts one more struct. Returns whether something was left for it.
    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

impl SampleChoice for Everything {
    fn shows_examples(&self) -> bool {
        false
    }

    fn primitive(&self, ty: Primitive, _: Hint<'_>) -> Value {
        plain(ty)
    }

    fn has(&self, id: TypeId, of: &Struct, _: Hint<'_>, open: &[TypeId]) -> Fields {
        if !self.budget.spend() || open.contains(&id) {
            Fields::Short
        } else {
            Fields::Some((0..of.fields.len()).collect())
        }
    }

    fn is_large(&self) -> bool {
        self.budget.is_used_up()
    }
}

/// A few fields, with the values that the documents choose.
#[derive(Default)]
pub(crate) struct Telling<'a> {
    budget: Budget,
    values: Values<'a>,
    is_received: bool,
}

impl<'a> Telling<'a> {
    /// The fields of a request.
    pub(crate) fn new(values: Values<'a>) -> Self {
        Self {
            budget: Budget::default(),
            values,
            is_received: false,
        }
    }

    /// The fields of a response.
    pub(crate) fn received(values: Values<'a>) -> Self {
        Self {
            is_received: true,
            ..Self::new(values)
        }
    }

    /// The fields that such a message can have, of those that are wanted.
    fn indexes(&self, of: &Struct, is_wanted: impl Fn(&Field) -> bool) -> Vec<usize> {
        let can_be_set = |field: &Field| match self.is_received {
            true => !field.write_only,
            false => !field.read_only,
        };
        let fields = of.fields.iter().enumerate();
        let wanted = fields.filter(|(_, field)| can_be_set(field) && is_wanted(field));
        wanted.map(|(index, _)| index).collect()
    }
}

/// The depth down to which structs get optional fields.
const DEEPEST: usize = 2;

/// The number of optional fields of a struct about which nothing is known.
const MOST_FIELDS: usize = 2;

impl SampleChoice for Telling<'_> {
    fn known<'a>(&'a self, site: Site<'a>) -> Option<Known<'a>> {
        self.values.at(site)
    }

    fn primitive(&self, ty: Primitive, hint: Hint<'_>) -> Value {
        if let Some(example) = hint.example.filter(|example| fits(ty, example)) {
            return cut(example, &mut { MOST_PARTS });
        }
        match (ty, hint.format) {
            (Primitive::String, format) => {
                let text = format.and_then(formatted);
                json!(text.unwrap_or(if hint.is_id { "42" } else { "text" }))
            }
            // The name of a file.
            (Primitive::File, _) => json!("example.txt"),
            (Primitive::Object | Primitive::Raw | Primitive::Any, _) => json!({"key": "value"}),
            (ty, _) => plain(ty),
        }
    }

    fn has(&self, id: TypeId, of: &Struct, hint: Hint<'_>, open: &[TypeId]) -> Fields {
        if !self.budget.spend() || open.contains(&id) {
            return Fields::Short;
        }
        if let Some(Value::Object(example)) = hint.example {
            let is_shown = |field: &Field| match hint.key {
                Some(key) => field.wire == key,
                None => example.contains_key(&field.wire),
            };
            let shown = self.indexes(of, |field| field.required || is_shown(field));
            if !shown.is_empty() {
                return Fields::Some(shown);
            }
        }
        let required = self.indexes(of, |field| field.required);
        if !required.is_empty() || open.len() > DEEPEST {
            return Fields::Some(required);
        }
        let is_simple = |ty: &TypeRef| match ty {
            TypeRef::Primitive(ty) => {
                !matches!(ty, Primitive::Any | Primitive::Object | Primitive::Raw)
            }
            ty => matches!(ty, TypeRef::Named(_)),
        };
        let mut simple = self.indexes(of, |field| is_simple(&field.ty) && !field.docs.deprecated);
        simple.truncate(MOST_FIELDS);
        Fields::Some(simple)
    }

    fn is_large(&self) -> bool {
        self.budget.is_used_up()
    }

    fn is_received(&self) -> bool {
        self.is_received
    }
}

/// How many texts, numbers and the like an example of free-form JSON has.
const MOST_PARTS: usize = 30;

/// The beginning of the value: `left` more parts, and the first items of each list. No list or object becomes empty.
fn cut(value: &Value, left: &mut usize) -> Value {
    match value {
        Value::Array(items) => {
            let mut kept = Vec::new();
            for item in items.iter().take(MOST_ITEMS) {
                if *left > 0 || kept.is_empty() {
                    kept.push(cut(item, left));
                }
            }
            Value::Array(kept)
        }
        Value::Object(entries) => {
            let mut kept = Map::new();
            for (key, value) in entries {
                if *left > 0 || kept.is_empty() {
                    kept.insert(key.clone(), cut(value, left));
                }
            }
            Value::Object(kept)
        }
        value => {
            *left = left.saturating_sub(1);
            value.clone()
        }
    }
}

/// A text of this format.
pub(crate) fn formatted(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "0b7e4f1c-5a9d-4d3e-8c26-91f0a7b3d5e8",
        "email" | "idn-email" => "ada@example.com",
        "uri" | "url" | "iri" => "https://example.com",
        "uri-reference" | "iri-reference" => "/text",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "ip" => "192.0.2.1",
        "time" => "12:30:00Z",
        "duration" => "PT1H",
        "byte" | "base64" => "dGV4dA==",
        "base64url" => "dGV4dA",
        "json-pointer" => "/text",
        "phone" => "+15550100",
        "currency" => "EUR",
        _ => return None,
    })
}

/// A placeholder of the type.
fn plain(ty: Primitive) -> Value {
    match ty {
        Primitive::String | Primitive::Any | Primitive::Raw | Primitive::Bytes => json!("text"),
        Primitive::File => json!("text"),
        Primitive::Object => json!({"key": "text"}),
        Primitive::Bool => json!(true),
        Primitive::I32 | Primitive::I64 | Primitive::U64 => json!(7),
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => json!(1.5),
        Primitive::Timestamp => json!("2026-01-31T12:30:00Z"),
        Primitive::Date => json!("2026-01-31"),
        Primitive::Base64 => json!("dGV4dA=="),
        Primitive::Base64Url => json!("dGV4dA"),
    }
}

/// Whether the example can be written as a value of the type.
fn fits(ty: Primitive, example: &Value) -> bool {
    // An example of a file is its content, not its name.
    ty != Primitive::File && ty.is_type_of(example)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{MOST_ITEMS, MOST_PARTS, cut};

    #[test]
    fn a_large_value_is_cut_off_but_nothing_becomes_empty() {
        let object = |parts: usize| -> Value {
            let entries = (0..parts).map(|part| (format!("p{part:02}"), json!(part)));
            entries.collect()
        };
        let of = |value: &Value| cut(value, &mut { MOST_PARTS });
        assert_eq!(of(&object(MOST_PARTS)), object(MOST_PARTS));
        assert_eq!(of(&object(MOST_PARTS + 1)), object(MOST_PARTS));
        let list = vec![0; MOST_ITEMS + 1];
        assert_eq!(of(&json!(list)), json!(list[1..]));
        let nested = json!([object(MOST_PARTS), {"a": [1]}]);
        assert_eq!(of(&nested)[0], object(MOST_PARTS));
        assert_eq!(cut(&json!({"a": [1]}), &mut 0), json!({"a": [1]}));
    }
}
