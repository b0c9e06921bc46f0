//! The keywords of each kind of object, and the form of their values.

use super::{Key, Kind, Shape};
use Shape::{
    Any, Count, Flag, FlagOr, Many, Map, Number, One, OneOf, SchemaRefs, Text, Texts, Values,
};

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

pub(super) const DOCUMENT: &[Key] = &[
    must("openapi", Text),
    must("info", One(Kind::Info)),
    key("servers", Many(Kind::Server)),
    must("paths", One(Kind::Paths)),
    key("components", One(Kind::Components)),
    key("security", Many(Kind::SecurityRequirement)),
    key("tags", Many(Kind::Tag)),
    key("externalDocs", One(Kind::ExternalDocs)),
];

pub(super) const INFO: &[Key] = &[
    must("title", Text),
    key("description", Text),
    key("termsOfService", Text),
    key("contact", One(Kind::Contact)),
    key("license", One(Kind::License)),
    must("version", Text),
];

pub(super) const CONTACT: &[Key] = &[key("name", Text), key("url", Text), key("email", Text)];

pub(super) const LICENSE: &[Key] = &[must("name", Text), key("url", Text)];

pub(super) const SERVER: &[Key] = &[
    must("url", Text),
    key("description", Text),
    key("variables", Map(Kind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Key] = &[
    key("enum", Texts),
    must("default", Text),
    key("description", Text),
];

pub(super) const PATH_ITEM: &[Key] = &[
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

pub(super) const OPERATION: &[Key] = &[
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

pub(super) const PARAMETER: &[Key] = &[
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

pub(super) const HEADER: &[Key] = &[
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

pub(super) const REQUEST_BODY: &[Key] = &[
    key("description", Text),
    must("content", Map(Kind::MediaType)),
    key("required", Flag),
];

pub(super) const MEDIA_TYPE: &[Key] = &[
    key("schema", One(Kind::Schema)),
    key("example", Any),
    key("examples", Map(Kind::Example)),
    key("encoding", Map(Kind::Encoding)),
];

pub(super) const ENCODING: &[Key] = &[
    key("contentType", Text),
    key("headers", Map(Kind::Header)),
    key(
        "style",
        OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ),
    key("explode", Flag),
    key("allowReserved", Flag),
];

pub(super) const RESPONSE: &[Key] = &[
    must("description", Text),
    key("headers", Map(Kind::Header)),
    key("content", Map(Kind::MediaType)),
    key("links", Map(Kind::Link)),
];

pub(super) const COMPONENTS: &[Key] = &[
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

pub(super) const SECURITY_SCHEME: &[Key] = &[
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

pub(super) const FLOWS: &[Key] = &[
    key("implicit", One(Kind::ImplicitFlow)),
    key("password", One(Kind::TokenFlow)),
    key("clientCredentials", One(Kind::TokenFlow)),
    key("authorizationCode", One(Kind::AuthorizationCodeFlow)),
];

pub(super) const IMPLICIT_FLOW: &[Key] = &[
    must("authorizationUrl", Text),
    key("refreshUrl", Text),
    must("scopes", Shape::TextEntries),
];

pub(super) const AUTHORIZATION_CODE_FLOW: &[Key] = &[
    must("authorizationUrl", Text),
    must("tokenUrl", Text),
    key("refreshUrl", Text),
    must("scopes", Shape::TextEntries),
];

pub(super) const TOKEN_FLOW: &[Key] = &[
    must("tokenUrl", Text),
    key("refreshUrl", Text),
    must("scopes", Shape::TextEntries),
];

pub(super) const TAG: &[Key] = &[
    must("name", Text),
    key("description", Text),
    key("externalDocs", One(Kind::ExternalDocs)),
];

pub(super) const EXTERNAL_DOCS: &[Key] = &[key("description", Text), must("url", Text)];

pub(super) const EXAMPLE: &[Key] = &[
    key("summary", Text),
    key("description", Text),
    key("value", Any),
    key("externalValue", Text),
];

pub(super) const LINK: &[Key] = &[
    key("operationRef", Shape::OperationRef),
    key("operationId", Text),
    key("parameters", Shape::Entries),
    key("requestBody", Any),
    key("description", Text),
    key("server", One(Kind::Server)),
];

pub(super) const DISCRIMINATOR: &[Key] = &[
    must("propertyName", Text),
    key("mapping", Shape::SchemaEntries),
];

pub(super) const SCHEMA: &[Key] = &[
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

pub(super) const DOCUMENT_EXTENSIONS: &[Key] = &[
    key("x-truto-registry", Any),
    key("x-truto-samples", Any),
    key("x-truto-matrix", Flag),
];

pub(super) const SERVER_EXTENSIONS: &[Key] = &[key("x-truto-env", Text)];

pub(super) const OPERATION_EXTENSIONS: &[Key] = &[
    key("x-truto-name", Text),
    key("x-truto-integrations", Any),
    key("x-truto-envelope", Text),
    key("x-truto-pagination", Any),
    key("x-truto-provenance", OneOf(PROVENANCES)),
];

pub(super) const PARAMETER_EXTENSIONS: &[Key] = &[
    key("x-truto-name", Text),
    key("x-truto-role", OneOf(ROLES)),
    key("x-truto-support", Any),
    key("x-truto-enum-support", Any),
    key("x-truto-reference", Text),
    key("x-truto-provenance", OneOf(PROVENANCES)),
    key("x-truto-type-provenance", OneOf(TYPE_PROVENANCES)),
];

pub(super) const SCHEMA_EXTENSIONS: &[Key] = &[
    key("x-truto-name", Text),
    key("x-truto-enum-names", Any),
    key("x-truto-support", Any),
    key("x-truto-enum-support", Any),
    key("x-truto-reference", Text),
    key("x-truto-raw", Flag),
    key("x-truto-converts-from", SchemaRefs),
    key("x-truto-list", Text),
    key("x-truto-live-support", Any),
    key("x-truto-provenance", OneOf(FIELD_PROVENANCES)),
    key("x-truto-type-provenance", OneOf(TYPE_PROVENANCES)),
];

pub(super) const MEDIA_TYPE_EXTENSIONS: &[Key] = &[key("x-truto-support", Any)];

pub(super) const SECURITY_SCHEME_EXTENSIONS: &[Key] = &[key("x-truto-env", Text)];
