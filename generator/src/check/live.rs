//! Live support: the fields that an object lists it in must be there, and fit.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, Field, FieldName, LiveSupport, Primitive, Struct, TypeKind, TypeRef};

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    for def in &krate.types {
        if let TypeKind::Struct(of) = &def.kind
            && let Some(live) = &of.live_support
        {
            one(krate, of, live, diags);
        }
    }
}

fn one(krate: &Crate, of: &Struct, live: &LiveSupport, diags: &mut Diagnostics) {
    let Some(list) = found(of, &live.list, "the object", diags) else {
        return;
    };
    let item = match krate.listed(&list.ty) {
        TypeRef::List(item) => krate.structs(item).into_iter().next(),
        _ => None,
    };
    let Some((_, item)) = item else {
        misfit(
            &live.list,
            "list",
            "a list of objects with properties",
            diags,
        );
        return;
    };
    for (key, name) in live.of_items() {
        let Some(field) = found(item, name, "an item of the list", diags) else {
            continue;
        };
        let (expected, fits) = expectation(key, &field.ty);
        if !fits {
            misfit(name, key, expected, diags);
        }
    }
}

/// What a field of an item must be, and whether it is that.
fn expectation(key: &str, ty: &TypeRef) -> (&'static str, bool) {
    let is = |ty: &TypeRef, of| *ty == TypeRef::Primitive(of);
    match key {
        "methods" => (
            "a list of texts",
            matches!(ty, TypeRef::List(of) if is(of, Primitive::String)),
        ),
        "overridden" => ("a boolean", is(ty, Primitive::Bool)),
        _ => ("a text", is(ty, Primitive::String)),
    }
}

fn found<'s>(
    of: &'s Struct,
    name: &FieldName,
    owner: &str,
    diags: &mut Diagnostics,
) -> Option<&'s Field> {
    let field = of.field(&name.wire);
    if field.is_none() {
        let message = format!("{owner} has no property `{}`", name.wire);
        let help = "add the property, or correct `x-truto-live-support`";
        diags.push(Diagnostic::error(name.origin, message).help(help));
    }
    field
}

fn misfit(name: &FieldName, key: &str, expected: &str, diags: &mut Diagnostics) {
    let message = format!("`{}` is not {expected}", name.wire);
    let help = format!("`{key}` names a property that is {expected}");
    diags.push(Diagnostic::error(name.origin, message).help(help));
}
