//! The matrix of one operation, as constant data.

use super::{Answer, IntegrationKey, Level};
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
}

/// Who serves one operation and takes its fields.
#[derive(Clone, Copy, Debug)]
pub struct Operation<I: 'static> {
    endpoint: Endpoint,
    supported: Option<&'static [I]>,
    partial_response: &'static [I],
    query: &'static [Field<I>],
    request: &'static [Field<I>],
    response: &'static [Field<I>],
}

impl<I> Operation<I> {
    /// An operation of which nothing is documented yet.
    #[must_use]
    pub const fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            supported: None,
            partial_response: &[],
            query: &[],
            request: &[],
            response: &[],
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

    /// Who serves the operation; `None` if that is not documented.
    #[must_use]
    pub const fn integrations(&self) -> Option<&'static [I]> {
        self.supported
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

    /// The fields of the response's body whose support is documented.
    #[must_use]
    pub const fn response_fields(&self) -> &'static [Field<I>] {
        self.response
    }
}

impl<I: IntegrationKey> Operation<I> {
    /// Whether `integration` serves the operation.
    #[must_use]
    pub fn supports(&self, integration: I) -> Answer {
        match self.supported {
            None => Answer::NotDocumented,
            Some(supported) if supported.contains(&integration) => Answer::Yes,
            Some(_) => Answer::No,
        }
    }

    /// Who takes a field of the request's body: `emails`, `emails.type`.
    #[must_use]
    pub fn field(&self, path: &str) -> FieldSupport<I> {
        find(self.request, path)
    }

    /// Who takes a query parameter.
    #[must_use]
    pub fn query_parameter(&self, name: &str) -> FieldSupport<I> {
        find(self.query, name)
    }

    /// Who fills a field of the response's body.
    #[must_use]
    pub fn response_field(&self, path: &str) -> FieldSupport<I> {
        find(self.response, path)
    }

    /// What `integration` does with each documented field of the request's body.
    pub fn fields_of(&self, integration: I) -> impl Iterator<Item = (&'static str, Level)> {
        self.request
            .iter()
            .map(move |field| (field.path, field.support.level(integration)))
    }
}

fn find<I: Copy>(fields: &'static [Field<I>], path: &str) -> FieldSupport<I> {
    fields
        .iter()
        .find(|field| field.path == path)
        .map_or(FieldSupport(Cell::NotDocumented), |field| field.support)
}

/// A field, or a query parameter, and who takes it.
#[derive(Clone, Copy, Debug)]
pub struct Field<I: 'static> {
    path: &'static str,
    support: FieldSupport<I>,
}

impl<I> Field<I> {
    /// A field whose integrations are documented by name. The lists share no integration.
    #[must_use]
    pub const fn named(
        path: &'static str,
        required: &'static [I],
        supported: &'static [I],
    ) -> Self {
        Self {
            path,
            support: FieldSupport(Cell::Named {
                required,
                supported,
            }),
        }
    }

    /// A field of which the documentation prints only how many integrations require it, and how many take it, those
    /// included.
    #[must_use]
    pub const fn counted(path: &'static str, required: u32, supported: u32) -> Self {
        Self {
            path,
            support: FieldSupport(Cell::Counted {
                required,
                supported,
            }),
        }
    }

    /// The names in JSON from the root, lists left out, joined by dots: `emails.type`.
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
#[derive(Clone, Copy, Debug)]
pub struct FieldSupport<I: 'static>(Cell<I>);

#[derive(Clone, Copy, Debug)]
enum Cell<I: 'static> {
    Named {
        required: &'static [I],
        supported: &'static [I],
    },
    Counted {
        required: u32,
        supported: u32,
    },
    NotDocumented,
}

impl<I: IntegrationKey> FieldSupport<I> {
    /// Who refuses a request without it; `None` if that is not documented by name.
    #[must_use]
    pub const fn required_in(&self) -> Option<&'static [I]> {
        match self.0 {
            Cell::Named { required, .. } => Some(required),
            Cell::Counted { .. } | Cell::NotDocumented => None,
        }
    }

    /// Who takes it without requiring it; `None` if that is not documented by name.
    #[must_use]
    pub const fn optional_in(&self) -> Option<&'static [I]> {
        match self.0 {
            Cell::Named { supported, .. } => Some(supported),
            Cell::Counted { .. } | Cell::NotDocumented => None,
        }
    }

    /// Who takes it, whether they require it or not; `None` if that is not documented by name.
    #[must_use]
    pub fn supported_in(&self) -> Option<impl Iterator<Item = I> + Clone + use<I>> {
        let required = self.required_in()?;
        Some(required.iter().chain(self.optional_in()?).copied())
    }

    /// How many require it.
    #[must_use]
    pub fn required_count(&self) -> Option<usize> {
        match self.0 {
            Cell::Named { required, .. } => Some(required.len()),
            Cell::Counted { required, .. } => usize::try_from(required).ok(),
            Cell::NotDocumented => None,
        }
    }

    /// How many take it, those that require it included.
    #[must_use]
    pub fn supported_count(&self) -> Option<usize> {
        match self.0 {
            Cell::Named {
                required,
                supported,
            } => Some(required.len() + supported.len()),
            Cell::Counted { supported, .. } => usize::try_from(supported).ok(),
            Cell::NotDocumented => None,
        }
    }

    /// What `integration` does with it.
    #[must_use]
    pub fn level(&self, integration: I) -> Level {
        match self.0 {
            Cell::Named { required, .. } if required.contains(&integration) => Level::Required,
            Cell::Named { supported, .. } if supported.contains(&integration) => Level::Supported,
            Cell::Named { .. } => Level::Unsupported,
            Cell::Counted { .. } | Cell::NotDocumented => Level::NotDocumented,
        }
    }
}
