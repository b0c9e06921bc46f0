//! The roles of parameters: `x-truto-role`.

use crate::ir::Role;

/// Returns the meaning of the role of a parameter, if it does not depend on the schema.
pub(crate) fn meaning(role: Option<&str>) -> Role {
    match role {
        Some("paging") => Role::Paging,
        Some("option") => Role::Option,
        Some("excluded-fields") => Role::ExcludedFields,
        Some("response-format") => Role::ResponseFormat,
        Some("key-by") => Role::KeyBy,
        _ => Role::Plain,
    }
}
