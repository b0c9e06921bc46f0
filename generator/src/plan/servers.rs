//! Where requests go.

use std::collections::{HashMap, HashSet};

use crate::ir::{Operation, Package, Server, ServerVariable};
use crate::plan::operation_ref::operations;

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

/// Whether operations have servers of their own.
pub(crate) fn are_of_operations(package: &Package) -> bool {
    let mut all = operations(package);
    all.any(|place| own(package, place.operation).is_some())
}

/// The URL without trailing slashes, which make no difference.
pub(crate) fn trimmed(server: &Server) -> &str {
    server.url.trim_end_matches('/')
}

/// Returns the operations that have servers of their own, by URL, without URLs that an API has too.
pub(crate) fn operations_by_server(package: &Package) -> HashMap<&str, Vec<&Operation>> {
    let of_apis = package.apis.iter().flat_map(|api| &api.servers);
    let of_apis: HashSet<&str> = of_apis.map(trimmed).collect();
    let mut found: HashMap<&str, Vec<&Operation>> = HashMap::new();
    for operation in operations(package).map(|place| place.operation) {
        for server in operation.servers.iter().flat_map(|own| &own.all) {
            let url = trimmed(server);
            if !of_apis.contains(url) {
                found.entry(url).or_default().push(operation);
            }
        }
    }
    found
}

/// Whether all servers with the variable list the same values, so that these can be a type.
pub(crate) fn is_closed(package: &Package, variable: &ServerVariable) -> bool {
    let servers = package.servers().into_iter();
    let mut others = servers.filter_map(|server: &Server| server.variable(&variable.wire));
    !variable.values.is_empty() && others.all(|other| other.values == variable.values)
}
