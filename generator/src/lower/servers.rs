//! Servers.

use openapiv3::{Operation, PathItem};

use super::extensions::keys;
use crate::bundle::At;
use crate::ir::{Docs, OwnServers, Server, ServerVariable};

/// Returns the servers that are listed at `at`.
pub(super) fn servers(servers: &[openapiv3::Server], at: &At<'_>) -> Vec<Server> {
    let servers = servers.iter().enumerate();
    servers
        .map(|(index, of)| server(of, &at.index(index)))
        .collect()
}

/// Returns the servers of the operation at `at`, or else those of its path.
pub(super) fn own_servers(
    item: &PathItem,
    operation: &Operation,
    at: &At<'_>,
) -> Option<OwnServers> {
    let are_of_path = operation.servers.is_empty();
    let (own, at) = match are_of_path {
        true => (&item.servers, at.parent()),
        false => (&operation.servers, at.clone()),
    };
    let at = at.key("servers");
    (!own.is_empty()).then(|| OwnServers {
        all: servers(own, &at),
        are_of_path,
        origin: at.key_origin(),
    })
}

fn server(server: &openapiv3::Server, at: &At<'_>) -> Server {
    let variables_at = at.key("variables");
    let variables = server.variables.iter().flatten();
    let variables = variables.map(|(wire, of)| variable(wire, of, &variables_at.key(wire.clone())));
    let chosen = keys::name(&server.extensions);
    Server {
        url: server.url.clone(),
        chosen: chosen.map(str::to_owned),
        variables: variables.collect(),
        docs: Docs {
            description: server.description.clone(),
            ..Docs::default()
        },
        origin: at.origin(),
        url_origin: at.key("url").key_origin(),
    }
}

fn variable(wire: &str, variable: &openapiv3::ServerVariable, at: &At<'_>) -> ServerVariable {
    let values = &variable.enumeration;
    let values_at = at.key("enum");
    let value_origins = (0..values.len()).map(|index| values_at.index(index).origin());
    ServerVariable {
        wire: wire.to_owned(),
        default: variable.default.clone(),
        values: values.clone(),
        value_origins: value_origins.collect(),
        description: variable.description.clone(),
        origin: at.key_origin(),
    }
}
