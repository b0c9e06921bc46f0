//! The support of fields and parameters.

use std::collections::BTreeSet;

use super::integrations::{self, Listed};
use super::names::{self, Certainty, Compared, Names, keys};
use super::provenance;
use crate::ir::{Counts, FieldSupport, Provenance, Support};
use crate::refresh::decisions::{Denial, Keep};
use crate::refresh::entries::{self, Place, Wanted};
use crate::refresh::live::{Live, Seen};
use crate::refresh::render::Yaml;
use crate::refresh::state::Run;

/// A field or parameter, its row in the matrix, and what the API says about it.
pub(in crate::refresh) struct Row<'a> {
    /// `crm.contacts.create body.name`
    pub(in crate::refresh) place: &'a str,
    pub(in crate::refresh) known: &'a FieldSupport,
    /// The provenance of the field, before and after. Its row has the same, unless it has its own.
    pub(in crate::refresh) of_field: [Provenance; 2],
    pub(in crate::refresh) seen: Option<&'a Seen<'a>>,
}

/// Compares a row of the matrix with the answers, and plans its edit.
pub(in crate::refresh) fn plan(
    run: &mut Run<'_, '_>,
    row: &Row<'_>,
    live: &Live<'_>,
    listed: &Listed,
) {
    let support = &row.known.support;
    if support.names.is_none() && support.counts.is_none() {
        return;
    }
    let old = named(support);
    let level = |slug: &str| row.seen?.level(slug);
    let mut possible = old.clone();
    possible.retain(|slug| !listed.is_complete || listed.slugs.contains(slug));
    let answering = live.answering(&row.known.path);
    let compared = names::compare(row.place, &possible, &answering, level, &mut run.court);
    let is_everyone = listed.is_everyone(&answering);
    let new = &compared.names;
    let counts = counts(run, row, &compared, is_everyone);
    if new.is_empty() && support.names.is_none() {
        return;
    }
    let before = Certainty {
        provenance: support.provenance,
        is_incomplete: support.incomplete,
    };
    let after = certainty(run, support, &compared, before, counts, is_everyone);
    // A row that has the provenance of its field must not change with it.
    let [was, is] = row.of_field;
    let is_inherited = support.names.is_some() && was != is && before.provenance == was;
    let stays = after == before && !(is_inherited && after.provenance != is);
    if *new == old && stays && counts == support.counts {
        return;
    }
    if new.is_empty() && (after.is_incomplete || counts.is_none() && !after.provenance.is_certain())
    {
        return;
    }
    if !run.draft.touch(row.known.origin) {
        return;
    }
    let mut what = integrations::what(&old, new, before, after);
    match (support.counts, counts) {
        (Some(old), None) => what.push_str(&format!("; instead of numbers: {}", told(old))),
        (Some(old), Some(new)) if old != new => {
            what.push_str(&format!("; {}, instead of {}", told(new), told(old)));
        }
        _ => {}
    }
    if let Some(site) = run.draft.sites.at(row.known.origin) {
        let wanted = wanted(new, after, counts, row.of_field[1]);
        run.set(row.place, site, &wanted, what);
    }
}

fn named(support: &Support) -> Names {
    let names = support.names.as_ref();
    Names {
        required: names.map_or_else(Vec::new, |names| integrations::slugs(&names.required)),
        supported: names.map_or_else(Vec::new, |names| integrations::slugs(&names.supported)),
    }
}

/// Returns the numbers of integrations that require a field, and of all that support it.
fn numbers(names: &Names) -> Counts {
    let number = |list: &[String]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let required = number(&names.required);
    Counts {
        required,
        supported: required.saturating_add(number(&names.supported)),
    }
}

fn told(counts: Counts) -> String {
    format!("{} of {} require it", counts.required, counts.supported)
}

/// Returns the counts that stay next to the names. They go if neither says more than the names. If one does, although there is an
/// answer about every integration, they are denied. A count that stays is at least the number of names.
fn counts(
    run: &mut Run<'_, '_>,
    row: &Row<'_>,
    compared: &Compared,
    is_everyone: bool,
) -> Option<Counts> {
    let support = &row.known.support;
    let counts = support.counts?;
    if !support.provenance.is_certain() && !compared.is_confirmed {
        // The counts can be of the current page, and the names of an older one.
        return Some(counts);
    }
    let named = numbers(&compared.names);
    if named.required >= counts.required && named.supported >= counts.supported {
        return None;
    }
    let kept = Counts {
        required: counts.required.max(named.required),
        supported: counts.supported.max(named.supported),
    };
    if !is_everyone {
        return Some(kept);
    }
    let denial = Denial {
        place: row.place.to_owned(),
        integration: None,
        documented: told(counts),
        live: told(named),
    };
    match run.court.rule(denial) {
        Keep::Documentation => Some(kept),
        Keep::Live => None,
    }
}

fn certainty(
    run: &Run<'_, '_>,
    support: &Support,
    compared: &Compared,
    before: Certainty,
    counts: Option<Counts>,
    is_everyone: bool,
) -> Certainty {
    let is_changed = compared.names != named(support) || counts != support.counts;
    // With counts, everybody can see whether names are missing.
    let is_known = support.is_complete()
        || counts.is_some()
        || support.counts == Some(numbers(&compared.names));
    if counts.is_some() && compared.names.is_empty() {
        return before;
    }
    before.after(compared, is_changed, is_known, is_everyone, run.day)
}

/// Returns the entries of a cell, in their order.
fn wanted(
    new: &Names,
    after: Certainty,
    counts: Option<Counts>,
    of_field: Provenance,
) -> Vec<Wanted> {
    let list = |list: &Vec<String>| (!list.is_empty()).then(|| Yaml::List(list.clone()));
    let number = |number: u32| Yaml::Scalar(number.to_string());
    let is_inherited = after.provenance == of_field;
    let supported = match new.is_empty() {
        true => Some(Yaml::List(Vec::new())),
        false => list(&new.supported),
    };
    let required_count = counts.filter(|counts| counts.required > 0);
    vec![
        ("required", list(&new.required)),
        ("supported", supported),
        (
            "required_count",
            required_count.map(|counts| number(counts.required)),
        ),
        (
            "supported_count",
            counts.map(|counts| number(counts.supported)),
        ),
        ("complete", after.is_incomplete.then(Yaml::text_of_false)),
        (
            "provenance",
            provenance::written(after.provenance).filter(|_| !is_inherited),
        ),
    ]
}

/// Returns the cell of a field without one; `None` if no integration has it. `answering` say whether they have it.
pub(in crate::refresh) fn cell(
    run: &Run<'_, '_>,
    seen: &Seen<'_>,
    answering: &BTreeSet<&str>,
    listed: &Listed,
    of_field: Provenance,
) -> Option<Yaml> {
    let texts = |slugs: &BTreeSet<&str>| slugs.iter().map(|&slug| slug.to_owned()).collect();
    let new = Names {
        required: texts(&seen.required),
        supported: texts(&seen.supported),
    };
    if new.is_empty() {
        return None;
    }
    let after = Certainty {
        provenance: Provenance::Live(run.day),
        is_incomplete: !listed.is_everyone(answering),
    };
    let entries = wanted(&new, after, None, of_field);
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    Some(Yaml::Map(entries.collect()))
}

/// Adds integrations of a new value of an enum to the values of a row that lists them.
pub(in crate::refresh) fn add_value(
    run: &mut Run<'_, '_>,
    known: &FieldSupport,
    value: &str,
    slugs: &[String],
) {
    if known.support.values.is_empty() {
        return;
    }
    let own = run.draft.sites.at(known.origin);
    let own = own.filter(|site| {
        site.key
            .is_some_and(|key| run.draft.sites.sources.slice(key) == keys::VALUES)
    });
    let site = own.or_else(|| run.draft.sites.around(known.origin)?.entry(keys::VALUES));
    let Some(site) = site else { return };
    let site = site
        .entry("values")
        .filter(|values| values.entries().is_some())
        .unwrap_or(site);
    entries::add(
        &mut run.draft,
        site,
        Place::Last,
        value,
        &Yaml::List(slugs.to_vec()),
    );
}
