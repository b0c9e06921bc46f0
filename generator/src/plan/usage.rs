//! Which optional parts of the runtime the crate uses, and thus re-exports and documents.

use crate::ir::{Package, Primitive, ResponseType, Role, TypeKind, TypeRef};
use crate::plan::extensions::sync::SyncList;
use crate::plan::operation_ref::operations;
use crate::plan::requests;

/// The optional parts of the runtime that a crate uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    /// A response is a page of a list.
    pub(crate) pages: bool,
    /// The items of a page can be keyed by a field.
    pub(crate) keyed_pages: bool,
    /// A response is read as a stream of bytes.
    pub(crate) streams: bool,
    /// A response is a stream of events.
    pub(crate) events: bool,
    /// A response is a stream of lines.
    pub(crate) lines: bool,
    /// The body of a request is a file, or has parts that are files.
    pub(crate) files: bool,
    /// An error response has a type.
    pub(crate) failures: bool,
    /// A request can choose the format of its response.
    pub(crate) formats: bool,
    /// A list can be copied.
    pub(crate) sync: bool,
    /// The server of an API sends requests.
    pub(crate) webhooks: bool,
    /// Requests are sent for an account.
    pub(crate) accounts: bool,
    /// There is a registry of integrations, to which the support matrices refer.
    pub(crate) registry: bool,
    /// A response has the schemas of an operation, as an integration supports it.
    pub(crate) live_schemas: bool,
    /// By index of the API: whether its operations have a support matrix.
    matrices: Vec<bool>,
}

impl Usage {
    pub(crate) fn of(package: &Package) -> Self {
        let mut usage = Self {
            accounts: package.apis.iter().any(|api| api.scope.is_some()),
            files: has(package, Primitive::File),
            registry: package.registry.is_some(),
            live_schemas: package.registry.is_some() && describes_operations(package),
            sync: operations(package).any(|place| SyncList::of(package, place).is_some()),
            webhooks: package.apis.iter().any(|api| !api.webhooks.is_empty()),
            matrices: package
                .apis
                .iter()
                .map(|api| package.has_matrix(api))
                .collect(),
            ..Self::default()
        };
        for operation in operations(package).map(|place| place.operation) {
            usage.pages |= matches!(operation.response, ResponseType::Page(_));
            usage.failures |= operation.failure.is_some();
            usage.streams |= operation.response == ResponseType::Stream;
            for stream in requests::streams(operation) {
                usage.events |= stream.media.is_events();
                usage.lines |= !stream.media.is_events();
            }
            for param in &operation.params {
                usage.keyed_pages |= param.role == Role::KeyBy;
                usage.formats |= param.role == Role::ResponseFormat;
            }
        }
        usage
    }

    /// Whether the operations of the API with this index have a support matrix.
    pub(crate) fn has_matrix(&self, api: usize) -> bool {
        self.matrices.get(api).is_some_and(|has_matrix| *has_matrix)
    }
}

/// Whether an object has the schemas of an operation.
fn describes_operations(package: &Package) -> bool {
    package
        .types
        .iter()
        .any(|def| matches!(&def.kind, TypeKind::Struct(of) if of.live_schemas.is_some()))
}

/// Whether a definition, parameter, body or response refers to the type.
fn has(package: &Package, primitive: Primitive) -> bool {
    let is_in = |ty: &TypeRef| is_or_holds(ty, primitive);
    package
        .types
        .iter()
        .any(|def| def.parts().into_iter().any(is_in))
        || operations(package).any(|place| place.operation.types().any(is_in))
}

/// Whether the type is the primitive type, or holds such values without another type between.
fn is_or_holds(ty: &TypeRef, primitive: Primitive) -> bool {
    match ty {
        TypeRef::Primitive(of) => *of == primitive,
        TypeRef::List(of) | TypeRef::Map(of) | TypeRef::Nullable(of) => is_or_holds(of, primitive),
        TypeRef::Named(_) => false,
    }
}
