//! One row of a matrix, as constant data: the integrations that support a field or query parameter.

use super::{Answer, IntegrationKey, Level, Provenance};

/// A field or query parameter, and the integrations that support it.
#[derive(Clone, Copy, Debug)]
pub struct Field<I: 'static> {
    path: &'static str,
    support: FieldSupport<I>,
}

impl<I> Field<I> {
    /// A field whose support is not documented.
    #[must_use]
    pub const fn new(path: &'static str) -> Self {
        Self {
            path,
            support: FieldSupport::UNKNOWN,
        }
    }

    /// A field whose integrations are documented by name: those that require it, and those that support it without requiring it.
    #[must_use]
    pub const fn named(
        path: &'static str,
        required: &'static [I],
        supported: &'static [I],
    ) -> Self {
        let mut field = Self::new(path);
        field.support.names = Some(Names {
            required,
            supported,
        });
        field
    }

    /// A field for which the documentation gives only the number of integrations that require it, and the number that support it.
    /// The second number includes the first.
    #[must_use]
    pub const fn counted(path: &'static str, required: u32, supported: u32) -> Self {
        Self::new(path).with_counts(required, supported)
    }

    /// Adds the number of integrations that require the field, and the number that support it, which includes the first. If they
    /// differ from the numbers of named integrations, the list of names is incomplete.
    #[must_use]
    pub const fn with_counts(mut self, required: u32, supported: u32) -> Self {
        self.support.counts = Some(Counts {
            required,
            supported,
        });
        self
    }

    /// Marks the list of names as incomplete.
    #[must_use]
    pub const fn incomplete(mut self) -> Self {
        self.support.is_incomplete = true;
        self
    }

    /// Marks the names as coming from an older page.
    #[must_use]
    pub const fn older(mut self) -> Self {
        self.support.provenance = Provenance::Older;
        self
    }

    /// Marks the names as inferred.
    #[must_use]
    pub const fn inferred(mut self) -> Self {
        self.support.provenance = Provenance::Inferred;
        self
    }

    /// Sets which integrations accept which values. If the row is from a current page and not [incomplete](Self::incomplete), an
    /// integration that is listed for some values accepts no others.
    #[must_use]
    pub const fn with_values(mut self, values: &'static [(&'static str, &'static [I])]) -> Self {
        self.support.values = values;
        self
    }

    /// Sets which integrations accept which values, for an incomplete list of values. The support of other values is not
    /// documented.
    #[must_use]
    pub const fn with_some_values(
        mut self,
        values: &'static [(&'static str, &'static [I])],
    ) -> Self {
        self.support.has_more_values = true;
        self.with_values(values)
    }

    /// The path of a field: the JSON names from the root, joined by dots, such as `emails.type`. If `emails` is a list, this is the
    /// path of `type` in its items. For a query parameter: its name without a trailing `[]`, followed by nested names, such as
    /// `created_at[gt]` or `sort_by.name`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The integrations that support the field.
    #[must_use]
    pub const fn support(&self) -> &FieldSupport<I> {
        &self.support
    }
}

/// The integrations that support a field.
///
/// The documentation may name the integrations, count them, both, or neither, and it may be incomplete or out of date. An
/// integration that is not named is known *not* to support the field only if the list of names [is complete](Self::is_complete).
/// [`provenance`](Self::provenance) is the source of the names.
#[derive(Clone, Copy, Debug)]
pub struct FieldSupport<I: 'static> {
    names: Option<Names<I>>,
    counts: Option<Counts>,
    values: &'static [(&'static str, &'static [I])],
    has_more_values: bool,
    is_incomplete: bool,
    provenance: Provenance,
    /// The integrations whose support of the operation is documented; `None` means all.
    known_for: Option<&'static [I]>,
}

#[derive(Clone, Copy, Debug)]
struct Names<I: 'static> {
    required: &'static [I],
    supported: &'static [I],
}

#[derive(Clone, Copy, Debug)]
struct Counts {
    required: u32,
    /// Including those that require it.
    supported: u32,
}

impl<I> FieldSupport<I> {
    pub(super) const UNKNOWN: Self = Self {
        names: None,
        counts: None,
        values: &[],
        has_more_values: false,
        is_incomplete: false,
        provenance: Provenance::Documented,
        known_for: None,
    };

    /// The same row, for an operation whose support is documented for `integrations` only. Only for these does a missing name
    /// then mean "unsupported".
    pub(super) const fn known_for(mut self, integrations: &'static [I]) -> Self {
        self.known_for = Some(integrations);
        self
    }

    /// Returns whether all integrations that support the field are known by name. If so, an integration that is not named does
    /// not support it.
    ///
    /// `false` if the documentation names none or only some of the integrations, if the names are [not from a current
    /// page](Self::provenance), or if the documented counts differ from the number of names.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        let Some(names) = &self.names else {
            return false;
        };
        let is_counted = match &self.counts {
            None => true,
            Some(counts) => {
                let (required, supported) = (names.required.len(), names.supported.len());
                required == counts.required as usize
                    && required + supported == counts.supported as usize
            }
        };
        is_counted && !self.is_incomplete && matches!(self.provenance, Provenance::Documented)
    }

    /// The source of the names; `None` if there are none. An older page shows which integrations supported the field at that
    /// time; others may support it by now. Counts and values always come from a current page.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        match self.names {
            Some(_) => Some(self.provenance),
            None => None,
        }
    }

    /// Returns whether the matrix has names, counts or values for the field. `false` may also mean that there is no field of that
    /// name.
    #[must_use]
    pub const fn is_documented(&self) -> bool {
        self.has_takers() || !self.values.is_empty()
    }

    /// Whether an integration whose values are listed accepts no others.
    const fn has_all_values(&self) -> bool {
        !self.has_more_values
            && !self.is_incomplete
            && matches!(self.provenance, Provenance::Documented)
    }

    /// Whether the row has more than values.
    pub(super) const fn has_takers(&self) -> bool {
        self.names.is_some() || self.counts.is_some()
    }
}

impl<I: IntegrationKey> FieldSupport<I> {
    /// The integrations known to require the field; `None` if they are not documented by name. There are no others
    /// if the list [is complete](Self::is_complete).
    #[must_use]
    pub const fn required_in(&self) -> Option<&'static [I]> {
        match self.names {
            Some(names) => Some(names.required),
            None => None,
        }
    }

    /// The integrations known to support the field without requiring it; `None` if they are not documented by name. There are no others
    /// if the list [is complete](Self::is_complete).
    #[must_use]
    pub const fn optional_in(&self) -> Option<&'static [I]> {
        match self.names {
            Some(names) => Some(names.supported),
            None => None,
        }
    }

    /// The integrations known to support the field, including those that require it; `None` if they are not documented by name.
    /// There are no others if the list [is complete](Self::is_complete).
    #[must_use]
    pub fn supported_in(&self) -> Option<impl Iterator<Item = I> + Clone + use<I>> {
        let required = self.required_in()?;
        Some(required.iter().chain(self.optional_in()?).copied())
    }

    /// The number of integrations that require the field: the documented count, or the number of names if the list is complete.
    /// `None` if neither is documented.
    #[must_use]
    pub fn required_count(&self) -> Option<usize> {
        match (&self.counts, &self.names) {
            (Some(counts), _) => usize::try_from(counts.required).ok(),
            (None, Some(names)) if self.is_complete() => Some(names.required.len()),
            (None, _) => None,
        }
    }

    /// The number of integrations that support the field, including those that require it: the documented count, or the number of
    /// names if the list is complete. `None` if neither is documented.
    #[must_use]
    pub fn supported_count(&self) -> Option<usize> {
        match (&self.counts, &self.names) {
            (Some(counts), _) => usize::try_from(counts.supported).ok(),
            (None, Some(names)) if self.is_complete() => {
                Some(names.required.len() + names.supported.len())
            }
            (None, _) => None,
        }
    }

    /// How `integration` supports the field. An integration that is not named does not support it if the list [is
    /// complete](Self::is_complete) and the integration's support of the operation is documented; otherwise the result is
    /// [`Level::NotDocumented`].
    ///
    /// [`Operation::field`](super::Operation::field) and [`Operation::fields_for`](super::Operation::fields_for) take into account
    /// for which integrations the operation is documented. [`Field::support`] cannot, because a [`Field`] has no information about
    /// its operation. It assumes that the operation is documented for all integrations.
    #[must_use]
    pub fn level(&self, integration: I) -> Level {
        match self.names {
            Some(names) if names.required.contains(&integration) => Level::Required,
            Some(names) if names.supported.contains(&integration) => Level::Supported,
            _ if self.is_complete() && self.speaks_of(integration) => Level::Unsupported,
            _ => Level::NotDocumented,
        }
    }

    fn speaks_of(&self, integration: I) -> bool {
        self.known_for
            .is_none_or(|known| known.contains(&integration))
    }

    /// The values whose support is documented, with the integrations that accept them.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &'static [I])> + Clone + use<I> {
        self.values.iter().copied()
    }

    /// The values that `integration` accepts; none if they are not documented.
    pub fn values_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = &'static str> + Clone + use<I> {
        self.values()
            .filter(move |(_, takers)| takers.contains(&integration))
            .map(|(value, _)| value)
    }

    /// Whether `integration` accepts a value. The result is the first of these that applies:
    ///
    /// - [`Answer::No`] if the integration does not support the field.
    /// - [`Answer::Yes`] if it is listed for this value.
    /// - [`Answer::No`] if it is listed for other values, and the list is complete and from a current page.
    /// - [`Answer::NotDocumented`] otherwise.
    #[must_use]
    pub fn accepts(&self, value: &str, integration: I) -> Answer {
        if self.level(integration) == Level::Unsupported {
            return Answer::No;
        }
        let mut values = self.values_for(integration).peekable();
        let is_listed = values.peek().is_some();
        if values.any(|known| known == value) {
            Answer::Yes
        } else if is_listed && self.has_all_values() {
            Answer::No
        } else {
            Answer::NotDocumented
        }
    }
}
