//! Schemas: from references to types.

pub(super) mod all_of;
pub(super) mod annotations;
mod cases;
mod choice;
mod constraints;
pub(super) mod defaults;
mod elements;
mod enums;
mod extensions;
mod fields;
pub(super) mod fill;
mod flags;
mod join;
mod keywords;
mod limits;
mod overlap;
pub(super) mod references;
mod restrictions;
mod scalars;
mod sole;
mod structs;
pub(super) mod subtypes;
mod tags;
pub(super) mod types;
mod unions;
mod values;
pub(super) mod view;
