//! What OpenAPI 3.0 (and our `x-truto-*` extensions) allow where, as data.
//!
//! The bundler walks every document by this table, so that whatever reaches the document model is known to have the
//! right shape, and whatever has not is reported at its place.

/// The kinds of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
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
    Tag,
    ExternalDocs,
    Example,
    Link,
    Schema,
    Discriminator,
}

/// What the value of a keyword must look like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Anything, taken as it is.
    Any,
    Text,
    /// One of a few texts.
    OneOf(&'static [&'static str]),
    Flag,
    Number,
    /// A whole number from 0.
    Count,
    /// A list of texts.
    Texts,
    /// A list of anything.
    Values,
    /// A list of `$ref` strings to schemas.
    SchemaRefs,
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

const fn key(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

use Shape::{
    Any, Count, Flag, FlagOr, Many, Map, Number, One, OneOf, SchemaRefs, Text, Texts, Values,
};

impl Kind {
    /// The kind, for people.
    pub(super) fn label(self) -> &'static str {
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
            Self::Tag => "a tag",
            Self::ExternalDocs => "an external documentation object",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
        }
    }

    /// The section of `components` that holds the kind; a `$ref` to it points there. `None`: no `$ref` is allowed.
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
            _ => None,
        }
    }

    /// A `$ref` to it is replaced by what it points to: OpenAPI 3.0 has no component section that fits.
    pub(super) fn is_inlined(self) -> bool {
        matches!(self, Self::PathItem | Self::Callback)
    }

    /// What a key that is no fixed keyword holds, where the kind is a map by itself.
    pub(super) fn entry(self, name: &str) -> Option<Kind> {
        match self {
            Self::Paths if name.starts_with('/') => Some(Self::PathItem),
            Self::Responses if name == "default" || is_status(name) => Some(Self::Response),
            Self::Callback => Some(Self::PathItem),
            _ => None,
        }
    }

    /// The `x-truto-*` extensions that have a meaning on the kind.
    pub(super) fn extensions(self) -> &'static [Key] {
        const DOCUMENT: &[Key] = &[key("x-truto-registry", Any)];
        const OPERATION: &[Key] = &[
            key("x-truto-name", Text),
            key("x-truto-integrations", Any),
            key("x-truto-envelope", Text),
            key("x-truto-pagination", Any),
            key("x-truto-provenance", OneOf(PROVENANCES)),
        ];
        const PARAMETER: &[Key] = &[
            key("x-truto-name", Text),
            key("x-truto-role", OneOf(ROLES)),
            key("x-truto-support", Any),
            key("x-truto-enum-support", Any),
            key("x-truto-reference", Text),
            key("x-truto-provenance", OneOf(PROVENANCES)),
        ];
        const SCHEMA: &[Key] = &[
            key("x-truto-name", Text),
            key("x-truto-enum-names", Any),
            key("x-truto-support", Any),
            key("x-truto-enum-support", Any),
            key("x-truto-reference", Text),
            key("x-truto-raw", Flag),
            key("x-truto-converts-from", SchemaRefs),
            key("x-truto-provenance", OneOf(PROVENANCES)),
        ];
        const MEDIA_TYPE: &[Key] = &[key("x-truto-support", Any)];
        const SECURITY_SCHEME: &[Key] = &[key("x-truto-env", Text)];
        match self {
            Self::Document => DOCUMENT,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::Schema => SCHEMA,
            Self::MediaType => MEDIA_TYPE,
            Self::SecurityScheme => SECURITY_SCHEME,
            _ => &[],
        }
    }

    /// The keywords of the kind.
    pub(super) fn keys(self) -> &'static [Key] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Paths | Self::Responses | Self::Callback => &[],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::Header => HEADER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Components => COMPONENTS,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Tag => TAG,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
        }
    }
}

fn is_status(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 3
        && matches!(bytes[0], b'1'..=b'5')
        && (name.ends_with("XX") || bytes[1..].iter().all(u8::is_ascii_digit))
}

const PROVENANCES: &[&str] = &["documented", "older", "inferred"];
const ROLES: &[&str] = &["scope", "option", "excluded-fields", "response-format"];
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

const DOCUMENT: &[Key] = &[
    must("openapi", Text),
    must("info", One(Kind::Info)),
    key("servers", Many(Kind::Server)),
    must("paths", One(Kind::Paths)),
    key("components", One(Kind::Components)),
    key("security", Values),
    key("tags", Many(Kind::Tag)),
    key("externalDocs", One(Kind::ExternalDocs)),
];

const INFO: &[Key] = &[
    must("title", Text),
    key("description", Text),
    key("termsOfService", Text),
    key("contact", One(Kind::Contact)),
    key("license", One(Kind::License)),
    must("version", Text),
];

const CONTACT: &[Key] = &[key("name", Text), key("url", Text), key("email", Text)];

const LICENSE: &[Key] = &[must("name", Text), key("url", Text)];

const SERVER: &[Key] = &[
    must("url", Text),
    key("description", Text),
    key("variables", Map(Kind::ServerVariable)),
];

const SERVER_VARIABLE: &[Key] = &[
    key("enum", Texts),
    must("default", Text),
    key("description", Text),
];

const PATH_ITEM: &[Key] = &[
    key("summary", Text),
    key("description", Text),
    key("get", One(Kind::Operation)),
    key("put", One(Kind::Operation)),
    key("post", One(Kind::Operation)),
    key("delete", One(Kind::Operation)),
    key("options", One(Kind::Operation)),
    key("head", One(Kind::Operation)),
    key("patch", One(Kind::Operation)),
    key("trace", One(Kind::Operation)),
    key("servers", Many(Kind::Server)),
    key("parameters", Many(Kind::Parameter)),
];

const OPERATION: &[Key] = &[
    key("tags", Texts),
    key("summary", Text),
    key("description", Text),
    key("externalDocs", One(Kind::ExternalDocs)),
    key("operationId", Text),
    key("parameters", Many(Kind::Parameter)),
    key("requestBody", One(Kind::RequestBody)),
    must("responses", One(Kind::Responses)),
    key("callbacks", Map(Kind::Callback)),
    key("deprecated", Flag),
    key("security", Values),
    key("servers", Many(Kind::Server)),
];

const PARAMETER: &[Key] = &[
    must("name", Text),
    must("in", OneOf(&["query", "header", "path", "cookie"])),
    key("description", Text),
    key("required", Flag),
    key("deprecated", Flag),
    key("allowEmptyValue", Flag),
    key(
        "style",
        OneOf(&[
            "form",
            "simple",
            "matrix",
            "label",
            "spaceDelimited",
            "pipeDelimited",
            "deepObject",
        ]),
    ),
    key("explode", Flag),
    key("allowReserved", Flag),
    key("schema", One(Kind::Schema)),
    key("content", Map(Kind::MediaType)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
];

const HEADER: &[Key] = &[
    key("description", Text),
    key("required", Flag),
    key("deprecated", Flag),
    key("allowEmptyValue", Flag),
    key("style", OneOf(&["simple"])),
    key("explode", Flag),
    key("allowReserved", Flag),
    key("schema", One(Kind::Schema)),
    key("content", Map(Kind::MediaType)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
];

const REQUEST_BODY: &[Key] = &[
    key("description", Text),
    must("content", Map(Kind::MediaType)),
    key("required", Flag),
];

const MEDIA_TYPE: &[Key] = &[
    key("schema", One(Kind::Schema)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
    key("encoding", Map(Kind::Encoding)),
];

const ENCODING: &[Key] = &[
    key("contentType", Text),
    key("headers", Map(Kind::Header)),
    key(
        "style",
        OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ),
    key("explode", Flag),
    key("allowReserved", Flag),
];

const RESPONSE: &[Key] = &[
    must("description", Text),
    key("headers", Map(Kind::Header)),
    key("content", Map(Kind::MediaType)),
    key("links", Map(Kind::Link)),
];

const COMPONENTS: &[Key] = &[
    key("schemas", Map(Kind::Schema)),
    key("responses", Map(Kind::Response)),
    key("parameters", Map(Kind::Parameter)),
    key("examples", Map(Kind::Example)),
    key("requestBodies", Map(Kind::RequestBody)),
    key("headers", Map(Kind::Header)),
    key("securitySchemes", Map(Kind::SecurityScheme)),
    key("links", Map(Kind::Link)),
    key("callbacks", Map(Kind::Callback)),
];

const SECURITY_SCHEME: &[Key] = &[
    must(
        "type",
        OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]),
    ),
    key("description", Text),
    key("name", Text),
    key("in", OneOf(&["query", "header", "cookie"])),
    key("scheme", Text),
    key("bearerFormat", Text),
    key("flows", Any),
    key("openIdConnectUrl", Text),
];

const TAG: &[Key] = &[
    must("name", Text),
    key("description", Text),
    key("externalDocs", One(Kind::ExternalDocs)),
];

const EXTERNAL_DOCS: &[Key] = &[key("description", Text), must("url", Text)];

const EXAMPLE: &[Key] = &[
    key("summary", Text),
    key("description", Text),
    key("value", Any),
    key("externalValue", Text),
];

const LINK: &[Key] = &[
    key("operationRef", Text),
    key("operationId", Text),
    key("parameters", Any),
    key("requestBody", Any),
    key("description", Text),
    key("server", One(Kind::Server)),
];

const DISCRIMINATOR: &[Key] = &[must("propertyName", Text), key("mapping", Any)];

const SCHEMA: &[Key] = &[
    key("title", Text),
    key("multipleOf", Number),
    key("maximum", Number),
    key("exclusiveMaximum", Flag),
    key("minimum", Number),
    key("exclusiveMinimum", Flag),
    key("maxLength", Count),
    key("minLength", Count),
    key("pattern", Text),
    key("maxItems", Count),
    key("minItems", Count),
    key("uniqueItems", Flag),
    key("maxProperties", Count),
    key("minProperties", Count),
    key("required", Texts),
    key("enum", Values),
    key("type", OneOf(TYPES)),
    key("allOf", Many(Kind::Schema)),
    key("oneOf", Many(Kind::Schema)),
    key("anyOf", Many(Kind::Schema)),
    key("not", One(Kind::Schema)),
    key("items", One(Kind::Schema)),
    key("properties", Map(Kind::Schema)),
    key("additionalProperties", FlagOr(Kind::Schema)),
    key("description", Text),
    key("format", Text),
    key("default", Any),
    key("nullable", Flag),
    key("discriminator", One(Kind::Discriminator)),
    key("readOnly", Flag),
    key("writeOnly", Flag),
    key("xml", Any),
    key("externalDocs", One(Kind::ExternalDocs)),
    key("example", Any),
    key("deprecated", Flag),
];
