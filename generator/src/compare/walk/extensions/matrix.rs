//! Compares the support matrices of operations.

use std::collections::BTreeMap;

use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::walk::documentation::word;
use crate::compare::walk::walker::{Item, Walker, Why, fix, matrix};
use crate::ir::{FieldSupport, Integrations, Operation, Support};

const REASON: &str = "the documentation and the checks of requests follow the matrix";

fn why() -> Why {
    matrix(REASON)
}

pub(in crate::compare::walk) fn compare(
    walker: &mut Walker<'_>,
    item: &Item,
    old: &Operation,
    new: &Operation,
) {
    operation(walker, item, old, new);
    let rows = [
        ("query", &old.matrix.query, &new.matrix.query),
        ("body", &old.matrix.request, &new.matrix.request),
        ("response", &old.matrix.response, &new.matrix.response),
    ];
    for (part, old, new) in rows {
        fields(walker, item, part, (old, new));
    }
    pagination(walker, item, old, new);
}

/// Compares the integrations that support the operation.
fn operation(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let (old, new) = (&old.matrix.integrations, &new.matrix.integrations);
    let levels = |of: &Option<Integrations>| {
        let mut levels = BTreeMap::new();
        for slug in of.iter().flat_map(|of| &of.supported) {
            levels.insert(slug.slug.clone(), "supported".to_owned());
        }
        for slug in of.iter().flat_map(|of| &of.partial_response) {
            levels.insert(slug.slug.clone(), "supported, partial response".to_owned());
        }
        levels
    };
    let flags = |of: &Option<Integrations>| match of {
        Some(of) if of.incomplete => format!("{}, incomplete", word(of.provenance)),
        Some(of) => word(of.provenance).to_owned(),
        None => "not documented".to_owned(),
    };
    let (old_text, new_text) = delta(&levels(old), &levels(new));
    walker.differ_in(item, Aspect::Integrations, (old_text, new_text), why);
    walker.differ(item, Aspect::Provenance, (flags(old), flags(new)), why);
}

/// Compares the rows of fields or parameters.
fn fields(
    walker: &mut Walker<'_>,
    item: &Item,
    part: &str,
    (old, new): (&[FieldSupport], &[FieldSupport]),
) {
    let path = |row: &FieldSupport| Some(row.path.clone());
    let none = Support::default();
    for pair in by_keys(old, new, &[&path]) {
        let (Pair::Both(_, row) | Pair::New(row) | Pair::Old(row)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
            Pair::Old(old) => Pair::Old(&old.origin),
            Pair::New(new) => Pair::New(&new.origin),
        };
        let mut cell = item.part(Subject::Support, part, &origins);
        cell.place = cell.place.and(row.path.as_str());
        let (old, new) = match pair {
            Pair::Both(old, new) => (&old.support, &new.support),
            Pair::Old(old) => (&old.support, &none),
            Pair::New(new) => (&none, &new.support),
        };
        if old != new {
            let (old_text, new_text) = delta(&cells(old), &cells(new));
            walker.differ_in(&cell, Aspect::Integrations, (old_text, new_text), why);
        }
    }
}

/// All that a row says, by what it is about: an integration, a value, a count.
fn cells(support: &Support) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    if let Some(names) = &support.names {
        let required = names.required.iter().map(|slug| (slug, "required"));
        let supported = names.supported.iter().map(|slug| (slug, "supported"));
        cells.extend(
            required
                .chain(supported)
                .map(|(slug, level)| (slug.slug.clone(), level.to_owned())),
        );
    }
    if let Some(counts) = support.counts {
        cells.insert("counts".to_owned(), format!("{counts:?}"));
    }
    for value in &support.values {
        let slugs: Vec<&str> = value.takers.iter().map(|slug| slug.slug.as_str()).collect();
        cells.insert(format!("value {}", value.value), slugs.join(" "));
    }
    let flags = [
        ("incomplete", support.incomplete),
        ("more values", support.has_more_values),
    ];
    for (name, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
        cells.insert(name.to_owned(), "yes".to_owned());
    }
    if !cells.is_empty() {
        cells.insert("provenance".to_owned(), word(support.provenance).to_owned());
    }
    cells
}

/// The entries that differ, as texts; `None` for a side that has none of them.
fn delta(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> (Option<String>, Option<String>) {
    let text = |these: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
        let differing = these
            .iter()
            .filter(|(key, level)| others.get(*key) != Some(level));
        let texts: Vec<String> = differing
            .map(|(key, level)| format!("{key}: {level}"))
            .collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    };
    (text(old, new), text(new, old))
}

/// Compares how lists are paginated.
fn pagination(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let text = |operation: &Operation| {
        let pages = operation.pagination.as_ref()?;
        let properties = pages.properties();
        let properties: Vec<String> = properties
            .map(|(key, of)| format!("{key}: {}", of.wire))
            .collect();
        Some(properties.join(", "))
    };
    walker.differ_in(item, Aspect::Pagination, (text(old), text(new)), || {
        fix("pages are read by these properties")
    });
    let envelope = |operation: &Operation| operation.envelope.as_ref().map(|of| of.key.clone());
    walker.differ_in(
        item,
        Aspect::JsonName,
        (envelope(old), envelope(new)),
        || fix("the envelope of the response has this key"),
    );
}
