//! Bodies of requests from the inputs of forms.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{FormField, FormKind, FormScalar, FormType};

/// Texts by the names of their inputs. Empty texts are left out.
pub(super) struct Inputs(BTreeMap<String, String>);

impl Inputs {
    pub(super) fn new(all: impl Iterator<Item = (String, String)>) -> Self {
        Self(all.filter(|(_, text)| !text.is_empty()).collect())
    }

    /// The body of this type. Without any input, it is empty.
    pub(super) fn body(&self, ty: &FormType) -> Value {
        self.value(ty, "").unwrap_or_else(|| match ty {
            FormType::List(_) => Value::Array(Vec::new()),
            _ => Value::Object(Map::new()),
        })
    }

    /// The value at `path`, if it has inputs: those of its parts, or one for the whole value.
    fn value(&self, ty: &FormType, path: &str) -> Option<Value> {
        let whole = || self.0.get(path).map(String::as_str);
        match ty {
            FormType::Scalar(of) => whole().map(|text| scalar(of, text)),
            FormType::Nullable(of) => self.value(of, path),
            FormType::Object(of) => self.object(&of.fields, path).or_else(|| whole().map(json)),
            FormType::List(of) => self.list(of, path).or_else(|| whole().map(json)),
            FormType::Map(_) | FormType::OneOf(_) => whole().map(json),
        }
    }

    fn object(&self, fields: &[FormField], path: &str) -> Option<Value> {
        let members = fields.iter().filter_map(|field| {
            let value = self.value(&field.ty, &join(path, field.name()))?;
            Some((field.name().to_owned(), value))
        });
        let members: Map<String, Value> = members.collect();
        (!members.is_empty()).then_some(Value::Object(members))
    }

    fn list(&self, of: &FormType, path: &str) -> Option<Value> {
        let indexes = self.indexes(&join(path, "")).into_iter();
        let items = indexes.filter_map(|index| self.value(of, &join(path, &index.to_string())));
        let items: Vec<Value> = items.collect();
        (!items.is_empty()).then_some(Value::Array(items))
    }

    /// The numbers that follow `start` in the names of inputs, in their order as numbers.
    fn indexes(&self, start: &str) -> BTreeSet<usize> {
        let names = self.0.range(start.to_owned()..).map(|(name, _)| name);
        let ends = names.map_while(|name| name.strip_prefix(start));
        let first = ends.filter_map(|end| end.split('.').next());
        first.filter_map(|index| index.parse().ok()).collect()
    }
}

/// The path of a member of the value at `path`.
fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn scalar(of: &FormScalar, text: &str) -> Value {
    match of.kind {
        FormKind::Text if of.format() == Some("date-time") => with_offset(text).into(),
        FormKind::Text | FormKind::File => text.into(),
        // What a browser sends for a box that is ticked.
        FormKind::Boolean if text == "on" => true.into(),
        FormKind::Boolean | FormKind::Integer | FormKind::Number | FormKind::Any => json(text),
    }
}

/// A text that is not JSON stays a text. If the type is another one, the body does not fit the request.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Browsers send local times without an offset, and without seconds if they are 0.
fn with_offset(text: &str) -> String {
    match text.split_once('T') {
        Some((_, time)) if time.contains(['Z', 'z', '+', '-']) => text.to_owned(),
        Some((_, time)) if time.matches(':').count() == 1 => format!("{text}:00Z"),
        Some(_) => format!("{text}Z"),
        None => text.to_owned(),
    }
}
