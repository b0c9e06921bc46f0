//! An API.

pub mod contacts;

/// The API's handle.
#[derive(Clone, Debug)]
pub struct Ticketing {
    pub(crate) scope: truto_runtime::Scope,
}

impl Ticketing {
    /// Contacts.
    #[must_use]
    pub fn contacts(&self) -> contacts::Contacts {
        contacts::Contacts {
            scope: self.scope.clone(),
        }
    }
}
