//! What accounts and integrations add to the fake.

use crate::plan::root::Plan;

/// What a fake does besides storing and returning objects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FakeKind {
    Plain,
    /// Objects belong to accounts.
    Accounts,
    /// Objects belong to accounts, which refuse what their integration does not support.
    Integrations,
}

impl FakeKind {
    pub(crate) fn of(plan: &Plan<'_>) -> Self {
        match (plan.usage.registry, plan.usage.accounts) {
            (true, _) => Self::Integrations,
            (false, true) => Self::Accounts,
            (false, false) => Self::Plain,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain | Self::Accounts => "FakeServer",
            Self::Integrations => "FakeTruto",
        }
    }

    /// The methods that concern accounts, and what they do.
    pub(crate) fn account_methods(self) -> Option<(&'static [&'static str], &'static str)> {
        match self {
            Self::Plain => None,
            Self::Accounts => Some((&["add", "set_account"], "accounts")),
            Self::Integrations => Some((
                &["account", "add", "set_account"],
                "accounts and their integrations",
            )),
        }
    }
}
