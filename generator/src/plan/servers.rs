//! Where requests go.

use std::collections::{HashMap, HashSet};

use crate::ir::{Operation, Package, Server, ServerVariable};
use crate::plan::operation_ref::operations;

/// The servers of the client.
pub(crate) struct Servers<'a> {
    pub(crate) all: Vec<&'a Server>,
    /// The variables in their URLs, each name once.
    pub(crate) variables: Vec<&'a ServerVariable>,
    /// The names of the variables of which not all servers list the same values.
    differing: HashSet<&'a str>,
}

impl<'a> Servers<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let all = package.servers();
        let mut first: HashMap<&str, &[String]> = HashMap::new();
        let mut differing = HashSet::new();
        for (name, variable) in all.iter().flat_map(|server| &server.variables) {
            let first = first.entry(name).or_insert(&variable.values);
            if **first != *variable.values {
                differing.insert(name.as_str());
            }
        }
        Self {
            all,
            variables: package.server_variables(),
            differing,
        }
    }

    /// Whether the crate has a type for them: there are several, or their URLs have variables.
    pub(crate) fn have_type(&self) -> bool {
        self.all.len() > 1 || !self.variables.is_empty()
    }

    /// Whether all servers with the variable list the same values, so that these can be a type.
    pub(crate) fn is_closed(&self, variable: &ServerVariable) -> bool {
        !variable.values.is_empty() && !self.differing.contains(variable.wire.as_str())
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Memory;
    use crate::{Warnings, analyze};

    #[test]
    fn many_variables_are_compared_once() {
        // If each variable was compared with those of all servers, this would take minutes.
        let variables = |values: &str| -> String {
            (0..4_000)
                .map(|n| format!("v{n}: {{default: a, enum: [a, {values}{}]}}, ", n % 2))
                .collect()
        };
        let host: Vec<String> = (0..4_000).map(|n| format!("{{v{n}}}")).collect();
        let host = host.join(".");
        let text = format!(
            "
openapi: 3.0.3
info: {{title: Many, version: 1.0.0}}
servers:
  - {{url: 'https://{host}.com', variables: {{{}}}}}
  - {{url: 'https://{host}.org', variables: {{{}v0: {{default: c}}}}}}
paths: {{}}
",
            variables("b"),
            variables("b").replacen("v0: {default: a, enum: [a, b0]}, ", "", 1)
        );
        let memory = Memory::from_iter([("many.yaml", text)]);
        let (analysis, _) = analyze(&["many.yaml".to_owned()], &memory, Warnings::Allow);
        let servers = Servers::of(&analysis.package);
        assert_eq!((servers.all.len(), servers.variables.len()), (2, 4_000));
        let open = servers.variables.iter().filter(|of| !servers.is_closed(of));
        let open: Vec<&str> = open.map(|of| of.wire.as_str()).collect();
        assert_eq!(open, ["v0"]);
    }
}
