//! The intermediate representation (IR) of a set of APIs: `lower` creates it, `check` verifies it, and `emit` prints it.
//!
//! It depends on neither OpenAPI nor Rust. Of names, it has what the documents say: the raw text, and the name that they choose
//! with `x-truto-name`. Every item keeps its [`Origin`](crate::source::Origin), and every list is in document order.
//!
//! It has more than the emitters print: what a client could use, such as OAuth flows, and what
//! [`check::unsupported`](crate::check) reports at its location. So an emitter that learns to print it needs no change in the
//! phases before `check`, and documents with it are covered by tests of the IR.

mod api;
mod constraints;
mod content;
mod criterion;
mod docs;
mod extensions;
mod fit;
mod ids;
mod info;
pub(crate) mod joinable;
mod nested;
pub(crate) mod nouns;
pub(crate) mod oauth;
mod omission;
mod operation;
mod package;
mod security;
mod server;
mod status;
mod style;
mod tag;
mod types;
mod webhook;
mod words;

pub use api::{Api, Resource};
pub use constraints::{Bound, Constraints, Extent, Number};
pub(crate) use content::is_json;
pub use content::{
    Content, Encodings, Header, Headers, Media, MediaTypes, PropertyEncoding, RecordForm, Records,
};
pub use criterion::{Criterion, JsonKind};
pub use docs::Docs;
pub use extensions::envelope::Envelope;
pub use extensions::field_name::FieldName;
pub use extensions::live_schemas::LiveSchemas;
pub use extensions::live_support::{LiveIntegration, LiveSupport};
pub use extensions::lookup::Lookup;
pub use extensions::matrix::{
    Counts, FieldSupport, Integrations, Matrix, NamedIntegrations, Registry, RegistryEntry, Slug,
    Support, ValueSupport, parameter_path,
};
pub use extensions::pagination::{PageProperty, Pagination};
pub use extensions::provenance::Provenance;
pub use extensions::role::Role;
pub use extensions::sample_values::{LocatedValue, OperationSample, Places, SampleValues};
pub use extensions::samples::{Pattern, SampleCall, SampleTemplate, Segment, Syntax};
pub use extensions::scope::{Scope, ScopePlace};
pub use extensions::sync::SyncNames;
pub use fit::{Misfit, MisfitReason};
pub use ids::{FieldId, OperationId, ParamId, ResourceId, TypeId};
pub use info::Info;
pub use nested::Nested;
pub use omission::{Omission, Omitted};
pub use operation::{Body, Case, HttpMethod, Location, Operation, Param, ResponseType};
pub use package::{Connection, Package};
pub use security::{
    Credentials, Flow, FlowKind, KeyPlace, RequiredScheme, Security, SecurityScheme,
};
pub use server::{OwnServers, Server, ServerVariable};
pub use status::StatusRange;
pub use style::{CookieStyle, HeaderStyle, PathStyle, QueryStyle, Serialization, Style};
pub(crate) use tag::enumeration;
pub use tag::{tag_text, tag_value};
pub use types::{
    Additional, Enum, Field, Meaning, Primitive, Repr, RequiredSet, RequiredSets, Selector, Struct,
    TypeDef, TypeKind, TypeRef, Union, UnionCase, Value, Variant,
};
pub use webhook::{Callback, Payload, Webhook};
pub use words::{SchemaPlace, Within, Words};
