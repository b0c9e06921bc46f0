//! One row of a matrix, as constant data: the integrations that support a field or query parameter.

use truto_support_matrix::{Counts, FieldRow, Names, OperationRow, Total};

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
            support: FieldSupport {
                exists: Some(true),
                ..FieldSupport::UNKNOWN
            },
        }
    }

    const fn with_row(mut self, row: FieldRow<'static, I>) -> Self {
        self.support.rules = row.alone();
        self
    }

    const fn row(&self) -> FieldRow<'static, I> {
        *self.support.rules.row()
    }

    /// A field whose integrations are documented by name: those that require it, and those that support it without requiring it.
    #[must_use]
    pub const fn named(
        path: &'static str,
        required: &'static [I],
        supported: &'static [I],
    ) -> Self {
        let names = Some(Names {
            required,
            supported,
        });
        Self::new(path).with_row(FieldRow {
            names,
            ..FieldRow::UNKNOWN
        })
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
    pub const fn with_counts(self, required: u32, supported: u32) -> Self {
        let counts = Some(Counts {
            required,
            supported,
        });
        let row = self.row();
        self.with_row(FieldRow { counts, ..row })
    }

    /// Marks the list of names as incomplete.
    #[must_use]
    pub const fn incomplete(self) -> Self {
        let row = self.row();
        self.with_row(FieldRow {
            is_incomplete: true,
            ..row
        })
    }

    const fn from(self, provenance: Provenance) -> Self {
        let row = self.row();
        self.with_row(FieldRow { provenance, ..row })
    }

    /// Marks the names as coming from an older page.
    #[must_use]
    pub const fn older(self) -> Self {
        self.from(Provenance::Older)
    }

    /// Marks the names as inferred.
    #[must_use]
    pub const fn inferred(self) -> Self {
        self.from(Provenance::Inferred)
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
    pub const fn with_some_values(self, values: &'static [(&'static str, &'static [I])]) -> Self {
        let row = self.row();
        self.with_values(values).with_row(FieldRow {
            has_more_values: true,
            ..row
        })
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
    rules: truto_support_matrix::FieldSupport<'static, I>,
    values: &'static [(&'static str, &'static [I])],
    exists: Option<bool>,
}

impl<I> FieldSupport<I> {
    pub(super) const UNKNOWN: Self = Self {
        rules: FieldRow::UNKNOWN.alone(),
        values: &[],
        exists: None,
    };

    pub(super) fn existing(mut self, exists: Option<bool>) -> Self {
        self.exists = exists;
        self
    }

    /// The support of the same row in an operation.
    pub(super) fn in_operation(mut self, operation: &OperationRow<'static, I>) -> Self {
        self.rules = self.rules.row().in_operation(operation);
        self
    }

    /// Returns whether all integrations that support the field are known by name. If so, an integration that is not named does
    /// not support it.
    ///
    /// `false` if the documentation names none or only some of the integrations, if the names are [not from a current
    /// page](Self::provenance), or if the documented counts differ from the number of names.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.rules.is_complete()
    }

    /// The source of the names; `None` if there are none. An older page shows which integrations supported the field at that
    /// time; others may support it by now. Counts and values always come from a current page. If there is only a count, and it
    /// equals the number of integrations that support the operation, the names are [inferred](Provenance::Inferred): they are the
    /// same integrations. [`Field::support`] does not infer names, since it has no information about the operation.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        self.rules.provenance()
    }

    /// Returns whether the operation has the field: `Some(false)` for a name that the schema of the body does not have, such as a
    /// misspelt one. `None` if it is not known: the object may have other fields, or, for a query parameter or a field of the
    /// response, the name is not in the matrix.
    ///
    /// ```text
    /// assert_eq!(contacts::CREATE.field("frist_name").exists(), Some(false));
    /// ```
    #[must_use]
    pub const fn exists(&self) -> Option<bool> {
        self.exists
    }

    /// Returns whether the matrix has names, counts or values for the field. `false` may also mean that there is no field of that
    /// name: see [`exists`](Self::exists).
    #[must_use]
    pub const fn is_documented(&self) -> bool {
        self.has_takers() || !self.values.is_empty()
    }

    /// Whether the row has more than values.
    pub(super) const fn has_takers(&self) -> bool {
        let row = self.rules.row();
        row.names.is_some() || row.counts.is_some()
    }
}

impl<I: IntegrationKey> FieldSupport<I> {
    /// The integrations known to require the field; `None` if they are not documented by name. There are no others
    /// if the list [is complete](Self::is_complete).
    #[must_use]
    pub const fn required_in(&self) -> Option<&'static [I]> {
        match self.rules.names() {
            Some(names) => Some(names.required),
            None => None,
        }
    }

    /// The integrations known to support the field without requiring it; `None` if they are not documented by name. There are no others
    /// if the list [is complete](Self::is_complete).
    #[must_use]
    pub const fn optional_in(&self) -> Option<&'static [I]> {
        match self.rules.names() {
            Some(names) => Some(names.supported),
            None => None,
        }
    }

    /// The integrations known to support the field, including those that require it; `None` if they are not documented by name.
    /// There are no others if the list [is complete](Self::is_complete).
    #[must_use]
    pub fn supported_in(&self) -> Option<impl Iterator<Item = I> + Clone + use<I>> {
        let names = self.rules.names()?;
        Some(names.all().copied())
    }

    /// The number of integrations that require the field: the documented count, or the number of names if the list is complete.
    /// `None` if neither is documented.
    #[must_use]
    pub fn required_count(&self) -> Option<usize> {
        self.counts()?.required.try_into().ok()
    }

    /// The number of integrations that support the field, including those that require it: the documented count, or the number of
    /// names if the list is complete. `None` if neither is documented.
    #[must_use]
    pub fn supported_count(&self) -> Option<usize> {
        self.counts()?.supported.try_into().ok()
    }

    fn counts(&self) -> Option<Counts> {
        let total = self.rules.total().filter(|total| !total.is_minimum);
        total.map(|Total { counts, .. }| counts)
    }

    /// How `integration` supports the field. An integration that is not named has [`Level::Unsupported`] if its support of the
    /// operation is documented and no name can be missing: the list [is complete](Self::is_complete), or the documented count is
    /// 0. Otherwise it has [`Level::NotDocumented`].
    ///
    /// [`Operation::field`](super::Operation::field) and [`Operation::fields_for`](super::Operation::fields_for) take into account
    /// which integrations support the operation. [`Field::support`] cannot, because a [`Field`] has no information about
    /// its operation. It assumes that the operation is documented for all integrations.
    #[must_use]
    pub fn level(&self, integration: I) -> Level {
        self.rules.level(&integration)
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
        self.rules.accepts(self.values(), value, &integration)
    }

    /// What the matrix says about the field and `integration`.
    #[cfg(feature = "forms")]
    pub(super) fn cell(&self, integration: I) -> truto_support_matrix::forms::Cell {
        let values = self.values();
        truto_support_matrix::forms::Cell::new(&self.rules, values, &integration)
    }
}
