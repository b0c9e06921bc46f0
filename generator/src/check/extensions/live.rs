//! Checks `x-truto-live-support`: the properties that it names must exist and have the right type.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Field, FieldName, LiveIntegration, LiveSupport, Package, Primitive, Struct, TypeKind, TypeRef,
};

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for def in &package.types {
        if let TypeKind::Struct(of) = &def.kind
            && let Some(live) = &of.live_support
        {
            check_struct(package, of, live, diags);
            if package.registry.is_none() {
                let message =
                    "without a registry of integrations, `x-truto-live-support` has no effect";
                let help = "write `x-truto-registry` at the root of a document, or remove it";
                diags.push(Diagnostic::warning(live.list.origin, message).help(help));
            }
        }
    }
}

fn check_struct(package: &Package, of: &Struct, live: &LiveSupport, diags: &mut Diagnostics) {
    if let Some(integration) = &live.integration {
        check_integration(package, of, integration, diags);
    }
    let Some(list) = find_property(of, &live.list, "the object", diags) else {
        return;
    };
    let item = match package.listed(&list.ty) {
        TypeRef::List(item) => package.structs(item).into_iter().next(),
        _ => None,
    };
    let Some((_, item)) = item else {
        mismatch(
            &live.list,
            "list",
            "a list of objects with properties",
            diags,
        );
        return;
    };
    for (key, name) in live.of_items() {
        let Some(field) = find_property(item, name, "an item of the list", diags) else {
            continue;
        };
        let (expected, fits) = expectation(key, &field.ty);
        if !fits {
            mismatch(name, key, expected, diags);
        }
    }
}

fn check_integration(
    package: &Package,
    of: &Struct,
    live: &LiveIntegration,
    diags: &mut Diagnostics,
) {
    let Some(field) = find_property(of, &live.object, "the object", diags) else {
        return;
    };
    let about = field.ty.named().and_then(|id| package.structure(id));
    let Some(about) = about else {
        let expected = "an object with properties";
        mismatch(&live.object, "integration", expected, diags);
        return;
    };
    let slugs = live.slug.iter().map(|name| ("slug", name));
    let labels = live.label.iter().map(|name| ("label", name));
    for (key, name) in slugs.chain(labels) {
        let owner = format!("the object `{}`", live.object.wire);
        if let Some(field) = find_property(about, name, &owner, diags)
            && field.ty != TypeRef::Primitive(Primitive::String)
        {
            mismatch(name, key, "a string", diags);
        }
    }
}

/// Returns the required type of a field of an item, and whether the field has it.
fn expectation(key: &str, ty: &TypeRef) -> (&'static str, bool) {
    let is = |ty: &TypeRef, of| *ty == TypeRef::Primitive(of);
    match key {
        "methods" => (
            "a list of strings",
            matches!(ty, TypeRef::List(of) if is(of, Primitive::String)),
        ),
        "overridden" => ("a boolean", is(ty, Primitive::Bool)),
        _ => ("a string", is(ty, Primitive::String)),
    }
}

fn find_property<'s>(
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

fn mismatch(name: &FieldName, key: &str, expected: &str, diags: &mut Diagnostics) {
    let message = format!("the property `{}` is not {expected}", name.wire);
    let help = format!("for `{key}`, write the name of a property that is {expected}");
    diags.push(Diagnostic::error(name.origin, message).help(help));
}
