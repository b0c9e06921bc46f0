//! The `x-truto-*` extensions that hold more than a text.

use serde_json::{Map, Value};

use super::Reporter;
use crate::bundle::pointer;
use crate::ir::{
    FieldSupport, Integrations, PageProperty, Pagination, Provenance, Registry, RegistryEntry,
    Support,
};
use crate::lower::names::{Scope, Space};

/// `x-truto-provenance`; the walk over the grammar has seen to its values.
pub(super) fn provenance(value: Option<&Value>) -> Provenance {
    match value.and_then(Value::as_str) {
        Some("older") => Provenance::Older,
        Some("inferred") => Provenance::Inferred,
        _ => Provenance::Documented,
    }
}

/// A mapping that knows where it stands and reports keys that nobody asked for.
struct Reader<'r, 'a, 'b, 'd> {
    reporter: &'r mut Reporter<'b, 'd>,
    at: &'a str,
    object: &'a Map<String, Value>,
}

impl<'r, 'a, 'b, 'd> Reader<'r, 'a, 'b, 'd> {
    fn new(
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
                format!("`{key}` must be a mapping with {}", keys.join(", ")),
                "see `spec/README.md`",
            );
            return None;
        };
        for name in object.keys().filter(|name| !keys.contains(&name.as_str())) {
            let message = format!("`{name}` has no meaning here");
            reporter.key_error(
                &pointer::child(at, name),
                message,
                &format!("known here: {}", keys.join(", ")),
            );
        }
        Some(Self {
            reporter,
            at,
            object,
        })
    }

    fn slugs(&mut self, key: &str) -> Vec<String> {
        let at = pointer::child(self.at, key);
        match self.object.get(key) {
            None => Vec::new(),
            Some(Value::Array(values)) if values.iter().all(Value::is_string) => values
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            Some(_) => {
                self.reporter.error(
                    &at,
                    format!("`{key}` must be a list of slugs"),
                    "for example `[front, zendesk]`",
                );
                Vec::new()
            }
        }
    }

    fn count(&mut self, key: &str) -> Option<u32> {
        let value = self.object.get(key)?;
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        if count.is_none() {
            self.reporter.error(
                &pointer::child(self.at, key),
                format!("`{key}` must be a whole number from 0"),
                "write the number as printed",
            );
        }
        count
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let found = self
            .object
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned);
        if found.is_none() {
            self.reporter.error(
                self.at,
                format!("`{key}` is missing, or no text"),
                &format!("add `{key}: …`"),
            );
        }
        found
    }

    /// The name of a property of the response.
    fn property(&mut self, key: &str) -> Option<PageProperty> {
        Some(PageProperty {
            wire: self.text(key)?,
            ty: None,
            origin: self.reporter.origin(&pointer::child(self.at, key)),
        })
    }

    fn optional_property(&mut self, key: &str) -> Option<PageProperty> {
        self.object.contains_key(key).then(|| self.property(key))?
    }
}

/// One cell row of a matrix: `{required: […], supported: […]}` or `{required_count: n, supported_count: m}`.
pub(super) fn support(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
    path: &str,
) -> Option<FieldSupport> {
    let origin = reporter.key_origin(at);
    let keys = ["required", "supported", "required_count", "supported_count"];
    let mut reader = Reader::new(reporter, value, at, &keys)?;
    let (required, supported) = (reader.slugs("required"), reader.slugs("supported"));
    let counts = (
        reader.count("required_count"),
        reader.count("supported_count"),
    );
    let named = reader.object.contains_key("required") || reader.object.contains_key("supported");
    let support = match counts {
        (None, None) if named => Support::Named {
            required,
            supported,
        },
        (required, Some(supported)) if !named => Support::Counted {
            required: required.unwrap_or_default(),
            supported,
        },
        _ => {
            let message = "support is either lists (`required`, `supported`) or counts (`supported_count`, and `required_count` where printed)";
            reporter.error(
                at,
                message.to_owned(),
                "keep the lists where the documentation has them, else the counts",
            );
            return None;
        }
    };
    Some(FieldSupport {
        path: path.to_owned(),
        support,
        origin,
    })
}

/// The matrix on a media type: field path to cells.
pub(super) fn support_map(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Vec<FieldSupport> {
    let Value::Object(rows) = value else {
        reporter.error(
            at,
            "`x-truto-support` on a media type maps fields to their support".to_owned(),
            "for example `emails: {supported: [front]}`",
        );
        return Vec::new();
    };
    rows.iter()
        .filter_map(|(path, cells)| support(reporter, cells, &pointer::child(at, path), path))
        .collect()
}

/// `x-truto-integrations`
pub(super) fn integrations(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<Integrations> {
    let origin = reporter.key_origin(at);
    let mut reader = Reader::new(reporter, value, at, &["supported", "partial_response"])?;
    Some(Integrations {
        supported: reader.slugs("supported"),
        partial_response: reader.slugs("partial_response"),
        origin,
    })
}

/// `x-truto-pagination`
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

/// `x-truto-registry`
pub(super) fn registry(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<Registry> {
    let origin = reporter.key_origin(at);
    let Value::Object(object) = value else {
        reporter.error(
            at,
            "the registry maps slugs to integrations".to_owned(),
            "for example `helpscout: {label: Help Scout, slug_documented: true}`",
        );
        return None;
    };
    let mut scope = Scope::new(Space::Variant, "the registry").advising("`name: …` in its entry");
    let mut entries = Vec::with_capacity(object.len());
    for (slug, entry) in object {
        let at = pointer::child(at, slug);
        let origin = reporter.key_origin(&at);
        let Some(mut reader) =
            Reader::new(reporter, entry, &at, &["label", "slug_documented", "name"])
        else {
            continue;
        };
        let Some(label) = reader.text("label") else {
            continue;
        };
        let chosen = reader
            .object
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let slug_documented = reader.object.get("slug_documented") != Some(&Value::Bool(false));
        let variant = scope.mint(&label, chosen.as_deref(), origin, reporter.diags);
        entries.push(RegistryEntry {
            slug: slug.clone(),
            label,
            variant,
            slug_documented,
            origin,
        });
    }
    Some(Registry { entries, origin })
}
