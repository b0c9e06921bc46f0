//! Sentences about integrations and about how well an item is documented.

pub(crate) mod provenance;
pub(crate) mod style;
pub(crate) mod support;
