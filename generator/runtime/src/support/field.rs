//! One row of a matrix, as constant data: a field, or a query parameter, and who takes it.

use super::{Answer, IntegrationKey, Level, Provenance};

/// A field, or a query parameter, and who takes it.
#[derive(Clone, Copy, Debug)]
pub struct Field<I: 'static> {
    path: &'static str,
    support: FieldSupport<I>,
}

impl<I> Field<I> {
    /// A field of which it is not documented who takes it.
    #[must_use]
    pub const fn new(path: &'static str) -> Self {
        Self {
            path,
            support: FieldSupport::UNKNOWN,
        }
    }

    /// A field whose integrations are documented by name. The lists share no integration.
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

    /// A field of which the documentation prints only how many integrations require it, and how many take it, those
    /// included.
    #[must_use]
    pub const fn counted(path: &'static str, required: u32, supported: u32) -> Self {
        Self::new(path).with_counts(required, supported)
    }

    /// Adds how many integrations require the field, and how many take it, those included. Where these are not the numbers of
    /// names, the names are some of many.
    #[must_use]
    pub const fn with_counts(mut self, required: u32, supported: u32) -> Self {
        self.support.counts = Some(Counts {
            required,
            supported,
        });
        self
    }

    /// Says that the names are some of many.
    #[must_use]
    pub const fn incomplete(mut self) -> Self {
        self.support.is_incomplete = true;
        self
    }

    /// Says that the names are those of an older page.
    #[must_use]
    pub const fn older(mut self) -> Self {
        self.support.provenance = Provenance::Older;
        self
    }

    /// Says that the names are inferred.
    #[must_use]
    pub const fn inferred(mut self) -> Self {
        self.support.provenance = Provenance::Inferred;
        self
    }

    /// Says who takes which value. If the row is current and not [incomplete](Self::incomplete), an integration that is listed
    /// takes no value but those that list it.
    #[must_use]
    pub const fn with_values(mut self, values: &'static [(&'static str, &'static [I])]) -> Self {
        self.support.values = values;
        self
    }

    /// Says who takes which value, where the values are some of many: of others it is not documented who takes them.
    #[must_use]
    pub const fn with_some_values(
        mut self,
        values: &'static [(&'static str, &'static [I])],
    ) -> Self {
        self.support.has_more_values = true;
        self.with_values(values)
    }

    /// The names in JSON from the root, lists left out, joined by dots: `emails.type`. For a query parameter its name, without
    /// `[]` at the end, and behind it the names of what is inside: `created_at[gt]`, `sort_by.name`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Who takes it.
    #[must_use]
    pub const fn support(&self) -> &FieldSupport<I> {
        &self.support
    }
}

/// Who takes a field.
///
/// The documentation may name integrations, count them, do both, or neither; and what it says may be incomplete or of an older
/// page. Only from [complete](Self::is_complete) names follows that an integration that is not named does *not* take the field;
/// of one that is named, [`provenance`](Self::provenance) says how well that is known.
#[derive(Clone, Copy, Debug)]
pub struct FieldSupport<I: 'static> {
    names: Option<Names<I>>,
    counts: Option<Counts>,
    values: &'static [(&'static str, &'static [I])],
    has_more_values: bool,
    is_incomplete: bool,
    provenance: Provenance,
    /// The integrations of which it is documented whether they support the operation; `None` for all of them.
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
    /// Those that require it included.
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

    /// The same row, of an operation of which it is documented for `integrations` alone whether they support it. That an
    /// integration is not named then says something about these only.
    pub(super) const fn known_for(mut self, integrations: &'static [I]) -> Self {
        self.known_for = Some(integrations);
        self
    }

    /// All integrations that take the field are known by name, so one that is not named does not take it.
    ///
    /// `false` where the documentation names none or some of many, where the names are [not of a current
    /// page](Self::provenance), and where the numbers that it prints are not the numbers of names.
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

    /// How well the names are documented; `None` if there are none. An integration on an older page's list took the field then;
    /// one that is not on it may take it by now. Numbers, and who takes which value, are always those of a current page.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        match self.names {
            Some(_) => Some(self.provenance),
            None => None,
        }
    }

    /// The matrix speaks of the field: it has names, numbers or values. `false` may also mean that there is no field of that
    /// name.
    #[must_use]
    pub const fn is_documented(&self) -> bool {
        self.has_takers() || !self.values.is_empty()
    }

    /// An integration whose values are listed takes no others.
    const fn has_all_values(&self) -> bool {
        !self.has_more_values
            && !self.is_incomplete
            && matches!(self.provenance, Provenance::Documented)
    }

    /// There is more to it than values.
    pub(super) const fn has_takers(&self) -> bool {
        self.names.is_some() || self.counts.is_some()
    }
}

impl<I: IntegrationKey> FieldSupport<I> {
    /// Who is known to refuse a request without it; `None` if that is not documented by name. All of them if the support
    /// [is complete](Self::is_complete).
    #[must_use]
    pub const fn required_in(&self) -> Option<&'static [I]> {
        match self.names {
            Some(names) => Some(names.required),
            None => None,
        }
    }

    /// Who is known to take it without requiring it; `None` if that is not documented by name. All of them if the support
    /// [is complete](Self::is_complete).
    #[must_use]
    pub const fn optional_in(&self) -> Option<&'static [I]> {
        match self.names {
            Some(names) => Some(names.supported),
            None => None,
        }
    }

    /// Who is known to take it, whether they require it or not; `None` if that is not documented by name. All of them if the
    /// support [is complete](Self::is_complete).
    #[must_use]
    pub fn supported_in(&self) -> Option<impl Iterator<Item = I> + Clone + use<I>> {
        let required = self.required_in()?;
        Some(required.iter().chain(self.optional_in()?).copied())
    }

    /// How many require it: as printed, or the number of names if they are all; `None` if that is not documented.
    #[must_use]
    pub fn required_count(&self) -> Option<usize> {
        match (&self.counts, &self.names) {
            (Some(counts), _) => usize::try_from(counts.required).ok(),
            (None, Some(names)) if self.is_complete() => Some(names.required.len()),
            (None, _) => None,
        }
    }

    /// How many take it, those that require it included: as printed, or the number of names if they are all; `None` if that
    /// is not documented.
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

    /// How `integration` supports the field. An integration that is not named does not support it if the support [is
    /// complete](Self::is_complete) and it is documented whether the integration supports the operation; otherwise the answer is
    /// [`Level::NotDocumented`].
    ///
    /// A row on its own does not know its operation. [`Operation::field`](super::Operation::field) and
    /// [`Operation::fields_for`](super::Operation::fields_for) do.
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

    /// The values of which it is documented who takes them, and who that is.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &'static [I])> + Clone + use<I> {
        self.values.iter().copied()
    }

    /// The values that `integration` takes; none if that is not documented.
    pub fn values_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = &'static str> + Clone + use<I> {
        self.values()
            .filter(move |(_, takers)| takers.contains(&integration))
            .map(|(value, _)| value)
    }

    /// Whether `integration` takes a value. One that does not take the field takes none. One whose values are documented takes
    /// no others, unless these are some of many, or not of a current page: then nothing is known of the others.
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
