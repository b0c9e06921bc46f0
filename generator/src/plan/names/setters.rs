//! Names of arguments and setters of a builder.

use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::plain;
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{Crate, Operation, Param, Role, TypeKind};

/// Names the parameters of an operation. The methods of its builder must have unique names: the setters of body fields and optional
/// parameters, and the methods for pagination. So must the arguments.
pub(super) fn name_params(
    krate: &Crate,
    operation: &Operation,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let named = names.operation(operation);
    let mut setters = NameScope::new(format!("builder `{}`", named.builder));
    let mut arguments = NameScope::new(format!("operation `{}`", plain(&named.method)));
    if let Some(pagination) = &operation.pagination {
        for name in ["items", "pages"] {
            let what = format!("method `{name}` of a paginated operation");
            setters.reserve(name, &what, pagination.origin);
        }
    }
    let body = operation.body.as_ref().and_then(|body| body.ty.named());
    if let Some(TypeKind::Struct(of)) = body.map(|id| &krate.ty(id).kind) {
        for field in &of.fields {
            let what = format!("property `{}`", field.wire);
            let name = names.field(field).to_owned();
            setters.claim(name, &what, field.origin, diags);
        }
    }
    for param in &operation.params {
        let scope = match (param.role.has_setter(), param.required) {
            (true, false) => &mut setters,
            (true, true) => &mut arguments,
            (false, _) => &mut NameScope::new("the request"),
        };
        let name = param_name(param, scope, diags);
        names.params.insert(param.id, name);
    }
}

/// Options get a name that begins with `with_…`.
fn param_name(param: &Param, scope: &mut NameScope, diags: &mut Diagnostics) -> String {
    let is_option = matches!(param.role, Role::Option | Role::ExcludedFields);
    let chosen = param.chosen.as_deref();
    let option = option_words(chosen.unwrap_or(&param.wire));
    let (space, raw, chosen) = match is_option {
        true => (Space::Method, option.as_str(), None),
        false => (Space::Field, param.wire.as_str(), chosen),
    };
    let item = Item {
        space,
        raw,
        chosen,
        what: format!("parameter `{}`", param.wire),
        origin: param.origin,
    };
    scope.mint(item, diags)
}

fn option_words(raw: &str) -> String {
    if raw.starts_with("with_") || raw.starts_with("without_") {
        raw.to_owned()
    } else {
        format!("with {raw}")
    }
}
