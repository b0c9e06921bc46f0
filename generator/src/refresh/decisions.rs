//! What the maintainers decided where the documents and the API contradict each other.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::Value;

use crate::day::Day;
use crate::diag::{Diagnostic, Diagnostics, described};
use crate::load::{self, Files, Spans};
use crate::source::{FileId, Origin, Sources};

/// A statement of the documents that the API denies. It is kept in the documents unless a decision says `keep: live`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Denial {
    /// The operation, or its part and field: `crm.contacts.create body.name`.
    pub place: String,
    /// The integration; `None` if the number of integrations is denied.
    pub integration: Option<String>,
    /// What the documents say.
    pub documented: String,
    /// What the API says.
    pub live: String,
}

/// The side that wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    Documentation,
    Live,
}

/// The decisions, and the denials without one.
#[derive(Debug, Default)]
pub(super) struct Court {
    decisions: Vec<Decision>,
    pub(super) open: BTreeSet<Denial>,
    /// The compared places, with the integrations about which there is an answer.
    compared: BTreeMap<String, BTreeSet<String>>,
    /// The number of denials with a decision.
    pub(super) decided: usize,
}

#[derive(Debug)]
struct Decision {
    place: String,
    /// Without one, the decision is about all integrations.
    integration: Option<String>,
    keep: Keep,
    origin: Origin,
    is_used: bool,
}

impl Court {
    /// Records that a place is compared.
    pub(super) fn compare<'s>(
        &mut self,
        place: &str,
        answering: impl IntoIterator<Item = &'s str>,
    ) {
        let known = self.compared.entry(place.to_owned()).or_default();
        known.extend(answering.into_iter().map(str::to_owned));
    }

    /// Returns which side wins. Without a decision, the documentation does, and the denial is reported.
    pub(super) fn rule(&mut self, denial: Denial) -> Keep {
        let mut decisions = self.decisions.iter_mut();
        let decision = decisions.find(|decision| {
            decision.place == denial.place
                && (decision.integration.is_none() || decision.integration == denial.integration)
        });
        let Some(decision) = decision else {
            self.open.insert(denial);
            return Keep::Documentation;
        };
        decision.is_used = true;
        self.decided += 1;
        decision.keep
    }

    /// Reports decisions that are about nothing. One whose integration has no answer, or that has been applied, is not reported.
    pub(super) fn check(
        &self,
        known: &BTreeSet<String>,
        slugs: &BTreeSet<&str>,
        diags: &mut Diagnostics,
    ) {
        for decision in self.decisions.iter().filter(|decision| !decision.is_used) {
            let place = decision.place.as_str();
            let answering = self.compared.get(place);
            let integration = decision.integration.as_deref();
            let (message, help) = if answering.is_none() && !known.contains(place) {
                let denied = self.open.iter().map(|denial| denial.place.as_str());
                let all = denied.chain(self.compared.keys().map(String::as_str));
                let help = diags.suggestions().did_you_mean(place, all);
                (format!("there is no place `{place}`"), help)
            } else if let Some(slug) = integration.filter(|slug| !slugs.contains(slug)) {
                let slugs = slugs.iter().copied();
                let help = diags.suggestions().did_you_mean(slug, slugs);
                (format!("there is no integration `{slug}`"), help)
            } else {
                let has_answer = |slug: &str| answering.is_some_and(|all| all.contains(slug));
                if decision.keep == Keep::Live || !integration.is_some_and(has_answer) {
                    continue;
                }
                (
                    "nothing contradicts the documentation here".to_owned(),
                    None,
                )
            };
            let help =
                help.unwrap_or_else(|| "remove the decision, or correct its place".to_owned());
            diags.push(
                Diagnostic::error(
                    decision.origin,
                    format!("this decision has no effect: {message}"),
                )
                .help(help),
            );
        }
    }
}

/// Reads the decisions from a file, if there is one.
pub(super) fn read(path: &str, files: &dyn Files, diags: &mut Diagnostics) -> (Court, Sources) {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    if files.read(path).as_ref().is_err_and(is_missing) {
        return (Court::default(), Sources::default());
    }
    let loaded = load::load(&[path.to_owned()], &[], files, diags);
    let mut court = Court::default();
    for document in &loaded.documents {
        let mut reader = Reader {
            file: document.file,
            spans: &document.spans,
            diags,
        };
        court.decisions = reader.decisions(&document.value);
    }
    (court, loaded.sources)
}

struct Reader<'a> {
    file: FileId,
    spans: &'a Spans,
    diags: &'a mut Diagnostics,
}

const KEYS: [&str; 5] = ["place", "integration", "keep", "reason", "date"];

impl Reader<'_> {
    fn decisions(&mut self, value: &Value) -> Vec<Decision> {
        let Some(list) = value.get("decisions").and_then(Value::as_array) else {
            let help = "write `decisions:` and a list of decisions";
            self.error(
                "",
                format!("there is no list `decisions`; found {}", described(value)),
                help,
            );
            return Vec::new();
        };
        let decisions = list.iter().enumerate();
        decisions
            .filter_map(|(index, value)| self.decision(value, &format!("/decisions/{index}")))
            .collect()
    }

    fn decision(&mut self, value: &Value, at: &str) -> Option<Decision> {
        let object = value.as_object();
        for key in object.into_iter().flat_map(|object| object.keys()) {
            if !KEYS.contains(&key.as_str()) {
                let help = self.diags.suggestions().did_you_mean(key, KEYS);
                let help = help.unwrap_or_else(|| {
                    format!("remove it: a decision has the keys `{}`", KEYS.join("`, `"))
                });
                self.error(
                    &format!("{at}/{key}"),
                    format!("unknown key `{key}`"),
                    &help,
                );
            }
        }
        let place = self.text(value, at, "place", "write the place as the report has it")?;
        self.text(value, at, "reason", "write why this side wins")?;
        let date = self.text(
            value,
            at,
            "date",
            "write the day of the decision, such as `2026-11-28`",
        )?;
        if Day::parse(date).is_none() {
            let help = "write a day such as `2026-11-28`";
            self.error(&format!("{at}/date"), format!("`{date}` is no day"), help);
            return None;
        }
        let keep = match self.text(
            value,
            at,
            "keep",
            "write `keep: documentation` or `keep: live`",
        )? {
            "documentation" => Keep::Documentation,
            "live" => Keep::Live,
            other => {
                let message = format!("`keep` must be `documentation` or `live`; found `{other}`");
                self.error(&format!("{at}/keep"), message, "correct the value");
                return None;
            }
        };
        let integration = match value.get("integration") {
            None => None,
            Some(_) => {
                let help =
                    "write one slug, or remove the key if the decision is about all integrations";
                Some(self.text(value, at, "integration", help)?)
            }
        };
        Some(Decision {
            place: place.to_owned(),
            integration: integration.map(str::to_owned),
            keep,
            origin: self.origin(&format!("{at}/place")),
            is_used: false,
        })
    }

    fn text<'v>(&mut self, value: &'v Value, at: &str, key: &str, help: &str) -> Option<&'v str> {
        let text = value
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.error(at, format!("`{key}` is missing, or no text"), help);
        }
        text
    }

    fn error(&mut self, at: &str, message: String, help: &str) {
        let origin = self.origin(at);
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }

    fn origin(&self, at: &str) -> Origin {
        let start = Origin::new(self.file, 0..0);
        self.spans.value(at).unwrap_or(start)
    }
}
