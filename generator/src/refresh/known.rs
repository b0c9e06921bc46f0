//! What the documents have at the path of a field.

use super::place::Part;
use crate::ir::{
    Field, Location, Operation, Package, Param, Role, TypeId, TypeRef, parameter_path,
};

/// What the documents have at a path.
pub(super) enum Known<'c> {
    Param(&'c Param),
    Field(&'c Field, TypeId),
    /// A property of a value with any properties, or something that no caller sets.
    Any,
    /// A missing property of this object.
    MissingIn(TypeId),
    Missing,
}

impl<'k> Known<'k> {
    /// Returns what is at a path of a part of an operation.
    pub(super) fn at(
        package: &'k Package,
        operation: &'k Operation,
        part: Part,
        path: &str,
    ) -> Self {
        let ty = match part {
            Part::Query => return known_parameter(package, operation, path),
            Part::Body => operation.body.as_ref().map(|body| &body.ty),
            Part::Response => operation.response.data(),
        };
        ty.map_or(Self::Missing, |ty| known_field(package, ty, path))
    }
}

/// A parameter has its name, without a final `[]`. Its parts are properties, or parameters such as `created_at[gt]`.
fn known_parameter<'k>(package: &'k Package, operation: &'k Operation, path: &str) -> Known<'k> {
    let is_query = |param: &&Param| matches!(param.location, Location::Query(_));
    let params = || operation.params.iter().filter(is_query);
    if let Some(param) = params().find(|param| parameter_path(&param.wire) == path) {
        return Known::Param(param);
    }
    let scopes = package.apis.iter().filter_map(|api| api.scope.as_ref());
    if scopes.into_iter().any(|scope| scope.wire == path) {
        return Known::Any;
    }
    let Some((outer, inner)) = path.split_once('.') else {
        return Known::Missing;
    };
    let is_part = |param: &&Param| param.wire == format!("{outer}[{inner}]");
    if let Some(param) = params().find(is_part) {
        return Known::Param(param);
    }
    match params().find(|param| parameter_path(&param.wire) == outer) {
        Some(param) if matches!(param.role, Role::Sort { .. }) => Known::Any,
        Some(param) => known_field(package, &param.ty, inner),
        None => Known::Missing,
    }
}

fn known_field<'k>(package: &'k Package, ty: &TypeRef, path: &str) -> Known<'k> {
    if let Some((owner, index)) = package.field_at(ty, path) {
        let field = package.structure(owner).and_then(|of| of.fields.get(index));
        return field.map_or(Known::Missing, |field| Known::Field(field, owner));
    }
    let outer = match path.rsplit_once('.') {
        None => Some(ty),
        Some((outer, _)) => package.field_at(ty, outer).and_then(|(owner, index)| {
            let field = package.structure(owner)?.fields.get(index)?;
            Some(&field.ty)
        }),
    };
    let is_open = |ty: &TypeRef| matches!(element(ty), TypeRef::Primitive(_) | TypeRef::Map(_));
    match outer {
        Some(outer) if is_open(outer) => Known::Any,
        Some(outer) => match outer.named().filter(|id| package.structure(*id).is_some()) {
            Some(id) => Known::MissingIn(id),
            None => Known::Any,
        },
        None if is_inside_open(package, ty, path) => Known::Any,
        None => Known::Missing,
    }
}

/// Whether a path leads into a value with any properties.
fn is_inside_open(package: &Package, ty: &TypeRef, path: &str) -> bool {
    let mut outer = path;
    while let Some((shorter, _)) = outer.rsplit_once('.') {
        if let Known::Any = known_field(package, ty, shorter) {
            return true;
        }
        outer = shorter;
    }
    false
}

fn element(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(of) | TypeRef::Nullable(of) => element(of),
        _ => ty,
    }
}
