//! The support matrix of one operation, as constant data.

use truto_support_matrix::{OperationRow, outer_parameter};

use super::{Answer, Field, FieldSupport, IntegrationKey, Level, Provenance, unknown, walk};
use crate::Endpoint;

/// The integrations that support an operation and its fields.
///
/// [`supports`](Self::supports) returns [`Answer::Yes`] for a listed integration; [`provenance`](Self::provenance) is the source
/// of the list. For an integration that is not listed, it returns [`Answer::No`] if the list [is complete](Self::is_complete),
/// and otherwise [`Answer::NotDocumented`].
#[derive(Clone, Copy, Debug)]
pub struct Operation<I: 'static> {
    endpoint: Endpoint,
    row: OperationRow<'static, I>,
    query: &'static [Field<I>],
    request: &'static [Field<I>],
    response: &'static [Field<I>],
    body_fields: &'static [&'static str],
}

impl<I> Operation<I> {
    /// An operation without documented support.
    #[must_use]
    pub const fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            row: OperationRow::UNKNOWN,
            query: &[],
            request: &[],
            response: &[],
            body_fields: &[],
        }
    }

    /// Sets the integrations that support the operation, and those of them that return only a part of each object.
    #[must_use]
    pub const fn with_integrations(
        mut self,
        supported: &'static [I],
        partial_response: &'static [I],
    ) -> Self {
        self.row.supported = Some(supported);
        self.row.partial_response = partial_response;
        self
    }

    /// Marks the list of integrations as incomplete.
    #[must_use]
    pub const fn incomplete(mut self) -> Self {
        self.row.is_incomplete = true;
        self
    }

    /// Marks the list of integrations as coming from an older page.
    #[must_use]
    pub const fn older(mut self) -> Self {
        self.row.provenance = Provenance::Older;
        self
    }

    /// Marks the list of integrations as inferred.
    #[must_use]
    pub const fn inferred(mut self) -> Self {
        self.row.provenance = Provenance::Inferred;
        self
    }

    /// Sets which integrations support which query parameters.
    #[must_use]
    pub const fn with_query(mut self, parameters: &'static [Field<I>]) -> Self {
        self.query = parameters;
        self
    }

    /// Sets which integrations support which fields of the request body.
    #[must_use]
    pub const fn with_request(mut self, fields: &'static [Field<I>]) -> Self {
        self.request = fields;
        self
    }

    /// Sets which integrations return which fields of the response body.
    #[must_use]
    pub const fn with_response(mut self, fields: &'static [Field<I>]) -> Self {
        self.response = fields;
        self
    }

    /// Sets the paths of the fields in the schema of the body: `emails`, `emails.type`. A `*` in place of a name marks an object
    /// that may have other fields. A check adds a note for each field that is not listed. Without a list, it adds none.
    #[must_use]
    pub const fn with_body_fields(mut self, paths: &'static [&'static str]) -> Self {
        self.body_fields = paths;
        self
    }

    /// The endpoint: id, method and path.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// `ticketing.contacts.create`
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.endpoint.id()
    }

    /// The integrations known to support the operation; `None` if they are not documented. There are no others if the list
    /// [is complete](Self::is_complete).
    #[must_use]
    pub const fn integrations(&self) -> Option<&'static [I]> {
        self.row.supported
    }

    /// Returns whether all integrations that support the operation are listed. If so, an integration that is not listed does not
    /// support it.
    ///
    /// `false` if the documentation lists none or only some of the integrations, or if the list is [not from a current
    /// page](Self::provenance).
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.row.is_complete()
    }

    /// The source of the list of integrations; `None` if there is no list. An older page shows which integrations supported the
    /// operation at that time; others may support it by now.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        self.row.provenance()
    }

    /// The integrations that return only a part of each object.
    #[must_use]
    pub const fn partial_response(&self) -> &'static [I] {
        self.row.partial_response
    }

    /// The query parameters whose support is documented.
    #[must_use]
    pub const fn query_parameters(&self) -> &'static [Field<I>] {
        self.query
    }

    /// The fields of the request body whose support is documented.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field<I>] {
        self.request
    }

    /// The paths of the fields in the schema of the body; empty if they are not listed. See
    /// [`with_body_fields`](Self::with_body_fields).
    #[must_use]
    pub const fn body_fields(&self) -> &'static [&'static str] {
        self.body_fields
    }

    /// The fields of the response body whose support is documented.
    #[must_use]
    pub const fn response_fields(&self) -> &'static [Field<I>] {
        self.response
    }
}

impl<I: IntegrationKey> Operation<I> {
    /// Whether `integration` supports the operation. If it is not listed, the answer is no if the list [is
    /// complete](Self::is_complete), and "not documented" otherwise.
    #[must_use]
    pub fn supports(&self, integration: I) -> Answer {
        self.row.supports(&integration)
    }

    /// The support of a field of the request body, such as `emails` or `emails.type`.
    ///
    /// A name that is not in the matrix, such as a misspelt one, is treated as a field whose support is not documented;
    /// [`exists`](FieldSupport::exists) tells them apart.
    #[must_use]
    pub fn field(&self, path: &str) -> FieldSupport<I> {
        let found = self.request.iter().find(|field| field.path() == path);
        let exists = unknown::exists(self.body_fields, path).or(found.map(|_| true));
        self.found(found).existing(exists)
    }

    /// The support of a query parameter, such as `limit` or `created_at[gt]`, or of a name inside one, such as `sort_by.name`. A
    /// name may end with the `[]` of a list. If `created_at[gt]` is not in the matrix, it is supported like `created_at`.
    ///
    /// A name that is not in the matrix, such as a misspelt one, is treated as a parameter whose support is not documented; see
    /// [`is_documented`](FieldSupport::is_documented).
    #[must_use]
    pub fn query_parameter(&self, name: &str) -> FieldSupport<I> {
        let find = |name: &str| {
            let path = walk::dotted(name);
            let mut parameters = self.query.iter();
            parameters.find(|field| walk::dotted(field.path()) == path)
        };
        let found = find(name).or_else(|| find(outer_parameter(name)?));
        self.found(found).existing(found.map(|_| true))
    }

    /// The support of a field of the response body.
    ///
    /// A name that is not in the matrix, such as a misspelt one, is treated as a field whose support is not documented; see
    /// [`is_documented`](FieldSupport::is_documented).
    #[must_use]
    pub fn response_field(&self, path: &str) -> FieldSupport<I> {
        let found = self.response.iter().find(|field| field.path() == path);
        self.found(found).existing(found.map(|_| true))
    }

    /// The fields of the request body in the matrix, with their support by `integration`.
    pub fn fields_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.request, integration)
    }

    /// The query parameters in the matrix, with their support by `integration`.
    pub fn query_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.query, integration)
    }

    /// The fields of the response body in the matrix, with their support by `integration`.
    pub fn response_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.response, integration)
    }

    /// The support of a row, taking this operation into account: see [`FieldSupport::level`].
    pub(super) fn support(&self, field: &Field<I>) -> FieldSupport<I> {
        field.support().in_operation(&self.row)
    }

    fn found(&self, field: Option<&Field<I>>) -> FieldSupport<I> {
        field.map_or(FieldSupport::UNKNOWN, |field| self.support(field))
    }

    fn levels(
        &self,
        fields: &'static [Field<I>],
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        let operation = *self;
        fields
            .iter()
            .map(move |field| (field, operation.support(field).level(integration)))
    }
}
