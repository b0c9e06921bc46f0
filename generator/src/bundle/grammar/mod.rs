//! The grammar of OpenAPI 3.0 and our `x-truto-*` extensions, as data.
//!
//! The bundler validates every document against this table. Everything that reaches the document model has the right form, and
//! everything else is reported with its location.

mod effects;
mod keys;

pub(super) use effects::{Idle, When};

/// The kinds of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Components,
    SecurityScheme,
    SecurityRequirement,
    Flows,
    ImplicitFlow,
    AuthorizationCodeFlow,
    TokenFlow,
    Tag,
    ExternalDocs,
    Example,
    Link,
    Schema,
    Discriminator,
}

/// The form of the value of a keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Any value, copied unchanged.
    Any,
    Text,
    /// One of several strings.
    OneOf(&'static [&'static str]),
    Flag,
    Number,
    /// A non-negative integer.
    Count,
    /// A list of strings.
    Texts,
    /// A list of any values.
    Values,
    /// A mapping to any values.
    Entries,
    /// A mapping to strings.
    TextEntries,
    /// A list of `$ref` strings to schemas.
    SchemaRefs,
    /// A mapping to names of schemas or `$ref` strings to them.
    SchemaEntries,
    /// The URI of an operation.
    OperationRef,
    One(Kind),
    Many(Kind),
    Map(Kind),
    /// `true`, `false` or an object.
    FlagOr(Kind),
}

/// A keyword of a [`Kind`].
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

impl Kind {
    /// Returns the name of the kind for messages.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Document => "an OpenAPI document",
            Self::Info => "an info object",
            Self::Contact => "a contact object",
            Self::License => "a license object",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Paths => "a paths object",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses => "a responses object",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::Components => "a components object",
            Self::SecurityScheme => "a security scheme",
            Self::SecurityRequirement => "a security requirement",
            Self::Flows => "an OAuth flows object",
            Self::ImplicitFlow => "an implicit flow",
            Self::AuthorizationCodeFlow => "an authorization code flow",
            Self::TokenFlow => "a password or client credentials flow",
            Self::Tag => "a tag",
            Self::ExternalDocs => "an external documentation object",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
        }
    }

    /// Returns the section of `components` for the kind, which a `$ref` points to. `None` means that there is no section; of such
    /// kinds, only path items can be references.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            _ => None,
        }
    }

    /// Returns the kind of the values under keys that are not keywords, if the kind is a map.
    pub(super) fn entry(self, name: &str) -> Option<Shape> {
        match self {
            Self::Paths if name.starts_with('/') => Some(Shape::One(Self::PathItem)),
            Self::Responses if name == "default" || is_status(name) => {
                Some(Shape::One(Self::Response))
            }
            Self::Callback if !name.starts_with("x-") => Some(Shape::One(Self::PathItem)),
            Self::SecurityRequirement => Some(Shape::Texts),
            _ => None,
        }
    }

    /// Returns the `x-truto-*` extensions that are allowed on the kind.
    pub(super) fn extensions(self) -> &'static [Key] {
        match self {
            Self::Document => keys::DOCUMENT_EXTENSIONS,
            Self::Server => keys::SERVER_EXTENSIONS,
            Self::Operation => keys::OPERATION_EXTENSIONS,
            Self::Parameter => keys::PARAMETER_EXTENSIONS,
            Self::Schema => keys::SCHEMA_EXTENSIONS,
            Self::MediaType => keys::MEDIA_TYPE_EXTENSIONS,
            Self::SecurityScheme => keys::SECURITY_SCHEME_EXTENSIONS,
            _ => &[],
        }
    }

    /// Returns the keywords of the kind.
    pub(super) fn keys(self) -> &'static [Key] {
        match self {
            Self::Document => keys::DOCUMENT,
            Self::Info => keys::INFO,
            Self::Contact => keys::CONTACT,
            Self::License => keys::LICENSE,
            Self::Server => keys::SERVER,
            Self::ServerVariable => keys::SERVER_VARIABLE,
            Self::Paths | Self::Responses | Self::Callback | Self::SecurityRequirement => &[],
            Self::PathItem => keys::PATH_ITEM,
            Self::Operation => keys::OPERATION,
            Self::Parameter => keys::PARAMETER,
            Self::Header => keys::HEADER,
            Self::RequestBody => keys::REQUEST_BODY,
            Self::MediaType => keys::MEDIA_TYPE,
            Self::Encoding => keys::ENCODING,
            Self::Response => keys::RESPONSE,
            Self::Components => keys::COMPONENTS,
            Self::SecurityScheme => keys::SECURITY_SCHEME,
            Self::Flows => keys::FLOWS,
            Self::ImplicitFlow => keys::IMPLICIT_FLOW,
            Self::AuthorizationCodeFlow => keys::AUTHORIZATION_CODE_FLOW,
            Self::TokenFlow => keys::TOKEN_FLOW,
            Self::Tag => keys::TAG,
            Self::ExternalDocs => keys::EXTERNAL_DOCS,
            Self::Example => keys::EXAMPLE,
            Self::Link => keys::LINK,
            Self::Schema => keys::SCHEMA,
            Self::Discriminator => keys::DISCRIMINATOR,
        }
    }
}

/// Returns the styles of parameters with this `in`.
pub(super) fn styles(location: &str) -> &'static [&'static str] {
    match location {
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "path" => &["simple", "matrix", "label"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => &[],
    }
}

fn is_status(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 3
        && matches!(bytes[0], b'1'..=b'5')
        && (name.ends_with("XX") || bytes[1..].iter().all(u8::is_ascii_digit))
}
