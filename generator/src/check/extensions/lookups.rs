//! Checks `x-truto-lookups`: the properties must be open objects, and the methods must have names of their own.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Lookup, Package, Primitive, Struct, TypeKind, TypeRef};

/// The methods of structs that are not setters.
const METHODS: [&str; 4] = ["clone", "extra", "mismatches", "new"];

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for def in &package.types {
        if let TypeKind::Struct(of) = &def.kind {
            let mut known = HashSet::new();
            for lookup in &of.lookups {
                check_property(of, lookup, diags);
                let is_new = known.insert(lookup.method.as_str());
                check_method(of, lookup, is_new, diags);
            }
        }
    }
}

fn check_property(of: &Struct, lookup: &Lookup, diags: &mut Diagnostics) {
    let (wire, origin) = (&lookup.property.wire, lookup.property.origin);
    let message = match of.field(wire).map(|field| &field.ty) {
        Some(TypeRef::Primitive(Primitive::Object)) => return,
        Some(_) => format!("the property `{wire}` is not an open object"),
        None => format!("the object has no property `{wire}`"),
    };
    let help = "write the name of a property with `type: object` and `additionalProperties: true`";
    diags.push(Diagnostic::error(origin, message).help(help));
}

fn check_method(of: &Struct, lookup: &Lookup, is_new: bool, diags: &mut Diagnostics) {
    let name = lookup.method.as_str();
    let is_snake = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let message = if !is_snake || syn::parse_str::<syn::Ident>(name).is_err() {
        format!("`{name}` is not a valid name of a method")
    } else if !is_new || METHODS.contains(&name) || of.field(name).is_some() {
        format!("the object already has a method or property `{name}`")
    } else {
        return;
    };
    let help = "write another name in snake case";
    diags.push(Diagnostic::error(lookup.origin, message).help(help));
}
