//! Objects that may come as a list: the list must be all that they have, and nobody sends them.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Additional, Crate, FieldName, Struct, TypeDef, TypeKind, TypeRef};

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    for def in &krate.types {
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
        let message = "an object that may come as a list has the list as its only property";
        return Some((message.to_owned(), "remove the others, or `x-truto-list`"));
    };
    if field.wire != list.wire {
        let message = format!("the object has no property `{}`", list.wire);
        return Some((message, "add the property, or correct `x-truto-list`"));
    }
    if !matches!(field.ty, TypeRef::List(_)) || !field.required {
        let message = format!("`{}` is no list that is required", list.wire);
        return Some((
            message,
            "give it `type: array` and list it under `required`",
        ));
    }
    if def.in_request || of.additional != Additional::Raw {
        let message = format!("`{}` is sent, or types its further properties", def.name);
        let help = "`x-truto-list` is for responses; give a request a schema of its own";
        return Some((message, help));
    }
    None
}
