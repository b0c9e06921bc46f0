//! An API.

pub mod attachments;
pub mod contacts;

/// The API's handle.
#[derive(Clone, Debug)]
pub struct Ticketing {
    pub(crate) scope: truto_runtime::AccountScope,
}

impl Ticketing {
    /// Attachments.
    #[must_use]
    pub fn attachments(&self) -> attachments::Attachments {
        attachments::Attachments {
            scope: self.scope.clone(),
        }
    }

    /// Contacts.
    #[must_use]
    pub fn contacts(&self) -> contacts::Contacts {
        contacts::Contacts {
            scope: self.scope.clone(),
        }
    }
}
