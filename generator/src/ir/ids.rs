//! Identities of items. Later phases keep what they decide about an item under its ID.

/// An index into [`Package::types`](super::Package::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A field of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId {
    /// The struct.
    pub owner: TypeId,
    /// The position of the field.
    pub index: usize,
}

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// The index of the API.
    pub api: usize,
    /// The index of the resource in the API.
    pub index: usize,
}

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// The index of the API.
    pub api: usize,
    /// The index of the resource in the API.
    pub resource: usize,
    /// The index of the operation in the resource.
    pub index: usize,
}

/// A parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParamId {
    /// The operation.
    pub owner: OperationId,
    /// The position in the list of the document.
    pub index: usize,
}
