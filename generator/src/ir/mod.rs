//! The generator's own picture of a set of APIs: what `lower` makes, `check` verifies and `emit` prints.
//!
//! Nothing here knows OpenAPI. Every name is final (a valid, unclashing Rust identifier, keywords already
//! escaped as `r#type` or with a trailing underscore), every item remembers its [`Origin`], and the order of every
//! list is the order of the documents.

mod matrix;
mod nested;
mod operation;
mod samples;
mod types;

pub use matrix::{
    Counts, FieldSupport, Integrations, Matrix, Names, Registry, RegistryEntry, Slug, Support,
    ValueSupport, parameter_path,
};
pub use nested::Nested;
pub use operation::{
    Body, Case, Envelope, HttpMethod, Location, Media, Operation, PageProperty, Pagination, Param,
    QueryStyle, ResponseType, Role, ScopePlace, StatusRange,
};
pub use samples::{Pattern, SampleCall, SampleTemplate, Segment, Syntax};
pub use types::{
    Additional, Constraint, Enum, Field, FieldName, Home, LiveSupport, Presence, Primitive, Repr,
    Struct, TypeDef, TypeId, TypeKind, TypeRef, Union, UnionCase, Value, Variant,
};

use crate::source::Origin;

/// Everything one run of the generator emits: the APIs and what they share.
#[derive(Clone, Debug, Default)]
pub struct Crate {
    /// The integrations that support matrices speak of; `None` when no document has a registry.
    pub registry: Option<Registry>,
    /// How a client authenticates and where it sends to; taken from the first API that says so.
    pub connection: Connection,
    /// Samples for clients that the generator does not know.
    pub samples: Vec<SampleTemplate>,
    /// The APIs, in the order in which their roots were given.
    pub apis: Vec<Api>,
    /// Every type of every API; [`TypeId`] indexes it.
    pub types: Vec<TypeDef>,
}

impl Crate {
    /// The definition that `id` stands for.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// The type of the list that `ty` holds and may come as (`x-truto-list`), or else `ty` itself.
    #[must_use]
    pub fn listed<'k>(&'k self, ty: &'k TypeRef) -> &'k TypeRef {
        let TypeRef::Named(id) = ty else {
            return ty;
        };
        let TypeKind::Struct(of) = &self.ty(*id).kind else {
            return ty;
        };
        let list = of.list.as_ref().and_then(|list| of.field(&list.wire));
        list.map_or(ty, |field| &field.ty)
    }

    /// The structs that a value of `ty` can be, or be a list or map of.
    #[must_use]
    pub fn structs(&self, ty: &TypeRef) -> Vec<(TypeId, &Struct)> {
        let Some(id) = ty.named() else {
            return Vec::new();
        };
        match &self.ty(id).kind {
            TypeKind::Struct(of) => vec![(id, of)],
            TypeKind::Union(union) => {
                let cases = union.cases.iter().filter_map(|case| case.ty.as_ref());
                let structs = cases.filter_map(|ty| match &self.ty(ty.named()?).kind {
                    TypeKind::Struct(of) => Some((ty.named()?, of)),
                    _ => None,
                });
                structs.collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        }
    }

    /// The field that a path of wire names leads to from a value of `ty`: the struct and the index in it. Names may have dots
    /// themselves, so all ways to cut are tried.
    #[must_use]
    pub fn field_at(&self, ty: &TypeRef, path: &str) -> Option<(TypeId, usize)> {
        self.structs(ty).into_iter().find_map(|(id, of)| {
            of.fields.iter().enumerate().find_map(|(index, field)| {
                match path.strip_prefix(field.wire.as_str())? {
                    "" => Some((id, index)),
                    rest => self.field_at(&field.ty, rest.strip_prefix('.')?),
                }
            })
        })
    }

    /// The types that live in `home`, in document order.
    pub fn types_in(&self, home: Home) -> impl Iterator<Item = &TypeDef> {
        self.types.iter().filter(move |def| def.home == home)
    }
}

/// Where a client sends its requests and with which credentials.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// `servers[0].url`, without a trailing slash.
    pub base_url: Option<String>,
    /// The environment variable that holds the token: `x-truto-env` on the bearer security scheme.
    pub token_env: Option<String>,
    /// The environment variable by which samples send to another place: `x-truto-env` on `servers[0]`.
    pub base_url_env: Option<String>,
}

/// One API: a root document, a module, a cargo feature.
#[derive(Clone, Debug)]
pub struct Api {
    /// Module, cargo feature and accessor: `ticketing`.
    pub module: String,
    /// The handles that give access to the resources: one for those that need the scope, one for those that do not, as far
    /// as there are any.
    pub handles: Vec<Handle>,
    /// `info.title` and `info.description`.
    pub docs: Docs,
    /// What operations of the API are scoped to, where a parameter has the role `scope`.
    pub scope: Option<Scope>,
    /// The resources, in the order in which the document first mentions them.
    pub resources: Vec<Resource>,
    /// Integrations serve its operations, as support matrices say; not so with `x-truto-matrix: false`.
    pub has_matrix: bool,
    /// Where the API's root document stands.
    pub origin: Origin,
}

impl Api {
    /// The resources that `handle` gives access to.
    pub fn resources_on(&self, handle: &Handle) -> impl Iterator<Item = &Resource> {
        let is_scoped = handle.is_scoped;
        let resources = self.resources.iter();
        resources.filter(move |resource| resource.is_scoped() == is_scoped)
    }
}

/// The type that gives access to resources of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// `TicketingApi`
    pub name: String,
    /// It stands on the handle of the [`Scope`], and not on the client.
    pub is_scoped: bool,
}

/// A parameter that is given once, on a handle, and sent with every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The accessor on the client: `integrated_account`.
    pub method: String,
    /// The handle's type: `IntegratedAccount`.
    pub handle: String,
    /// The parameter on the wire: `integrated_account_id`.
    pub wire: String,
    /// What the parameter's documentation says.
    pub docs: Docs,
    /// `example`, for samples.
    pub example: Option<Value>,
    /// `format` of the schema, for the documentation.
    pub format: Option<String>,
}

impl Scope {
    /// It is the same parameter under the same names.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.method, &self.handle, &self.wire) == (&other.method, &other.handle, &other.wire)
    }
}

/// A group of operations that share a tag: a module and a handle.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Module and accessor: `contacts`.
    pub module: String,
    /// The handle: `ContactsResource`.
    pub handle: String,
    /// The tag's description.
    pub docs: Docs,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The tag, or the first operation of the group.
    pub origin: Origin,
}

impl Resource {
    /// Its operations need the API's scope: all of them do, or none.
    #[must_use]
    pub fn is_scoped(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| operation.scope.is_some())
    }
}

/// What a document says of an item to its reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line: `summary` or `title`.
    pub summary: Option<String>,
    /// `description`, Markdown as it stands in the document: emitters must make it harmless.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub url: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// How sure the document is: `x-truto-provenance`.
    pub provenance: Provenance,
    /// The type is not documented, but inferred from the name: `x-truto-type-provenance`.
    pub has_inferred_type: bool,
}

/// How well a fact is documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provenance {
    /// Printed on a current page.
    #[default]
    Documented,
    /// Only an older page shows it.
    Older,
    /// Its name was matched by its description.
    Inferred,
    /// A field of a body that no page shows, taken from the documented object of the resource.
    Object,
}
