//! Which optional parts of the runtime the crate uses, and thus re-exports and documents.

use crate::ir::{Package, Primitive, ResponseType, Role, TypeDef, TypeRef};
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
    /// A part of a multipart body is a file.
    pub(crate) files: bool,
    /// A request can choose the format of its response.
    pub(crate) formats: bool,
    /// Requests are sent for an account.
    pub(crate) accounts: bool,
    /// There is a registry of integrations, to which the support matrices refer.
    pub(crate) registry: bool,
    /// By index of the API: whether its operations have a support matrix.
    matrices: Vec<bool>,
}

impl Usage {
    pub(crate) fn of(package: &Package) -> Self {
        let mut usage = Self {
            accounts: package.apis.iter().any(|api| api.scope.is_some()),
            files: package.types.iter().any(has_file),
            registry: package.registry.is_some(),
            matrices: package
                .apis
                .iter()
                .map(|api| package.has_matrix(api))
                .collect(),
            ..Self::default()
        };
        for operation in operations(package).map(|place| place.operation) {
            usage.pages |= matches!(operation.response, ResponseType::Page(_));
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

fn has_file(def: &TypeDef) -> bool {
    def.parts().into_iter().any(is_file)
}

/// Whether the type is a file, or contains files without another type between.
fn is_file(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => *primitive == Primitive::File,
        TypeRef::List(of) | TypeRef::Map(of) | TypeRef::Nullable(of) => is_file(of),
        TypeRef::Named(_) => false,
    }
}
