//! Validates values against the form that the grammar requires.

use serde_json::{Map, Value};

use super::{Walk, component_at};
use crate::bundle::grammar::{Kind, Shape};
use crate::bundle::place::{Place, value_origin};
use crate::bundle::pointer;
use crate::bundle::resolve::{self, Resolved};
use crate::diag::{Diagnostic, one_of};
use crate::load::names_a_file;

impl<'a> Walk<'a, '_> {
    pub(super) fn visit_shape(
        &mut self,
        shape: Shape,
        value: &'a Value,
        place: &Place,
        out: &str,
    ) -> Option<Value> {
        match (shape, value) {
            (Shape::Any, _)
            | (Shape::Entries, Value::Object(_))
            | (Shape::Text, Value::String(_))
            | (Shape::Flag | Shape::FlagOr(_), Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::Values, Value::Array(_)) => Some(value.clone()),
            (Shape::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => {
                Some(value.clone())
            }
            (Shape::Count, Value::Number(number)) if number.is_u64() => Some(value.clone()),
            (Shape::Texts, Value::Array(values)) => {
                for (index, value) in values.iter().enumerate().filter(|(_, v)| !v.is_string()) {
                    let at = place.child(&index.to_string());
                    let message = format!("each element of `{}` must be a string", last_key(place));
                    self.mismatch(&at, &message, value);
                }
                Some(value.clone())
            }
            (Shape::TextEntries, Value::Object(entries)) => {
                Some(self.visit_texts(entries, place, |_, _, text| text.to_owned()))
            }
            (Shape::SchemaRefs, Value::Array(values)) => {
                Some(self.visit_schema_refs(values, place))
            }
            (Shape::SchemaEntries, Value::Object(entries)) => {
                Some(self.visit_texts(entries, place, Self::schema_name))
            }
            (Shape::OperationRef, Value::String(reference)) => {
                Some(Value::String(self.operation_reference(reference, place)))
            }
            (Shape::One(kind) | Shape::FlagOr(kind), Value::Object(_)) => {
                Some(self.visit(kind, value, place, out)).filter(|value| !value.is_null())
            }
            (Shape::Many(kind), Value::Array(values)) => {
                Some(self.visit_list(kind, values, place, out))
            }
            (Shape::Map(kind), Value::Object(entries)) => {
                let visit = |(name, value): (&String, &'a Value)| {
                    (
                        name.clone(),
                        self.visit(kind, value, &place.child(name), &pointer::child(out, name)),
                    )
                };
                Some(Value::Object(
                    entries
                        .iter()
                        .map(visit)
                        .filter(|(_, value)| !value.is_null())
                        .collect(),
                ))
            }
            _ => {
                self.mismatch(place, &expectation(shape, place), value);
                None
            }
        }
    }

    fn visit_list(&mut self, kind: Kind, values: &'a [Value], place: &Place, out: &str) -> Value {
        let mut kept = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let (from, to) = (
                place.child(&index.to_string()),
                pointer::child(out, &kept.len().to_string()),
            );
            if kept.len() != index {
                self.moved.insert(to.clone(), from.clone());
            }
            let copy = self.visit(kind, value, &from, &to);
            if !copy.is_null() {
                kept.push(copy);
            }
        }
        Value::Array(kept)
    }

    /// Follows the plain strings of `x-truto-converts-from` like any `$ref`.
    fn visit_schema_refs(&mut self, values: &[Value], place: &Place) -> Value {
        let mut followed = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let at = place.child(&index.to_string());
            let Value::String(reference) = value else {
                self.mismatch(&at, "a reference to a schema must be a string", value);
                continue;
            };
            let origin = value_origin(self.loaded, &at);
            if let Some(resolved) =
                resolve::resolve_text(self.loaded, &at, reference, origin, self.diags)
            {
                let target = self.reach(resolved);
                followed.push(Value::String(self.schema_reference(target)));
            }
        }
        Value::Array(followed)
    }

    fn schema_reference(&mut self, target: Place) -> String {
        format!("#{}", self.component_at(Kind::Schema, target))
    }

    /// Copies a mapping to strings, and replaces each string by the result of `rewrite`, which gets its location and value.
    fn visit_texts(
        &mut self,
        entries: &Map<String, Value>,
        place: &Place,
        rewrite: impl Fn(&mut Self, &Place, &str) -> String,
    ) -> Value {
        let mut kept = Map::with_capacity(entries.len());
        for (name, value) in entries {
            let at = place.child(name);
            match value {
                Value::String(text) => {
                    let text = rewrite(self, &at, text);
                    kept.insert(name.clone(), Value::String(text));
                }
                _ => self.mismatch(&at, &format!("`{name}` must be a string"), value),
            }
        }
        Value::Object(kept)
    }

    /// Resolves a schema in a discriminator: a reference, or the name of a component of the same file.
    fn schema_name(&mut self, at: &Place, text: &str) -> String {
        let own = Place {
            file: at.file,
            pointer: component_at("schemas", text),
        };
        let is_own = || {
            let document = self.loaded.document(at.file)?;
            document.value.pointer(&own.pointer)
        };
        let reference = if names_a_file(text) {
            text.to_owned()
        } else if is_own().is_some() {
            pointer::fragment(&own.pointer)
        } else {
            return text.to_owned();
        };
        let origin = value_origin(self.loaded, at);
        match resolve::resolve_text(self.loaded, at, &reference, origin, self.diags) {
            Some(resolved) => {
                let target = self.reach(resolved);
                self.schema_reference(target)
            }
            None => text.to_owned(),
        }
    }

    /// Rewrites the reference to an operation, if the bundle contains the operation. A reference to a file outside this run is
    /// left unchanged.
    fn operation_reference(&mut self, reference: &str, place: &Place) -> String {
        let split = reference.rsplit_once('/');
        let (Some((item, method)), Ok(_)) = (split, self.loaded.target(place.file, reference))
        else {
            return reference.to_owned();
        };
        let origin = value_origin(self.loaded, place);
        let resolved = resolve::resolve_text(self.loaded, place, item, origin, self.diags);
        let Some(Resolved { target, .. }) = resolved else {
            return reference.to_owned();
        };
        let document = self.loaded.document(target.file);
        let has_method = document
            .and_then(|document| {
                let operation = pointer::child(&target.pointer, method);
                document.value.pointer(&operation)
            })
            .is_some();
        match self.items.get(&target) {
            Some(out) if has_method => pointer::fragment(&pointer::child(out, method)),
            // The operation belongs to another API of the run.
            None if has_method
                && self.loaded.roots.contains(&target.file)
                && target.file != self.root =>
            {
                reference.to_owned()
            }
            known => {
                let message = format!("`{reference}` is not an operation of this API");
                let help = match known {
                    Some(_) if !has_method => "correct the method, or add the operation",
                    _ => {
                        "write a reference such as `#/paths/~1contacts/get`, and list the path in the root document"
                    }
                };
                self.diags
                    .push(Diagnostic::error(origin, message).help(help));
                reference.to_owned()
            }
        }
    }
}

fn last_key(place: &Place) -> String {
    pointer::parent(&place.pointer)
        .map(|(_, key)| key.into_owned())
        .unwrap_or_default()
}

fn expectation(shape: Shape, place: &Place) -> String {
    let key = last_key(place);
    let what = match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Text => "a string".to_owned(),
        Shape::OneOf(words) => one_of(words),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "a non-negative integer".to_owned(),
        Shape::Texts => "a list of strings".to_owned(),
        Shape::Values | Shape::Many(_) => "a list".to_owned(),
        Shape::SchemaRefs => "a list of references to schemas".to_owned(),
        Shape::SchemaEntries | Shape::TextEntries => "a mapping from names to strings".to_owned(),
        Shape::OperationRef => "a string".to_owned(),
        Shape::Entries | Shape::One(_) | Shape::Map(_) => "a mapping".to_owned(),
        Shape::FlagOr(kind) => format!("`true`, `false` or {}", kind.label()),
    };
    format!("`{key}` must be {what}")
}
