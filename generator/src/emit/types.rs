//! Uses of types: how they are written, and how a setter takes and converts them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{context::Context, names::ident};
use crate::ir::{Field, Home, Presence, Primitive, TypeKind, TypeRef};

/// The Rust type of a use: `Vec<ContactEmail>`.
pub(crate) fn rust(context: &Context<'_>, from: Home, ty: &TypeRef) -> TokenStream {
    let inner = |of: &TypeRef| rust(context, from, of);
    match ty {
        TypeRef::Primitive(primitive) => self::primitive(*primitive),
        TypeRef::List(of) => {
            let of = inner(of);
            quote!(Vec<#of>)
        }
        TypeRef::Nullable(of) => {
            let of = inner(of);
            quote!(Option<#of>)
        }
        TypeRef::Boxed(of) => {
            let of = inner(of);
            quote!(Box<#of>)
        }
        TypeRef::Map(of) => {
            let of = inner(of);
            quote!(std::collections::BTreeMap<String, #of>)
        }
        TypeRef::Named(id) => context.path(from, *id),
    }
}

fn primitive(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::String => quote!(String),
        Primitive::Bool => quote!(bool),
        Primitive::I32 => quote!(i32),
        Primitive::I64 => quote!(i64),
        Primitive::F32 => quote!(f32),
        Primitive::F64 => quote!(f64),
        Primitive::Timestamp => quote!(truto_runtime::Timestamp),
        Primitive::Date => quote!(truto_runtime::Date),
        Primitive::Bytes => quote!(truto_runtime::Bytes),
        Primitive::Any => quote!(truto_runtime::Value),
        Primitive::Object => {
            quote!(truto_runtime::Map<String, truto_runtime::Value>)
        }
        Primitive::Raw => quote!(truto_runtime::RawJson),
    }
}

/// The Rust type of a field: its type within `Option` or `Patch`.
pub(crate) fn field(context: &Context<'_>, from: Home, field: &Field) -> TokenStream {
    let ty = rust(context, from, &field.ty);
    match field.presence {
        Presence::Plain => ty,
        Presence::Optional => quote!(Option<#ty>),
        Presence::Patch => {
            quote!(truto_runtime::Patch<#ty>)
        }
    }
}

/// How a function takes a value: the type of its argument, and the expression that makes the value of it.
pub(crate) struct Argument {
    /// `impl Into<String>`
    pub(crate) ty: TokenStream,
    /// `first_name.into()`
    pub(crate) value: TokenStream,
}

/// The argument for a value of type `ty`.
///
/// | type | argument |
/// |---|---|
/// | `bool`, numbers | as they are |
/// | `Vec<T>` | `impl IntoIterator<Item = impl Into<T>>` |
/// | maps | `impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>` |
/// | `Box<T>` | what `T` has |
/// | all others | `impl Into<T>` |
pub(crate) fn argument(context: &Context<'_>, from: Home, ty: &TypeRef, name: &str) -> Argument {
    let name = ident(name);
    match ty {
        TypeRef::Primitive(
            Primitive::Bool | Primitive::I32 | Primitive::I64 | Primitive::F32 | Primitive::F64,
        ) => Argument {
            ty: rust(context, from, ty),
            value: quote!(#name),
        },
        TypeRef::List(of) if is_closed(context, of) => {
            let of = rust(context, from, of);
            Argument {
                ty: quote!(impl IntoIterator<Item = #of>),
                value: quote!(#name.into_iter().collect()),
            }
        }
        TypeRef::Named(_) if is_closed(context, ty) => Argument {
            ty: rust(context, from, ty),
            value: quote!(#name),
        },
        TypeRef::List(of) => {
            let of = rust(context, from, of);
            Argument {
                ty: quote!(impl IntoIterator<Item = impl Into<#of>>),
                value: quote!(#name.into_iter().map(Into::into).collect()),
            }
        }
        TypeRef::Map(of) => entries(&rust(context, from, of), &name),
        TypeRef::Primitive(Primitive::Object) => entries(&quote!(truto_runtime::Value), &name),
        TypeRef::Boxed(of) => {
            let of = rust(context, from, of);
            Argument {
                ty: quote!(impl Into<#of>),
                value: quote!(Box::new(#name.into())),
            }
        }
        TypeRef::Primitive(_) | TypeRef::Nullable(_) | TypeRef::Named(_) => {
            let ty = rust(context, from, ty);
            Argument {
                ty: quote!(impl Into<#ty>),
                value: quote!(#name.into()),
            }
        }
    }
}

/// An enum that nothing converts into: each value of it is a variant.
fn is_closed(context: &Context<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(&context.krate.ty(*id).kind, TypeKind::Enum(of) if !of.open)
}

fn entries(of: &TokenStream, name: &Ident) -> Argument {
    Argument {
        ty: quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#of>)>),
        value: quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
    }
}

/// The argument for a field, its presence included.
pub(crate) fn field_argument(context: &Context<'_>, from: Home, field: &Field) -> Argument {
    match field.presence {
        Presence::Plain => argument(context, from, &field.ty, &field.name),
        Presence::Optional => {
            let Argument { ty, value } = argument(context, from, &field.ty, &field.name);
            Argument {
                ty,
                value: quote!(Some(#value)),
            }
        }
        Presence::Patch => patch_argument(context, from, field),
    }
}

fn patch_argument(context: &Context<'_>, from: Home, field: &Field) -> Argument {
    let name = ident(&field.name);
    if let TypeRef::Boxed(of) = &field.ty {
        let of = rust(context, from, of);
        return Argument {
            ty: quote!(impl Into<truto_runtime::Patch<#of>>),
            value: quote!(#name.into().map(Box::new)),
        };
    }
    let ty = rust(context, from, &field.ty);
    Argument {
        ty: quote!(impl Into<truto_runtime::Patch<#ty>>),
        value: quote!(#name.into()),
    }
}

/// The type has a `Default`: a struct of which every plain field has one. Cycles always pass through a list, a map or an
/// `Option`, all of which have one, so the descent ends; `depth` is for inputs that break this rule.
pub(crate) fn has_default(context: &Context<'_>, ty: &TypeRef, depth: usize) -> bool {
    match ty {
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => true,
        TypeRef::Boxed(of) => has_default(context, of, depth),
        TypeRef::Named(id) => match &context.krate.ty(*id).kind {
            TypeKind::Struct(of) => {
                let def = context.krate.ty(*id);
                depth < 32 && struct_has_default(context, def.in_request, of, depth + 1)
            }
            TypeKind::Enum(of) => of.open,
            TypeKind::Union(_) => false,
        },
    }
}

/// A struct has a `Default` if nothing must be given: for what is sent, an empty text would be a wrong default.
pub(crate) fn struct_has_default(
    context: &Context<'_>,
    in_request: bool,
    of: &crate::ir::Struct,
    depth: usize,
) -> bool {
    let mut plain = of
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Plain);
    plain.all(|field| (field.read_only || !in_request) && has_default(context, &field.ty, depth))
}

/// What a field is set to when nothing is given for it: `phone: None,`
pub(crate) fn unset(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match field.presence {
        Presence::Optional => quote!(#name: None,),
        Presence::Patch => quote!(#name: truto_runtime::Patch::Absent,),
        // Only the server sets it: what is sent leaves it empty.
        Presence::Plain => quote!(#name: Default::default(),),
    }
}

/// A field in the making of a struct: `email: email.into(),`, or `id,` where the value is called as the field is.
pub(crate) fn init(name: &Ident, value: &TokenStream) -> TokenStream {
    if *name == value.to_string() {
        quote!(#name,)
    } else {
        quote!(#name: #value,)
    }
}
