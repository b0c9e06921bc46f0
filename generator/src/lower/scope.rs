//! The scope of an API: a parameter that is set once, on a handle, and sent with every request.

use openapiv3::ParameterData;
use serde_json::Value;

use super::context::{Context, FoundScope};
use super::names::{self, NameScope, Space};
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Handle, Location, Resource, Scope, ScopePlace};
use crate::source::Origin;

/// Records that an operation has the scope that `data` describes. The first description is used. `about` is its example and
/// format.
pub(super) fn found_scope(
    cx: &mut Context<'_, '_>,
    data: &ParameterData,
    at: &At<'_>,
    location: Location,
    about: (Option<Value>, Option<String>),
    sent: &mut Option<ScopePlace>,
) {
    let origin = at.key_origin();
    let place = match location {
        Location::Query(_) => ScopePlace::Query,
        Location::Path => ScopePlace::Path,
        Location::Header => {
            let help = "send it in the query or in the path, or remove the role";
            cx.diags.push(at.unsupported("a scope in a header", help));
            return;
        }
    };
    if sent.replace(place).is_some() {
        let message = format!("the operation sends its scope `{}` twice", data.name);
        let help =
            "remove one of the two parameters: send the scope either in the path or in the query";
        cx.diags.push(at.key_error(message, help));
    }
    let chosen = data.extensions.get("x-truto-name").and_then(Value::as_str);
    let raw = chosen.unwrap_or(&data.name);
    let Some(known) = &cx.scope else {
        cx.scope = Some(new_scope(cx, data, raw, chosen, origin, about));
        return;
    };
    let (message, help) = if known.scope.wire != data.name {
        let message = format!("the API has a second scope, `{}`", data.name);
        (message, "write one scope with one name for the whole API")
    } else if known.raw != raw {
        let message = format!(
            "the scope `{}` has a different Rust name here, `{raw}`",
            data.name
        );
        (
            message,
            "write the same `x-truto-name` on all scope parameters, or on none",
        )
    } else {
        return;
    };
    let diagnostic = Diagnostic::error(origin, message)
        .related(known.origin, "the first scope parameter")
        .help(help);
    cx.diags.push(diagnostic);
}

fn new_scope(
    cx: &mut Context<'_, '_>,
    data: &ParameterData,
    raw: &str,
    chosen: Option<&str>,
    origin: Origin,
    (example, format): (Option<Value>, Option<String>),
) -> FoundScope {
    let mut methods = NameScope::new(Space::Method, "the client");
    let what = format!("handle of scope `{}`", data.name);
    let scope = Scope {
        method: methods.mint(&data.name, &what, chosen, origin, cx.diags),
        handle: cx.type_name(raw, &what, None, origin),
        wire: data.name.clone(),
        docs: Docs {
            description: data.description.clone(),
            ..Docs::default()
        },
        example,
        format,
    };
    FoundScope {
        scope,
        raw: raw.to_owned(),
        origin,
    }
}

/// Returns the handles of the API: `plain`, and a second one if only some resources have the scope.
pub(super) fn handles(
    cx: &mut Context<'_, '_>,
    plain: String,
    resources: &[Resource],
) -> Vec<Handle> {
    let is_scoped = resources.iter().any(Resource::is_scoped);
    let is_mixed = is_scoped && !resources.iter().all(Resource::is_scoped);
    let mut handles = vec![Handle {
        name: plain,
        is_scoped: is_scoped && !is_mixed,
    }];
    if let Some(found) = cx.scope.as_ref().filter(|_| is_mixed) {
        let raw = format!("{} {} Api", found.raw, names::plain(&cx.module));
        let what = format!("scoped handle of API `{}`", names::plain(&cx.module));
        let origin = cx.root.origin();
        let name = cx.type_name(&raw, &what, None, origin);
        handles.push(Handle {
            name,
            is_scoped: true,
        });
    }
    handles
}

/// Returns the scope of the API. All operations of a resource must have it, or none, because a resource belongs to one
/// handle.
pub(super) fn take_scope(cx: &mut Context<'_, '_>, resources: &[Resource]) -> Option<Scope> {
    let found = cx.scope.take()?;
    for resource in resources.iter().filter(|resource| resource.is_scoped()) {
        let operations = &resource.operations;
        let mut unscoped = operations.iter().filter(|one| one.scope.is_none());
        let Some(first) = unscoped.next() else {
            continue;
        };
        let message = format!(
            "some operations of the resource `{}` have the scope `{}`, but this one does not",
            names::plain(&resource.module),
            found.scope.wire
        );
        let diagnostic = Diagnostic::error(first.origin, message)
                .related(found.origin, "the scope parameter")
                .help("add the scope parameter, or write another tag: either all operations of a tag have the scope, or none");
        cx.diags.push(diagnostic);
    }
    Some(found.scope)
}
