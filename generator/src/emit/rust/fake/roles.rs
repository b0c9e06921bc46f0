//! The query parameters that mean the same to the fake in all operations.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Location, Operation, Param, Primitive, Role, TypeRef};
use crate::plan::Names;
use crate::plan::names::bare;
use crate::plan::operation_ref::operations;
use crate::plan::parameters;
use crate::plan::root::Plan;

/// The query parameters that mean the same in all operations. If a name has several meanings, it is left out.
pub(crate) fn options(plan: &Plan<'_>) -> Vec<TokenStream> {
    let mut found: Vec<(&str, Option<TokenStream>)> = Vec::new();
    for place in operations(plan.package) {
        let params = place.operation.params.iter();
        for param in params.filter(|param| matches!(param.location, Location::Query(_))) {
            let wire = param.wire.trim_end_matches("[]");
            let meaning = meaning(plan.names, param, place.operation);
            match found.iter_mut().find(|(known, _)| *known == wire) {
                None => found.push((wire, meaning)),
                Some((_, known)) if same(known.as_ref(), meaning.as_ref()) => {}
                Some((_, known)) => *known = None,
            }
        }
    }
    let options = found.into_iter().filter_map(|(wire, meaning)| {
        let meaning = meaning?;
        Some(quote!((#wire, M::#meaning)))
    });
    options.collect()
}

fn same(one: Option<&TokenStream>, other: Option<&TokenStream>) -> bool {
    one.map(ToString::to_string) == other.map(ToString::to_string)
}

/// What the parameter means to the fake; `None` for a filter, and for the cursor, which the page defines.
fn meaning(names: &Names, param: &Param, operation: &Operation) -> Option<TokenStream> {
    let cursor = operation
        .pagination
        .as_ref()
        .map(|pages| &pages.cursor.wire);
    match param.role {
        Role::Plain => None,
        Role::Paging if cursor == Some(&param.wire) => None,
        Role::Paging => match param.ty {
            TypeRef::Primitive(Primitive::I32 | Primitive::I64 | Primitive::U64) => {
                Some(quote!(Limit))
            }
            _ => Some(quote!(Other)),
        },
        Role::Option if parameters::is_switch(param) => {
            let what = bare(names.param(param)).trim_start_matches("without_");
            Some(quote!(Without(#what)))
        }
        Role::Option => Some(quote!(Other)),
        Role::ExcludedFields => Some(quote!(Excluded)),
        Role::ResponseFormat => Some(quote!(Format)),
        Role::KeyBy => Some(quote!(KeyBy)),
        Role::Sort { .. } => Some(quote!(Sort)),
    }
}
