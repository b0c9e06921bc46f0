//! The report of a refresh.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::decisions::Denial;
use super::snapshot::Fault;

/// A change of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// What changes: `crm.contacts.create body.name`.
    pub place: String,
    /// How it changes.
    pub what: String,
}

/// What a refresh changes, and what it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The changes, by place.
    pub changes: BTreeSet<Change>,
    /// The statements of the documents that the API denies, without a decision.
    pub denials: BTreeSet<Denial>,
    /// The number of denials with a decision.
    pub decided: usize,
    /// The answers without effect.
    pub faults: BTreeSet<Fault>,
    /// What the API has and the documents cannot get automatically, with the integrations that have it.
    pub unknown: BTreeMap<String, BTreeSet<String>>,
}

impl Report {
    pub(super) fn change(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.changes.insert(Change {
            place: place.into(),
            what: what.into(),
        });
    }

    pub(super) fn unknown<'s>(&mut self, what: String, slugs: impl IntoIterator<Item = &'s str>) {
        let known = self.unknown.entry(what).or_default();
        known.extend(slugs.into_iter().map(str::to_owned));
    }
}

/// The sections that are not empty, and the numbers of their lines.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.changes.is_empty() {
            writeln!(f, "Changes:")?;
        }
        for Change { place, what } in &self.changes {
            writeln!(f, "  {place}: {what}")?;
        }
        if !self.denials.is_empty() {
            writeln!(f, "To be decided in decisions.yaml:")?;
        }
        for denial in &self.denials {
            let who = denial
                .integration
                .as_deref()
                .map(|slug| format!("{slug}: "));
            let Denial {
                place,
                documented,
                live,
                ..
            } = denial;
            writeln!(
                f,
                "  {place}: {}documented: {documented}; live: {live}",
                who.unwrap_or_default()
            )?;
        }
        if !self.unknown.is_empty() {
            writeln!(f, "Not added:")?;
        }
        for (what, slugs) in &self.unknown {
            let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
            match slugs.is_empty() {
                true => writeln!(f, "  {what}")?,
                false => writeln!(f, "  {what} ({})", slugs.join(", "))?,
            }
        }
        if !self.faults.is_empty() {
            writeln!(f, "Answers without effect:")?;
        }
        for Fault { file, message } in &self.faults {
            writeln!(f, "  {file}: {message}")?;
        }
        writeln!(
            f,
            "changes: {}, to be decided: {}, decided: {}, not added: {}, answers without effect: {}",
            self.changes.len(),
            self.denials.len(),
            self.decided,
            self.unknown.len(),
            self.faults.len()
        )
    }
}
