//! What is worth knowing about a request, and no reason to refuse it.

use std::{borrow::Cow, fmt};

/// A remark on a request. Unlike an [`Issue`](super::Issue) it never refuses a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    kind: NoteKind,
    /// The field's path; for a whole operation, its id.
    subject: Cow<'static, str>,
    /// The label of the integration, where the note is about one.
    integration: Option<&'static str>,
    suggestion: Option<String>,
}

impl Note {
    pub(super) fn operation_not_documented(id: &'static str, label: &'static str) -> Self {
        Self {
            kind: NoteKind::OperationNotDocumented,
            subject: id.into(),
            integration: Some(label),
            suggestion: None,
        }
    }

    pub(super) fn unknown_field(path: String, suggestion: Option<String>) -> Self {
        Self {
            kind: NoteKind::UnknownField,
            subject: path.into(),
            integration: None,
            suggestion,
        }
    }

    /// The kind of note.
    #[must_use]
    pub fn kind(&self) -> NoteKind {
        self.kind
    }

    /// The path of the field that the note is about, such as `emails.type`; `None` if it is about the operation as a whole.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (self.kind == NoteKind::UnknownField).then_some(&*self.subject)
    }

    /// The path of the documented field whose name is most like that of an unknown one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

/// The kinds of [`Note`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// It is not documented whether the integration supports the operation.
    OperationNotDocumented,
    /// The schema of the body has no field of this name. It is sent as it is.
    UnknownField,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.subject.escape_debug();
        match self.kind {
            NoteKind::OperationNotDocumented => {
                let who = self.integration.unwrap_or("the integration");
                write!(f, "it is not documented whether {who} supports {subject}")
            }
            NoteKind::UnknownField => {
                write!(f, "the field `{subject}` is not documented")?;
                match &self.suggestion {
                    Some(near) => write!(f, ": did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
        }
    }
}
