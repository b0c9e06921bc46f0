//! Checks `x-truto-sync`: each of its names must be that of something in a list.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, FieldName, Package, ResponseType};

pub(super) fn check(package: &Package, api: &Api, diags: &mut Diagnostics) {
    let Some(names) = &api.sync else {
        return;
    };
    let lists = || {
        let operations = api.resources.iter().flat_map(|of| &of.operations);
        operations.filter(|operation| matches!(operation.response, ResponseType::Page(_)))
    };
    let has_property = |name: &FieldName| {
        lists().any(|list| {
            let item = list.response.data().and_then(crate::ir::TypeRef::named);
            let fields = item.and_then(|id| package.structure(id));
            fields.is_some_and(|of| of.fields.iter().any(|field| field.wire == name.wire))
        })
    };
    let has_parameter = |name: &FieldName| {
        lists().any(|list| list.params.iter().any(|param| param.wire == name.wire))
    };
    for name in [Some(&names.id), names.updated.as_ref()]
        .into_iter()
        .flatten()
    {
        if !has_property(name) {
            let message = format!("the items of no list have a property `{}`", name.wire);
            let help = "correct the name, or remove the key";
            diags.push(Diagnostic::error(name.origin, message).help(help));
        }
    }
    if let Some(name) = names.since.as_ref().filter(|name| !has_parameter(name)) {
        let message = format!("no list has a parameter `{}`", name.wire);
        let help = "correct the name, or remove the key";
        diags.push(Diagnostic::error(name.origin, message).help(help));
    }
}
