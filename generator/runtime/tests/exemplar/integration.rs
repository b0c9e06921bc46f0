//! The integrations in the support matrix.

/// An integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Integration {
    /// Dixa
    Dixa,
    /// Front
    Front,
    /// Help Scout
    HelpScout,
}

impl Integration {
    /// All integrations.
    pub const ALL: &'static [Self] = &[Self::Dixa, Self::Front, Self::HelpScout];

    /// The name in URLs and settings.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Dixa => "dixa",
            Self::Front => "front",
            Self::HelpScout => "helpscout",
        }
    }

    /// The display name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dixa => "Dixa",
            Self::Front => "Front",
            Self::HelpScout => "Help Scout",
        }
    }
}

impl truto_runtime::support::IntegrationKey for Integration {
    const ALL: &'static [Self] = Self::ALL;

    fn slug(self) -> &'static str {
        self.slug()
    }

    fn label(self) -> &'static str {
        self.label()
    }
}
