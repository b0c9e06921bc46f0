//! Enums with a variant per type.

mod by_content;
mod by_failure;
mod by_status;

use crate::ir::{TypeDef, Union};
use crate::plan::root::Plan;

/// Emits an enum whose cases are selected by the status of a response, or by the JSON.
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Union) -> String {
    match (of.is_by_status(), plan.unions.failures(def.id)) {
        (false, _) => by_content::emit(plan, def),
        (true, Some(cases)) => by_failure::emit(plan, def, of, cases),
        (true, None) => by_status::emit(plan, def, of),
    }
}
