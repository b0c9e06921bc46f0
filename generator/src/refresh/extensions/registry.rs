//! The registry of integrations: new ones, changed slugs, and slugs that the API confirms.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Package, Registry, RegistryEntry, Slug};
use crate::refresh::answers::Capabilities;
use crate::refresh::draft::Draft;
use crate::refresh::entries::{self, IN_THE_WAY, Place};
use crate::refresh::lists;
use crate::refresh::render::Yaml;
use crate::refresh::report::Report;
use crate::refresh::sites::Site;
use crate::refresh::snapshot::{Answers, Fault};
use crate::source::Origin;

/// Compares the registry with the answers, and plans its edits. Afterwards, answers have the current slugs.
pub(in crate::refresh) fn plan(
    package: &Package,
    answers: &mut Answers,
    draft: &mut Draft<'_>,
    report: &mut Report,
) {
    let Some(registry) = &package.registry else {
        return;
    };
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let asked = std::mem::take(&mut answers.capabilities);
    for (slug, capabilities) in &asked {
        let known = match entry(registry, slug) {
            Some(entry) => Ok(Some(entry)),
            None => unanswered(registry, capabilities, &asked, &answers.not_found),
        };
        let now = known.and_then(|known| {
            let now = current(registry, known, slug, capabilities)?;
            Ok((known.or_else(|| entry(registry, &now)), now))
        });
        match now {
            Ok((_, now)) if answers.capabilities.contains_key(&now) => {
                let message = format!("it is about `{now}`, like another answer");
                answers.faults.push(Fault::new(file(slug), message));
            }
            Ok((known, now)) => {
                let edit = Edit {
                    package,
                    registry,
                    known,
                    slug: &now,
                };
                let now = edit.plan(capabilities, draft, report);
                if *slug != now {
                    renamed.insert(slug.clone(), now.clone());
                }
                answers.capabilities.insert(now, capabilities.clone());
            }
            Err(message) => answers.faults.push(Fault::new(file(slug), message)),
        }
    }
    for of in answers.schemas.values_mut() {
        for (asked, slug) in &renamed {
            if let Some(schemas) = of.remove(asked) {
                of.entry(slug.clone()).or_insert(schemas);
            }
        }
    }
}

fn file(slug: &str) -> String {
    format!("capabilities/{slug}.json")
}

fn entry<'a>(registry: &'a Registry, slug: &str) -> Option<&'a RegistryEntry> {
    let mut entries = registry.entries.iter();
    let is_former =
        |entry: &&RegistryEntry| entry.former_slugs.iter().any(|former| former.slug == slug);
    let current = entries.clone().find(|entry| entry.slug == slug);
    current.or_else(|| entries.find(is_former))
}

/// Returns the integration with the label of an answer, if the API no longer knows its slug: then the slug has changed.
///
/// # Errors
///
/// Returns a message if it is not known whether the API knows its slug.
fn unanswered<'a>(
    registry: &'a Registry,
    capabilities: &Capabilities,
    asked: &BTreeMap<String, Capabilities>,
    not_found: &BTreeSet<String>,
) -> Result<Option<&'a RegistryEntry>, String> {
    let (Some(label), Some(own)) = (&capabilities.label, &capabilities.slug) else {
        return Ok(None);
    };
    let mut entries = registry.entries.iter();
    let same = entries
        .find(|entry| entry.label == *label)
        .filter(|entry| entry.slug != *own && !asked.contains_key(&entry.slug));
    match same {
        Some(entry) if !not_found.contains(&file(&entry.slug)) => Err(format!(
            "it has the label of `{}`, about which there is neither an answer nor a response with status 404: whether its slug has \
             changed is not known",
            entry.slug
        )),
        same => Ok(same),
    }
}

/// Returns the slug that the integration of an answer has from now on. `known` is its entry.
fn current(
    registry: &Registry,
    known: Option<&RegistryEntry>,
    asked: &str,
    capabilities: &Capabilities,
) -> Result<String, String> {
    let Some(own) = capabilities.slug.as_deref() else {
        return Ok(known.map_or(asked, |entry| entry.slug.as_str()).to_owned());
    };
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.';
    if !own.chars().all(is_inside) || own.starts_with('.') {
        return Err(format!("`{own}` is no slug"));
    }
    match (known, entry(registry, own)) {
        (Some(known), Some(other)) if known.slug != other.slug => {
            let other = &other.slug;
            Err(format!(
                "it is about `{other}`, which is another integration"
            ))
        }
        (_, Some(other)) => Ok(other.slug.clone()),
        (_, None) => Ok(own.to_owned()),
    }
}

/// The edit of an entry, or of the registry.
struct Edit<'a> {
    package: &'a Package,
    registry: &'a Registry,
    known: Option<&'a RegistryEntry>,
    /// The slug from now on.
    slug: &'a str,
}

impl Edit<'_> {
    /// Returns the slug that the integration has afterwards.
    fn plan(
        &self,
        capabilities: &Capabilities,
        draft: &mut Draft<'_>,
        report: &mut Report,
    ) -> String {
        let Self {
            package,
            registry,
            known,
            slug,
        } = *self;
        let place = format!("registry {slug}");
        let (what, is_edited) = match known {
            None => {
                let label = capabilities.label.as_deref().unwrap_or(slug);
                add(registry, slug, label, draft);
                (format!("new integration, {label}"), true)
            }
            Some(known) if known.slug != slug => {
                let is_edited = rename(known, slug, package, draft);
                (format!("new slug of {}", known.slug), is_edited)
            }
            Some(known) if !known.slug_documented && capabilities.slug.is_some() => {
                let former = known.former_slugs.iter().map(|former| former.slug.clone());
                ("confirmed".to_owned(), set(draft, known, former.collect()))
            }
            Some(_) => return slug.to_owned(),
        };
        if is_edited {
            report.change(place, what);
            return slug.to_owned();
        }
        report.unknown(format!("{place}: {what}: {IN_THE_WAY}"), []);
        known.map_or(slug, |known| known.slug.as_str()).to_owned()
    }
}

/// Adds an entry, with the same keys as the others.
fn add(registry: &Registry, slug: &str, label: &str, draft: &mut Draft<'_>) {
    let Some(site) = draft.sites.at(registry.origin) else {
        return;
    };
    let Some(known) = site.entries() else { return };
    let has_flag = |entry: &crate::load::Entry| {
        entry
            .value
            .as_map()
            .is_some_and(|of| of.contains_key("slug_documented"))
    };
    let mut value = vec![("label", Yaml::text(label))];
    if known.values().any(has_flag) {
        value.push(("slug_documented", Yaml::Scalar("true".to_owned())));
    }
    let place = Place::of(slug, known);
    entries::add(draft, site, place, slug, &Yaml::Map(value));
}

/// Renames an integration wherever it is named. Returns `false`, without an edit, if its entry cannot be edited.
fn rename(known: &RegistryEntry, slug: &str, package: &Package, draft: &mut Draft<'_>) -> bool {
    let former = known.former_slugs.iter().map(|former| former.slug.clone());
    let former = former
        .filter(|former| former != slug)
        .chain([known.slug.clone()]);
    if !set(draft, known, former.collect()) {
        return false;
    }
    draft.replace(known.origin, crate::refresh::render::scalar(slug));
    for origin in named(package, &known.slug) {
        let Some(site) = draft.sites.around(origin) else {
            continue;
        };
        if draft.touch(site.tree.origin) {
            in_list(draft, site, &known.slug, slug);
        }
    }
    true
}

fn in_list(draft: &mut Draft<'_>, site: Site<'_>, old: &str, new: &str) {
    let Some(texts) = site.texts() else { return };
    let is_sorted = texts.is_sorted();
    let rename = |text: &str| {
        if text == old {
            new.to_owned()
        } else {
            text.to_owned()
        }
    };
    let mut wanted: Vec<String> = texts.into_iter().map(rename).collect();
    if is_sorted {
        wanted.sort();
    }
    lists::edit(draft, site, &wanted);
}

/// Sets the entries of an integration whose slug the API confirms. Returns `false`, without an edit, if a comment is in the way.
#[must_use]
fn set(draft: &mut Draft<'_>, known: &RegistryEntry, former: Vec<String>) -> bool {
    let Some(site) = draft.sites.at(known.origin) else {
        return false;
    };
    let sources = draft.sites.sources;
    let as_written = |key: &str| {
        let value = site.entry(key)?;
        Some(Yaml::Scalar(sources.slice(value.tree.origin).to_owned()))
    };
    let flag = site
        .entry("slug_documented")
        .map(|_| Yaml::Scalar("true".to_owned()));
    let wanted = [
        ("label", as_written("label")),
        ("slug_documented", flag),
        (
            "former_slugs",
            (!former.is_empty()).then_some(Yaml::List(former)),
        ),
        ("name", as_written("name")),
    ];
    entries::set(draft, site, &wanted)
}

/// Returns where an integration is named.
fn named(package: &Package, slug: &str) -> Vec<Origin> {
    let mut found = Vec::new();
    let mut add = |slugs: &[Slug]| {
        found.extend(
            slugs
                .iter()
                .filter(|one| one.slug == slug)
                .map(|one| one.origin),
        )
    };
    for operation in package.apis.iter().flat_map(crate::ir::Api::operations) {
        let matrix = &operation.matrix;
        if let Some(listed) = &matrix.integrations {
            add(&listed.supported);
            add(&listed.partial_response);
        }
        for row in matrix
            .query
            .iter()
            .chain(&matrix.request)
            .chain(&matrix.response)
        {
            if let Some(names) = &row.support.names {
                add(&names.required);
                add(&names.supported);
            }
            row.support
                .values
                .iter()
                .for_each(|value| add(&value.takers));
        }
    }
    found
}
