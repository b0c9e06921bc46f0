//! The state of a refresh of the support matrix.

use std::collections::BTreeSet;

use super::decisions::Court;
use super::draft::Draft;
use super::entries::{self, Wanted};
use super::render::Yaml;
use super::report::Report;
use super::sites::Site;
use super::snapshot::Answers;
use crate::day::Day;
use crate::ir::Package;

/// What is compared, and what is planned and reported.
pub(super) struct Run<'a, 't> {
    pub(super) package: &'a Package,
    pub(super) answers: &'a Answers,
    /// The slugs of all integrations.
    pub(super) registry: BTreeSet<&'a str>,
    pub(super) draft: Draft<'t>,
    pub(super) court: Court,
    pub(super) report: Report,
    pub(super) day: Day,
}

impl Run<'_, '_> {
    /// The provenance of what is added.
    pub(super) fn live(&self) -> Yaml {
        Yaml::Scalar(format!("live {}", self.day))
    }

    /// Sets the entries of a mapping, and reports the change, or that it is not edited.
    pub(super) fn set(&mut self, place: &str, site: Site<'_>, wanted: &[Wanted], what: String) {
        if entries::set(&mut self.draft, site, wanted) {
            self.report.change(place, what);
        } else {
            let what = format!("{place}: {what}: {}", entries::IN_THE_WAY);
            self.report.unknown(what, []);
        }
    }
}
