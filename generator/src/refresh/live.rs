//! What all integrations say about one part of an operation.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::answers::Schemas;
use super::place::Part;
use super::schema::Schema;

/// The fields of a part of an operation, by path, and the integrations that support them.
#[derive(Debug, Default)]
pub(super) struct Live<'s> {
    /// The integrations that say which fields they support.
    slugs: BTreeSet<&'s str>,
    pub(super) fields: IndexMap<String, Seen<'s>>,
}

/// A field, as some integrations have it.
#[derive(Debug)]
pub(super) struct Seen<'s> {
    /// The schema of the first integration that has the field.
    pub(super) schema: &'s Schema,
    pub(super) required: BTreeSet<&'s str>,
    pub(super) supported: BTreeSet<&'s str>,
    /// The integrations that do not say which properties the field has.
    silent: BTreeSet<&'s str>,
    /// The values of its enum, or of that of its items, with the integrations that list them.
    pub(super) values: IndexMap<&'s str, BTreeSet<&'s str>>,
}

impl Seen<'_> {
    /// Returns how an integration has the field.
    pub(super) fn level(&self, slug: &str) -> Option<Level> {
        match (self.required.contains(slug), self.supported.contains(slug)) {
            (true, _) => Some(Level::Required),
            (_, true) => Some(Level::Supported),
            _ => None,
        }
    }
}

/// Whether an integration supports or requires something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Supported,
    Required,
}

impl Level {
    pub(super) fn as_str(this: Option<Self>) -> &'static str {
        match this {
            None => "unsupported",
            Some(Self::Supported) => "supported",
            Some(Self::Required) => "required",
        }
    }
}

impl<'s> Live<'s> {
    pub(super) fn of(
        answers: &'s BTreeMap<String, Schemas>,
        part: Part,
        is_used: impl Fn(&str) -> bool,
    ) -> Self {
        let mut live = Self::default();
        let used = answers.iter().filter(|(slug, _)| is_used(slug));
        for (slug, schema) in used.filter_map(|(slug, schemas)| Some((slug, schemas.of(part)?))) {
            live.slugs.insert(slug);
            // That a response always has a field is no requirement of the integration.
            live.add(slug, schema, "", part != Part::Response);
        }
        live
    }

    /// Returns the integrations that say whether they have a field: those that list the properties of the object around it.
    pub(super) fn answering(&self, path: &str) -> BTreeSet<&'s str> {
        let mut slugs = self.slugs.clone();
        for (end, _) in path.match_indices('.') {
            if let Some(outer) = self.fields.get(&path[..end]) {
                slugs.retain(|slug| !outer.silent.contains(slug));
            }
        }
        slugs
    }

    fn add(&mut self, slug: &'s str, schema: &'s Schema, outer: &str, can_require: bool) {
        for (name, schema) in &schema.properties {
            let path = match outer {
                "" => name.clone(),
                outer => format!("{outer}.{name}"),
            };
            let element = schema.element();
            let seen = self.fields.entry(path.clone()).or_insert_with(|| Seen {
                schema,
                required: BTreeSet::new(),
                supported: BTreeSet::new(),
                silent: BTreeSet::new(),
                values: IndexMap::new(),
            });
            match schema.required && can_require {
                true => seen.required.insert(slug),
                false => seen.supported.insert(slug),
            };
            if element.properties.is_empty() {
                seen.silent.insert(slug);
            }
            for value in &element.values {
                seen.values.entry(value).or_default().insert(slug);
            }
            self.add(slug, element, &path, can_require);
        }
    }
}
