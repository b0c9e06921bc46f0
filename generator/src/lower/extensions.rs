//! The `x-truto-*` extensions with structured values.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Reporter;
use crate::bundle::pointer;
use crate::diag::{Diagnostic, described, one_of};
use crate::ir::{
    FieldName, LiveSupport, PageProperty, Pagination, Provenance, Registry, RegistryEntry, Slug,
};
use crate::lower::names::{Scope, Space};
use crate::spelling;

/// Reads `x-truto-provenance`. The bundle phase has validated the value.
pub(super) fn provenance(value: Option<&Value>) -> Provenance {
    match value.and_then(Value::as_str) {
        Some("older") => Provenance::Older,
        Some("inferred") => Provenance::Inferred,
        Some("object") => Provenance::Object,
        _ => Provenance::Documented,
    }
}

/// Reads a mapping, and reports unknown keys with their location.
pub(super) struct Reader<'r, 'a, 'b, 'd> {
    reporter: &'r mut Reporter<'b, 'd>,
    at: &'a str,
    object: &'a Map<String, Value>,
}

impl<'r, 'a, 'b, 'd> Reader<'r, 'a, 'b, 'd> {
    pub(super) fn new(
        reporter: &'r mut Reporter<'b, 'd>,
        value: &'a Value,
        at: &'a str,
        keys: &[&str],
    ) -> Option<Self> {
        let Value::Object(object) = value else {
            let key = pointer::parent(at)
                .map(|(_, key)| key.into_owned())
                .unwrap_or_default();
            reporter.error(
                at,
                format!("`{key}` must be a mapping; found {}", described(value)),
                &format!("write a mapping with at least one key: {}", one_of(keys)),
            );
            return None;
        };
        for name in object.keys().filter(|name| !keys.contains(&name.as_str())) {
            let message = format!("unknown key `{name}`");
            let absent = keys.iter().filter(|key| !object.contains_key(**key));
            let help = match spelling::nearest(name, absent.copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("remove it, or write another key: {}", one_of(keys)),
            };
            reporter.key_error(&pointer::child(at, name), message, &help);
        }
        Some(Self::over(reporter, object, at))
    }

    /// Reads a mapping with any keys.
    pub(super) fn over(
        reporter: &'r mut Reporter<'b, 'd>,
        object: &'a Map<String, Value>,
        at: &'a str,
    ) -> Self {
        Self {
            reporter,
            at,
            object,
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// Reports the value of `key`.
    pub(super) fn error(&mut self, key: &str, message: String, help: &str) {
        self.reporter
            .error(&pointer::child(self.at, key), message, help);
    }

    /// Reports that the value of `key` is not `expected`.
    fn mismatch(&mut self, key: &str, expected: &str, found: &Value, help: &str) {
        let message = format!("`{key}` must be {expected}; found {}", described(found));
        self.error(key, message, help);
    }

    /// Reports each item of the list at `key` that is not a string.
    fn not_strings(&mut self, key: &str, values: &[Value]) {
        for (index, value) in values
            .iter()
            .enumerate()
            .filter(|(_, one)| !one.is_string())
        {
            let at = pointer::child(&pointer::child(self.at, key), &index.to_string());
            let message = format!(
                "each item of `{key}` must be a string; found {}",
                described(value)
            );
            self.reporter.error(&at, message, as_string(value));
        }
    }

    pub(super) fn slugs(&mut self, key: &str) -> Vec<Slug> {
        let at = pointer::child(self.at, key);
        match self.object.get(key) {
            None => Vec::new(),
            Some(Value::Array(values)) if values.iter().all(Value::is_string) => values
                .iter()
                .filter_map(Value::as_str)
                .enumerate()
                .map(|(index, slug)| Slug {
                    slug: slug.to_owned(),
                    origin: self.reporter.origin(&format!("{at}/{index}")),
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

    pub(super) fn count(&mut self, key: &str) -> Option<u32> {
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

    pub(super) fn provenance(&mut self) -> Provenance {
        let value = self.object.get("provenance");
        let known = ["documented", "older", "inferred"];
        let is_known = value
            .and_then(Value::as_str)
            .is_some_and(|name| known.contains(&name));
        if let Some(found) = value.filter(|_| !is_known) {
            let help = "correct the value, or remove `provenance` if a current page of the documentation lists the integrations";
            self.mismatch("provenance", &one_of(&known), found, help);
        }
        provenance(value)
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.object.get(key)?;
        if !value.is_boolean() {
            let help = "write `true` or `false`, without quotes";
            self.mismatch(key, "`true` or `false`", value, help);
        }
        value.as_bool()
    }

    /// Reads an optional string.
    pub(super) fn choice(&mut self, key: &str) -> Option<&'a str> {
        let value = self.object.get(key)?;
        if !value.is_string() {
            self.mismatch(key, "a string", value, as_string(value));
        }
        value.as_str()
    }

    /// Reads a required string. `what` says what it is, for messages.
    pub(super) fn text(&mut self, key: &str, what: &str) -> Option<String> {
        match self.object.get(key) {
            Some(Value::String(text)) => return Some(text.clone()),
            Some(other) => self.mismatch(key, what, other, as_string(other)),
            None => self.reporter.error(
                self.at,
                format!("`{key}` is missing"),
                &format!("add `{key}:` with {what}"),
            ),
        }
        None
    }

    fn field_name(&mut self, key: &str) -> Option<FieldName> {
        Some(FieldName {
            wire: self.text(key, "the name of a property")?,
            origin: self.reporter.origin(&pointer::child(self.at, key)),
        })
    }

    /// Reads the name of a field, or a list with at least one name.
    fn field_names(&mut self, key: &str) -> Option<Vec<FieldName>> {
        let at = pointer::child(self.at, key);
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
                    origin: self.reporter.origin(&format!("{at}/{index}")),
                })
            })
            .collect();
        if names.is_none() {
            self.not_strings(key, values);
        }
        names
    }

    /// Reads the name of a property of the response.
    fn property(&mut self, key: &str) -> Option<PageProperty> {
        Some(PageProperty {
            wire: self.text(key, "the name of a property")?,
            ty: None,
            origin: self.reporter.origin(&pointer::child(self.at, key)),
        })
    }

    fn optional_property(&mut self, key: &str) -> Option<PageProperty> {
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

/// Reads `x-truto-live-support`.
pub(super) fn live_support(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<LiveSupport> {
    let keys = ["list", "model", "resource", "methods", "overridden"];
    let mut reader = Reader::new(reporter, value, at, &keys)?;
    let [list, methods] = ["list", "methods"].map(|key| reader.field_name(key));
    let [model, resource] = ["model", "resource"].map(|key| reader.field_names(key));
    let overridden = reader.has("overridden");
    let overridden = overridden.then(|| reader.field_name("overridden"));
    Some(LiveSupport {
        list: list?,
        model: model?,
        resource: resource?,
        methods: methods?,
        overridden: overridden.flatten(),
    })
}

/// Reads `x-truto-pagination`.
pub(super) fn pagination(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<Pagination> {
    let origin = reporter.key_origin(at);
    let keys = ["items", "cursor", "previous", "count", "partial"];
    let mut reader = Reader::new(reporter, value, at, &keys)?;
    let (items, cursor) = (reader.property("items"), reader.property("cursor"));
    let [previous, count, partial] =
        ["previous", "count", "partial"].map(|key| reader.optional_property(key));
    Some(Pagination {
        items: items?,
        cursor: cursor?,
        previous,
        count,
        partial,
        origin,
    })
}

/// Reads `x-truto-registry`.
pub(super) fn registry(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<Registry> {
    let origin = reporter.key_origin(at);
    let Value::Object(object) = value else {
        reporter.error(
            at,
            format!(
                "`x-truto-registry` must be a mapping from slugs to integrations; found {}",
                described(value)
            ),
            "write an entry such as `helpscout: {label: Help Scout, slug_documented: true}`",
        );
        return None;
    };
    let mut scope = Scope::new(Space::Variant, "the registry")
        .advising("write `name: …` in one of the entries");
    let mut taken = HashSet::new();
    let mut entries = Vec::with_capacity(object.len());
    for (slug, entry) in object {
        let at = pointer::child(at, slug);
        let origin = reporter.key_origin(&at);
        let keys = ["label", "slug_documented", "former_slugs", "name"];
        let Some(mut reader) = Reader::new(reporter, entry, &at, &keys) else {
            continue;
        };
        let Some(label) = reader.text("label", "the name of the integration") else {
            continue;
        };
        let chosen = reader.choice("name");
        let slug_documented = reader.flag("slug_documented").unwrap_or(true);
        let former_slugs = reader.slugs("former_slugs");
        for former in &former_slugs {
            if object.contains_key(&former.slug) || !taken.insert(former.slug.clone()) {
                let message = format!(
                    "`{}` is already the slug of another integration",
                    former.slug
                );
                let help =
                    "remove it here: a slug, current or former, belongs to only one integration";
                let diagnostic = Diagnostic::error(former.origin, message).help(help);
                reporter.diags.push(diagnostic);
            }
        }
        let what = format!("integration `{label}`");
        let variant = scope.mint(&label, &what, chosen, origin, reporter.diags);
        entries.push(RegistryEntry {
            slug: slug.clone(),
            label,
            variant,
            slug_documented,
            former_slugs,
            origin,
        });
    }
    Some(Registry { entries, origin })
}
