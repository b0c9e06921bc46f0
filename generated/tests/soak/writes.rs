//! Writes, and the lines that record them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::Outcome;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

/// A change that a worker makes. No two are equal: ids are never reused, and each object is created, updated and deleted at most once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Write {
    pub(crate) operation: Operation,
    pub(crate) id: String,
    /// `-` for a deletion.
    pub(crate) title: String,
}

/// Titles by id.
pub(crate) type Objects = BTreeMap<String, String>;

impl Write {
    pub(crate) fn new(operation: Operation, id: &str, title: &str) -> Self {
        Self {
            operation,
            id: id.to_owned(),
            title: title.to_owned(),
        }
    }

    pub(crate) fn apply(&self, to: &mut Objects) {
        match self.operation {
            Operation::Create | Operation::Update => {
                to.insert(self.id.clone(), self.title.clone());
            }
            Operation::Delete => {
                to.remove(&self.id);
            }
        }
    }
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = match self.operation {
            Operation::Create => "create",
            Operation::Update => "update",
            Operation::Delete => "delete",
        };
        write!(f, "{operation} {} {}", self.id, self.title)
    }
}

impl FromStr for Write {
    type Err = Box<dyn std::error::Error + Send + Sync>;

    fn from_str(text: &str) -> Outcome<Self> {
        let mut words = text.split(' ');
        let mut word = || words.next().ok_or_else(|| format!("too short: {text}"));
        let operation = match word()? {
            "create" => Operation::Create,
            "update" => Operation::Update,
            "delete" => Operation::Delete,
            other => return Err(format!("unknown operation: {other}").into()),
        };
        Ok(Self::new(operation, word()?, word()?))
    }
}

/// A line of a worker's journal.
#[derive(Debug, PartialEq)]
pub(crate) enum Entry {
    /// The write is about to be sent, with this key if the worker knows it. A write may have several of these lines.
    Intent { key: Option<String>, write: Write },
    /// The write succeeded.
    Done(Write),
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intent { key, write } => {
                write!(f, "intent {} {write}", key.as_deref().unwrap_or("-"))
            }
            Self::Done(write) => write!(f, "done - {write}"),
        }
    }
}

impl FromStr for Entry {
    type Err = Box<dyn std::error::Error + Send + Sync>;

    fn from_str(text: &str) -> Outcome<Self> {
        let mut parts = text.splitn(3, ' ');
        let mut part = || parts.next().ok_or_else(|| format!("too short: {text}"));
        let (kind, key, write) = (part()?, part()?, part()?.parse()?);
        match kind {
            "intent" => Ok(Self::Intent {
                key: Some(key.to_owned()).filter(|key| key != "-"),
                write,
            }),
            "done" => Ok(Self::Done(write)),
            other => Err(format!("unknown kind: {other}").into()),
        }
    }
}

/// A line of the API's journal: a write that arrived. It is written before the write is executed.
#[derive(Debug, PartialEq)]
pub(crate) struct Arrival {
    /// In milliseconds since 1970.
    pub(crate) time: u64,
    /// False if the response is a fault without effect, or if the write was executed before a restart.
    pub(crate) is_executed: bool,
    /// `-` without a key.
    pub(crate) key: String,
    pub(crate) account: String,
    pub(crate) write: Write,
}

impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            time,
            is_executed,
            key,
            account,
            write,
        } = self;
        write!(f, "{time} {is_executed} {key} {account} {write}")
    }
}

impl FromStr for Arrival {
    type Err = Box<dyn std::error::Error + Send + Sync>;

    fn from_str(text: &str) -> Outcome<Self> {
        let mut parts = text.splitn(5, ' ');
        let mut part = || parts.next().ok_or_else(|| format!("too short: {text}"));
        Ok(Self {
            time: part()?.parse()?,
            is_executed: part()?.parse()?,
            key: part()?.to_owned(),
            account: part()?.to_owned(),
            write: part()?.parse()?,
        })
    }
}
