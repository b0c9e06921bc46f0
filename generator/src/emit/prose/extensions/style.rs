//! How much room the sentences on support have.

use crate::ir::Operation;

/// The maximum number of names in rustdoc; a longer list becomes a number. The limit for integrations that require a field is
/// higher, since callers need their names.
const MOST_NAMES: usize = 4;
const MOST_REQUIRED: usize = 6;

/// Where sentences on support are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    /// Rustdoc has short sentences, pages have all names.
    is_short: bool,
    /// The number of integrations that support the operation, if all of them are documented.
    pub(crate) out_of: Option<usize>,
    /// The link to what is left out.
    pub(crate) details: Option<String>,
}

impl Style {
    /// For a table of a page, whose legend explains notes such as `according to an older page`.
    pub(crate) fn page() -> Self {
        Self::default()
    }

    /// For rustdoc: of an operation itself.
    pub(crate) fn short() -> Self {
        Self {
            is_short: true,
            ..Self::default()
        }
    }

    /// For rustdoc: of a field or parameter of the operation.
    pub(crate) fn within(operation: &Operation, details: Option<String>) -> Self {
        let integrations = operation.matrix.integrations.as_ref();
        let complete = integrations.filter(|integrations| integrations.is_complete());
        Self {
            out_of: complete.map(|integrations| integrations.supported.len()),
            details,
            ..Self::short()
        }
    }

    pub(crate) fn is_page(&self) -> bool {
        !self.is_short
    }

    pub(crate) fn has_room_for(&self, names: usize) -> bool {
        self.is_page() || names <= MOST_NAMES
    }

    pub(crate) fn has_room_for_required(&self, names: usize) -> bool {
        self.is_page() || names <= MOST_REQUIRED
    }

    /// `at least 7 of 13 integrations`, `all 13 integrations of the operation`, `20 integrations`
    pub(crate) fn quantity(&self, count: usize, is_minimum: bool) -> String {
        let noun = match self.out_of.unwrap_or_default().max(count) {
            1 => "integration",
            _ => "integrations",
        };
        let share = self.share(count, is_minimum);
        match share.starts_with("all ") {
            true => format!("{share} {noun} of the operation"),
            false => format!("{share} {noun}"),
        }
    }

    /// The same without the noun.
    pub(crate) fn share(&self, count: usize, is_minimum: bool) -> String {
        let least = if is_minimum { "at least " } else { "" };
        match self.out_of {
            Some(whole) if whole == count && count > 2 => format!("all {count}"),
            Some(whole) if whole > count => format!("{least}{count} of {whole}"),
            _ => format!("{least}{count}"),
        }
    }
}
