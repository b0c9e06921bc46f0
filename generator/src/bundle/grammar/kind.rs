//! The kinds of object in a document.

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

    /// Returns the section of `components` for the kind, which a `$ref` points to. `None` means that there is no section, so that the
    /// target is copied. OpenAPI allows such references to path items only; others are common in documents of several files, and
    /// other tools follow them too.
    pub(in crate::bundle) fn section(self) -> Option<&'static str> {
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
}
