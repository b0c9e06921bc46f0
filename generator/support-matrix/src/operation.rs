//! The integrations that support an operation.

use crate::{Answer, OperationLevel, Provenance};

/// The integrations that support an operation, as documented.
#[derive(Debug)]
pub struct OperationRow<'a, K> {
    /// The integrations that support it; `None` if they are not documented.
    pub supported: Option<&'a [K]>,
    /// Those of them that return only part of each object.
    pub partial_response: &'a [K],
    /// The lists are incomplete.
    pub is_incomplete: bool,
    /// The source of the lists.
    pub provenance: Provenance,
}

// Derived, these would require `K: Copy`, although only references are copied.
impl<K> Clone for OperationRow<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for OperationRow<'_, K> {}

impl<K> OperationRow<'_, K> {
    /// An operation without documented support.
    pub const UNKNOWN: Self = Self {
        supported: None,
        partial_response: &[],
        is_incomplete: false,
        provenance: Provenance::Documented,
    };

    /// Returns whether all integrations that support the operation are listed. If so, an integration that is not listed does not
    /// support it.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.supported.is_some()
            && !self.is_incomplete
            && matches!(self.provenance, Provenance::Documented)
    }

    /// The source of the list of integrations; `None` if there is no list.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        match self.supported {
            Some(_) => Some(self.provenance),
            None => None,
        }
    }

    /// How `integration` supports the operation. If it is not listed, it does not support the operation if the list [is
    /// complete](Self::is_complete); otherwise its support is not documented.
    pub fn level<Q: ?Sized>(&self, integration: &Q) -> OperationLevel
    where
        K: PartialEq<Q>,
    {
        let is_in = |list: &[K]| list.iter().any(|listed| listed == integration);
        match self.supported {
            Some(_) if is_in(self.partial_response) => OperationLevel::Partial,
            Some(supported) if is_in(supported) => OperationLevel::Full,
            Some(_) if self.is_complete() => OperationLevel::Unsupported,
            Some(_) | None => OperationLevel::NotDocumented,
        }
    }

    /// Whether `integration` supports the operation: see [`level`](Self::level).
    pub fn supports<Q: ?Sized>(&self, integration: &Q) -> Answer
    where
        K: PartialEq<Q>,
    {
        self.level(integration).into()
    }
}
