//! The registry of integrations: new ones, changed slugs, and slugs that the API confirms.

use std::collections::BTreeMap;

use crate::ir::{Package, Registry, RegistryEntry, Slug};
use crate::refresh::answers::Capabilities;
use crate::refresh::draft::Draft;
use crate::refresh::entries;
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
    for (asked, capabilities) in std::mem::take(&mut answers.capabilities) {
        match subject(registry, &asked, &capabilities) {
            Ok(slug) if answers.capabilities.contains_key(&slug) => {
                let message = format!("it is about `{slug}`, like another answer");
                answers.faults.push(Fault::new(file(&asked), message));
            }
            Ok(slug) => {
                edit(
                    registry,
                    &asked,
                    &slug,
                    &capabilities,
                    package,
                    draft,
                    report,
                );
                if asked != slug {
                    renamed.insert(asked, slug.clone());
                }
                answers.capabilities.insert(slug, capabilities);
            }
            Err(message) => answers.faults.push(Fault::new(file(&asked), message)),
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

/// Returns the slug that the integration of an answer has from now on.
fn subject(
    registry: &Registry,
    asked: &str,
    capabilities: &Capabilities,
) -> Result<String, String> {
    let known = entry(registry, asked);
    let Some(own) = capabilities.slug.as_deref() else {
        return Ok(known.map_or(asked, |entry| entry.slug.as_str()).to_owned());
    };
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.';
    if !own.chars().all(is_inside) || own.starts_with('.') {
        return Err(format!("`{own}` is no slug"));
    }
    match (known, entry(registry, own)) {
        (Some(known), Some(other)) if known.slug != other.slug => Err(format!(
            "it is about `{}`, which is another integration",
            other.slug
        )),
        (_, Some(other)) => Ok(other.slug.clone()),
        (_, None) => Ok(own.to_owned()),
    }
}

fn edit(
    registry: &Registry,
    asked: &str,
    slug: &str,
    capabilities: &Capabilities,
    package: &Package,
    draft: &mut Draft<'_>,
    report: &mut Report,
) {
    match entry(registry, asked).or_else(|| entry(registry, slug)) {
        None => {
            let label = capabilities.label.as_deref().unwrap_or(slug);
            add(registry, slug, label, draft);
            report.change(
                format!("registry {slug}"),
                format!("new integration, {label}"),
            );
        }
        Some(known) if known.slug != slug => {
            rename(known, slug, package, draft);
            report.change(
                format!("registry {slug}"),
                format!("new slug of {}", known.slug),
            );
        }
        Some(known) if !known.slug_documented && capabilities.slug.is_some() => {
            set(
                draft,
                known,
                known
                    .former_slugs
                    .iter()
                    .map(|former| former.slug.clone())
                    .collect(),
            );
            report.change(format!("registry {slug}"), "confirmed");
        }
        Some(_) => {}
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
    let above = match known.keys().is_sorted() {
        true => known.keys().take_while(|key| key.as_str() < slug).last(),
        false => None,
    };
    entries::add(
        draft,
        site,
        above.map(String::as_str),
        slug,
        &Yaml::Map(value),
    );
}

/// Renames an integration wherever it is named.
fn rename(known: &RegistryEntry, slug: &str, package: &Package, draft: &mut Draft<'_>) {
    draft.replace(known.origin, crate::refresh::render::scalar(slug));
    let former = known.former_slugs.iter().map(|former| former.slug.clone());
    let former = former
        .filter(|former| former != slug)
        .chain([known.slug.clone()]);
    set(draft, known, former.collect());
    for origin in named(package, &known.slug) {
        let Some(site) = draft.sites.around(origin) else {
            continue;
        };
        if draft.touch(site.tree.origin) {
            in_list(draft, site, &known.slug, slug);
        }
    }
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

/// Sets the entries of an integration whose slug the API confirms.
fn set(draft: &mut Draft<'_>, known: &RegistryEntry, former: Vec<String>) {
    let Some(site) = draft.sites.at(known.origin) else {
        return;
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
    entries::set(draft, site, &wanted);
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
