//! Values of another kind than OpenAPI requires, whose meaning is clear.

use serde_json::Value;

use super::validator::Validator;
use super::values::{expectation, last_key};
use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::resolve;
use crate::diag::{Diagnostic, described};

/// What a text that only readers see can be called.
const ANNOTATIONS: [&str; 4] = ["description", "summary", "title", "termsOfService"];

/// Keywords that only restrict values, and have no effect on types.
const VALIDATING: [&str; 12] = [
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
];

impl<'a> Validator<'a, '_> {
    /// Copies the mapping of objects that `reference` points to. OpenAPI does not allow such references, but tools that combine files
    /// follow them.
    pub(super) fn referred_map(
        &mut self,
        kind: Kind,
        reference: &str,
        location: &SourceLocation,
        out: &str,
    ) -> Option<Value> {
        let resolved = self.resolver.resolve(location, reference, self.diags)?;
        let target = self.reach(resolved);
        let Some(Value::Object(entries)) = target.value(self.loaded) else {
            let message = format!("`{reference}` points to a value that is not a mapping");
            self.error(&location.child("$ref"), message, "correct the reference");
            return None;
        };
        if self.inlined.contains(&target) {
            let message = "recursive `$ref`: a mapping cannot contain itself".to_owned();
            self.error(&location.child("$ref"), message, "write the definition");
            return None;
        }
        self.moved.insert(out.to_owned(), target.clone());
        self.keys.insert(out.to_owned(), location.clone());
        self.inlined.push(target.clone());
        let copy = self.visit_map(kind, entries, &target, out);
        self.inlined.pop();
        Some(copy)
    }

    /// Returns the value of another kind, if it can be read as one of `value_kind`; reports it in any case.
    pub(super) fn read(
        &mut self,
        value_kind: ValueKind,
        value: &'a Value,
        location: &SourceLocation,
    ) -> Option<Value> {
        let (key, expected) = (last_key(location), expectation(value_kind, location));
        let read = match (value_kind, value) {
            (ValueKind::Text, _) => return self.text_of(value, location),
            (ValueKind::Flag, Value::String(text)) => text.parse().ok().map(Value::Bool),
            (ValueKind::Number, Value::String(text)) => text.parse().ok().map(Value::Number),
            (ValueKind::Count, Value::String(text)) => text.parse::<u64>().ok().map(Value::from),
            (ValueKind::Count, Value::Number(number)) => {
                let text = number.to_string();
                text.strip_suffix(".0")
                    .and_then(|text| text.parse::<u64>().ok())
                    .map(Value::from)
            }
            _ => None,
        };
        let is_unused = VALIDATING.contains(&key.as_str())
            || (key == "required" && value.is_boolean() && matches!(value_kind, ValueKind::Texts));
        if let Some(read) = read {
            let message = format!("{expected}; {} is read as `{read}`", described(value));
            self.note(location, message, &format!("write `{read}`"));
            Some(read)
        } else if is_unused {
            let message = format!("{expected}; {} has no effect", described(value));
            self.note(location, message, "correct the value, or remove the key");
            None
        } else {
            self.mismatch(location, &expected, value);
            None
        }
    }

    /// Returns the text of a value that must be a string: that of a number as in the file, and that of the target of a reference.
    pub(super) fn text_of(&mut self, value: &'a Value, location: &SourceLocation) -> Option<Value> {
        let key = last_key(location);
        let text = match value {
            Value::Number(_) | Value::Bool(_) => {
                let text = self
                    .loaded
                    .sources
                    .slice(location.value_origin(self.loaded));
                let message = format!("`{key}` must be a string; its value is read as `{text}`");
                self.note(location, message, "write it in quotes");
                return Some(Value::String(text.to_owned()));
            }
            Value::Object(_) => resolve::reference_of(value).and_then(|reference| {
                let resolved = self.resolver.resolve(location, reference, self.diags)?;
                let target = self.reach(resolved);
                target
                    .value(self.loaded)
                    .filter(|target| target.is_string())
            }),
            _ => None,
        };
        if text.is_some() {
            return text.cloned();
        }
        let message = expectation(ValueKind::Text, location);
        if !ANNOTATIONS.contains(&key.as_str()) {
            self.mismatch(location, &message, value);
            return None;
        }
        let message = format!("{message}; {} has no effect", described(value));
        self.note(location, message, "correct the value, or remove the key");
        Some(Value::String(String::new()))
    }

    fn note(&mut self, location: &SourceLocation, message: String, help: &str) {
        let origin = location.value_origin(self.loaded);
        if !self.reported.contains(&origin) {
            self.diags
                .push(Diagnostic::warning(origin, message).help(help));
        }
    }
}
