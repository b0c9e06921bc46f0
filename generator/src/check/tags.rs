//! Reports cases of sum types without the property that selects them: a program that sends such a case does not send the property.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Package, Selector, TypeDef, TypeId, TypeKind, TypeRef, Union};

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    let sent = package.types.iter().filter(|def| def.in_request);
    for def in sent {
        if let TypeKind::Union(union) = &def.kind {
            check_cases(package, union, diags);
        }
    }
}

fn check_cases(package: &Package, union: &Union, diags: &mut Diagnostics) {
    let mut seen: HashSet<(TypeId, &str)> = HashSet::new();
    for case in &union.cases {
        let (Some(TypeRef::Named(id)), Selector::Tag { property, .. }) = (&case.ty, &case.selector)
        else {
            continue;
        };
        // A case that is a sum type gives its tag to its own cases.
        let mut open = vec![*id];
        while let Some(id) = open.pop() {
            if !seen.insert((id, property)) {
                continue;
            }
            let def = package.ty(id);
            match &def.kind {
                TypeKind::Union(of) => open.extend(of.types().filter_map(TypeRef::named)),
                TypeKind::Struct(of) if of.field(property).is_none() => {
                    diags.push(without_property(def, property, union));
                }
                TypeKind::Struct(_) | TypeKind::Enum(_) => {}
            }
        }
    }
}

fn without_property(def: &TypeDef, property: &str, union: &Union) -> Diagnostic {
    let message = format!(
        "the schema has no property `{property}`, which selects it: requests with such an object do not send it"
    );
    let help = format!(
        "declare `{property}` under its `properties`; until then, programs have to set it as an unknown field"
    );
    let diagnostic = Diagnostic::warning(def.origin, message);
    let origin = union.tag.unwrap_or(union.origin);
    diagnostic
        .related(origin, "the property is named here")
        .help(help)
}
