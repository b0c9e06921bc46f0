//! A snapshot of the API: one file per answer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize as _;
use serde_json::Value;

use super::answers::{AnswerNames, Capabilities, Schemas};
use super::place::OperationKey;
use crate::day::Day;
use crate::ir::Package;
use crate::parallel;
use crate::suggest::Suggestions;

/// The version of the layout of a snapshot.
const VERSION: u64 = 1;

/// The files of a snapshot: `snapshot.json` says when it was taken, `failed.json` lists the requests without an answer,
/// `capabilities/{slug}.json` and `meta/{model}/{resource}/{method}/{slug}.json` are answers.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) day: Day,
    models: BTreeSet<String>,
    answers: BTreeMap<String, Vec<u8>>,
    failed: Vec<Failure>,
}

/// A request without an answer.
#[derive(Debug)]
struct Failure {
    fault: Fault,
    /// The API has nothing at this path: status 404.
    is_not_found: bool,
}

/// The models that are compared: those of the snapshot or, if models are asked for, these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Models<'a> {
    taken: &'a BTreeSet<String>,
    asked: &'a [String],
}

impl Models<'_> {
    pub(super) fn contain(self, model: &str) -> bool {
        let is_asked = self.asked.is_empty() || self.asked.iter().any(|asked| asked == model);
        let is_taken = self.taken.is_empty() || self.taken.contains(model);
        is_asked && is_taken
    }
}

/// An answer without effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Fault {
    /// The file in the snapshot.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

impl Fault {
    pub(super) fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            message: message.into(),
        }
    }
}

impl Snapshot {
    /// Creates a snapshot of the files of its directory, by path. Paths are separated by `/`.
    ///
    /// # Errors
    ///
    /// Returns a message if `snapshot.json` is missing or invalid.
    pub fn new(mut files: BTreeMap<String, Vec<u8>>) -> Result<Self, String> {
        let about = files.remove("snapshot.json");
        let about = about.ok_or("`snapshot.json` is missing, so this is no snapshot")?;
        let invalid = |what: &str| format!("`snapshot.json` is invalid: {what}");
        let about: Value =
            serde_json::from_slice(&about).map_err(|error| invalid(&error.to_string()))?;
        if about["version"].as_u64() != Some(VERSION) {
            return Err(invalid(&format!("`version` must be {VERSION}")));
        }
        let taken = about["taken"]
            .as_str()
            .and_then(|taken| Day::parse(taken.get(..10)?));
        let models: Option<BTreeSet<String>> = about
            .get("models")
            .map(BTreeSet::deserialize)
            .transpose()
            .map_err(|_| invalid("`models` must be a list of texts"))?;
        let failed = files.remove("failed.json");
        Ok(Self {
            day: taken
                .ok_or_else(|| invalid("`taken` must be a time, such as `2026-11-28T11:05:00Z`"))?,
            models: models.unwrap_or_default(),
            failed: failed.map_or_else(Vec::new, |bytes| failures(&bytes)),
            answers: files,
        })
    }

    /// Returns the models to compare: `asked` or, if that is empty, all of the snapshot.
    ///
    /// # Errors
    ///
    /// Returns a message if there is no such model in the documents, whose models are `known`, or in the snapshot.
    pub(super) fn models<'a>(
        &'a self,
        asked: &'a [String],
        known: &[&str],
    ) -> Result<Models<'a>, String> {
        for model in asked {
            if !known.contains(&model.as_str()) {
                let all = || format!("the models are `{}`", known.join("`, `"));
                let near = Suggestions::default().did_you_mean(model, known.iter().copied());
                let help = near.unwrap_or_else(all);
                return Err(format!("there is no model `{model}`: {help}"));
            }
            if !self.models.is_empty() && !self.models.contains(model) {
                return Err(format!(
                    "the snapshot was taken without the model `{model}`: take it again with this model"
                ));
            }
        }
        Ok(Models {
            taken: &self.models,
            asked,
        })
    }

    /// Reads all answers about `models`. Broken ones become faults.
    pub(super) fn read(&self, package: &Package, models: Models<'_>) -> Answers {
        let names = AnswerNames::of(package);
        let is_wanted = |key: &OperationKey| models.contain(&key.model);
        let files: Vec<(&String, &Vec<u8>)> = self.answers.iter().collect();
        let read = parallel::map(&files, |(path, bytes)| {
            let subject = Subject::of(path)?;
            if matches!(&subject, Subject::Schemas(key, _) if !is_wanted(key)) {
                return None;
            }
            let answer = answer(&subject, bytes, &names);
            Some((
                subject,
                answer.map_err(|message| Fault::new(path.as_str(), message)),
            ))
        });
        let not_found = self.failed.iter().filter(|failure| failure.is_not_found);
        let mut answers = Answers {
            faults: self.failed.iter().map(|one| one.fault.clone()).collect(),
            not_found: not_found.map(|one| one.fault.file.clone()).collect(),
            ..Answers::default()
        };
        for (subject, answer) in read.into_iter().flatten() {
            match (subject, answer) {
                (_, Err(fault)) => answers.faults.push(fault),
                (Subject::Capabilities(slug), Ok(Answer::Capabilities(mut one))) => {
                    one.operations.retain(is_wanted);
                    answers.capabilities.insert(slug, one);
                }
                (Subject::Schemas(key, slug), Ok(Answer::Schemas(one))) => {
                    answers.schemas.entry(key).or_default().insert(slug, *one);
                }
                _ => {}
            }
        }
        answers
    }
}

/// The readable answers, by slug.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    pub(super) capabilities: BTreeMap<String, Capabilities>,
    pub(super) schemas: BTreeMap<OperationKey, BTreeMap<String, Schemas>>,
    pub(super) faults: Vec<Fault>,
    /// The files of the answers that the API does not have: status 404.
    pub(super) not_found: BTreeSet<String>,
}

/// What the answer in a file is about.
enum Subject {
    Capabilities(String),
    Schemas(OperationKey, String),
}

impl Subject {
    fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_suffix(".json")?.split('/').collect();
        match parts.as_slice() {
            ["capabilities", slug] => Some(Self::Capabilities((*slug).to_owned())),
            ["meta", model, resource, method, slug] => {
                let key = OperationKey::new(model, resource, method);
                Some(Self::Schemas(key, (*slug).to_owned()))
            }
            _ => None,
        }
    }
}

enum Answer {
    Capabilities(Capabilities),
    Schemas(Box<Schemas>),
}

fn answer(subject: &Subject, bytes: &[u8], names: &AnswerNames<'_>) -> Result<Answer, String> {
    let value = serde_json::from_slice(bytes);
    let value: Value = value.map_err(|error| format!("it is no JSON: {error}"))?;
    match subject {
        Subject::Capabilities(_) => names.capabilities(&value).map(Answer::Capabilities),
        Subject::Schemas(..) => names.schemas(&value).map(Box::new).map(Answer::Schemas),
    }
}

/// Reads `failed.json`.
fn failures(bytes: &[u8]) -> Vec<Failure> {
    let list: Result<Vec<Value>, _> = serde_json::from_slice(bytes);
    let Ok(list) = list else {
        return vec![Failure {
            fault: Fault::new("failed.json", "it is no list in JSON"),
            is_not_found: false,
        }];
    };
    let failure = |one: &Value| {
        let file = one["file"].as_str().unwrap_or("failed.json");
        let status = one["status"]
            .as_u64()
            .map(|status| format!("status {status}"));
        let error = one["error"].as_str().filter(|text| !text.is_empty());
        let parts: Vec<String> = status.into_iter().chain(error.map(str::to_owned)).collect();
        Failure {
            fault: Fault::new(file, format!("there is no answer: {}", parts.join(", "))),
            is_not_found: one["status"].as_u64() == Some(404),
        }
    };
    list.iter().map(failure).collect()
}
