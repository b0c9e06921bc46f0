//! One diagnostic, and how it is built.

use serde_json::Value;

use crate::source::Origin;

/// The effect of a [`Diagnostic`] on the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated, or at least not this part.
    Error,
    /// The run continues, unless warnings are denied.
    Warning,
    /// A possible improvement of a valid definition, or what programs should know about it. Never stops a run.
    Advice,
}

/// A fault, its location, and how to fix it.
///
/// Diagnostics are ordered by location: files in the order of reading, each from the top. Those without a location come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The location. `None` only for faults outside of files, such as a missing root document.
    pub origin: Option<Origin>,
    /// The severity.
    pub severity: Severity,
    /// What is wrong, on one line without a period.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// Related locations, each with a label such as `first defined here`.
    pub related: Vec<(Origin, String)>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, origin.into(), message.into())
    }

    /// Creates a warning.
    pub fn warning(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, origin.into(), message.into())
    }

    /// Creates advice.
    pub fn advice(origin: impl Into<Option<Origin>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Advice, origin.into(), message.into())
    }

    fn new(severity: Severity, origin: Option<Origin>, message: String) -> Self {
        Self {
            origin,
            severity,
            message,
            help: None,
            related: Vec::new(),
        }
    }

    /// Sets the help message.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn related(mut self, origin: Origin, label: impl Into<String>) -> Self {
        self.related.push((origin, label.into()));
        self
    }
}

/// Describes a value of the wrong kind for a message: `the number 1`.
pub(crate) fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.len() <= 40 => format!("the string `{text}`"),
        Value::String(_) => "a long string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

/// Joins words for a message: `` `a`, `b` or `c` ``.
pub(crate) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
