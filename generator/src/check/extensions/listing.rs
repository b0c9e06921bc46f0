//! Checks `x-truto-list`: the list must be the only property, and the object must not be in a request.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Additional, FieldName, Package, Struct, TypeDef, TypeKind, TypeRef};

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for def in &package.types {
        if let TypeKind::Struct(of) = &def.kind
            && let Some(list) = &of.list
            && let Some((message, help)) = fault(def, of, list)
        {
            diags.push(Diagnostic::error(list.origin, message).help(help));
        }
    }
}

fn fault(def: &TypeDef, of: &Struct, list: &FieldName) -> Option<(String, &'static str)> {
    let [field] = of.fields.as_slice() else {
        let message = "an object with `x-truto-list` must have exactly one property, the list";
        return Some((
            message.to_owned(),
            "remove the other properties, or remove `x-truto-list`",
        ));
    };
    if field.wire != list.wire {
        let message = format!("the object has no property `{}`", list.wire);
        return Some((message, "add the property, or correct `x-truto-list`"));
    }
    if !matches!(field.ty, TypeRef::List(_)) || !field.required {
        let message = format!("the property `{}` must be a required list", list.wire);
        return Some((
            message,
            "write `type: array`, and list the property under `required`",
        ));
    }
    if def.in_request {
        let message = format!(
            "`x-truto-list` is not allowed on the request type `{}`",
            def.words.text
        );
        let help = "write a separate schema for the request: `x-truto-list` is only for responses";
        return Some((message, help));
    }
    if of.additional != Additional::Raw {
        let message = format!(
            "the type `{}` has both `x-truto-list` and `additionalProperties` with a schema",
            def.words.text
        );
        return Some((message, "remove one of them"));
    }
    None
}
