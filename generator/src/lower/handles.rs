//! The handles of an API: which resources have its scope.

use super::context::Context;
use crate::diag::Diagnostic;
use crate::ir::{Handle, Resource, Scope};
use crate::plan::names;

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
