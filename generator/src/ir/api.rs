//! One API: its resources, and the handles that give access to them.

use super::docs::Docs;
use super::ids::ResourceId;
use super::operation::Operation;
use super::types::Value;
use crate::source::Origin;

/// An API: a root document, a module, and a cargo feature.
#[derive(Clone, Debug)]
pub struct Api {
    /// The index.
    pub index: usize,
    /// The name of the root document: `ticketing`.
    pub name: String,
    /// Builders that were named with the plural before still have that name, too: `x-truto-former-builders`.
    pub has_former_builders: bool,
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
    /// Returns the resources with the scope, or those without it.
    pub fn resources_on(&self, is_scoped: bool) -> impl Iterator<Item = &Resource> {
        let resources = self.resources.iter();
        resources.filter(move |resource| resource.is_scoped() == is_scoped)
    }
}

/// A parameter that is set once, on a handle, and sent with every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The index of the API.
    pub api: usize,
    /// The wire name of the parameter: `integrated_account_id`.
    pub wire: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// The documentation of the parameter.
    pub docs: Docs,
    /// The `example`, for samples.
    pub example: Option<Value>,
    /// The `format` of the schema, for the documentation.
    pub format: Option<String>,
    /// The location of the first parameter.
    pub origin: Origin,
}

impl Scope {
    /// The source of its names.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.chosen.as_ref().unwrap_or(&self.wire)
    }

    /// Whether it is the same parameter with the same names.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.wire, self.raw()) == (&other.wire, other.raw())
    }
}

/// A group of operations that share a tag: a module and a handle.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The ID.
    pub id: ResourceId,
    /// The tag: `contacts`.
    pub tag: String,
    /// The singular that the document chooses with `x-truto-singular`.
    pub singular: Option<String>,
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
