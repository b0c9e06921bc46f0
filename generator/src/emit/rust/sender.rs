//! How a handle sends requests: by the client, or by the scope of an account.

use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;

/// The field of a handle that sends its requests.
pub(crate) struct Sender {
    /// The name of the field.
    pub(crate) field: &'static str,
    /// Its type, as code of the handle's module writes it.
    pub(crate) ty: String,
    /// The constructor of `Call` that takes it.
    pub(crate) constructor: &'static str,
}

impl Sender {
    /// The sender of a handle in this module. `is_scoped` says whether its operations have the scope of their API.
    pub(crate) fn of(plan: &Plan<'_>, module: ModuleId, is_scoped: bool) -> Self {
        match is_scoped {
            true => Self {
                field: "scope",
                ty: plan.name(module, "AccountScope"),
                constructor: "new",
            },
            false => Self {
                field: "client",
                ty: "truto_runtime::Client".to_owned(),
                constructor: "unscoped",
            },
        }
    }
}
