//! Checks values of every kind, and copies the valid ones.

use serde_json::{Map, Value};

use super::components::{is_component, is_path, reference_to};
use super::validator::Validator;
use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::{pointer, resolve};
use crate::day::Day;
use crate::diag::one_of;

impl<'a> Validator<'a, '_> {
    /// Returns the valid copy of the value at `location`, which is no reference and is allowed here.
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
        let description = self.own_description(kind, value, location);
        let is_merged = kind == Kind::PathItem && is_path(out);
        if description.is_none() && !is_merged {
            self.check_siblings(kind, value, location);
        }
        let Some(resolved) = self.resolver.resolve(location, reference, self.diags) else {
            return Value::Null;
        };
        let target = self.reach(resolved);
        match kind {
            _ if is_merged => self.merged_item(location, target, out),
            Kind::PathItem => self.path_item(target, out),
            kind if kind.section().is_none() => self.inline(kind, location, target, out),
            kind => match description {
                Some(text) => self.described(target, text, location, out),
                None => self.component_reference(kind, target),
            },
        }
    }

    /// Copies `target` in place of the reference at `location`: OpenAPI 3.0 has no components of this kind.
    pub(super) fn inline(
        &mut self,
        kind: Kind,
        location: &SourceLocation,
        target: SourceLocation,
        out: &str,
    ) -> Value {
        if self.inlined.contains(&target) {
            let message = format!("recursive `$ref`: {} cannot contain itself", kind.label());
            let at = location.child("$ref");
            self.error(&at, message, "write another reference, or the definition");
            return Value::Null;
        }
        self.moved.insert(out.to_owned(), target.clone());
        self.keys.insert(out.to_owned(), location.clone());
        self.inlined.push(target.clone());
        let copy = self.visit_target(kind, &target, out);
        self.inlined.pop();
        copy
    }

    /// In a callback, a path item may refer back to itself, so there it becomes a reference to the path item under the paths, or
    /// else under the callbacks of the components.
    fn path_item(&mut self, target: SourceLocation, out: &str) -> Value {
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
            let message = format!("{} must be a mapping", kind.label());
            if kind == Kind::Schema && value.is_null() {
                let message = format!("{message}; null allows any JSON");
                self.note(location, message, "write a schema, or `{}` for any JSON");
                return Value::Object(Map::new());
            }
            self.mismatch(location, &message, value);
            return Value::Null;
        };
        let mut copy = Map::with_capacity(object.len());
        for (written, value) in object {
            let at = location.child(written);
            if at.is_unselected(self.loaded) {
                continue;
            }
            let name = self.entry_name(kind, written, &at);
            let out = pointer::child(out, &name);
            if name != written.as_str() {
                let same = location.child(&name);
                let first = Some(same).filter(|_| object.contains_key(&*name));
                if let Some(first) = first.or_else(|| self.keys.get(&out).cloned()) {
                    self.read_twice(&name, &at, &first);
                    continue;
                }
                self.moved.insert(out.clone(), at.clone());
                self.keys.insert(out.clone(), at.clone());
            }
            if let Some(kept) = self.visit_entry(kind, &name, value, &at, &out) {
                copy.insert(name.into_owned(), kept);
            }
        }
        for key in kind
            .keywords()
            .iter()
            .filter(|key| key.required && !object.contains_key(key.name))
        {
            if !self.add_missing(kind, key.name, &mut copy, location) {
                let message = format!("{} requires `{}`", kind.label(), key.name);
                self.error(location, message, &format!("add `{}:`", key.name));
            }
        }
        self.settle_schema(kind, object, &mut copy);
        self.settle_unused(kind, object, &mut copy, location);
        self.settle_style(&mut copy, location);
        self.check_combination(kind, object, &copy, location);
        Value::Object(copy)
    }

    pub(super) fn visit_entry(
        &mut self,
        kind: Kind,
        name: &str,
        value: &'a Value,
        location: &SourceLocation,
        out: &str,
    ) -> Option<Value> {
        let mut keywords = kind.keywords().iter().chain(kind.extensions());
        let keyword = keywords.find(|keyword| keyword.name == name);
        if self.is_absent(keyword, value, location) {
            return None;
        }
        let value_kind = keyword.map(|keyword| keyword.value);
        if let Some(value_kind) = value_kind.or_else(|| kind.entry(name)) {
            let quiet = self.quiet;
            if let Some(ignored) = kind.ignored_keyword(name) {
                self.ignored_keyword(ignored, value, location);
            }
            let kept = self.visit_value_kind(value_kind, value, location, out);
            self.quiet = quiet;
            return kept;
        }
        if name.starts_with("x-truto-") {
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
            (ValueKind::Texts, Value::Array(values)) => {
                self.check_texts(values, location);
                Some(value.clone())
            }
            (ValueKind::TextEntries, Value::Object(entries)) => {
                Some(self.visit_texts(entries, location, |_, _, text| Some(text.to_owned())))
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
                match resolve::sole_reference(entries) {
                    Some(reference) => self.referred_map(kind, reference, location, out),
                    None => Some(self.visit_map(kind, entries, location, out)),
                }
            }
            _ if is_valid(value_kind, value) => Some(value.clone()),
            _ => self.read(value_kind, value, location),
        }
    }

    fn check_texts(&mut self, values: &[Value], location: &SourceLocation) {
        for (index, value) in values.iter().enumerate().filter(|(_, v)| !v.is_string()) {
            let key = last_key(location);
            let message = format!("each element of `{key}` must be a string");
            self.mismatch(&location.child(&index.to_string()), &message, value);
        }
    }

    pub(super) fn visit_map(
        &mut self,
        kind: Kind,
        entries: &'a Map<String, Value>,
        location: &SourceLocation,
        out: &str,
    ) -> Value {
        let mut kept = Map::with_capacity(entries.len());
        // A path item may be named like an extension, but an extension need not be a mapping.
        let is_extension = |name: &str, value: &Value| {
            kind == Kind::PathItem && name.starts_with("x-") && !value.is_object()
        };
        for (name, value) in entries
            .iter()
            .filter(|(name, value)| !is_extension(name, value))
        {
            let (from, to) = (location.child(name), pointer::child(out, name));
            if from.is_unselected(self.loaded) {
                continue;
            }
            let copy = self.visit(kind, value, &from, &to);
            if !copy.is_null() {
                kept.insert(name.clone(), copy);
            }
        }
        Value::Object(kept)
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

pub(super) fn last_key(location: &SourceLocation) -> String {
    pointer::parent(&location.pointer)
        .map(|(_, key)| key.into_owned())
        .unwrap_or_default()
}

/// Whether a value that contains no objects of the grammar has the required form.
fn is_valid(value_kind: ValueKind, value: &Value) -> bool {
    match (value_kind, value) {
        (ValueKind::Any, _)
        | (ValueKind::Entries, Value::Object(_))
        | (ValueKind::Text, Value::String(_))
        | (ValueKind::Flag | ValueKind::FlagOr(_), Value::Bool(_))
        | (ValueKind::Number, Value::Number(_))
        | (ValueKind::Values, Value::Array(_)) => true,
        (ValueKind::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
        (ValueKind::Provenance(words), Value::String(word)) => {
            let live = word.strip_prefix("live ");
            words.contains(&word.as_str()) || live.is_some_and(|day| Day::parse(day).is_some())
        }
        (ValueKind::Count, Value::Number(number)) => number.is_u64(),
        _ => false,
    }
}

pub(super) fn expectation(value_kind: ValueKind, location: &SourceLocation) -> String {
    let key = last_key(location);
    let what = match value_kind {
        ValueKind::Any => "anything".to_owned(),
        ValueKind::Text => "a string".to_owned(),
        ValueKind::OneOf(words) => one_of(words),
        ValueKind::Provenance(words) => {
            format!(
                "{}, or `live` and a day, such as `live 2026-11-28`",
                one_of(words)
            )
        }
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
