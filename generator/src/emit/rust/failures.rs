//! What the docs of a builder say about error responses.

use crate::emit::prose::phrases;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::types;
use crate::ir::{Operation, StatusRange, TypeKind, TypeRef};
use crate::plan::builders::Builder;

/// Appends which type the body of an error response has.
///
/// ```text
/// /// # Errors
/// ///
/// /// [`GetPetError::from_error`] decodes the body of an error response.
/// ```
pub(super) fn docs(builder: &Builder<'_>, doc: &mut Doc) {
    let Some(ty) = &builder.operation.failure else {
        return;
    };
    let plan = builder.plan;
    doc.block("# Errors");
    let named = match ty {
        TypeRef::Named(id) => {
            let name = plan.names.ty(*id);
            let path = plan.path(builder.module, plan.module(*id), name);
            Some((plan.package.ty(*id), name, path))
        }
        _ => None,
    };
    doc.block(match named {
        Some((def, name, path)) if matches!(&def.kind, TypeKind::Union(of) if of.is_by_status()) => {
            let from_error = phrases::item(
                &format!("{name}::from_error"),
                &format!("{path}::from_error"),
            );
            format!("{from_error} decodes the body of an error response.")
        }
        named => {
            let ty = match named {
                Some((_, name, path)) => phrases::item(name, &path),
                None => format!("`{}`", types::rust(plan, builder.module, ty)),
            };
            let statuses = statuses(builder.operation);
            format!(
                "[`Error::decode`](truto_runtime::Error::decode) decodes the body of an error response{statuses} as {ty}."
            )
        }
    });
}

/// ` (404 or 422)`, if not every error response has the type.
fn statuses(operation: &Operation) -> String {
    let typed = operation
        .failures
        .iter()
        .filter(|case| case.ty == operation.failure);
    let mut statuses: Vec<StatusRange> = typed.map(|case| case.status).collect();
    statuses.sort_unstable();
    if statuses.contains(&StatusRange::Default) {
        return String::new();
    }
    let statuses: Vec<String> = statuses.iter().map(StatusRange::to_string).collect();
    format!(" ({})", phrases::alternatives(&statuses))
}
