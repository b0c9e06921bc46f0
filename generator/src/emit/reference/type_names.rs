//! How types and their values are written in a table.

use std::collections::HashSet;

use crate::emit::prose::{escape, phrases};
use crate::ir::{Enum, Primitive, Repr, TypeKind, TypeRef, Union};
use crate::plan::pages::Book;

/// ``One of `a`, `b`.``; for a list, ``Any of `a`, `b`.``
pub(crate) fn values(book: &Book<'_>, ty: &TypeRef) -> String {
    let lead = if is_list(ty) { "Any of" } else { "One of" };
    let values = listed(book, ty);
    match values.as_slice() {
        [] => String::new(),
        [only] => format!("Possible value: {only}."),
        values => format!("{lead} {}.", values.join(", ")),
    }
}

/// The values of an enum, as Markdown.
pub(crate) fn listed(book: &Book<'_>, ty: &TypeRef) -> Vec<String> {
    let variants = enumeration(book, ty)
        .into_iter()
        .flat_map(|of| &of.variants);
    variants
        .map(|variant| escape::code(&variant.wire))
        .collect()
}

fn is_list(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_) => true,
        TypeRef::Nullable(of) => is_list(of),
        TypeRef::Primitive(_) | TypeRef::Map(_) | TypeRef::Named(_) => false,
    }
}

fn enumeration<'a>(book: &Book<'a>, ty: &TypeRef) -> Option<&'a Enum> {
    match &book.plan.package.ty(ty.named()?).kind {
        TypeKind::Enum(of) => Some(of),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    }
}

/// `string · uuid`, `object[]`
pub(crate) fn type_name(book: &Book<'_>, ty: &TypeRef, format: Option<&str>) -> String {
    let inner = |of: &TypeRef| type_name(book, of, format);
    match ty {
        TypeRef::Primitive(primitive) => primitive_name(*primitive, format),
        TypeRef::List(of) => match inner(of) {
            name if name.contains(' ') => format!("list of {name}"),
            name => format!("{name}[]"),
        },
        TypeRef::Map(of) => format!("map of string to {}", inner(of)),
        TypeRef::Nullable(of) => format!("{} or null", inner(of)),
        TypeRef::Named(id) => match &book.plan.package.ty(*id).kind {
            TypeKind::Struct(_) => "object".to_owned(),
            TypeKind::Union(of) if of.is_by_status() => "depends on the status".to_owned(),
            TypeKind::Union(of) => alternatives(book, of),
            TypeKind::Enum(of) if of.repr == Repr::String => "string".to_owned(),
            TypeKind::Enum(_) => "integer".to_owned(),
        },
    }
}

/// `string, integer[] or object`. A sum type in a case is not shown in full, since it can contain itself.
fn alternatives(book: &Book<'_>, of: &Union) -> String {
    let is_union = |ty: &TypeRef| {
        let kind = ty.named().map(|id| &book.plan.package.ty(id).kind);
        matches!(kind, Some(TypeKind::Union(_)))
    };
    let names = of.types().map(|ty| match ty {
        TypeRef::List(of) if is_union(of) => "list of alternatives".to_owned(),
        TypeRef::Map(of) if is_union(of) => "map of string to alternatives".to_owned(),
        ty if is_union(ty) => "alternatives".to_owned(),
        ty => type_name(book, ty, None),
    });
    let mut names: Vec<String> = names.collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    phrases::alternatives(&names)
}

fn primitive_name(primitive: Primitive, format: Option<&str>) -> String {
    let name = match primitive {
        Primitive::String
        | Primitive::Timestamp
        | Primitive::Date
        | Primitive::Base64
        | Primitive::Base64Url => "string",
        Primitive::Bool => "boolean",
        Primitive::I32 | Primitive::I64 | Primitive::U64 => "integer",
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => "number",
        Primitive::Bytes => "bytes",
        Primitive::File => "file",
        Primitive::Any => "any JSON",
        Primitive::Object | Primitive::Raw => "object",
    };
    match format.filter(|_| {
        !matches!(
            primitive,
            Primitive::Any | Primitive::Bytes | Primitive::File
        )
    }) {
        Some(format) => format!("{name} · {}", escape::plain(format)),
        None => name.to_owned(),
    }
}
