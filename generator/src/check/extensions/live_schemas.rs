//! Checks `x-truto-live-schemas`: the properties and path parameters that it names must exist.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    FieldName, LiveSchemas, Location, Operation, Package, Primitive, Struct, TypeId, TypeKind,
    TypeRef,
};

const HELP: &str = "correct `x-truto-live-schemas`";

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    for def in &package.types {
        if let TypeKind::Struct(of) = &def.kind
            && let Some(schemas) = &of.live_schemas
        {
            check_properties(package, of, schemas, diags);
            check_parameters(package, def.id, schemas, diags);
            if package.registry.is_none() {
                let message =
                    "without a registry of integrations, `x-truto-live-schemas` has no effect";
                let help = "write `x-truto-registry` at the root of a document, or remove it";
                diags.push(Diagnostic::warning(schemas.method.origin, message).help(help));
            }
        }
    }
}

fn check_properties(
    package: &Package,
    of: &Struct,
    schemas: &LiveSchemas,
    diags: &mut Diagnostics,
) {
    let is_object = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => package.structure(*id).is_some(),
        ty => matches!(ty, TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_)),
    };
    let is_text = |ty: &TypeRef| *ty == TypeRef::Primitive(Primitive::String);
    let mut check = |name: &FieldName, expected: &str, fits: &dyn Fn(&TypeRef) -> bool| {
        let message = match of.field(&name.wire) {
            Some(field) if fits(&field.ty) => return,
            Some(_) => format!("the property `{}` is not {expected}", name.wire),
            None => format!("the object has no property `{}`", name.wire),
        };
        diags.push(Diagnostic::error(name.origin, message).help(HELP));
    };
    check(&schemas.method, "a string", &is_text);
    for name in &schemas.schemas {
        check(name, "an object", &is_object);
    }
}

/// Each operation that returns the object must have the parameters. That of the integration may be missing: then it is that of the account.
fn check_parameters(package: &Package, of: TypeId, schemas: &LiveSchemas, diags: &mut Diagnostics) {
    let resources = package.apis.iter().flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    for operation in operations.filter(|operation| operation.received().any(|id| id == of)) {
        let integration = Some(&schemas.integration).filter(|_| operation.scope.is_none());
        for name in schemas.operation.iter().chain(integration) {
            if !has_parameter(operation, &name.wire) {
                let message = format!(
                    "the operation `{}`, which returns this object, has no path parameter `{}`",
                    operation.label(),
                    name.wire
                );
                diags.push(Diagnostic::error(name.origin, message).help(HELP));
            }
        }
    }
}

fn has_parameter(operation: &Operation, wire: &str) -> bool {
    let mut params = operation.params.iter();
    params.any(|param| param.wire == wire && matches!(param.location, Location::Path(_)))
}
