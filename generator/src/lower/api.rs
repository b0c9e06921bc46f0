//! One API: connection, scope, resources, and the schemas that no operation uses.

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::context::Context;
use super::extensions::{root, scope};
use super::operations::rest;
use super::schema::subtypes;
use super::{connection, models, resources, security, servers};
use crate::ir::{Api, Connection, Docs, Webhook};

/// Lowers one API.
pub(super) fn api(cx: &mut Context<'_, '_>, connection: &mut Connection) -> Api {
    let servers = servers::servers(&cx.doc.servers, &cx.root.key("servers"));
    connection::connect(cx, &servers, connection);
    let origin = cx.root.origin();
    let resources = resources::resources(cx);
    let models = models::without_operation(cx);
    Api {
        index: cx.index,
        name: cx.name.to_owned(),
        has_former_names: root::has_former_names(cx),
        is_idempotent: root::is_idempotent(cx),
        docs: Docs {
            summary: Some(cx.doc.info.title.clone()),
            description: cx.doc.info.description.clone(),
            url: cx.doc.external_docs.as_ref().map(|docs| docs.url.clone()),
            ..Docs::default()
        },
        scope: scope::take_scope(cx, &resources),
        resources,
        models,
        servers,
        security_schemes: security::schemes(cx),
        webhooks: webhooks(cx),
        has_matrix: root::has_matrix(cx),
        origin,
    }
}

/// Returns the requests that the server sends.
fn webhooks(cx: &Context<'_, '_>) -> Vec<Webhook> {
    let at = cx.root.key("x-webhooks");
    let entries = at.value().and_then(Value::as_object);
    let names = entries.into_iter().flat_map(|entries| entries.keys());
    let webhook = |name: &String| Webhook {
        name: name.clone(),
        origin: at.key(name.clone()).key_origin(),
    };
    names.map(webhook).collect()
}

/// Adds what the client does not use to the operations of the API.
pub(super) fn add_rest(cx: &mut Context<'_, '_>, api: &mut Api) {
    let doc = cx.doc;
    let operations = api.resources.iter_mut().flat_map(|of| &mut of.operations);
    for operation in operations {
        let method = operation.http.as_str().to_lowercase();
        let at = cx
            .root
            .key("paths")
            .key(operation.documented_path.clone())
            .key(method.clone());
        let item = doc.paths.paths.get(&operation.documented_path);
        let Some(item) = item.and_then(ReferenceOr::as_item) else {
            continue;
        };
        if let Some((_, source)) = item.iter().find(|(name, _)| *name == method) {
            rest::add(cx, operation, (item, source), &at);
        }
    }
    subtypes::link(cx);
}
