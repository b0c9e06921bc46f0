//! Servers.

use std::collections::HashMap;

use openapiv3::{Operation, PathItem};

use super::context::Context;
use super::extensions::keys;
use super::schema::enums::listed_twice;
use crate::bundle::At;
use crate::ir::{Docs, OwnServers, Server, ServerVariable};

/// Returns the servers that are listed at `at`.
pub(super) fn servers(
    cx: &mut Context<'_, '_>,
    servers: &[openapiv3::Server],
    at: &At<'_>,
) -> Vec<Server> {
    let servers = servers.iter().enumerate();
    servers
        .map(|(index, of)| server(cx, of, &at.index(index)))
        .collect()
}

/// Returns the servers of the operation at `at`, or else those of its path.
pub(super) fn own_servers(
    cx: &mut Context<'_, '_>,
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
        all: servers(cx, own, &at),
        are_of_path,
        origin: at.key_origin(),
    })
}

fn server(cx: &mut Context<'_, '_>, server: &openapiv3::Server, at: &At<'_>) -> Server {
    let variables_at = at.key("variables");
    let variables = server.variables.iter().flatten();
    let variables = variables.map(|(wire, of)| {
        let variable = variable(cx, wire, of, &variables_at.key(wire.clone()));
        (wire.clone(), variable)
    });
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

fn variable(
    cx: &mut Context<'_, '_>,
    wire: &str,
    variable: &openapiv3::ServerVariable,
    at: &At<'_>,
) -> ServerVariable {
    let values_at = at.key("enum");
    let mut seen = HashMap::with_capacity(variable.enumeration.len());
    let (mut values, mut value_origins) = (Vec::new(), Vec::new());
    for (index, value) in variable.enumeration.iter().enumerate() {
        let origin = values_at.index(index).origin();
        if let Some(first) = seen.get(value) {
            cx.diags.push(listed_twice(value, origin, *first));
            continue;
        }
        seen.insert(value, origin);
        values.push(value.clone());
        value_origins.push(origin);
    }
    ServerVariable {
        wire: wire.to_owned(),
        default: variable.default.clone(),
        values,
        value_origins,
        description: variable.description.clone(),
        origin: at.key_origin(),
    }
}
