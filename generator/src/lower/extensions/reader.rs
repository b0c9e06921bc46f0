//! Reads the mappings in extensions.

use serde_json::{Map, Value};

use crate::bundle::At;
use crate::day::Day;
use crate::diag::{Diagnostics, described, one_of};
use crate::ir::{FieldName, PageProperty, Provenance, Slug};

/// Returns the provenance of this name.
pub(super) fn provenance(value: Option<&Value>) -> Provenance {
    let text = value.and_then(Value::as_str);
    let live = text.and_then(|text| text.strip_prefix("live "));
    if let Some(day) = live.and_then(Day::parse) {
        return Provenance::Live(day);
    }
    match text {
        Some("older") => Provenance::Older,
        Some("inferred") => Provenance::Inferred,
        Some("object") => Provenance::Object,
        _ => Provenance::Documented,
    }
}

/// Reads a mapping, and reports unknown keys with their location.
pub(super) struct Reader<'r, 'b> {
    diags: &'r mut Diagnostics,
    at: At<'b>,
    object: &'b Map<String, Value>,
}

impl<'r, 'b> Reader<'r, 'b> {
    pub(super) fn new(
        diags: &'r mut Diagnostics,
        value: &'b Value,
        at: &At<'b>,
        keys: &[&str],
    ) -> Option<Self> {
        let Value::Object(object) = value else {
            let key = at.name();
            diags.push(at.error(
                format!("`{key}` must be a mapping; found {}", described(value)),
                format!("write a mapping with at least one key: {}", one_of(keys)),
            ));
            return None;
        };
        for name in object.keys().filter(|name| !keys.contains(&name.as_str())) {
            let message = format!("unknown key `{name}`");
            let absent = keys.iter().filter(|key| !object.contains_key(**key));
            let near = diags.suggestions().did_you_mean(name, absent.copied());
            let help = near
                .unwrap_or_else(|| format!("remove it, or write another key: {}", one_of(keys)));
            diags.push(at.key(name).key_error(message, &help));
        }
        Some(Self::over(diags, object, at))
    }

    /// Reads a mapping with any keys.
    pub(super) fn over(
        diags: &'r mut Diagnostics,
        object: &'b Map<String, Value>,
        at: &At<'b>,
    ) -> Self {
        let at = at.clone();
        Self { diags, at, object }
    }

    pub(super) fn has(&self, key: &'b str) -> bool {
        self.object.contains_key(key)
    }

    /// Reports the value of `key`.
    pub(super) fn error(&mut self, key: &'b str, message: impl Into<String>, help: &str) {
        self.diags.push(self.at.key(key).error(message, help));
    }

    /// Reports that the value of `key` is not `expected`.
    fn mismatch(&mut self, key: &'b str, expected: &str, found: &Value, help: &str) {
        let message = format!("`{key}` must be {expected}; found {}", described(found));
        self.error(key, message, help);
    }

    /// Reports each item of the list at `key` that is not a string.
    fn not_strings(&mut self, key: &'b str, values: &[Value]) {
        let at = self.at.key(key);
        let values = values.iter().enumerate();
        for (index, value) in values.filter(|(_, one)| !one.is_string()) {
            let message = format!(
                "each item of `{key}` must be a string; found {}",
                described(value)
            );
            self.diags
                .push(at.index(index).error(message, as_string(value)));
        }
    }

    pub(super) fn slugs(&mut self, key: &'b str) -> Vec<Slug> {
        let at = self.at.key(key);
        match self.object.get(key) {
            None => Vec::new(),
            Some(Value::Array(values)) if values.iter().all(Value::is_string) => values
                .iter()
                .filter_map(Value::as_str)
                .zip(at.elements())
                .map(|(slug, origin)| Slug {
                    slug: slug.to_owned(),
                    origin,
                })
                .collect(),
            Some(Value::Array(values)) => {
                self.not_strings(key, values);
                Vec::new()
            }
            Some(found) => {
                let help = "write a list such as `[front, zendesk]`";
                self.mismatch(key, "a list of slugs", found, help);
                Vec::new()
            }
        }
    }

    pub(super) fn count(&mut self, key: &'b str) -> Option<u32> {
        let value = self.object.get(key)?;
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        if count.is_none() {
            let help = "write the number from the documentation";
            self.mismatch(key, "a non-negative integer", value, help);
        }
        count
    }

    /// Reads `complete: false`, the only valid value.
    pub(super) fn incomplete(&mut self) -> bool {
        match self.object.get("complete") {
            None => false,
            Some(Value::Bool(false)) => true,
            Some(found) => {
                let help = "remove it if the list is complete";
                self.mismatch("complete", "`false`", found, help);
                false
            }
        }
    }

    pub(crate) fn provenance(&mut self) -> Provenance {
        let value = self.object.get("provenance");
        let known = ["documented", "older", "inferred"];
        let read = provenance(value);
        let text = value.and_then(Value::as_str);
        let is_known =
            matches!(read, Provenance::Live(_)) || text.is_some_and(|name| known.contains(&name));
        if let Some(found) = value.filter(|_| !is_known) {
            let help = "correct the value, or remove `provenance` if a current page of the documentation lists the integrations";
            let expected = format!(
                "{}, or `live` and a day, such as `live 2026-11-28`",
                one_of(&known)
            );
            self.mismatch("provenance", &expected, found, help);
        }
        read
    }

    pub(super) fn flag(&mut self, key: &'b str) -> Option<bool> {
        let value = self.object.get(key)?;
        if !value.is_boolean() {
            let help = "write `true` or `false`, without quotes";
            self.mismatch(key, "`true` or `false`", value, help);
        }
        value.as_bool()
    }

    /// Reads an optional string.
    pub(super) fn choice(&mut self, key: &'b str) -> Option<&'b str> {
        let value = self.object.get(key)?;
        if !value.is_string() {
            self.mismatch(key, "a string", value, as_string(value));
        }
        value.as_str()
    }

    /// Reads a required string. `what` says what it is, for messages.
    pub(super) fn text(&mut self, key: &'b str, what: &str) -> Option<String> {
        match self.object.get(key) {
            Some(Value::String(text)) => return Some(text.clone()),
            Some(other) => self.mismatch(key, what, other, as_string(other)),
            None => self.diags.push(self.at.error(
                format!("`{key}` is missing"),
                format!("add `{key}:` with {what}"),
            )),
        }
        None
    }

    pub(super) fn field_name(&mut self, key: &'b str) -> Option<FieldName> {
        Some(FieldName {
            wire: self.text(key, "the name of a property")?,
            origin: self.at.key(key).origin(),
        })
    }

    /// Reads the name of a field, or a list with at least one name.
    pub(super) fn field_names(&mut self, key: &'b str) -> Option<Vec<FieldName>> {
        let at = self.at.key(key);
        let Some(Value::Array(values)) = self.object.get(key) else {
            return Some(vec![self.field_name(key)?]);
        };
        if values.is_empty() {
            let message = format!("`{key}` lists no property");
            self.error(key, message, "write the name of at least one property");
            return None;
        }
        let names: Option<Vec<FieldName>> = values
            .iter()
            .enumerate()
            .map(|(index, name)| {
                Some(FieldName {
                    wire: name.as_str()?.to_owned(),
                    origin: at.index(index).origin(),
                })
            })
            .collect();
        if names.is_none() {
            self.not_strings(key, values);
        }
        names
    }

    /// Reads the name of a property of the response.
    pub(super) fn property(&mut self, key: &'b str) -> Option<PageProperty> {
        Some(PageProperty {
            wire: self.text(key, "the name of a property")?,
            ty: None,
            origin: self.at.key(key).origin(),
        })
    }

    pub(super) fn optional_property(&mut self, key: &'b str) -> Option<PageProperty> {
        self.object.contains_key(key).then(|| self.property(key))?
    }
}

/// Returns the help for a value that must be a string.
fn as_string(found: &Value) -> &'static str {
    match found {
        Value::Bool(_) | Value::Number(_) => "correct the value, or write it in quotes",
        _ => "write a string",
    }
}
