//! How a parameter that is not a plain string is encoded in the query.

use crate::emit::prose::escape;
use crate::ir;
use crate::ir::{Location, Param, QueryStyle, Role, TypeKind, TypeRef};
use crate::plan::pages::Book;

/// ``Sent as `account[id]=…`.``; `None` if the encoding is obvious.
pub(crate) fn written(book: &Book<'_>, param: &Param) -> Option<String> {
    let Location::Query(style) = param.location else {
        return None;
    };
    let pattern = match param.role {
        Role::Sort { direction } => {
            let [key, value] = [&param.ty, &TypeRef::Named(direction)].map(|ty| first(book, ty));
            format!("{}[{}]={}", param.wire, key?, value?)
        }
        _ => pattern(book, param, style)?,
    };
    Some(format!("Sent as {}.", escape::code(&pattern)))
}

fn pattern(book: &Book<'_>, param: &Param, style: QueryStyle) -> Option<String> {
    let name = &param.wire;
    let TypeRef::List(item) = &param.ty else {
        let key = key(book, &param.ty)?;
        return Some(match style {
            QueryStyle::Json => format!("{name}={{\"{key}\":…}}"),
            QueryStyle::Form => format!("{key}=…"),
            QueryStyle::DeepObject => format!("{name}[{key}]=…"),
            QueryStyle::FormJoined => format!("{name}={key},…"),
            QueryStyle::SpaceDelimited => format!("{name}={key}%20…"),
            QueryStyle::PipeDelimited => format!("{name}={key}%7C…"),
        });
    };
    let list = name.strip_suffix("[]").unwrap_or(name);
    if let QueryStyle::Form | QueryStyle::DeepObject = style
        && let Some(inside) = inside(book, item)
    {
        return Some(format!("{list}[0]{inside}=…&{list}[1]{inside}=…"));
    }
    Some(match style {
        QueryStyle::Json => format!("{name}=[…]"),
        QueryStyle::Form => format!("{name}=…&{name}=…"),
        QueryStyle::DeepObject => format!("{list}[]=…&{list}[]=…"),
        QueryStyle::FormJoined => format!("{name}=…,…"),
        QueryStyle::SpaceDelimited => format!("{name}=…%20…"),
        QueryStyle::PipeDelimited => format!("{name}=…%7C…"),
    })
}

/// What follows the index of an item that is not a scalar.
fn inside(book: &Book<'_>, item: &TypeRef) -> Option<String> {
    match item {
        TypeRef::Nullable(of) => inside(book, of),
        TypeRef::List(of) => Some(match inside(book, of) {
            Some(inside) => format!("[0]{inside}"),
            None => "[]".to_owned(),
        }),
        item => key(book, item).map(|key| format!("[{key}]")),
    }
}

/// The name of a property, if the value is an object.
fn key(book: &Book<'_>, ty: &TypeRef) -> Option<String> {
    match ty {
        TypeRef::Named(id) => {
            let of = book.plan.package.structure(*id)?;
            Some(
                of.fields
                    .first()
                    .map_or("name", |field| &field.wire)
                    .to_owned(),
            )
        }
        TypeRef::Nullable(of) => key(book, of),
        TypeRef::Map(_) => Some("name".to_owned()),
        TypeRef::Primitive(ir::Primitive::Object) => Some("name".to_owned()),
        TypeRef::Primitive(_) | TypeRef::List(_) => None,
    }
}

/// The first value of an enum.
fn first(book: &Book<'_>, ty: &TypeRef) -> Option<String> {
    match &book.plan.package.ty(ty.named()?).kind {
        TypeKind::Enum(of) => Some(of.variants.first()?.wire.clone()),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    }
}
