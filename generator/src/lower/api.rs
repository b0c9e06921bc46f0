//! One API: connection, scope, resources, and the schemas that no operation uses.

use std::sync::Arc;

use serde_json::Value;

use super::context::Context;
use super::extensions::{root, scope};
use super::operations::failures::Failures;
use super::operations::{rest, source, webhooks};
use super::{connection, models, resources, security, servers};
use crate::ir::{Api, Connection, Docs, Info, Resource};

/// Lowers one API.
pub(super) fn api(cx: &mut Context<'_, '_>, connection: &mut Connection) -> Api {
    let at = cx.root.key("servers");
    let servers = servers::servers(cx, &cx.doc.servers, &at);
    connection::connect(cx, &servers, connection);
    cx.security = security::of_document(cx).map(Arc::new);
    let origin = cx.root.origin();
    let mut resources = resources::resources(cx);
    let webhooks = webhooks::webhooks(cx);
    add_failures(cx, &mut resources);
    let models = models::without_operation(cx);
    Api {
        index: cx.index,
        name: cx.name.to_owned(),
        has_former_names: root::has_former_names(cx),
        is_idempotent: root::is_idempotent(cx),
        sync: root::sync(cx),
        sample_values: root::sample_values(cx),
        signed_webhooks: root::signed_webhooks(cx),
        docs: Docs {
            summary: Some(cx.doc.info.title.clone()),
            description: cx.doc.info.description.clone(),
            url: cx.doc.external_docs.as_ref().map(|docs| docs.url.clone()),
            ..Docs::default()
        },
        info: info(cx),
        scope: scope::take_scope(cx, &resources),
        resources,
        models,
        servers,
        security_schemes: security::schemes(cx),
        webhooks,
        has_matrix: root::has_matrix(cx),
        origin,
    }
}

fn info(cx: &Context<'_, '_>) -> Info {
    let at = cx.root.key("info");
    let (info, license) = (&cx.doc.info, at.key("license"));
    // Only 3.1 has identifiers.
    let identifier = license.key("identifier");
    let identifier = identifier.value().and_then(Value::as_str);
    let name = info.license.as_ref().map(|license| license.name.as_str());
    let documentation = cx.doc.external_docs.as_ref().map(|docs| &docs.url);
    let contact = info.contact.as_ref().and_then(|of| of.url.as_ref());
    let pages = [documentation, contact].into_iter().flatten();
    let is_page = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    Info {
        version: info.version.clone(),
        version_origin: at.key("version").origin(),
        license: identifier.or(name).map(str::to_owned),
        pages: pages.filter(is_page).cloned().collect(),
    }
}

/// Adds their error responses to the operations. It follows all other responses, so that types of these have their names first.
fn add_failures(cx: &mut Context<'_, '_>, resources: &mut [Resource]) {
    let mut all = Failures::default();
    source::for_each(cx, resources, &mut |cx, operation, source, at| {
        all.count(cx, operation, (source, at));
    });
    source::for_each(cx, resources, &mut |cx, operation, source, at| {
        all.add(cx, operation, (source, at));
    });
    all.share();
    source::for_each(cx, resources, &mut |cx, operation, _, at| {
        all.join(cx, operation, at)
    });
}

/// Adds what the client does not use to the operations of the API.
pub(super) fn add_rest(cx: &mut Context<'_, '_>, api: &mut Api) {
    source::for_each(cx, &mut api.resources, &mut rest::add);
}
