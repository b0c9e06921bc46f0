//! What is wrong with a request, said in the same words before it is sent and after the server refused it.

use std::{borrow::Cow, collections::HashSet, fmt};

use super::{Answer, Note, Provenance};
use crate::error::escape;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issue {
    pub(crate) kind: IssueKind,
    pub(crate) place: Place,
    /// The field's path, or the parameter's name; for a whole operation, its id.
    pub(crate) subject: Cow<'static, str>,
    /// The label of the integration; `None` when the server speaks.
    pub(crate) integration: Option<&'static str>,
    pub(crate) provenance: Provenance,
    /// Of [`IssueKind::UnsupportedValue`].
    pub(crate) value: Option<Box<RefusedValue>>,
}

/// A value that an integration does not take.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RefusedValue {
    pub(crate) value: String,
    /// What it takes.
    pub(crate) accepted: Vec<&'static str>,
}

impl Issue {
    /// What the server says.
    pub(crate) fn of_server(kind: IssueKind, place: Place, subject: String) -> Self {
        Self {
            kind,
            place,
            subject: subject.into(),
            integration: None,
            provenance: Provenance::Documented,
            value: None,
        }
    }

    /// What kind of issue it is.
    #[must_use]
    pub fn kind(&self) -> IssueKind {
        self.kind
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The field's path (`emails.type`) or the query parameter's name, behind which the names of what is inside of it may stand
    /// (`sort_by.name`); `None` when it is about the operation as a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (self.place != Place::Operation).then_some(&*self.subject)
    }

    /// The scope that the account lacks; `None` when it is about something else.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        (self.kind == IssueKind::MissingScope).then_some(&*self.subject)
    }

    /// What it rests on: a current page of the documentation, or less. What the server itself says is as good as documented.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// The value that the integration does not take; `None` when it is not about a value.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_ref().map(|refused| refused.value.as_str())
    }

    /// The values that the integration takes instead; empty when it is not about a value.
    #[must_use]
    pub fn accepted_values(&self) -> &[&'static str] {
        self.value
            .as_ref()
            .map_or(&[], |refused| refused.accepted.as_slice())
    }
}

/// The kinds of [`Issue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IssueKind {
    /// The integration does not serve the operation.
    OperationNotSupported,
    /// A field that is required is absent or null.
    MissingRequired,
    /// The server requires a field or parameter under a condition, which may or may not apply to the request.
    ConditionallyRequired,
    /// The account lacks a [scope](Issue::scope): its owner has to connect it again with that scope.
    MissingScope,
    /// A field is set that the integration does not take.
    Unsupported,
    /// A field is set to a value that the integration does not take.
    UnsupportedValue,
}

/// Where an [`Issue`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The operation as a whole.
    Operation,
    /// A query parameter.
    Query,
    /// A field of the body.
    Body,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = self.integration.unwrap_or("the server");
        // The server's own names may come from anywhere.
        let subject = escape(&self.subject);
        let hedge = match self.provenance {
            Provenance::Documented => "",
            Provenance::Older => ", as an older page has it,",
            Provenance::Inferred => ", as can be inferred,",
        };
        let what = match self.place {
            Place::Operation => "operation",
            Place::Query => "query parameter",
            Place::Body => "field",
        };
        match self.kind {
            IssueKind::OperationNotSupported => {
                write!(
                    f,
                    "{who} does not serve{hedge} {subject}: choose another operation or integration"
                )
            }
            IssueKind::MissingRequired => {
                write!(f, "{who} requires{hedge} the {what} `{subject}`: set it")
            }
            IssueKind::ConditionallyRequired => {
                write!(
                    f,
                    "{who} requires the {what} `{subject}` under a condition: check whether it applies"
                )
            }
            IssueKind::MissingScope => {
                write!(
                    f,
                    "the account lacks the scope `{subject}`: have it connected again with that scope"
                )
            }
            IssueKind::Unsupported => {
                write!(
                    f,
                    "{who} does not take{hedge} the {what} `{subject}`: leave it out"
                )
            }
            IssueKind::UnsupportedValue => {
                let value = self.value().unwrap_or_default();
                let accepted: Vec<String> = self
                    .accepted_values()
                    .iter()
                    .map(|value| format!("{value:?}"))
                    .collect();
                write!(
                    f,
                    "{who} does not take{hedge} {value:?} for the {what} `{subject}`: it takes {}",
                    accepted.join(", ")
                )
            }
        }
    }
}

/// The result of checking a request to one integration against the support matrix: all issues at once, and notes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Report {
    pub(crate) operation: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) label: &'static str,
    pub(crate) support: Answer,
    pub(crate) issues: Vec<Issue>,
    pub(crate) undocumented: Vec<String>,
    pub(crate) notes: Vec<Note>,
}

impl Report {
    /// There are no issues. There may be [notes](Self::notes).
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.issues.is_empty()
    }

    /// [`Preflight::Deny`](crate::Preflight::Deny) refuses to send the request: one of the issues at least rests on a
    /// [current page](Provenance::Documented). From an older page, or from an inference, follows no refusal, nor from anything
    /// about an operation that the integration is [not documented](Self::operation_support) to support.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        let mut issues = self.issues.iter();
        self.support != Answer::NotDocumented
            && issues.any(|issue| issue.provenance == Provenance::Documented)
    }

    /// Whether the integration supports the operation at all. That this is not documented is no issue but a
    /// [note](Self::notes).
    #[must_use]
    pub fn operation_support(&self) -> Answer {
        self.support
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// What is worth knowing and never a reason to refuse: fields that no schema has, and an operation whose support is not
    /// documented.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// A field is probably misspelt.
    pub(crate) fn suggests(&self) -> bool {
        self.notes.iter().any(|note| note.suggestion().is_some())
    }

    /// Fields and query parameters that are set and of which the documentation does not say, by name, who takes them.
    #[must_use]
    pub fn undocumented(&self) -> &[String] {
        &self.undocumented
    }

    /// The undocumented fields that no note speaks of: where the operation is not documented, it goes without saying that its
    /// fields are not.
    fn undocumented_beside_notes(&self) -> Vec<String> {
        if self.support == Answer::NotDocumented {
            return Vec::new();
        }
        let noted: HashSet<&str> = self.notes.iter().filter_map(Note::field).collect();
        let paths = self.undocumented.iter();
        paths
            .filter(|path| !noted.contains(path.as_str()))
            .map(|path| path.escape_debug().to_string())
            .collect()
    }

    /// The operation's id: `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The integration's slug.
    #[must_use]
    pub fn integration(&self) -> &'static str {
        self.slug
    }
}

/// One line; `{:#}` puts each issue on a line of its own.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, label, ..
        } = self;
        let (next_issue, next) = match f.alternate() {
            true => ("\n- ", "\n"),
            false => ("; ", "; "),
        };
        match self.issues.len() {
            0 => write!(f, "{operation} on {label}: no issues")?,
            1 => write!(f, "{operation} on {label}: 1 issue")?,
            n => write!(f, "{operation} on {label}: {n} issues")?,
        }
        for issue in &self.issues {
            write!(f, "{next_issue}{issue}")?;
        }
        for note in &self.notes {
            write!(f, "{next}note: {note}")?;
        }
        let undocumented = self.undocumented_beside_notes();
        if !undocumented.is_empty() {
            let names = undocumented.join(", ");
            write!(f, "{next}not documented for {label}: {}", escape(&names))?;
        }
        Ok(())
    }
}
