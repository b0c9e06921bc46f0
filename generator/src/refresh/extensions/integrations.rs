//! The lists of integrations that support an operation.

use std::collections::BTreeSet;

use super::names::{self, Certainty, Names, keys};
use super::provenance;
use crate::ir::{Integrations, Matrix, NamedIntegrations, Operation, Slug};
use crate::refresh::entries::{self, Place};
use crate::refresh::live::Level;
use crate::refresh::place::OperationKey;
use crate::refresh::render::Yaml;
use crate::refresh::state::Run;

/// The integrations that support an operation, after the comparison.
#[derive(Debug, Default)]
pub(in crate::refresh) struct Listed {
    pub(in crate::refresh) slugs: BTreeSet<String>,
    /// Whether no other integration supports it.
    pub(in crate::refresh) is_complete: bool,
}

impl Listed {
    /// Whether all integrations that support the operation are among `answering`.
    pub(super) fn is_everyone(&self, answering: &BTreeSet<&str>) -> bool {
        self.is_complete
            && self
                .slugs
                .iter()
                .all(|slug| answering.contains(slug.as_str()))
    }
}

/// Compares the list of an operation with the capabilities, and plans its edit.
pub(in crate::refresh) fn plan(
    run: &mut Run<'_, '_>,
    key: &OperationKey,
    operation: &Operation,
) -> Listed {
    let answers = run.answers;
    let capabilities = &answers.capabilities;
    let answering: BTreeSet<&str> = capabilities
        .keys()
        .map(String::as_str)
        .filter(|slug| run.registry.contains(slug))
        .collect();
    let supports = |slug: &str| {
        let of = capabilities.get(slug)?;
        of.operations.contains(key).then_some(Level::Supported)
    };
    let is_everyone = run.registry.iter().all(|slug| answering.contains(slug));
    let known = operation.matrix.integrations.as_ref();
    let old = Names {
        required: Vec::new(),
        supported: known.map_or_else(Vec::new, |known| slugs(&known.supported)),
    };
    let place = key.to_string();
    let compared = names::compare(&place, &old, &answering, supports, &mut run.court);
    let new = compared.names.clone();
    let is_everyone = is_everyone && !names_others(&operation.matrix, [&old, &new]);
    let before = Certainty {
        provenance: known.map(|known| known.provenance).unwrap_or_default(),
        is_incomplete: known.is_some_and(|known| known.incomplete),
    };
    let was_complete = known.is_some_and(Integrations::is_complete);
    let is_changed = new != old;
    let after = before.after(&compared, is_changed, was_complete, is_everyone, run.day);
    let is_complete = match known {
        None if new.is_empty() => false,
        _ => after.provenance.is_certain() && !after.is_incomplete,
    };
    let listed = Listed {
        slugs: new.all().map(str::to_owned).collect(),
        is_complete,
    };
    let is_allowed = is_complete || !new.is_empty();
    if (is_changed || after != before && known.is_some()) && is_allowed {
        let what = what(&old, &new, before, after);
        edit(run, operation, &new, after, (&place, what));
    }
    listed
}

/// Whether a row names an integration that is in none of the lists. Then the list of the operation cannot be complete.
fn names_others(matrix: &Matrix, lists: [&Names; 2]) -> bool {
    let rows = matrix.query.iter().chain(&matrix.request);
    let rows = rows.chain(&matrix.response);
    let names = rows.filter_map(|row| row.support.names.as_ref());
    let is_listed = |slug: &str| lists.iter().any(|list| list.level(slug).is_some());
    names
        .flat_map(NamedIntegrations::all)
        .any(|slug| !is_listed(&slug.slug))
}

/// `supported by a, b; now live 2026-11-28; now complete`
pub(super) fn what(old: &Names, new: &Names, before: Certainty, after: Certainty) -> String {
    let mut parts = vec![new.difference(old)];
    if before.provenance != after.provenance {
        let provenance = provenance::written(after.provenance);
        parts.extend(provenance.map(|text| format!("now {}", text.flow())));
    }
    if before.is_incomplete && !after.is_incomplete {
        parts.push("now complete".to_owned());
    }
    if after.is_incomplete && !before.is_incomplete {
        parts.push("not complete".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

fn edit(
    run: &mut Run<'_, '_>,
    operation: &Operation,
    new: &Names,
    after: Certainty,
    (place, what): (&str, String),
) {
    let Some(known) = &operation.matrix.integrations else {
        let Some(site) = run.draft.sites.at(operation.origin) else {
            return;
        };
        // Below what describes the operation.
        let parts = ["parameters", "requestBody", "responses", "callbacks"];
        let keys = site
            .entries()
            .into_iter()
            .flat_map(|entries| entries.keys());
        let above = keys.take_while(|key| !parts.contains(&key.as_str())).last();
        let mut value = vec![("supported", Yaml::List(new.supported.clone()))];
        value.extend(
            after
                .is_incomplete
                .then(|| ("complete", Yaml::text_of_false())),
        );
        value.extend(provenance::written(after.provenance).map(|text| ("provenance", text)));
        let below = above.map_or(Place::Last, |above| Place::Below(above));
        entries::add(
            &mut run.draft,
            site,
            below,
            keys::INTEGRATIONS,
            &Yaml::Map(value),
        );
        return run.report.change(place, what);
    };
    let Some(site) = run.draft.sites.at(known.origin) else {
        return;
    };
    let partial = known.partial_response.iter().map(|slug| slug.slug.clone());
    let partial: Vec<String> = partial
        .filter(|slug| new.supported.contains(slug))
        .collect();
    let wanted = [
        ("supported", Some(Yaml::List(new.supported.clone()))),
        (
            "partial_response",
            (!partial.is_empty()).then_some(Yaml::List(partial)),
        ),
        ("complete", after.is_incomplete.then(Yaml::text_of_false)),
        ("provenance", provenance::written(after.provenance)),
    ];
    run.set(place, site, &wanted, what);
}

pub(super) fn slugs(slugs: &[Slug]) -> Vec<String> {
    slugs.iter().map(|slug| slug.slug.clone()).collect()
}
