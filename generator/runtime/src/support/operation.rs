//! The matrix of one operation, as constant data.

use super::{Answer, Field, FieldSupport, IntegrationKey, Level, Provenance, walk};
use crate::PageNames;

/// One method of one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    accept: &'static str,
    envelope: Option<&'static str>,
    pages: Option<&'static PageNames>,
    has_scope_in_path: bool,
}

impl Endpoint {
    /// `id` is `ticketing.contacts.create`, `method` is `POST`, `path` has its placeholders: `/unified/crm/contacts/{id}`.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "application/json",
            envelope: None,
            pages: None,
            has_scope_in_path: false,
        }
    }

    /// Says what responses are made of, in place of `application/json`: the header `Accept`.
    #[must_use]
    pub const fn with_accept(mut self, media: &'static str) -> Self {
        self.accept = media;
        self
    }

    /// Says that the payload of a response is wrapped in an object, under `key`.
    #[must_use]
    pub const fn with_envelope(mut self, key: &'static str) -> Self {
        self.envelope = Some(key);
        self
    }

    /// Says that a response is a page of a list.
    #[must_use]
    pub const fn with_pages(mut self, names: &'static PageNames) -> Self {
        self.pages = Some(names);
        self
    }

    /// Says that what the handle is for (its account) fills a placeholder of the path, and is no query parameter.
    #[must_use]
    pub const fn with_scope_in_path(mut self) -> Self {
        self.has_scope_in_path = true;
        self
    }

    /// `ticketing.contacts.create`
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The request changes nothing.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }

    /// The path, with its placeholders.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The key that the payload of a response is wrapped in.
    #[must_use]
    pub const fn envelope(&self) -> Option<&'static str> {
        self.envelope
    }

    /// What responses are made of.
    #[must_use]
    pub const fn accept(&self) -> &'static str {
        self.accept
    }

    /// The names of the parts of a page, if a response is one.
    #[must_use]
    pub const fn pages(&self) -> Option<&'static PageNames> {
        self.pages
    }

    /// What the handle is for fills a placeholder of the path.
    #[must_use]
    pub const fn has_scope_in_path(&self) -> bool {
        self.has_scope_in_path
    }
}

/// Who serves one operation and takes its fields.
///
/// How to read the three answers about who serves it together: [`supports`](Self::supports) says yes of an integration that is
/// listed, and how well that is known is said by [`provenance`](Self::provenance); it says no of one that is not, but only if
/// the list [is complete](Self::is_complete), and else "not documented".
#[derive(Clone, Copy, Debug)]
pub struct Operation<I: 'static> {
    endpoint: Endpoint,
    supported: Option<&'static [I]>,
    partial_response: &'static [I],
    is_incomplete: bool,
    provenance: Provenance,
    query: &'static [Field<I>],
    request: &'static [Field<I>],
    response: &'static [Field<I>],
    body_fields: &'static [&'static str],
}

impl<I> Operation<I> {
    /// An operation of which nothing is documented yet.
    #[must_use]
    pub const fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            supported: None,
            partial_response: &[],
            is_incomplete: false,
            provenance: Provenance::Documented,
            query: &[],
            request: &[],
            response: &[],
            body_fields: &[],
        }
    }

    /// Says who serves the operation, and which of these answer with only a part of each object.
    #[must_use]
    pub const fn with_integrations(
        mut self,
        supported: &'static [I],
        partial_response: &'static [I],
    ) -> Self {
        self.supported = Some(supported);
        self.partial_response = partial_response;
        self
    }

    /// Says that the integrations are some of many.
    #[must_use]
    pub const fn incomplete(mut self) -> Self {
        self.is_incomplete = true;
        self
    }

    /// Says that the integrations are those of an older page.
    #[must_use]
    pub const fn older(mut self) -> Self {
        self.provenance = Provenance::Older;
        self
    }

    /// Says that the integrations are inferred.
    #[must_use]
    pub const fn inferred(mut self) -> Self {
        self.provenance = Provenance::Inferred;
        self
    }

    /// Says who takes which query parameters.
    #[must_use]
    pub const fn with_query(mut self, parameters: &'static [Field<I>]) -> Self {
        self.query = parameters;
        self
    }

    /// Says who takes which fields of the request's body.
    #[must_use]
    pub const fn with_request(mut self, fields: &'static [Field<I>]) -> Self {
        self.request = fields;
        self
    }

    /// Says who fills which fields of the response's body.
    #[must_use]
    pub const fn with_response(mut self, fields: &'static [Field<I>]) -> Self {
        self.response = fields;
        self
    }

    /// Lists the fields that the schema of the body has, by path: `emails`, `emails.type`. A `*` in place of a name marks an
    /// object that is meant to have others. A check notes fields that are not listed; without a list it notes none.
    #[must_use]
    pub const fn with_body_fields(mut self, paths: &'static [&'static str]) -> Self {
        self.body_fields = paths;
        self
    }

    /// Its id, method and path.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// `ticketing.contacts.create`
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.endpoint.id
    }

    /// Who is known to serve the operation; `None` if that is not documented. All of them if the list [is
    /// complete](Self::is_complete).
    #[must_use]
    pub const fn integrations(&self) -> Option<&'static [I]> {
        self.supported
    }

    /// All integrations that serve the operation are known, so one that is not listed does not serve it.
    ///
    /// `false` where the documentation lists none or some of many, and where the list is [not that of a current
    /// page](Self::provenance).
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.supported.is_some()
            && !self.is_incomplete
            && matches!(self.provenance, Provenance::Documented)
    }

    /// How well the list of integrations is documented; `None` if there is none. An integration on an older page's list served
    /// the operation then; one that is not on it may serve it by now.
    #[must_use]
    pub const fn provenance(&self) -> Option<Provenance> {
        match self.supported {
            Some(_) => Some(self.provenance),
            None => None,
        }
    }

    /// Who answers with only a part of each object.
    #[must_use]
    pub const fn partial_response(&self) -> &'static [I] {
        self.partial_response
    }

    /// The query parameters whose support is documented.
    #[must_use]
    pub const fn query_parameters(&self) -> &'static [Field<I>] {
        self.query
    }

    /// The fields of the request's body whose support is documented.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field<I>] {
        self.request
    }

    /// The fields that the schema of the body has, by path; empty if they are not listed. See
    /// [`with_body_fields`](Self::with_body_fields).
    #[must_use]
    pub const fn body_fields(&self) -> &'static [&'static str] {
        self.body_fields
    }

    /// The fields of the response's body whose support is documented.
    #[must_use]
    pub const fn response_fields(&self) -> &'static [Field<I>] {
        self.response
    }
}

impl<I: IntegrationKey> Operation<I> {
    /// Whether `integration` serves the operation. One that is not listed does not serve it if the list [is
    /// complete](Self::is_complete); else that is not documented.
    #[must_use]
    pub fn supports(&self, integration: I) -> Answer {
        match self.supported {
            Some(supported) if supported.contains(&integration) => Answer::Yes,
            Some(_) if self.is_complete() => Answer::No,
            Some(_) | None => Answer::NotDocumented,
        }
    }

    /// Who takes a field of the request's body: `emails`, `emails.type`.
    ///
    /// A name that the matrix does not have, a mistyped one too, is answered like a field of which nothing is documented:
    /// [`is_documented`](FieldSupport::is_documented) tells.
    #[must_use]
    pub fn field(&self, path: &str) -> FieldSupport<I> {
        self.found(self.request.iter().find(|field| field.path() == path))
    }

    /// Who takes a query parameter: `limit`, `created_at[gt]`, and what is inside of one: `sort_by.name`. A name may end with
    /// the `[]` of a list.
    ///
    /// A name that the matrix does not have, a mistyped one too, is answered like a parameter of which nothing is documented:
    /// [`is_documented`](FieldSupport::is_documented) tells.
    #[must_use]
    pub fn query_parameter(&self, name: &str) -> FieldSupport<I> {
        let path = walk::dotted(name);
        let mut parameters = self.query.iter();
        self.found(parameters.find(|field| walk::dotted(field.path()) == path))
    }

    /// Who fills a field of the response's body.
    ///
    /// A name that the matrix does not have, a mistyped one too, is answered like a field of which nothing is documented:
    /// [`is_documented`](FieldSupport::is_documented) tells.
    #[must_use]
    pub fn response_field(&self, path: &str) -> FieldSupport<I> {
        self.found(self.response.iter().find(|field| field.path() == path))
    }

    /// What `integration` does with each field of the request's body that the matrix speaks of.
    pub fn fields_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.request, integration)
    }

    /// What `integration` does with each query parameter that the matrix speaks of.
    pub fn query_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.query, integration)
    }

    /// Which fields of the response's body `integration` fills, of those that the matrix speaks of.
    pub fn response_for(
        &self,
        integration: I,
    ) -> impl Iterator<Item = (&'static Field<I>, Level)> + use<I> {
        self.levels(self.response, integration)
    }

    /// The support of a row of this operation, and of no other: see [`FieldSupport::level`].
    pub(super) fn support(&self, field: &Field<I>) -> FieldSupport<I> {
        if self.is_complete() {
            *field.support()
        } else {
            field.support().known_for(self.supported.unwrap_or(&[]))
        }
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
