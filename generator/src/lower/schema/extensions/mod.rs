//! What the `x-truto-*` extensions say about a schema.

pub(super) mod conversions;
pub(super) mod enum_names;
pub(super) mod misplaced;
pub(super) mod objects;
