//! The integrations that support a field or query parameter.

use crate::{Answer, Counts, Level, OperationRow, Provenance};

/// The integrations that are named for a field. The lists are disjoint.
#[derive(Debug)]
pub struct Names<'a, K> {
    /// The integrations that require the field.
    pub required: &'a [K],
    /// The integrations that support the field without requiring it.
    pub supported: &'a [K],
}

// Derived, these would require `K: Copy`, although only references are copied.
impl<K> Clone for Names<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Names<'_, K> {}

impl<'a, K> Names<'a, K> {
    /// Returns all names: those that require the field, then the others.
    pub fn all(&self) -> impl Iterator<Item = &'a K> + Clone + use<'a, K> {
        self.required.iter().chain(self.supported)
    }

    /// Returns the number of names.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (required, supported) = (self.required.len(), self.supported.len());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Counts {
            required: count(required),
            supported: count(required + supported),
        }
    }

    /// The names if `all` integrations support the field. If only some of them require it, it is unknown which: see
    /// [`FieldSupport::may_be_required`].
    const fn of_all(all: &'a [K], counts: Counts) -> Self {
        let (required, supported): (&[K], &[K]) = match counts.required == counts.supported {
            true => (all, &[]),
            false => (&[], all),
        };
        Self {
            required,
            supported,
        }
    }

    const fn are(&self, counts: Counts) -> bool {
        let (required, supported) = (self.required.len(), self.supported.len());
        required == counts.required as usize && required + supported == counts.supported as usize
    }
}

/// The number of integrations that support a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The numbers.
    pub counts: Counts,
    /// There may be more: the numbers are only those of known names.
    pub is_minimum: bool,
}

/// What the documentation says about a field: it may name the integrations that support the field, count them, both, or neither.
#[derive(Debug)]
pub struct FieldRow<'a, K> {
    /// The integrations that are named.
    pub names: Option<Names<'a, K>>,
    /// The documented numbers, which always come from a current page.
    pub counts: Option<Counts>,
    /// The names are incomplete.
    pub is_incomplete: bool,
    /// There are values whose support is not documented.
    pub has_more_values: bool,
    /// The source of the names.
    pub provenance: Provenance,
}

impl<K> Clone for FieldRow<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for FieldRow<'_, K> {}

impl<'a, K> FieldRow<'a, K> {
    /// A field whose support is not documented.
    pub const UNKNOWN: Self = Self {
        names: None,
        counts: None,
        is_incomplete: false,
        has_more_values: false,
        provenance: Provenance::Documented,
    };

    /// The support of the field, without information about its operation. It assumes that the operation is documented for all
    /// integrations.
    #[must_use]
    pub const fn alone(self) -> FieldSupport<'a, K> {
        FieldSupport {
            row: self,
            operation: Known::All,
        }
    }

    /// The support of the field in an operation. If the row has only counts, and as many integrations support the field as
    /// support the operation, they are the same, so that their names are [inferred](Provenance::Inferred).
    #[must_use]
    pub fn in_operation(self, operation: &OperationRow<'a, K>) -> FieldSupport<'a, K> {
        let listed = operation.supported.unwrap_or_default();
        let counts = self.counts.filter(|_| self.names.is_none());
        let is_count_of_all =
            counts.is_some_and(|counts| counts.supported as usize == listed.len());
        let operation = match operation.is_complete() {
            true if is_count_of_all && !listed.is_empty() => Known::AllSupporting(listed),
            true => Known::All,
            false => Known::Only(listed),
        };
        FieldSupport {
            row: self,
            operation,
        }
    }
}

/// What is known about the operation of a field.
#[derive(Debug)]
enum Known<'a, K> {
    /// The support of the operation is documented for all integrations.
    All,
    /// The support of the operation is documented for all integrations. The number of integrations that support the operation
    /// equals the number counted for the field, so they are the same integrations.
    AllSupporting(&'a [K]),
    /// The support of the operation is documented only for these integrations.
    Only(&'a [K]),
}

impl<K> Clone for Known<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Known<'_, K> {}

/// The integrations that support a field of an operation: what is documented, and what follows from it.
#[derive(Debug)]
pub struct FieldSupport<'a, K> {
    row: FieldRow<'a, K>,
    operation: Known<'a, K>,
}

impl<K> Clone for FieldSupport<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for FieldSupport<'_, K> {}

impl<'a, K> FieldSupport<'a, K> {
    /// What the documentation says about the field.
    #[must_use]
    pub const fn row(&self) -> &FieldRow<'a, K> {
        &self.row
    }

    /// The integrations that are named, or inferred from a count.
    #[must_use]
    pub const fn names(&self) -> Option<Names<'a, K>> {
        match (self.row.names, self.row.counts, self.operation) {
            (None, Some(counts), Known::AllSupporting(all)) => Some(Names::of_all(all, counts)),
            (names, _, _) => names,
        }
    }

    /// The source of the names; `None` if there are none.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        match (self.row.names, self.operation) {
            (Some(_), _) => Some(self.row.provenance),
            (None, Known::AllSupporting(_)) => Some(Provenance::Inferred),
            (None, Known::All | Known::Only(_)) => None,
        }
    }

    /// Returns whether all integrations that support the field are known by name. If so, an integration that is not named does
    /// not support it.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        let Some(names) = &self.row.names else {
            return false;
        };
        let is_counted = match self.row.counts {
            None => true,
            Some(counts) => names.are(counts),
        };
        is_counted
            && !self.row.is_incomplete
            && matches!(self.row.provenance, Provenance::Documented)
    }

    /// Returns whether an integration that is not named is known not to support the field. That is so if all integrations that
    /// support it are named, or if no integration supports it.
    #[must_use]
    pub const fn excludes_unnamed(&self) -> bool {
        let is_none = matches!(self.row.counts, Some(Counts { supported: 0, .. }));
        is_none || self.is_complete()
    }

    /// Returns whether more integrations require the field than are named.
    #[must_use]
    pub fn is_required_by_unnamed(&self) -> bool {
        let named = self.names().map_or(0, |names| names.required.len());
        let counts = self.row.counts;
        counts.is_some_and(|counts| counts.required as usize > named)
    }

    /// The number of integrations that support the field: the documented counts, or the numbers of names, which are a minimum
    /// unless the names [are complete](Self::is_complete). `None` if there are neither.
    #[must_use]
    pub fn total(&self) -> Option<Total> {
        let named = || self.row.names.map(|names| names.counts());
        Some(Total {
            counts: self.row.counts.or_else(named)?,
            is_minimum: self.row.counts.is_none() && !self.is_complete(),
        })
    }

    /// How `integration` supports the field. If an integration is not named, the field is unsupported if both of these hold:
    /// [no name is missing](Self::excludes_unnamed), and the integration's support of the operation is documented. Otherwise the
    /// field's support is not documented.
    pub fn level<Q: ?Sized>(&self, integration: &Q) -> Level
    where
        K: PartialEq<Q>,
    {
        let is_in = |list: &[K]| list.iter().any(|listed| listed == integration);
        let is_known = match self.operation {
            Known::All | Known::AllSupporting(_) => true,
            Known::Only(listed) => is_in(listed),
        };
        match self.names() {
            Some(names) if is_in(names.required) => Level::Required,
            Some(names) if is_in(names.supported) => Level::Supported,
            _ if is_known && self.excludes_unnamed() => Level::Unsupported,
            _ => Level::NotDocumented,
        }
    }

    /// Whether `integration` may require the field without being named: the documentation counts more integrations that require
    /// the field than it names.
    pub fn may_be_required<Q: ?Sized>(&self, integration: &Q) -> bool
    where
        K: PartialEq<Q>,
    {
        let is_open = match self.level(integration) {
            Level::NotDocumented => true,
            Level::Supported => self.provenance() == Some(Provenance::Inferred),
            Level::Required | Level::Unsupported => false,
        };
        is_open && self.is_required_by_unnamed()
    }

    /// Whether `integration` accepts a value of the field. `values` are the documented values, each with the integrations that
    /// accept it. The result is the first of these that applies:
    ///
    /// - [`Answer::No`] if the integration does not support the field.
    /// - [`Answer::Yes`] if it is listed for this value.
    /// - [`Answer::No`] if it is listed for other values, and the list is complete and from a current page.
    /// - [`Answer::NotDocumented`] otherwise.
    pub fn accepts<'v, Q: ?Sized>(
        &self,
        values: impl IntoIterator<Item = (&'v str, &'v [K])>,
        value: &str,
        integration: &Q,
    ) -> Answer
    where
        K: PartialEq<Q> + 'v,
    {
        if self.level(integration) == Level::Unsupported {
            return Answer::No;
        }
        let mut is_listed = false;
        for (known, accepting) in values {
            if accepting.iter().any(|listed| listed == integration) {
                is_listed = true;
                if known == value {
                    return Answer::Yes;
                }
            }
        }
        if is_listed && self.has_all_values() {
            Answer::No
        } else {
            Answer::NotDocumented
        }
    }

    /// Whether `integration` accepts only documented values. `values` are these, each with the integrations that accept it.
    pub fn excludes_other_values<'v, Q: ?Sized>(
        &self,
        values: impl IntoIterator<Item = (&'v str, &'v [K])>,
        integration: &Q,
    ) -> bool
    where
        K: PartialEq<Q> + 'v,
    {
        let accepts = |list: &[K]| list.iter().any(|listed| listed == integration);
        self.has_all_values() && values.into_iter().any(|(_, accepting)| accepts(accepting))
    }

    /// Whether an integration whose values are listed accepts no others. Values are documented even if names are inferred from a
    /// count.
    const fn has_all_values(&self) -> bool {
        !self.row.has_more_values
            && !self.row.is_incomplete
            && matches!(self.row.provenance, Provenance::Documented)
    }
}
