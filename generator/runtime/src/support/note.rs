//! Notes on a request, which never cause a refusal.

use std::{borrow::Cow, fmt};

/// A remark on a request. Unlike an [`Issue`](super::Issue), it never causes a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    pub(super) kind: NoteKind,
    /// The path of the field; for a whole operation, its id.
    pub(super) subject: Cow<'static, str>,
    /// The label of the integration, if the note is about one.
    pub(super) integration: Option<Cow<'static, str>>,
    pub(super) suggestion: Option<String>,
}

impl Note {
    pub(super) fn operation_not_documented(id: &'static str, label: &'static str) -> Self {
        Self {
            kind: NoteKind::OperationNotDocumented,
            subject: id.into(),
            integration: Some(label.into()),
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

    /// The path of the field, such as `emails.type`; `None` if the note is about the whole operation.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        (self.kind == NoteKind::UnknownField).then_some(&*self.subject)
    }

    /// The path of the documented field whose name is most similar to that of the unknown field.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

/// The kind of a [`Note`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// The integration's support of the operation is not documented.
    OperationNotDocumented,
    /// The schema of the body has no field of this name. The field is sent unchanged.
    UnknownField,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.subject.escape_debug();
        match self.kind {
            NoteKind::OperationNotDocumented => {
                let who = self.integration.as_deref().unwrap_or("the integration");
                write!(
                    f,
                    "it is not documented whether {who} supports the operation `{subject}`"
                )
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
