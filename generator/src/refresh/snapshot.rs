//! A snapshot of the API: one file per answer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::answers::{AnswerNames, Capabilities, Schemas};
use super::place::OperationKey;
use crate::day::Day;
use crate::ir::Package;
use crate::parallel;

/// The version of the layout of a snapshot.
const VERSION: u64 = 1;

/// The files of a snapshot: `snapshot.json` says when it was taken, `failed.json` lists the requests without an answer,
/// `capabilities/{slug}.json` and `meta/{model}/{resource}/{method}/{slug}.json` are answers.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) day: Day,
    models: BTreeSet<String>,
    answers: BTreeMap<String, Vec<u8>>,
    failed: Vec<Fault>,
}

/// An answer without effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        let models = about["models"].as_array().map_or(&[][..], Vec::as_slice);
        let failed = files.remove("failed.json");
        Ok(Self {
            day: taken
                .ok_or_else(|| invalid("`taken` must be a time, such as `2026-11-28T11:05:00Z`"))?,
            models: models
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            failed: failed.map_or_else(Vec::new, |bytes| failures(&bytes)),
            answers: files,
        })
    }

    /// Reads all answers about `models`, or about all models of the snapshot. Broken ones become faults.
    pub(super) fn read(&self, package: &Package, models: &[String]) -> Answers {
        let names = AnswerNames::of(package);
        let is_wanted = |key: &OperationKey| {
            let is_taken = self.models.is_empty() || self.models.contains(&key.model);
            is_taken && (models.is_empty() || models.contains(&key.model))
        };
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
        let mut answers = Answers {
            faults: self.failed.clone(),
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
fn failures(bytes: &[u8]) -> Vec<Fault> {
    let list: Result<Vec<Value>, _> = serde_json::from_slice(bytes);
    let Ok(list) = list else {
        return vec![Fault::new("failed.json", "it is no list in JSON")];
    };
    let failure = |one: &Value| {
        let file = one["file"].as_str().unwrap_or("failed.json");
        let status = one["status"]
            .as_u64()
            .map(|status| format!("status {status}"));
        let error = one["error"].as_str().filter(|text| !text.is_empty());
        let parts: Vec<String> = status.into_iter().chain(error.map(str::to_owned)).collect();
        Fault::new(file, format!("there is no answer: {}", parts.join(", ")))
    };
    list.iter().map(failure).collect()
}
