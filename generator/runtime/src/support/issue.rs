//! Issues with a request. Those found by a check and those reported by the server have the same wording.

use std::{borrow::Cow, collections::HashSet, fmt};

use super::{Answer, Note, Provenance};
use crate::error::escape;

/// A problem with a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issue {
    pub(crate) kind: IssueKind,
    pub(crate) place: IssueLocation,
    /// The path of the field or the name of the parameter; for a whole operation, its id.
    pub(crate) subject: Cow<'static, str>,
    /// The label of the integration; `None` if the server reported the issue.
    pub(crate) integration: Option<Cow<'static, str>>,
    pub(crate) provenance: Provenance,
    /// For [`IssueKind::UnsupportedValue`].
    pub(crate) value: Option<Box<RefusedValue>>,
}

/// A value that an integration does not accept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RefusedValue {
    pub(crate) value: String,
    /// The accepted values.
    pub(crate) accepted: Vec<Cow<'static, str>>,
}

impl Issue {
    /// An issue that the server reported.
    pub(crate) fn of_server(kind: IssueKind, place: IssueLocation, subject: String) -> Self {
        Self {
            kind,
            place,
            subject: subject.into(),
            integration: None,
            provenance: Provenance::Documented,
            value: None,
        }
    }

    /// The kind of issue.
    #[must_use]
    pub fn kind(&self) -> IssueKind {
        self.kind
    }

    /// Where in the request the issue is.
    #[must_use]
    pub fn location(&self) -> IssueLocation {
        self.place
    }

    /// The former name of [`location`](Self::location).
    #[deprecated(since = "0.1.0", note = "renamed to `location`")]
    #[must_use]
    pub fn place(&self) -> IssueLocation {
        self.place
    }

    /// The path of the field (`emails.type`), or the name of the query parameter, which may be followed by nested names
    /// (`sort_by.name`). `None` if the issue is about the whole operation.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (self.place != IssueLocation::Operation).then_some(&*self.subject)
    }

    /// The scope that the account lacks; `None` for other kinds of issues.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        (self.kind == IssueKind::MissingScope).then_some(&*self.subject)
    }

    /// The source of the issue: a current page of the documentation, an older page, or an inference. Issues that the server
    /// reported count as documented.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// The value that the integration does not accept; `None` if the issue is not about a value.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_ref().map(|refused| refused.value.as_str())
    }

    /// The values that the integration accepts; empty if the issue is not about a value.
    #[must_use]
    pub fn accepted_values(&self) -> &[Cow<'static, str>] {
        self.value
            .as_ref()
            .map_or(&[], |refused| refused.accepted.as_slice())
    }
}

/// The kind of an [`Issue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IssueKind {
    /// The integration does not support the operation.
    OperationNotSupported,
    /// A required field is absent or null.
    MissingRequired,
    /// The server requires a field or parameter under a condition, which may or may not apply to the request.
    ConditionallyRequired,
    /// The account lacks a [scope](Issue::scope). Its owner has to reconnect it with that scope.
    MissingScope,
    /// The request sets a field that the integration does not support.
    Unsupported,
    /// The request sets a field to a value that the integration does not accept.
    UnsupportedValue,
}

/// The part of a request that an [`Issue`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IssueLocation {
    /// The whole operation.
    Operation,
    /// A query parameter.
    Query,
    /// A field of the body.
    Body,
}

/// The former name of [`IssueLocation`].
#[deprecated(since = "0.1.0", note = "renamed to `IssueLocation`")]
pub type Place = IssueLocation;

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = self.integration.as_deref().unwrap_or("the server");
        // Names in the server's response may contain anything.
        let subject = escape(&self.subject);
        let hedge = match self.provenance {
            Provenance::Documented => "",
            Provenance::Older => " (according to an older page)",
            _ => " (inferred)",
        };
        let what = match self.place {
            IssueLocation::Operation => "operation",
            IssueLocation::Query => "query parameter",
            IssueLocation::Body => "field",
        };
        match self.kind {
            IssueKind::OperationNotSupported => {
                write!(
                    f,
                    "{who} does not support the {what} `{subject}`{hedge}: choose another operation or integration"
                )
            }
            IssueKind::MissingRequired => {
                write!(f, "{who} requires the {what} `{subject}`{hedge}: set it")
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
                    "the account lacks the scope `{subject}`: reconnect it with that scope"
                )
            }
            IssueKind::Unsupported => {
                write!(
                    f,
                    "{who} does not support the {what} `{subject}`{hedge}: leave it out"
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
                    "{who} does not accept {value:?} for the {what} `{subject}`{hedge}: it accepts {}",
                    accepted.join(", ")
                )
            }
        }
    }
}

/// The result of checking a request for one integration against the support matrix: all issues, and notes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Report {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) slug: Cow<'static, str>,
    pub(crate) label: Cow<'static, str>,
    pub(crate) support: Answer,
    pub(crate) issues: Vec<Issue>,
    pub(crate) undocumented: Vec<String>,
    pub(crate) notes: Vec<Note>,
}

impl Report {
    /// Returns whether there are no issues. There may be [notes](Self::notes).
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.issues.is_empty()
    }

    /// Returns whether [`Preflight::Deny`](crate::Preflight::Deny) would refuse to send the request: at least one issue comes
    /// from a [current page](Provenance::Documented). Issues from an older page or an inference never cause a refusal, and
    /// neither do issues of an operation whose support by the integration is [not documented](Self::operation_support).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        let mut issues = self.issues.iter();
        self.support != Answer::NotDocumented
            && issues.any(|issue| issue.provenance == Provenance::Documented)
    }

    /// Whether the integration supports the operation. If this is not documented, the report has a [note](Self::notes) but no
    /// issue.
    #[must_use]
    pub fn operation_support(&self) -> Answer {
        self.support
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The notes, which never cause a refusal: fields that are not in the schema, and an operation whose support is not
    /// documented.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether a field is probably misspelt.
    pub(crate) fn suggests(&self) -> bool {
        self.notes.iter().any(|note| note.suggestion().is_some())
    }

    /// The fields and query parameters of the request whose support by the integration is not documented. If an object is listed,
    /// the fields inside it are not.
    #[must_use]
    pub fn undocumented(&self) -> &[String] {
        &self.undocumented
    }

    /// The undocumented fields without a note. Empty if the operation is not documented, because none of its fields are then.
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

    /// The id of the operation, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The slug of the integration.
    #[must_use]
    pub fn integration(&self) -> &str {
        &self.slug
    }
}

/// One line. `{:#}` writes each issue on its own line.
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
