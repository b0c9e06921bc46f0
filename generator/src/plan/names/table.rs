//! The names, by item.

use std::collections::HashMap;

use crate::ir::{Field, FieldId, Param, ParamId, RegistryEntry, TypeId};

/// The Rust names of all items.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) fields: HashMap<FieldId, String>,
    pub(super) variants: HashMap<TypeId, Vec<String>>,
    pub(super) params: HashMap<ParamId, String>,
    /// By slug.
    pub(super) integrations: HashMap<String, String>,
}

impl Names {
    /// The identifier of a field and of its setter: `r#type`.
    pub(crate) fn field(&self, field: &Field) -> &str {
        &self.fields[&field.id]
    }

    /// The variants of an enum or union, in document order: `HomeFax`. A struct has none.
    pub(crate) fn variants(&self, id: TypeId) -> &[String] {
        self.variants.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The identifier of an argument or of a setter. For options, the whole method name: `with_remote_query`.
    pub(crate) fn param(&self, param: &Param) -> &str {
        &self.params[&param.id]
    }

    /// The variant of an integration: `HelpScout`.
    pub(crate) fn integration(&self, entry: &RegistryEntry) -> &str {
        &self.integrations[&entry.slug]
    }
}
