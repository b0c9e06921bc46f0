//! Names of arguments and setters of a builder.

use std::collections::HashMap;

use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::{derive, plain};
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{Crate, Location, Operation, Param, Role, TypeKind};

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
    let mut others = NameScope::new("the request");
    let has_setter = |param: &&Param| param.role.has_setter();
    let (named, unnamed): (Vec<_>, Vec<_>) = operation.params.iter().partition(has_setter);
    let (required, optional) = named.into_iter().partition(|param| param.required);
    let by_scope: [(&mut NameScope, Vec<&Param>); 3] = [
        (&mut arguments, required),
        (&mut setters, optional),
        (&mut others, unnamed),
    ];
    for (scope, params) in by_scope {
        let places = places(&params);
        let item = |(param, places)| item(param, places);
        let items = params.iter().copied().zip(places).map(item).collect();
        let minted = scope.mint_all(items, diags);
        let ids = params.iter().map(|param| param.id);
        names.params.extend(ids.zip(minted));
    }
}

/// Returns how a parameter is named if its name is taken: by its location, unless that is also the location of the other one, as of
/// `date` and `date>`.
fn places(params: &[&Param]) -> Vec<Vec<String>> {
    let key = |param: &Param| (derive(Space::Field, &param.wire), location(param.location));
    let mut counts: HashMap<_, usize> = HashMap::new();
    for param in params {
        *counts.entry(key(param)).or_default() += 1;
    }
    let place = |param: &&Param| match counts.get(&key(param)) {
        Some(1) => vec![format!("{} in {}", param.wire, location(param.location))],
        _ => Vec::new(),
    };
    params.iter().map(place).collect()
}

/// Options get a name that begins with `with_…`.
fn item(param: &Param, places: Vec<String>) -> Item<'_> {
    let is_option = matches!(param.role, Role::Option | Role::ExcludedFields);
    let chosen = param.chosen.as_deref();
    let (space, raw, chosen) = if is_option {
        let words = option_words(chosen.unwrap_or(&param.wire));
        (Space::Method, words.into(), None)
    } else {
        (Space::Field, param.wire.as_str().into(), chosen)
    };
    Item {
        space,
        raw,
        chosen,
        what: format!("parameter `{}`", param.wire),
        places: match is_option {
            true => places.iter().map(|place| option_words(place)).collect(),
            false => places,
        },
        origin: param.origin,
    }
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query(_) => "query",
        Location::Header => "header",
    }
}

fn option_words(raw: &str) -> String {
    if raw.starts_with("with_") || raw.starts_with("without_") {
        raw.to_owned()
    } else {
        format!("with {raw}")
    }
}
