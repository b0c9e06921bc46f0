//! Checks values of every kind, and copies the valid ones.

use serde_json::{Map, Value};

use super::components::{is_component, is_path, reference_to};
use super::validator::Validator;
use crate::bundle::grammar::{Keyword, Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::{pointer, resolve};
use crate::diag::{Diagnostic, one_of};

impl<'a> Validator<'a, '_> {
    /// The same for a location that is not a reference and is allowed here.
    pub(super) fn visit_target(
        &mut self,
        kind: Kind,
        location: &SourceLocation,
        out: &str,
    ) -> Value {
        match location.value(self.loaded) {
            Some(value) => self.visit_value(kind, location, out, value),
            None => Value::Null,
        }
    }

    /// Returns the valid copy of `value`, an object of `kind` at `location`, which will be at `out` in the bundle. Null means that
    /// no part is valid, which has been reported.
    fn visit(
        &mut self,
        kind: Kind,
        value: &'a Value,
        location: &SourceLocation,
        out: &str,
    ) -> Value {
        if let Some(reference) = resolve::reference_of(value) {
            return match self.visit_reference(kind, location, out, reference, value) {
                Value::Null if kind == Kind::Schema => Value::Object(Map::new()),
                copy => copy,
            };
        }
        if kind.section().is_some() && self.shared.contains(location) && !is_component(out) {
            return self.component_reference(kind, location.clone());
        }
        if kind == Kind::PathItem
            && let Some(first) = self.claim_item(location, out)
        {
            return reference_to(pointer::fragment(&first));
        }
        self.visit_value(kind, location, out, value)
    }

    fn visit_reference(
        &mut self,
        kind: Kind,
        location: &SourceLocation,
        out: &str,
        reference: &str,
        value: &Value,
    ) -> Value {
        if kind.section().is_none() && kind != Kind::PathItem {
            let message = format!("`$ref` is not allowed in place of {}", kind.label());
            self.error(
                &location.child("$ref"),
                message,
                "write the definition inline",
            );
            return Value::Null;
        }
        for name in value
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| *name != "$ref")
        {
            let message = format!("`{name}` next to `$ref` has no effect in OpenAPI 3.0");
            let help = format!(
                "write `allOf: [{{$ref: …}}]` with `{name}` next to it, or remove `{name}`"
            );
            let diagnostic =
                Diagnostic::warning(location.child(name).key_origin(self.loaded), message)
                    .help(help);
            self.diags.push(diagnostic);
        }
        let Some(resolved) = resolve::resolve(self.loaded, location, reference, self.diags) else {
            return Value::Null;
        };
        let target = self.reach(resolved);
        if kind == Kind::PathItem {
            return self.path_item(location, target, out);
        }
        self.component_reference(kind, target)
    }

    /// A path that is a reference becomes a copy of its `target`: OpenAPI 3.0 has no components for path items. In a callback, a
    /// path item may refer back to itself, so there it becomes a reference to the path item under the paths, or else under the
    /// callbacks of the components.
    fn path_item(&mut self, location: &SourceLocation, target: SourceLocation, out: &str) -> Value {
        if is_path(out) {
            self.moved.insert(out.to_owned(), target.clone());
            self.keys.insert(out.to_owned(), location.clone());
            return self.visit_target(Kind::PathItem, &target, out);
        }
        let first = match self.items.get(&target) {
            Some(first) => first.clone(),
            None => self.item_of_components(target, out),
        };
        reference_to(pointer::fragment(&first))
    }

    fn visit_value(
        &mut self,
        kind: Kind,
        location: &SourceLocation,
        out: &str,
        value: &'a Value,
    ) -> Value {
        let Value::Object(object) = value else {
            self.mismatch(
                location,
                &format!("{} must be a mapping", kind.label()),
                value,
            );
            return Value::Null;
        };
        let mut copy = Map::with_capacity(object.len());
        for (name, value) in object {
            let (location, out) = (location.child(name), pointer::child(out, name));
            if let Some(kept) = self.visit_entry(kind, name, value, &location, &out) {
                copy.insert(name.clone(), kept);
            }
        }
        for key in kind
            .keywords()
            .iter()
            .filter(|key| key.required && !object.contains_key(key.name))
        {
            let message = format!("{} requires `{}`", kind.label(), key.name);
            self.error(location, message, &format!("add `{}:`", key.name));
        }
        self.check_combination(kind, object, location);
        Value::Object(copy)
    }

    fn visit_entry(
        &mut self,
        kind: Kind,
        name: &str,
        value: &'a Value,
        location: &SourceLocation,
        out: &str,
    ) -> Option<Value> {
        let find = |keys: &'static [Keyword]| keys.iter().find(|key| key.name == name);
        if let Some(key) = find(kind.keywords()) {
            let quiet = self.quiet;
            if let Some(ignored) = kind.ignored_keyword(name) {
                self.ignored_keyword(ignored, value, location);
            }
            let kept = self.visit_value_kind(key.value, value, location, out);
            self.quiet = quiet;
            return kept;
        }
        if let Some(value_kind) = kind.entry(name) {
            return self.visit_value_kind(value_kind, value, location, out);
        }
        if name.starts_with("x-truto-") {
            if let Some(key) = find(kind.extensions()) {
                return self.visit_value_kind(key.value, value, location, out);
            }
            self.unknown_extension(kind, name, location);
        } else if name.starts_with("x-") && kind == Kind::Callback {
            self.extension_of_callback(name, location);
        } else if name.starts_with("x-") {
            return Some(value.clone());
        } else {
            self.unknown_keyword(kind, name, location);
        }
        None
    }

    fn visit_value_kind(
        &mut self,
        value_kind: ValueKind,
        value: &'a Value,
        location: &SourceLocation,
        out: &str,
    ) -> Option<Value> {
        match (value_kind, value) {
            (ValueKind::Any, _)
            | (ValueKind::Entries, Value::Object(_))
            | (ValueKind::Text, Value::String(_))
            | (ValueKind::Flag | ValueKind::FlagOr(_), Value::Bool(_))
            | (ValueKind::Number, Value::Number(_))
            | (ValueKind::Values, Value::Array(_)) => Some(value.clone()),
            (ValueKind::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => {
                Some(value.clone())
            }
            (ValueKind::Count, Value::Number(number)) if number.is_u64() => Some(value.clone()),
            (ValueKind::Texts, Value::Array(values)) => {
                for (index, value) in values.iter().enumerate().filter(|(_, v)| !v.is_string()) {
                    let at = location.child(&index.to_string());
                    let message =
                        format!("each element of `{}` must be a string", last_key(location));
                    self.mismatch(&at, &message, value);
                }
                Some(value.clone())
            }
            (ValueKind::TextEntries, Value::Object(entries)) => {
                Some(self.visit_texts(entries, location, |_, _, text| text.to_owned()))
            }
            (ValueKind::SchemaRefs, Value::Array(values)) => {
                Some(self.visit_schema_refs(values, location))
            }
            (ValueKind::SchemaEntries, Value::Object(entries)) => {
                Some(self.visit_texts(entries, location, Self::schema_name))
            }
            (ValueKind::OperationRef, Value::String(reference)) => {
                Some(Value::String(self.operation_reference(reference, location)))
            }
            (ValueKind::One(kind) | ValueKind::FlagOr(kind), Value::Object(_)) => {
                Some(self.visit(kind, value, location, out)).filter(|value| !value.is_null())
            }
            (ValueKind::Many(kind), Value::Array(values)) => {
                Some(self.visit_list(kind, values, location, out))
            }
            (ValueKind::Map(kind), Value::Object(entries)) => {
                let visit = |(name, value): (&String, &'a Value)| {
                    (
                        name.clone(),
                        self.visit(
                            kind,
                            value,
                            &location.child(name),
                            &pointer::child(out, name),
                        ),
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
                self.mismatch(location, &expectation(value_kind, location), value);
                None
            }
        }
    }

    fn visit_list(
        &mut self,
        kind: Kind,
        values: &'a [Value],
        location: &SourceLocation,
        out: &str,
    ) -> Value {
        let mut kept = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let (from, to) = (
                location.child(&index.to_string()),
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
}

fn last_key(location: &SourceLocation) -> String {
    pointer::parent(&location.pointer)
        .map(|(_, key)| key.into_owned())
        .unwrap_or_default()
}

fn expectation(value_kind: ValueKind, location: &SourceLocation) -> String {
    let key = last_key(location);
    let what = match value_kind {
        ValueKind::Any => "anything".to_owned(),
        ValueKind::Text => "a string".to_owned(),
        ValueKind::OneOf(words) => one_of(words),
        ValueKind::Flag => "`true` or `false`".to_owned(),
        ValueKind::Number => "a number".to_owned(),
        ValueKind::Count => "a non-negative integer".to_owned(),
        ValueKind::Texts => "a list of strings".to_owned(),
        ValueKind::Values | ValueKind::Many(_) => "a list".to_owned(),
        ValueKind::SchemaRefs => "a list of references to schemas".to_owned(),
        ValueKind::SchemaEntries | ValueKind::TextEntries => {
            "a mapping from names to strings".to_owned()
        }
        ValueKind::OperationRef => "a string".to_owned(),
        ValueKind::Entries | ValueKind::One(_) | ValueKind::Map(_) => "a mapping".to_owned(),
        ValueKind::FlagOr(kind) => format!("`true`, `false` or {}", kind.label()),
    };
    format!("`{key}` must be {what}")
}
