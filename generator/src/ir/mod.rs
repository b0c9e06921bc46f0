//! The intermediate representation (IR) of a set of APIs: `lower` creates it, `check` verifies it, and `emit` prints it.
//!
//! It does not depend on OpenAPI. Every name is final: a valid, unique Rust identifier, with keywords escaped as `r#type` or with
//! a trailing underscore. Every item keeps its [`Origin`], and every list is in document order.

mod matrix;
mod nested;
pub(crate) mod operation;
mod samples;
pub(crate) mod types;

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

use std::collections::HashSet;

use crate::source::Origin;

/// The APIs of a crate, and everything that they share.
#[derive(Clone, Debug, Default)]
pub struct Crate {
    /// The integrations of the support matrices; `None` if no document has a registry.
    pub registry: Option<Registry>,
    /// The base URL and authentication of the client, from the first API that defines them.
    pub connection: Connection,
    /// Samples for clients in other languages.
    pub samples: Vec<SampleTemplate>,
    /// The APIs, in the order of the root documents.
    pub apis: Vec<Api>,
    /// All types of all APIs, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
}

impl Crate {
    /// Returns the definition of `id`.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Returns the struct that `id` stands for, if it is one.
    #[must_use]
    pub fn structure(&self, id: TypeId) -> Option<&Struct> {
        match &self.ty(id).kind {
            TypeKind::Struct(of) => Some(of),
            TypeKind::Enum(_) | TypeKind::Union(_) => None,
        }
    }

    /// Whether a value of the type can contain another value of it.
    #[must_use]
    pub fn is_recursive(&self, id: TypeId) -> bool {
        let parts = |id: TypeId| {
            self.structure(id)
                .into_iter()
                .flat_map(|of| of.fields.iter().filter_map(|field| field.ty.named()))
        };
        let mut open: Vec<TypeId> = parts(id).collect();
        let mut seen = HashSet::new();
        while let Some(part) = open.pop() {
            if part == id {
                return true;
            }
            if seen.insert(part) {
                open.extend(parts(part));
            }
        }
        false
    }

    /// The struct of the body, whose fields become setters of the builder.
    #[must_use]
    pub fn body_struct(&self, operation: &Operation) -> Option<(&TypeDef, &Struct)> {
        let body = operation.body.as_ref()?;
        match (&body.ty, &body.media) {
            (TypeRef::Named(id), Media::Json(_) | Media::Form) => {
                Some((self.ty(*id), self.structure(*id)?))
            }
            _ => None,
        }
    }

    /// Returns the type of the list that may replace `ty` (`x-truto-list`), or `ty` itself.
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

    /// Returns the structs in `ty`, including those in lists and maps.
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

    /// Returns the field at a path of wire names from a value of `ty`: the struct, and the index of the field. Names may contain
    /// dots, so all ways to split the path are tried.
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

    /// Returns the types in `home`, in document order.
    pub fn types_in(&self, home: Home) -> impl Iterator<Item = &TypeDef> {
        self.types.iter().filter(move |def| def.home == home)
    }
}

/// The base URL and the credentials of the client.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// `servers[0].url`, without a trailing slash.
    pub base_url: Option<String>,
    /// The environment variable with the token: `x-truto-env` on the bearer security scheme.
    pub token_env: Option<String>,
    /// The environment variable with another base URL for samples: `x-truto-env` on `servers[0]`.
    pub base_url_env: Option<String>,
}

/// An API: a root document, a module, and a cargo feature.
#[derive(Clone, Debug)]
pub struct Api {
    /// The name of module, cargo feature and accessor: `ticketing`.
    pub module: String,
    /// The handles of the resources: one for resources with the scope, and one for those without, if there are any.
    pub handles: Vec<Handle>,
    /// `info.title` and `info.description`.
    pub docs: Docs,
    /// The scope of the operations, if a parameter has the role `scope`.
    pub scope: Option<Scope>,
    /// The resources, in document order of their first operation.
    pub resources: Vec<Resource>,
    /// Whether the operations have a support matrix. It is `false` for `x-truto-matrix: false`.
    pub has_matrix: bool,
    /// The location of the root document.
    pub origin: Origin,
}

impl Api {
    /// Returns the resources of `handle`.
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
    /// It belongs to the handle of the [`Scope`] and not to the client.
    pub is_scoped: bool,
}

/// A parameter that is set once, on a handle, and sent with every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The accessor on the client: `integrated_account`.
    pub method: String,
    /// The type of the handle: `IntegratedAccount`.
    pub handle: String,
    /// The wire name of the parameter: `integrated_account_id`.
    pub wire: String,
    /// The documentation of the parameter.
    pub docs: Docs,
    /// The `example`, for samples.
    pub example: Option<Value>,
    /// The `format` of the schema, for the documentation.
    pub format: Option<String>,
}

impl Scope {
    /// Whether it is the same parameter with the same names.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.method, &self.handle, &self.wire) == (&other.method, &other.handle, &other.wire)
    }
}

/// A group of operations that share a tag: a module and a handle.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The name of module and accessor: `contacts`.
    pub module: String,
    /// The type of the handle: `ContactsResource`.
    pub handle: String,
    /// The description of the tag.
    pub docs: Docs,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The location of the tag, or else of the first operation.
    pub origin: Origin,
}

impl Resource {
    /// Whether its operations have the scope of the API: either all of them have it, or none.
    #[must_use]
    pub fn is_scoped(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| operation.scope.is_some())
    }
}

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line: the `summary` or `title`.
    pub summary: Option<String>,
    /// The `description`: Markdown from the document, which emitters must sanitize.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub url: Option<String>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// How well the item is documented: `x-truto-provenance`.
    pub provenance: Provenance,
    /// The type is inferred from the name: `x-truto-type-provenance`.
    pub has_inferred_type: bool,
}

/// How well a fact is documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provenance {
    /// A current page shows it.
    #[default]
    Documented,
    /// Only an older page shows it.
    Older,
    /// The name is inferred from the description.
    Inferred,
    /// A field of a request body that is only documented on the object of the resource.
    Object,
}

impl From<Provenance> for truto_support_matrix::Provenance {
    fn from(provenance: Provenance) -> Self {
        match provenance {
            Provenance::Documented => Self::Documented,
            Provenance::Older => Self::Older,
            // Support never has the provenance `Object`: `lower` reports it.
            Provenance::Inferred | Provenance::Object => Self::Inferred,
        }
    }
}
