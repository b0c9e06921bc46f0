//! The keywords of each kind of object, and the form of their values.

use super::kind::Kind;
use super::value_kind::ValueKind::{
    self, Any, Count, Flag, FlagOr, Many, Map, Number, One, OneOf, Provenance, SchemaRefs, Text,
    Texts, Values,
};

/// A keyword of a [`Kind`].
pub(in crate::bundle) struct Keyword {
    pub(in crate::bundle) name: &'static str,
    pub(in crate::bundle) value: ValueKind,
    pub(in crate::bundle) required: bool,
}

impl Kind {
    /// Returns the `x-truto-*` extensions that are allowed on the kind.
    pub(in crate::bundle) fn extensions(self) -> &'static [Keyword] {
        match self {
            Self::Document => DOCUMENT_EXTENSIONS,
            Self::Server => SERVER_EXTENSIONS,
            Self::Tag => TAG_EXTENSIONS,
            Self::Operation => OPERATION_EXTENSIONS,
            Self::Parameter => PARAMETER_EXTENSIONS,
            Self::Schema => SCHEMA_EXTENSIONS,
            Self::MediaType => MEDIA_TYPE_EXTENSIONS,
            Self::SecurityScheme => SECURITY_SCHEME_EXTENSIONS,
            _ => &[],
        }
    }

    /// Returns the keywords of the kind.
    pub(in crate::bundle) fn keywords(self) -> &'static [Keyword] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Paths | Self::Responses | Self::Callback | Self::SecurityRequirement => &[],
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
            Self::Flows => FLOWS,
            Self::ImplicitFlow => IMPLICIT_FLOW,
            Self::AuthorizationCodeFlow => AUTHORIZATION_CODE_FLOW,
            Self::TokenFlow => TOKEN_FLOW,
            Self::Tag => TAG,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
        }
    }
}

const fn key(name: &'static str, value: ValueKind) -> Keyword {
    Keyword {
        name,
        value,
        required: false,
    }
}

const fn must(name: &'static str, value: ValueKind) -> Keyword {
    Keyword {
        name,
        value,
        required: true,
    }
}

const PROVENANCES: &[&str] = &["documented", "older", "inferred"];
const TYPE_PROVENANCES: &[&str] = &["inferred"];
const FIELD_PROVENANCES: &[&str] = &["documented", "older", "inferred", "object"];
const ROLES: &[&str] = &[
    "scope",
    "paging",
    "option",
    "excluded-fields",
    "response-format",
    "key-by",
    "sort",
];
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

const DOCUMENT: &[Keyword] = &[
    must("openapi", Text),
    must("info", One(Kind::Info)),
    key("servers", Many(Kind::Server)),
    must("paths", One(Kind::Paths)),
    key("components", One(Kind::Components)),
    key("security", Many(Kind::SecurityRequirement)),
    key("tags", Many(Kind::Tag)),
    key("externalDocs", One(Kind::ExternalDocs)),
];

const INFO: &[Keyword] = &[
    must("title", Text),
    key("description", Text),
    key("termsOfService", Text),
    key("contact", One(Kind::Contact)),
    key("license", One(Kind::License)),
    must("version", Text),
];

const CONTACT: &[Keyword] = &[key("name", Text), key("url", Text), key("email", Text)];

const LICENSE: &[Keyword] = &[must("name", Text), key("url", Text)];

const SERVER: &[Keyword] = &[
    must("url", Text),
    key("description", Text),
    key("variables", Map(Kind::ServerVariable)),
];

const SERVER_VARIABLE: &[Keyword] = &[
    key("enum", Texts),
    must("default", Text),
    key("description", Text),
];

const PATH_ITEM: &[Keyword] = &[
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

const OPERATION: &[Keyword] = &[
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
    key("security", Many(Kind::SecurityRequirement)),
    key("servers", Many(Kind::Server)),
];

const PARAMETER: &[Keyword] = &[
    must("name", Text),
    must("in", OneOf(&["query", "header", "path", "cookie"])),
    key("description", Text),
    key("required", Flag),
    key("deprecated", Flag),
    key("allowEmptyValue", Flag),
    // The allowed styles depend on `in`.
    key("style", Text),
    key("explode", Flag),
    key("allowReserved", Flag),
    key("schema", One(Kind::Schema)),
    key("content", Map(Kind::MediaType)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
];

const HEADER: &[Keyword] = &[
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

const REQUEST_BODY: &[Keyword] = &[
    key("description", Text),
    must("content", Map(Kind::MediaType)),
    key("required", Flag),
];

const MEDIA_TYPE: &[Keyword] = &[
    key("schema", One(Kind::Schema)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
    key("encoding", Map(Kind::Encoding)),
];

const ENCODING: &[Keyword] = &[
    key("contentType", Text),
    key("headers", Map(Kind::Header)),
    key(
        "style",
        OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ),
    key("explode", Flag),
    key("allowReserved", Flag),
];

const RESPONSE: &[Keyword] = &[
    must("description", Text),
    key("headers", Map(Kind::Header)),
    key("content", Map(Kind::MediaType)),
    key("links", Map(Kind::Link)),
];

const COMPONENTS: &[Keyword] = &[
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

const SECURITY_SCHEME: &[Keyword] = &[
    must(
        "type",
        OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]),
    ),
    key("description", Text),
    key("name", Text),
    key("in", OneOf(&["query", "header", "cookie"])),
    key("scheme", Text),
    key("bearerFormat", Text),
    key("flows", One(Kind::Flows)),
    key("openIdConnectUrl", Text),
];

const FLOWS: &[Keyword] = &[
    key("implicit", One(Kind::ImplicitFlow)),
    key("password", One(Kind::TokenFlow)),
    key("clientCredentials", One(Kind::TokenFlow)),
    key("authorizationCode", One(Kind::AuthorizationCodeFlow)),
];

const IMPLICIT_FLOW: &[Keyword] = &[
    must("authorizationUrl", Text),
    key("refreshUrl", Text),
    must("scopes", ValueKind::TextEntries),
];

const AUTHORIZATION_CODE_FLOW: &[Keyword] = &[
    must("authorizationUrl", Text),
    must("tokenUrl", Text),
    key("refreshUrl", Text),
    must("scopes", ValueKind::TextEntries),
];

const TOKEN_FLOW: &[Keyword] = &[
    must("tokenUrl", Text),
    key("refreshUrl", Text),
    must("scopes", ValueKind::TextEntries),
];

const TAG: &[Keyword] = &[
    must("name", Text),
    key("description", Text),
    key("externalDocs", One(Kind::ExternalDocs)),
];

const EXTERNAL_DOCS: &[Keyword] = &[key("description", Text), must("url", Text)];

const EXAMPLE: &[Keyword] = &[
    key("summary", Text),
    key("description", Text),
    key("value", Any),
    key("externalValue", Text),
];

const LINK: &[Keyword] = &[
    key("operationRef", ValueKind::OperationRef),
    key("operationId", Text),
    key("parameters", ValueKind::Entries),
    key("requestBody", Any),
    key("description", Text),
    key("server", One(Kind::Server)),
];

const DISCRIMINATOR: &[Keyword] = &[
    must("propertyName", Text),
    key("mapping", ValueKind::SchemaEntries),
];

const SCHEMA: &[Keyword] = &[
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

const DOCUMENT_EXTENSIONS: &[Keyword] = &[
    // As other tools name the webhooks of OpenAPI 3.1 in documents of 3.0.
    key("x-webhooks", Map(Kind::PathItem)),
    key("x-truto-registry", Any),
    key("x-truto-samples", Any),
    key("x-truto-sample-values", Any),
    key("x-truto-matrix", Flag),
    key("x-truto-former-builders", OneOf(&["plural"])),
    key("x-truto-idempotency", Flag),
    key("x-truto-sync", Any),
    key("x-truto-signed-webhooks", Flag),
];

const TAG_EXTENSIONS: &[Keyword] = &[key("x-truto-singular", Text)];

const SERVER_EXTENSIONS: &[Keyword] = &[key("x-truto-env", Text), key("x-truto-name", Text)];

const OPERATION_EXTENSIONS: &[Keyword] = &[
    key("x-truto-name", Text),
    key("x-truto-integrations", Any),
    key("x-truto-envelope", Text),
    key("x-truto-pagination", Any),
    key("x-truto-provenance", Provenance(PROVENANCES)),
];

const PARAMETER_EXTENSIONS: &[Keyword] = &[
    key("x-truto-name", Text),
    key("x-truto-role", OneOf(ROLES)),
    key("x-truto-support", Any),
    key("x-truto-enum-support", Any),
    key("x-truto-reference", Text),
    key("x-truto-provenance", Provenance(PROVENANCES)),
    key("x-truto-type-provenance", OneOf(TYPE_PROVENANCES)),
];

const SCHEMA_EXTENSIONS: &[Keyword] = &[
    key("x-truto-name", Text),
    key("x-truto-enum-names", Any),
    key("x-truto-support", Any),
    key("x-truto-enum-support", Any),
    key("x-truto-reference", Text),
    key("x-truto-raw", Flag),
    key("x-truto-converts-from", SchemaRefs),
    key("x-truto-list", Text),
    key("x-truto-live-support", Any),
    key("x-truto-live-schemas", Any),
    key("x-truto-lookups", Any),
    key("x-truto-provenance", Provenance(FIELD_PROVENANCES)),
    key("x-truto-type-provenance", OneOf(TYPE_PROVENANCES)),
];

const MEDIA_TYPE_EXTENSIONS: &[Keyword] = &[key("x-truto-support", Any)];

const SECURITY_SCHEME_EXTENSIONS: &[Keyword] =
    &[key("x-truto-env", Text), key("x-truto-name", Text)];
