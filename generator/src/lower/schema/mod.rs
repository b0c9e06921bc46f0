//! Schemas: from references to types.

pub(super) mod all_of;
pub(super) mod annotations;
mod constraints;
mod enums;
pub(super) mod fields;
mod keywords;
pub(super) mod references;
mod scalars;
mod structs;
pub(super) mod types;
pub(super) mod view;
