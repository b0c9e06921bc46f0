//! The integrations of a matrix, and those that it does not have.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Operation;
use crate::Error;

/// An integration; implemented by the generated enum of integrations.
pub trait IntegrationKey: Copy + Eq + Send + Sync + 'static {
    /// All integrations in the matrix.
    const ALL: &'static [Self];

    /// All operations, by API.
    const OPERATIONS: &'static [&'static [&'static Operation<Self>]] = &[];

    /// The name in URLs and settings, such as `helpscout`.
    fn slug(self) -> &'static str;

    /// The display name, such as `Help Scout`.
    fn label(self) -> &'static str;

    /// The integration with this slug.
    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.slug() == slug)
    }
}

/// An empty enum, for APIs without integrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIntegration {}

impl IntegrationKey for NoIntegration {
    const ALL: &'static [Self] = &[];

    fn slug(self) -> &'static str {
        match self {}
    }

    fn label(self) -> &'static str {
        match self {}
    }
}

/// An integration, which may be missing in the support matrix, for example because it was added to the API later.
///
/// In JSON, it is the slug. A former slug is read as the integration of today.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OpenIntegration<I> {
    /// An integration of the matrix.
    Known(I),
    /// The slug of any other one.
    Unknown(Box<str>),
}

impl<I: IntegrationKey> OpenIntegration<I> {
    /// The integration, if the matrix has it.
    #[must_use]
    pub fn known(&self) -> Option<I> {
        match self {
            Self::Known(integration) => Some(*integration),
            Self::Unknown(_) => None,
        }
    }

    /// The name in URLs and settings, such as `helpscout`.
    #[must_use]
    pub fn slug(&self) -> &str {
        match self {
            Self::Known(integration) => integration.slug(),
            Self::Unknown(slug) => slug,
        }
    }

    /// The display name, such as `Help Scout`; the slug if the matrix does not have the integration.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Known(integration) => integration.label(),
            Self::Unknown(slug) => slug,
        }
    }
}

impl<I> From<I> for OpenIntegration<I>
where
    I: IntegrationKey,
{
    fn from(integration: I) -> Self {
        Self::Known(integration)
    }
}

/// Parses a slug; never fails.
impl<I: IntegrationKey> FromStr for OpenIntegration<I> {
    type Err = std::convert::Infallible;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Ok(I::from_slug(slug).map_or_else(|| Self::Unknown(slug.into()), Self::Known))
    }
}

/// The label.
impl<I: IntegrationKey> fmt::Display for OpenIntegration<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl<I: IntegrationKey> Serialize for OpenIntegration<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

impl<'de, I: IntegrationKey> Deserialize<'de> for OpenIntegration<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let slug = String::deserialize(deserializer)?;
        Ok(I::from_slug(&slug).map_or_else(|| Self::Unknown(slug.into()), Self::Known))
    }
}

/// Reads the slug of an integration of the matrix.
#[doc(hidden)]
pub fn deserialize_integration<'de, I: IntegrationKey, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<I, D::Error> {
    let slug = String::deserialize(deserializer)?;
    I::from_slug(&slug).ok_or_else(|| de::Error::custom(Error::unknown_integration::<I>(&slug)))
}
