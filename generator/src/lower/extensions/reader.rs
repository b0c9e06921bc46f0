//! Reads the mappings in extensions.

use serde_json::{Map, Value};

use crate::bundle::At;
use crate::diag::{Diagnostics, one_of};
use crate::ir::{FieldName, PageProperty, Provenance, Slug};
use crate::suggest;

/// Reads `x-truto-provenance`. The bundle phase has validated the value.
pub(crate) fn provenance(value: Option<&Value>) -> Provenance {
    match value.and_then(Value::as_str) {
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
                format!("`{key}` must be a mapping"),
                format!("write a mapping with at least one key: {}", one_of(keys)),
            ));
            return None;
        };
        for name in object.keys().filter(|name| !keys.contains(&name.as_str())) {
            let message = format!("unknown key `{name}`");
            let absent = keys.iter().filter(|key| !object.contains_key(**key));
            let help = match suggest::nearest(name, absent.copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("remove it, or write another key: {}", one_of(keys)),
            };
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

    pub(super) fn slugs(&mut self, key: &'b str) -> Vec<Slug> {
        let at = self.at.key(key);
        match self.object.get(key) {
            None => Vec::new(),
            Some(Value::Array(values)) if values.iter().all(Value::is_string) => values
                .iter()
                .filter_map(Value::as_str)
                .enumerate()
                .map(|(index, slug)| Slug {
                    slug: slug.to_owned(),
                    origin: at.index(index).origin(),
                })
                .collect(),
            Some(_) => {
                self.error(
                    key,
                    format!("`{key}` must be a list of slugs"),
                    "write a list such as `[front, zendesk]`",
                );
                Vec::new()
            }
        }
    }

    pub(super) fn count(&mut self, key: &'b str) -> Option<u32> {
        let value = self.object.get(key)?;
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        if count.is_none() {
            self.error(
                key,
                format!("`{key}` must be a non-negative integer"),
                "write the number from the documentation",
            );
        }
        count
    }

    /// Reads `complete: false`, the only valid value.
    pub(super) fn incomplete(&mut self) -> bool {
        match self.object.get("complete") {
            None => false,
            Some(Value::Bool(false)) => true,
            Some(_) => {
                let message = "`complete` can only be `false`";
                self.error("complete", message, "remove it if the list is complete");
                false
            }
        }
    }

    pub(crate) fn provenance(&mut self) -> Provenance {
        let value = self.object.get("provenance");
        let known = ["documented", "older", "inferred"];
        let is_known = value
            .and_then(Value::as_str)
            .is_some_and(|name| known.contains(&name));
        if value.is_some() && !is_known {
            let message = format!("`provenance` must be {}", one_of(&known));
            let help = "correct the value, or remove `provenance` if a current page of the documentation lists the integrations";
            self.error("provenance", message, help);
        }
        provenance(value)
    }

    pub(super) fn flag(&mut self, key: &'b str) -> Option<bool> {
        let value = self.object.get(key)?;
        if !value.is_boolean() {
            let message = format!("`{key}` must be `true` or `false`");
            self.error(key, message, "write `true` or `false`, without quotes");
        }
        value.as_bool()
    }

    /// Reads an optional string.
    pub(super) fn choice(&mut self, key: &'b str) -> Option<&'b str> {
        let value = self.object.get(key)?;
        if !value.is_string() {
            let message = format!("`{key}` must be a string");
            self.error(key, message, "write it in quotes");
        }
        value.as_str()
    }

    pub(super) fn text(&mut self, key: &'b str) -> Option<String> {
        let found = self
            .object
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned);
        if found.is_none() {
            self.diags.push(self.at.error(
                format!("`{key}` is missing or not a string"),
                format!("write `{key}: …`"),
            ));
        }
        found
    }

    pub(super) fn field_name(&mut self, key: &'b str) -> Option<FieldName> {
        Some(FieldName {
            wire: self.text(key)?,
            origin: self.at.key(key).origin(),
        })
    }

    /// Reads the name of a field, or a list with at least one name.
    pub(super) fn field_names(&mut self, key: &'b str) -> Option<Vec<FieldName>> {
        let at = self.at.key(key);
        let Some(Value::Array(names)) = self.object.get(key) else {
            return Some(vec![self.field_name(key)?]);
        };
        let names: Option<Vec<FieldName>> = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                Some(FieldName {
                    wire: name.as_str()?.to_owned(),
                    origin: at.index(index).origin(),
                })
            })
            .collect();
        let names = names.filter(|names| !names.is_empty());
        if names.is_none() {
            let message = format!("`{key}` must be the name of a property, or a list of names");
            self.error(key, message, "write each name as in JSON");
        }
        names
    }

    /// Reads the name of a property of the response.
    pub(super) fn property(&mut self, key: &'b str) -> Option<PageProperty> {
        Some(PageProperty {
            wire: self.text(key)?,
            ty: None,
            origin: self.at.key(key).origin(),
        })
    }

    pub(super) fn optional_property(&mut self, key: &'b str) -> Option<PageProperty> {
        self.object.contains_key(key).then(|| self.property(key))?
    }
}
