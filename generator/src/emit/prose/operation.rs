//! What is written about an operation: its address, the integrations that support it.

use crate::emit::prose::escape;
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::ir::Operation;
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;

/// `` `POST /unified/ticketing/contacts` ``
pub(crate) fn address(operation: &Operation) -> String {
    escape::code(&format!("{} {}", operation.http.as_str(), operation.path))
}

/// `Supported by Dixa and Front.`; `None` if the API has no matrix.
pub(crate) fn integrations(
    plan: &Plan<'_>,
    module: ModuleId,
    operation: &Operation,
    style: &Style,
) -> Option<String> {
    if !module.api().is_some_and(|api| plan.usage.has_matrix(api)) {
        return None;
    }
    let Some(integrations) = &operation.matrix.integrations else {
        return Some("Which integrations support it is not documented.".to_owned());
    };
    Some(support::operation(plan, integrations, style))
}
