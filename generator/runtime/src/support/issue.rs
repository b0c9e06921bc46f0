//! What is wrong with a request, said in the same words before it is sent and after the server refused it.

use std::{borrow::Cow, fmt};

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issue {
    pub(crate) kind: IssueKind,
    pub(crate) place: Place,
    /// The field's path, or the parameter's name; for a whole operation, its id.
    pub(crate) subject: Cow<'static, str>,
    /// The label of the integration; `None` when the server speaks.
    pub(crate) integration: Option<&'static str>,
}

impl Issue {
    /// What the server says is missing.
    pub(crate) fn missing(place: Place, field: String) -> Self {
        Self {
            kind: IssueKind::MissingRequired,
            place,
            subject: field.into(),
            integration: None,
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

    /// The field's path (`emails.type`) or the query parameter's name; `None` when it is about the operation as a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (self.place != Place::Operation).then_some(&*self.subject)
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
    /// A field is set that the integration does not take.
    Unsupported,
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
        let subject = &self.subject;
        let what = match self.place {
            Place::Operation => "operation",
            Place::Query => "query parameter",
            Place::Body => "field",
        };
        match self.kind {
            IssueKind::OperationNotSupported => {
                write!(
                    f,
                    "{who} does not serve {subject}: choose another operation or integration"
                )
            }
            IssueKind::MissingRequired => {
                write!(f, "{who} requires the {what} `{subject}`: set it")
            }
            IssueKind::Unsupported => {
                write!(
                    f,
                    "{who} does not take the {what} `{subject}`: leave it out"
                )
            }
        }
    }
}

/// What the support matrix says of a request to one integration: all issues at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Report {
    pub(crate) operation: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) label: &'static str,
    pub(crate) issues: Vec<Issue>,
    pub(crate) undocumented: Vec<String>,
}

impl Report {
    /// There are no issues.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.issues.is_empty()
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Fields and query parameters that are set and of which the documentation does not say, by name, who takes them.
    #[must_use]
    pub fn undocumented(&self) -> &[String] {
        &self.undocumented
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

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, label, ..
        } = self;
        match self.issues.len() {
            0 => write!(f, "{operation} on {label}: no issues")?,
            1 => write!(f, "{operation} on {label}: 1 issue")?,
            n => write!(f, "{operation} on {label}: {n} issues")?,
        }
        for issue in &self.issues {
            write!(f, "\n- {issue}")?;
        }
        if !self.undocumented.is_empty() {
            write!(
                f,
                "\nnot documented for {label}: {}",
                self.undocumented.join(", ")
            )?;
        }
        Ok(())
    }
}
