//! The support of fields and parameters.

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
    let compared = names::compare(row.place, &possible, &live.answering, level, &mut run.court);
    let is_everyone = listed.is_complete
        && listed
            .slugs
            .iter()
            .all(|slug| live.answering.contains(slug.as_str()));
    let new = &compared.names;
    let counts = counts(run, row, new, is_everyone);
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
    if let (
        Some(Counts {
            required,
            supported,
        }),
        None,
    ) = (support.counts, counts)
    {
        what.push_str(&format!(
            "; instead of numbers: {required} of {supported} require it"
        ));
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
fn numbers(names: &Names) -> (u32, u32) {
    let number = |list: &[String]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let required = number(&names.required);
    (required, required.saturating_add(number(&names.supported)))
}

/// Returns the counts that stay next to the names. They go if they say the same as the names, or less. If they say more, although
/// there is an answer about every integration, they are denied.
fn counts(run: &mut Run<'_, '_>, row: &Row<'_>, new: &Names, is_everyone: bool) -> Option<Counts> {
    let counts = row.known.support.counts?;
    let (required, supported) = numbers(new);
    let is_same = (required, supported) == (counts.required, counts.supported);
    if is_same || required > counts.required || supported > counts.supported {
        return None;
    }
    if !is_everyone {
        return Some(counts);
    }
    let text = |required: u32, supported: u32| format!("{required} of {supported} require it");
    let denial = Denial {
        place: row.place.to_owned(),
        integration: None,
        documented: text(counts.required, counts.supported),
        live: text(required, supported),
    };
    match run.court.rule(denial) {
        Keep::Documentation => Some(counts),
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
    let (required, supported) = numbers(&compared.names);
    let is_same = |counts: Counts| (required, supported) == (counts.required, counts.supported);
    let is_known = support.is_complete() || counts.is_some() || support.counts.is_some_and(is_same);
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

/// Returns the cell of a field without one; `None` if no integration has it.
pub(in crate::refresh) fn cell(
    run: &Run<'_, '_>,
    seen: &Seen<'_>,
    live: &Live<'_>,
    listed: &Listed,
    of_field: Provenance,
) -> Option<Yaml> {
    let texts = |slugs: &std::collections::BTreeSet<&str>| {
        slugs.iter().map(|&slug| slug.to_owned()).collect()
    };
    let new = Names {
        required: texts(&seen.required),
        supported: texts(&seen.supported),
    };
    if new.is_empty() {
        return None;
    }
    let is_everyone = listed.is_complete
        && listed
            .slugs
            .iter()
            .all(|slug| live.answering.contains(slug.as_str()));
    let after = Certainty {
        provenance: Provenance::Live(run.day),
        is_incomplete: !is_everyone,
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
