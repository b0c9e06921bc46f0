//! Values of another kind than OpenAPI requires, whose meaning is clear.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::validator::Validator;
use super::values::{expectation, last_key};
use crate::bundle::grammar::{Keyword, Kind, ValueKind, styles};
use crate::bundle::location::SourceLocation;
use crate::bundle::resolve;
use crate::diag::{Diagnostic, described, one_of};

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
            (ValueKind::OneOf(words), Value::String(text)) => word(words, text).map(Value::from),
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
        let no_effect = match (key.as_str(), value_kind, value) {
            ("type", ValueKind::OneOf(words), Value::String(_)) if words.contains(&"object") => {
                Some("is ignored, so the value can be any JSON")
            }
            ("items", ValueKind::One(Kind::Schema), Value::Array(_)) => {
                Some("is ignored, so the items can be any JSON")
            }
            _ => None,
        };
        // Only links, which have no effect, have entries of any kind.
        let is_unused = VALIDATING.contains(&key.as_str())
            || matches!(value_kind, ValueKind::Entries)
            || (key == "required" && value.is_boolean() && matches!(value_kind, ValueKind::Texts));
        if let Some(read) = read {
            let message = format!("{expected}; {} is read as `{read}`", described(value));
            self.note(location, message, &format!("write `{read}`"));
            Some(read)
        } else if let Some(effect) = no_effect.or(is_unused.then_some("has no effect")) {
            let message = format!("{expected}; {} {effect}", described(value));
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

    /// Returns the name that an entry has in a valid document, and warns if it is spelled differently: `2xx`.
    pub(super) fn entry_name<'n>(
        &mut self,
        kind: Kind,
        name: &'n str,
        location: &SourceLocation,
    ) -> Cow<'n, str> {
        let spelled = name.to_ascii_uppercase();
        if kind != Kind::Responses || kind.entry(name).is_some() || kind.entry(&spelled).is_none() {
            return Cow::Borrowed(name);
        }
        let message = format!("`{name}` is not a status code; it is read as `{spelled}`");
        let origin = location.key_origin(self.loaded);
        let diagnostic = Diagnostic::warning(origin, message);
        self.diags
            .push(diagnostic.help(format!("write `{spelled}`")));
        Cow::Owned(spelled)
    }

    /// Reports that two entries are read as `name`.
    pub(super) fn read_twice(&mut self, name: &str, at: &SourceLocation, first: &SourceLocation) {
        let message = format!("two entries are read as `{name}`");
        let diagnostic = Diagnostic::error(at.key_origin(self.loaded), message);
        self.diags.push(
            diagnostic
                .help("remove or rename one of the two")
                .related(first.key_origin(self.loaded), "the other one"),
        );
    }

    /// Whether the value is null and the keyword is optional, so that the value has no effect. Warns in this case.
    pub(super) fn is_absent(
        &mut self,
        keyword: Option<&Keyword>,
        value: &Value,
        location: &SourceLocation,
    ) -> bool {
        let Some(keyword) = keyword.filter(|keyword| !keyword.required && value.is_null()) else {
            return false;
        };
        if matches!(keyword.value, ValueKind::Any) || keyword.name.starts_with("x-truto-") {
            return false;
        }
        let expected = expectation(keyword.value, location);
        let message = format!("{expected}; {} has no effect", described(value));
        self.note(location, message, "write a value, or remove the key");
        true
    }

    /// Adds a missing keyword with an empty value and warns, if the keyword is the `description` of a response, which the crate does not
    /// need. Returns whether it is.
    pub(super) fn add_missing(
        &mut self,
        kind: Kind,
        key: &str,
        copy: &mut Map<String, Value>,
        location: &SourceLocation,
    ) -> bool {
        if (kind, key) != (Kind::Response, "description") {
            return false;
        }
        copy.insert(key.to_owned(), Value::String(String::new()));
        let origin = location.key_origin(self.loaded);
        let message = format!("{} requires `{key}`; an empty one is used", kind.label());
        let diagnostic = Diagnostic::warning(origin, message);
        self.diags.push(diagnostic.help(format!("add `{key}:`")));
        true
    }

    /// Adds the schema that null stands for: that of any JSON.
    pub(super) fn settle_schema(
        &mut self,
        kind: Kind,
        object: &Map<String, Value>,
        copy: &mut Map<String, Value>,
    ) {
        let is_null = object.get("schema").is_some_and(Value::is_null);
        if matches!(kind, Kind::Parameter | Kind::Header)
            && is_null
            && !copy.contains_key("content")
        {
            copy.insert("schema".to_owned(), Value::Object(Map::new()));
        }
    }

    /// Completes a header or a link that says too little or too much, and warns: the crate has nothing of them.
    pub(super) fn settle_unused(
        &mut self,
        kind: Kind,
        object: &Map<String, Value>,
        copy: &mut Map<String, Value>,
        location: &SourceLocation,
    ) {
        let (kept, other, default) = match kind {
            Kind::Header => ("schema", "content", Value::Object(Map::new())),
            Kind::Link => ("operationId", "operationRef", Value::from("")),
            _ => return,
        };
        // What is invalid has been reported, and must not count as missing.
        let is_written = |key: &str| object.get(key).is_some_and(|value| !value.is_null());
        let has = |key: &str| copy.contains_key(key) || is_written(key);
        let effect = match (has(kept), has(other)) {
            (true, true) => {
                copy.remove(other);
                format!("`{other}` is ignored")
            }
            (false, false) => {
                copy.insert(kept.to_owned(), default);
                "it has no effect".to_owned()
            }
            _ => return,
        };
        let origin = location.key_origin(self.loaded);
        let message = format!(
            "{} requires either `{kept}` or `{other}`, and not both; {effect}",
            kind.label()
        );
        let diagnostic = Diagnostic::warning(origin, message);
        self.diags
            .push(diagnostic.help("write exactly one of them"));
    }

    /// Replaces a style that parameters with this `in` cannot have, and warns.
    pub(super) fn settle_style(&mut self, copy: &mut Map<String, Value>, at: &SourceLocation) {
        let sent_in = copy.get("in").and_then(Value::as_str).map(str::to_owned);
        let (Some(sent_in), Some(Value::String(style))) = (sent_in, copy.get("style")) else {
            return;
        };
        let styles = styles(&sent_in);
        let Some(default) = styles.first().filter(|_| !styles.contains(&style.as_str())) else {
            return;
        };
        let (style, used) = match word(styles, style) {
            Some(word) => (word, format!("is read as `{word}`")),
            None => (*default, format!("is ignored, and `{default}` is used")),
        };
        let found = copy.insert("style".to_owned(), Value::from(style));
        let message = format!(
            "`style` of a {sent_in} parameter must be {}; {} {used}",
            one_of(styles),
            described(&found.unwrap_or_default())
        );
        let help = format!("write `{style}`");
        self.note(&at.child("style"), message, &help);
    }

    pub(super) fn note(&mut self, location: &SourceLocation, message: String, help: &str) {
        let origin = location.value_origin(self.loaded);
        if !self.reported.contains(&origin) {
            self.diags
                .push(Diagnostic::warning(origin, message).help(help));
        }
    }
}

/// Names of types in programming languages, and the types of OpenAPI that they mean.
const TYPES: [(&str, &str); 6] = [
    ("bool", "boolean"),
    ("decimal", "number"),
    ("double", "number"),
    ("float", "number"),
    ("int", "integer"),
    ("long", "integer"),
];

/// Returns the word of the list that equals `text` except for case, or that `text` means as the name of a type.
fn word(words: &[&'static str], text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let known = TYPES.iter().find(|(name, _)| *name == text);
    let text = known.map_or(text.as_str(), |(_, meant)| meant);
    let mut words = words.iter().copied();
    words.find(|word| word.eq_ignore_ascii_case(text))
}
