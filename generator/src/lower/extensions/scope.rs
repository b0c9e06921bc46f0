//! The scope of an API: which resources have it, and that all APIs have the same.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Resource, Scope};
use crate::lower::context::Context;

/// Returns the scope of the API. All operations of a resource must have it, or none, because a resource belongs to one
/// handle.
pub(in crate::lower) fn take_scope(
    cx: &mut Context<'_, '_>,
    resources: &[Resource],
) -> Option<Scope> {
    let found = cx.scope.take()?;
    for resource in resources.iter().filter(|resource| resource.is_scoped()) {
        let operations = &resource.operations;
        let mut unscoped = operations.iter().filter(|one| one.scope.is_none());
        let Some(first) = unscoped.next() else {
            continue;
        };
        let message = format!(
            "some operations of the resource `{}` have the scope `{}`, but this one does not",
            resource.tag, found.wire
        );
        let diagnostic = Diagnostic::error(first.origin, message)
                .related(found.origin, "the scope parameter")
                .help("add the scope parameter, or give the operation another tag, which moves it to another resource: either all operations of a resource have the scope, or none");
        cx.diags.push(diagnostic);
    }
    Some(found)
}

/// Checks that all APIs have the same scope: there is one handle for it.
pub(in crate::lower) fn check_scopes(apis: &[Api], diags: &mut Diagnostics) {
    let scopes = apis
        .iter()
        .filter_map(|api| Some((api, api.scope.as_ref()?)));
    let mut scopes = scopes.peekable();
    let Some((first, known)) = scopes.peek().copied() else {
        return;
    };
    for (api, other) in scopes.filter(|(_, other)| !other.is_like(known)) {
        let message = format!(
            "the scope of this API is `{}`, but that of another API of the crate is `{}`",
            other.wire, known.wire
        );
        let diagnostic = Diagnostic::error(api.origin, message)
            .related(first.origin, "the other API")
            .help("write the same scope in both APIs, or generate two crates");
        diags.push(diagnostic);
    }
}
