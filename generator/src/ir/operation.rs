//! Operations: what is sent, what comes back.

use super::{Docs, Matrix, TypeId, TypeRef};
use crate::source::Origin;

/// One method of one path: a method on the resource's handle, a builder, a `const` with its support matrix.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `ticketing.contacts.create`: stable, shown in errors and docs.
    pub id: String,
    /// The method on the handle: `create`.
    pub method: String,
    /// The builder: `CreateContact`.
    pub builder: String,
    /// The matrix: `CREATE`.
    pub constant: String,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The path with its placeholders, as in the document: `/unified/crm/contacts/{id}`.
    pub path: String,
    /// Where the API's scope is sent; `None` if the operation does not need it.
    pub scope: Option<ScopePlace>,
    /// Parameters other than the API's scope, in document order. Required ones are arguments of the method.
    pub params: Vec<Param>,
    /// The request's body.
    pub body: Option<Body>,
    /// What a success brings.
    pub response: ResponseType,
    /// The statuses and media types that mean success.
    pub cases: Vec<Case>,
    /// The key that the payload is wrapped in.
    pub envelope: Option<Envelope>,
    /// How pages follow each other.
    pub pagination: Option<Pagination>,
    /// Who supports the operation and its fields.
    pub matrix: Matrix,
    /// Summary, description, link.
    pub docs: Docs,
    /// Where the operation stands.
    pub origin: Origin,
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
    /// `GET`
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
}

/// A parameter in path, query or header.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name on the wire, `[]` included.
    pub wire: String,
    /// The Rust identifier of argument or setter. For options (see [`Role::Option`]) the whole method name:
    /// `with_remote_query`.
    pub name: String,
    /// Where it is sent.
    pub location: Location,
    /// Its type.
    pub ty: TypeRef,
    /// It must be given.
    pub required: bool,
    /// What the generator does with it beyond sending it.
    pub role: Role,
    /// What the document says of it.
    pub docs: Docs,
    /// `default`, for the documentation.
    pub default: Option<super::Value>,
    /// `example` of the parameter or of its schema, for samples.
    pub example: Option<super::Value>,
    /// `format` of the schema, or of that of its items, for the documentation: `uuid`.
    pub format: Option<String>,
    /// Where the operation or its path lists it.
    pub origin: Origin,
    /// Where it is written: the same for all operations that refer to a shared one.
    pub definition: Origin,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A placeholder of the path.
    Path,
    /// The query string.
    Query(QueryStyle),
    /// A header.
    Header,
}

/// Where the scope of an API is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopePlace {
    /// In the query string.
    Query,
    /// In a placeholder of the path.
    Path,
}

/// How a value is written into the query string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
    /// `a=x&a=y` (form, exploded): also `a[]=x&a[]=y`, where the name ends with `[]`.
    Form,
    /// `a=x,y` (form, not exploded)
    FormJoined,
    /// `a=x%20y`
    SpaceDelimited,
    /// `a=x|y`
    PipeDelimited,
    /// `a[b]=c`, to any depth
    DeepObject,
    /// JSON text (a parameter with `content: application/json`)
    Json,
}

/// What a parameter means to the generated client: `x-truto-role`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// An ordinary parameter: argument or setter.
    #[default]
    Plain,
    /// How a list is cut into pages: as an ordinary one, but for the server itself, so in no support matrix.
    Paging,
    /// A request option, in the `with_…` and `without_…` namespace.
    Option,
    /// A request option that names fields of the response to leave out.
    ExcludedFields,
    /// The format of the response: sent by `send_as`, never by a setter.
    ResponseFormat,
    /// The field by which the items of a page are keyed: sent by `send_keyed_by`, never by a setter.
    KeyBy,
    /// What comes first. The parameter's type is the closed enum of fields to sort by; its setter adds one field with its
    /// direction, and can be called several times.
    Sort {
        /// The enum of directions.
        direction: TypeId,
    },
}

impl Role {
    /// It is an argument of the operation's method or a setter of its builder.
    #[must_use]
    pub fn has_setter(self) -> bool {
        !matches!(self, Self::ResponseFormat | Self::KeyBy)
    }

    /// The parameter is for the integration, so it is in the matrix, and checked against it.
    #[must_use]
    pub fn is_checked(self) -> bool {
        matches!(self, Self::Plain | Self::Sort { .. })
    }
}

/// A request's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its type. A [`TypeRef::Named`] struct gets a setter per field on the builder.
    pub ty: TypeRef,
    /// Its encoding.
    pub media: Media,
    /// It must be given.
    pub required: bool,
    /// What the document says of it.
    pub docs: Docs,
    /// `example` of the media type, for samples.
    pub example: Option<super::Value>,
    /// Where it stands.
    pub origin: Origin,
}

/// How a body is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    /// JSON, with the document's own media type.
    Json(String),
    /// `application/x-www-form-urlencoded`
    Form,
    /// Text.
    Text(String),
    /// Bytes as they are.
    Binary(String),
}

impl Media {
    /// It is read and written in the same way.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What a success brings.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseType {
    /// No body, or one that the document does not describe.
    Nothing,
    /// One type for all successes; for several different ones, the id of a [`Union`](super::Union).
    Value(TypeRef),
    /// A page of a list: the type of its items.
    Page(TypeRef),
    /// Bytes, read as they arrive.
    Stream,
}

impl ResponseType {
    /// The type that a success brings: whole, or as the items of a page. It is what the rows of a matrix speak of.
    #[must_use]
    pub fn data(&self) -> Option<&TypeRef> {
        match self {
            Self::Value(ty) | Self::Page(ty) => Some(ty),
            Self::Nothing | Self::Stream => None,
        }
    }
}

/// A success that the document describes.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its statuses.
    pub status: StatusRange,
    /// Its encoding; `None` without a body.
    pub media: Option<Media>,
    /// Its type, the envelope already opened; for a page, that of its items.
    pub ty: Option<TypeRef>,
    /// What the document says of it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Origin,
}

impl Case {
    /// It brings the same type, read in the same way.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let is_read_alike = match (&self.media, &other.media) {
            (Some(one), Some(other)) => one.is_like(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_read_alike && self.ty == other.ty
    }
}

/// The statuses of a [`Case`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// A hundred of them: `2` for `2XX`.
    Class(u8),
    /// Whatever no other case names.
    Default,
}

impl std::fmt::Display for StatusRange {
    /// `201`, `2XX`, `Any other status`
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(out, "{code}"),
            Self::Class(class) => write!(out, "{class}XX"),
            Self::Default => out.write_str("Any other status"),
        }
    }
}

/// The key that a payload is wrapped in: `x-truto-envelope`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// `result`
    pub key: String,
    /// Where it stands.
    pub origin: Origin,
}

/// How pages follow each other: `x-truto-pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// What holds the items.
    pub items: PageProperty,
    /// What holds the cursor of the next page; also the name of the query parameter that takes it.
    pub cursor: PageProperty,
    /// What holds the cursor of the previous page.
    pub previous: Option<PageProperty>,
    /// What holds the number of items.
    pub count: Option<PageProperty>,
    /// What tells that a page is incomplete.
    pub partial: Option<PageProperty>,
    /// Where it stands.
    pub origin: Origin,
}

impl Pagination {
    /// The properties, each with the key of the extension that names it.
    pub fn properties(&self) -> impl Iterator<Item = (&'static str, &PageProperty)> {
        let named = [("items", &self.items), ("cursor", &self.cursor)];
        let optional = [
            ("previous", &self.previous),
            ("count", &self.count),
            ("partial", &self.partial),
        ];
        let optional = optional
            .into_iter()
            .filter_map(|(key, property)| Some((key, property.as_ref()?)));
        named.into_iter().chain(optional)
    }

    /// The same, to be completed.
    pub(crate) fn properties_mut(&mut self) -> impl Iterator<Item = &mut PageProperty> {
        let optional = [&mut self.previous, &mut self.count, &mut self.partial];
        [&mut self.items, &mut self.cursor]
            .into_iter()
            .chain(optional.into_iter().flatten())
    }
}

/// A property of a response that has a part in paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageProperty {
    /// Its name in JSON.
    pub wire: String,
    /// Its type; `None` if the response has no such property.
    pub ty: Option<TypeRef>,
    /// Where it is named.
    pub origin: Origin,
}
