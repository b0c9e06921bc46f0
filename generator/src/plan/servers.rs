//! Where requests go.

use crate::ir::{Operation, Package, Server, ServerVariable};

/// Whether the crate has a type for its servers: there are several, or their URLs have variables.
pub(crate) fn have_type(package: &Package) -> bool {
    package.servers().len() > 1 || !package.server_variables().is_empty()
}

/// Returns the server of the operation, if it is valid and not the first one of its API: an absolute URL, or
/// a path.
pub(crate) fn own(package: &Package, operation: &Operation) -> Option<String> {
    let own = operation.servers.as_ref()?.all.first()?;
    if own.fault().is_some() {
        return None;
    }
    let own = own.default_url();
    let first = package.apis.get(operation.id.api)?.servers.first();
    let is_of_api = first.is_some_and(|first| first.default_url() == own);
    if is_of_api {
        return None;
    }
    Some(match own.contains("://") || own.starts_with('/') {
        true => own,
        false => format!("/{own}"),
    })
}

/// Whether all servers with the variable list the same values, so that these can be a type.
pub(crate) fn is_closed(package: &Package, variable: &ServerVariable) -> bool {
    let servers = package.servers().into_iter();
    let mut others = servers.filter_map(|server: &Server| server.variable(&variable.wire));
    !variable.values.is_empty() && others.all(|other| other.values == variable.values)
}
