//! One API: its resources, and the handles that give access to them.

use super::docs::Docs;
use super::operation::Operation;
use super::types::Value;
use crate::source::Origin;

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
