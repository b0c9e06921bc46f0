//! Which fields an integration maps, for the metadata that the fake returns. Where the documentation has only the number of
//! integrations that support a field, as many of them are chosen. So the metadata of all integrations together agrees with the
//! documentation.

use super::{Answer, FieldSupport, IntegrationKey, Level, Operation};

/// A part of an operation that metadata has a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemaPart {
    /// The query parameters.
    Query,
    /// The request body.
    Body,
    /// The response body.
    Response,
}

/// What an integration does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Mapping {
    /// The integration ignores the field.
    Unmapped,
    /// The integration supports the field.
    Optional,
    /// The integration requires the field.
    Required,
}

impl<I: IntegrationKey> Operation<I> {
    /// What the integration does with the field. If the documentation has only counts, the first integrations that support the operation
    /// have the field, as many as were counted. If it has no counts either, the integration supports the field.
    pub(super) fn mapping_by(&self, integration: I, part: SchemaPart, path: &str) -> Mapping {
        let support = self.part(part, path);
        match support.level(integration) {
            Level::Required => Mapping::Required,
            Level::Supported => Mapping::Optional,
            Level::Unsupported => Mapping::Unmapped,
            Level::NotDocumented => self.counted(&support, integration),
        }
    }

    /// Whether the integration may accept the value of an enumeration.
    pub(super) fn may_be_accepted_by(
        &self,
        integration: I,
        part: SchemaPart,
        path: &str,
        value: &str,
    ) -> bool {
        self.part(part, path).accepts(value, integration) != Answer::No
    }

    fn part(&self, part: SchemaPart, path: &str) -> FieldSupport<I> {
        match part {
            SchemaPart::Query => self.query_parameter(path),
            SchemaPart::Body => self.field(path),
            SchemaPart::Response => self.response_field(path),
        }
    }

    fn counted(&self, support: &FieldSupport<I>, integration: I) -> Mapping {
        let Some(supported) = support.supported_count() else {
            return Mapping::Optional;
        };
        let named = support.supported_in().map_or(0, Iterator::count);
        let required = support.required_count().unwrap_or_default();
        let required_named = support.required_in().unwrap_or_default().len();
        let unnamed = self.integrations().unwrap_or_default().iter();
        let mut unnamed = unnamed.filter(|one| support.level(**one) == Level::NotDocumented);
        match unnamed.position(|one| *one == integration) {
            Some(index) if index < required.saturating_sub(required_named) => Mapping::Required,
            Some(index) if index < supported.saturating_sub(named) => Mapping::Optional,
            Some(_) | None => Mapping::Unmapped,
        }
    }
}
