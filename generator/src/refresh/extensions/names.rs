//! The names of integrations in lists, compared with the answers.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::ir::Provenance;
use crate::refresh::decisions::{Court, Denial, Keep};
use crate::refresh::lists;
use crate::refresh::live::Level;

/// The names of keys.
pub(in crate::refresh) mod keys {
    pub(in crate::refresh) const INTEGRATIONS: &str = "x-truto-integrations";
    pub(in crate::refresh) const SUPPORT: &str = "x-truto-support";
    pub(in crate::refresh) const VALUES: &str = "x-truto-enum-support";
    pub(in crate::refresh) const PROVENANCE: &str = "x-truto-provenance";
}

/// The names of integrations that require something, and of those that support it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) required: Vec<String>,
    pub(super) supported: Vec<String>,
}

impl Names {
    pub(super) fn level(&self, slug: &str) -> Option<Level> {
        let is_in = |list: &[String]| list.iter().any(|one| one == slug);
        match (is_in(&self.required), is_in(&self.supported)) {
            (true, _) => Some(Level::Required),
            (_, true) => Some(Level::Supported),
            _ => None,
        }
    }

    fn of(&mut self, level: Level) -> &mut Vec<String> {
        match level {
            Level::Required => &mut self.required,
            Level::Supported => &mut self.supported,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.required
            .iter()
            .chain(&self.supported)
            .map(String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Removes the integrations that do not support the operation.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.required.retain(|slug| is_kept(slug));
        self.supported.retain(|slug| is_kept(slug));
    }

    fn remove(&mut self, slug: &str) {
        self.required.retain(|one| one != slug);
        self.supported.retain(|one| one != slug);
    }

    fn add(&mut self, level: Level, slugs: &[&str]) {
        let list = self.of(level);
        let known: Vec<&str> = list.iter().map(String::as_str).collect();
        let is_sorted = known.is_sorted();
        *list = lists::merged(&known, slugs, is_sorted);
    }

    /// Says how a list differs from another one: `added a, b; removed c`.
    pub(super) fn difference(&self, old: &Self) -> String {
        let of = |level: Option<Level>| {
            move |slug: &&str| old.level(slug) != self.level(slug) && self.level(slug) == level
        };
        let section = |what: &str, slugs: Vec<&str>| match slugs.is_empty() {
            true => None,
            false => Some(format!("{what} {}", slugs.join(", "))),
        };
        let removed = old.all().filter(|slug| self.level(slug).is_none());
        let required = self
            .required
            .iter()
            .map(String::as_str)
            .filter(of(Some(Level::Required)));
        let supported = self
            .supported
            .iter()
            .map(String::as_str)
            .filter(of(Some(Level::Supported)));
        let sections = [
            section("required by", required.collect()),
            section("supported by", supported.collect()),
            section("no longer by", removed.collect()),
        ];
        sections
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// The result of a comparison.
pub(super) struct Compared {
    pub(super) names: Names,
    /// Whether the API confirms all names.
    pub(super) is_confirmed: bool,
}

/// Compares names with the answers. An integration without an answer stays as it is; `live` says what an answer says.
pub(super) fn compare(
    place: &str,
    old: &Names,
    answering: &BTreeSet<&str>,
    live: impl Fn(&str) -> Option<Level>,
    court: &mut Court,
) -> Compared {
    court.compare(place, answering.iter().copied());
    let mut names = old.clone();
    let mut new: [Vec<&str>; 2] = Default::default();
    for &slug in answering {
        let (documented, live) = (old.level(slug), live(slug));
        if documented == live {
            continue;
        }
        if documented.is_some() {
            let denial = Denial {
                place: place.to_owned(),
                integration: Some(slug.to_owned()),
                documented: Level::as_str(documented).to_owned(),
                live: Level::as_str(live).to_owned(),
            };
            if court.rule(denial) == Keep::Documentation {
                continue;
            }
            names.remove(slug);
        }
        if let Some(level) = live {
            new[level as usize].push(slug);
        }
    }
    names.add(Level::Supported, &new[Level::Supported as usize]);
    names.add(Level::Required, &new[Level::Required as usize]);
    let is_confirmed = names
        .all()
        .all(|slug| answering.contains(slug) && live(slug) == names.level(slug));
    Compared {
        names,
        is_confirmed,
    }
}

/// How certain a list is, and whether it may lack names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Certainty {
    pub(super) provenance: Provenance,
    pub(super) is_incomplete: bool,
}

impl Certainty {
    /// Returns the certainty of a list after a comparison. `was_complete` is what the old list was; `is_everyone` says whether there
    /// is an answer about every integration that the list could have. A list of an older page stays one as long as the API does not
    /// confirm all of its names.
    pub(super) fn after(
        self,
        compared: &Compared,
        is_changed: bool,
        was_complete: bool,
        is_everyone: bool,
        day: Day,
    ) -> Self {
        let is_certain = self.provenance.is_certain();
        if !is_certain && !compared.is_confirmed {
            return self;
        }
        let is_incomplete = !was_complete && !is_everyone;
        let is_new = is_changed || !is_certain || is_incomplete != self.is_incomplete;
        Self {
            provenance: if is_new {
                Provenance::Live(day)
            } else {
                self.provenance
            },
            is_incomplete,
        }
    }
}
