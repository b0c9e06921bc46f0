//! Operations: requests and responses.

use std::sync::Arc;

use super::constraints::Constraints;
use super::content::{Headers, Media, MediaTypes, PropertyEncoding, Records};
use super::docs::Docs;
use super::extensions::envelope::Envelope;
use super::extensions::matrix::Matrix;
use super::extensions::pagination::Pagination;
use super::extensions::role::Role;
use super::extensions::scope::ScopePlace;
use super::ids::{OperationId, ParamId, TypeId};
use super::security::Security;
use super::server::OwnServers;
use super::status::StatusRange;
use super::style::{CookieStyle, HeaderStyle, PathStyle, QueryStyle, Serialization};
use super::types::{TypeRef, Value};
use crate::source::Origin;

/// One method of one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The ID.
    pub id: OperationId,
    /// The `operationId`: `contacts_create`.
    pub operation_id: Option<String>,
    /// The words of its name in the resource: `create`.
    pub words: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// The last words of the name of a variant, which is the operation with another media type of the request body: `as form`.
    pub variant: Option<String>,
    /// Whether it addresses one object of the resource, and not several.
    pub addresses_one: bool,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The path that is sent, with placeholders, and the part of the query that each request has: `/crm/contacts/{id}?beta=true`.
    pub path: String,
    /// The path in the document, which can have a fragment: `/files/{id}#share`.
    pub documented_path: String,
    /// Where the scope of the API is sent; `None` if the operation does not have it.
    pub scope: Option<ScopePlace>,
    /// The parameters except the scope, in document order.
    pub params: Vec<Param>,
    /// The request body.
    pub body: Option<Body>,
    /// The type of a successful response.
    pub response: ResponseType,
    /// The streams that the client can request instead: at most one of events and one of lines.
    pub streams: Vec<Records>,
    /// The statuses and media types of successful responses.
    pub cases: Vec<Case>,
    /// The other documented responses: errors, redirects, and the default one.
    pub failures: Vec<Case>,
    /// The type of the JSON bodies of `failures`. If they differ, it is a [`Union`](super::Union).
    pub failure: Option<TypeRef>,
    /// The envelope key of the response.
    pub envelope: Option<Envelope>,
    /// The pagination.
    pub pagination: Option<Pagination>,
    /// The support matrix of the operation.
    pub matrix: Matrix,
    /// The authentication, from the operation or else from the document, whose requirement many operations share; `None` if it is
    /// not documented.
    pub security: Option<Arc<Security>>,
    /// The servers, if they are not those of the API.
    pub servers: Option<OwnServers>,
    /// The summary, description and link.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
}

impl Operation {
    /// Returns the `operationId`, or else method and path, for messages.
    #[must_use]
    pub fn label(&self) -> String {
        let label = match &self.operation_id {
            Some(id) => id.clone(),
            None => format!("{} {}", self.http.as_str(), self.documented_path),
        };
        match &self.variant {
            Some(variant) => format!("{label} {variant}"),
            None => label,
        }
    }

    /// Returns the path that is sent, and the part of the query that each request has.
    #[must_use]
    pub fn path_and_query(&self) -> (&str, &str) {
        let mut is_inside = false;
        let is_start = |sign: char| {
            is_inside = sign == '{' || (is_inside && sign != '}');
            !is_inside && sign == '?'
        };
        let end = self.path.find(is_start).unwrap_or(self.path.len());
        let (path, query) = self.path.split_at(end);
        (path, query.strip_prefix('?').unwrap_or_default())
    }

    /// Returns the types that it sends: those of its parameters, of its body and of sort directions.
    pub fn sent(&self) -> impl Iterator<Item = TypeId> {
        let directions = self.params.iter().filter_map(|param| match param.role {
            Role::Sort { direction } => Some(direction),
            _ => None,
        });
        let types = self.sent_types();
        types.filter_map(TypeRef::named).chain(directions)
    }

    /// Returns the types that it receives.
    pub fn received(&self) -> impl Iterator<Item = TypeId> {
        self.received_types().filter_map(TypeRef::named)
    }

    /// Returns the types of its parameters, its body and its responses.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.sent_types().chain(self.received_types())
    }

    fn sent_types(&self) -> impl Iterator<Item = &TypeRef> {
        let params = self.params.iter().map(|param| &param.ty);
        params.chain(self.body.iter().map(|body| &body.ty))
    }

    fn received_types(&self) -> impl Iterator<Item = &TypeRef> {
        let streams = self.streams.iter().map(|stream| &stream.ty);
        let types = self.response.data().into_iter().chain(streams);
        types.chain(&self.failure)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum HttpMethod {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl HttpMethod {
    const ALL: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// Returns the name: `GET`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// Whether requests with this method usually have no body.
    #[must_use]
    pub fn is_without_body(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace)
    }

    /// Returns the method of a name in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

/// A parameter in path, query, header or cookie.
#[derive(Clone, Debug)]
pub struct Param {
    /// The ID.
    pub id: ParamId,
    /// The wire name, including `[]`.
    pub wire: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// Where it is sent.
    pub location: Location,
    /// How its value becomes text in the document. The client may write it differently: see [`Location`].
    pub serialization: Serialization,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is required.
    pub required: bool,
    /// Its meaning for the generated client.
    pub role: Role,
    /// Its documentation.
    pub docs: Docs,
    /// The `default`, for the documentation.
    pub default: Option<Value>,
    /// The `example` of the parameter or of its schema, for samples.
    pub example: Option<Value>,
    /// The `format` of the schema, or of its items, for the documentation: `uuid`.
    pub format: Option<String>,
    /// The constraints of the schema, which the server checks.
    pub constraints: Constraints,
    /// The location where the operation or its path lists it.
    pub origin: Origin,
    /// The location of the definition, which operations can share.
    pub definition: Origin,
}

impl Param {
    /// Whether reserved characters in the value are not escaped.
    #[must_use]
    pub fn allows_reserved(&self) -> bool {
        let is_allowed = matches!(
            self.serialization,
            Serialization::Style {
                allow_reserved: Some(_),
                ..
            }
        );
        is_allowed && matches!(self.location, Location::Query(_))
    }
}

/// Where a parameter is sent, and how the client writes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A placeholder of the path.
    Path(PathStyle),
    /// The query string.
    Query(QueryStyle),
    /// A header.
    Header(HeaderStyle),
    /// A cookie.
    Cookie(CookieStyle),
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The type.
    pub ty: TypeRef,
    /// The media type.
    pub media: Media,
    /// All about the media types.
    pub media_types: MediaTypes,
    /// Whether it is required.
    pub required: bool,
    /// Its documentation.
    pub docs: Docs,
    /// The `example` of the media type, for samples.
    pub example: Option<Value>,
    /// The source location.
    pub origin: Origin,
}

impl Body {
    /// Returns the encodings of properties.
    #[must_use]
    pub fn encodings(&self) -> &[PropertyEncoding] {
        let encodings = self.media_types.encodings.as_ref();
        encodings.map_or(&[], |encodings| &encodings.properties)
    }
}

/// The type of a successful response.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseType {
    /// No body, or an undocumented one.
    Nothing,
    /// One type for all successful responses. If they differ, it is a [`Union`](super::Union).
    Value(TypeRef),
    /// A page of a list, with the type of its items.
    Page(TypeRef),
    /// Bytes, streamed.
    Stream,
    /// A stream of events or lines.
    Records(Records),
}

impl ResponseType {
    /// Returns the type of the response, of the items of a page, or of the records of a stream. The rows of the support matrix refer to it.
    #[must_use]
    pub fn data(&self) -> Option<&TypeRef> {
        match self {
            Self::Value(ty) | Self::Page(ty) => Some(ty),
            Self::Records(records) => Some(&records.ty),
            Self::Nothing | Self::Stream => None,
        }
    }
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Case {
    /// The statuses.
    pub status: StatusRange,
    /// The encoding; `None` without a body.
    pub media: Option<Media>,
    /// All about the media types; `None` without a body.
    pub media_types: Option<MediaTypes>,
    /// The headers, if there are any.
    pub headers: Option<Headers>,
    /// The type without the envelope; for a page, the type of the items.
    pub ty: Option<TypeRef>,
    /// The documentation.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
}

impl Case {
    /// Whether both have the same type and encoding.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let is_read_alike = match (&self.media, &other.media) {
            (Some(one), Some(other)) => one.is_like(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_read_alike && self.ty == other.ty
    }
}
