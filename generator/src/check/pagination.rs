//! Pagination: the response must hold what the extension names, the query must take the cursor.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, Location, Operation, ResponseType, TypeRef};

pub(super) fn check(krate: &Crate, operation: &Operation, diags: &mut Diagnostics) {
    let Some(pagination) = &operation.pagination else {
        return;
    };
    let mut error = |message: String, help: &str| {
        diags.push(Diagnostic::error(pagination.origin, message).help(help));
    };
    let fields = match &operation.response {
        ResponseType::Value(ty) => super::fields(krate, ty),
        ResponseType::Nothing => Vec::new(),
    };
    let field = |name: &str| fields.iter().find(|field| field.wire == name);
    match field(&pagination.items).map(|field| &field.ty) {
        Some(TypeRef::List(_)) => {}
        Some(_) => error(
            format!("`{}` is no list", pagination.items),
            "`items` names the response's list of items",
        ),
        None => error(
            format!("the response has no field `{}`", pagination.items),
            "`items` names the response's list of items",
        ),
    }
    if field(&pagination.cursor).is_none() {
        let help = "`cursor` names the response's property that holds the next cursor";
        error(
            format!("the response has no field `{}`", pagination.cursor),
            help,
        );
    }
    let in_query = |location: &Location| matches!(location, Location::Query(_));
    if !operation
        .params
        .iter()
        .any(|param| param.wire == pagination.cursor && in_query(&param.location))
    {
        error(
            format!(
                "no query parameter `{}` takes the cursor",
                pagination.cursor
            ),
            "add the parameter",
        );
    }
}
