//! What is written about an operation: its address, the integrations that support it.

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{auth, escape};
use crate::ir::Operation;
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;
use crate::plan::servers;

/// `` `POST /unified/ticketing/contacts` ``
pub(crate) fn address(operation: &Operation) -> String {
    escape::code(&format!("{} {}", operation.http.as_str(), operation.path))
}

/// Credentials and server of the operation, if they are not those of the others: ``Requires `api_key`.``
pub(crate) fn connection(plan: &Plan<'_>, operation: &Operation) -> String {
    let server = servers::own(plan.package, operation).map(|url| {
        let url = escape::code(&url);
        format!("It is on the server {url}, unless the client has another base URL or a replacement for this server.")
    });
    let security = auth::requirement(plan, operation);
    let all: Vec<String> = security.into_iter().chain(server).collect();
    all.join(" ")
}

/// ``With a body of `multipart/form-data`.``, if the operation has another one with another body; otherwise nothing.
pub(crate) fn variant(operation: &Operation) -> String {
    let body = operation
        .body
        .as_ref()
        .filter(|_| operation.variant.is_some());
    body.map_or_else(String::new, |body| {
        format!("With a body of {}.", escape::code(body.media.name()))
    })
}

/// `Supported by Alpha and Betadesk.`; `None` if the API has no matrix.
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
