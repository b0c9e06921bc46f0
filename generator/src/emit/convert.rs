//! Conversions between the shapes of one thing: what was received becomes what is sent.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, is_argument},
    docs::{self, Doc},
    names::{bare, free, ident},
    types,
};
use crate::ir::{
    Field, Home, Presence, Primitive, Repr, Struct, TypeDef, TypeId, TypeKind, TypeRef,
};

/// Emits the conversions into a struct.
pub(crate) fn emit_all(context: &Context<'_>, target: &TypeDef, of: &Struct) -> TokenStream {
    of.converts_from
        .iter()
        .map(|source| emit(context, target, of, *source))
        .collect()
}

/// Emits the conversion of one struct into another, field by field; nothing if it could never succeed.
///
/// ```text
/// /// Takes the fields that both have.
/// impl From<Contact> for ContactUpdate { … }
///
/// /// Takes the fields that both have. Fails without `type`.
/// impl TryFrom<Email> for ContactEmail {
///     type Error = truto_runtime::Error;
///     …
/// }
/// ```
fn emit(context: &Context<'_>, target: &TypeDef, of: &Struct, source: TypeId) -> TokenStream {
    let Some(plan) = Plan::new(context, of, source) else {
        return TokenStream::new();
    };
    let from = types::tokens(&types::rust(context, target.home, &TypeRef::Named(source)));
    let to = ident(&target.name);
    let mut docs = plan.docs();
    if plan.is_fallible() {
        example(context, source, target, &mut docs);
    }
    let docs = docs.outer();
    let values = plan.steps.iter().map(|step| step.value());
    let others = of
        .fields
        .iter()
        .filter(|field| !plan.has(field))
        .map(|field| types::tokens(&types::unset(field)));
    let extra = if plan.same_extra {
        quote!(from.extra)
    } else {
        quote!(truto_runtime::Extra::new())
    };
    let value = quote!(Self { #(#values)* #(#others,)* extra: #extra });
    if !plan.is_fallible() {
        let from_name = if plan.steps.is_empty() && !plan.same_extra {
            quote!(_)
        } else {
            quote!(from)
        };
        return quote! {
            #docs
            impl From<#from> for #to {
                fn from(#from_name: #from) -> Self {
                    #value
                }
            }
        };
    }
    let guard = plan.guard(target);
    quote! {
        #docs
        impl TryFrom<#from> for #to {
            type Error = truto_runtime::Error;
            fn try_from(from: #from) -> Result<Self, Self::Error> {
                #guard
                Ok(#value)
            }
        }
    }
}

/// Lists are what is converted most, and their conversion is not obvious.
fn example(context: &Context<'_>, source: TypeId, target: &TypeDef, docs: &mut Doc) {
    let path = |def: &TypeDef| context.path(Home::Crate, def.home, &def.name);
    let (source, to) = (context.krate.ty(source), &target.name);
    let from = free("Received", &[to]);
    let code = [
        format!(
            "fn to_send(received: Vec<{from}>) -> Result<Vec<{to}>, Box<dyn std::error::Error>> {{"
        ),
        format!("    Ok(received.into_iter().map({to}::try_from).collect::<Result<_, _>>()?)"),
        "}".to_owned(),
    ];
    let uses = format!("{{{} as {from}, {}}}", path(source), path(target));
    docs.example("", &uses, &code);
}

/// What a conversion does.
struct Plan<'a> {
    /// The fields that are taken over.
    steps: Vec<Step<'a>>,
    /// Fields that both have, with types that do not fit.
    left_out: Vec<&'a str>,
    same_extra: bool,
}

struct Step<'a> {
    from: &'a Field,
    to: &'a Field,
    how: How,
}

/// How a value changes its type.
enum How {
    Same,
    /// `.into()`
    Into,
    /// `.try_into()?`
    TryInto,
    /// The text of an enum or a timestamp.
    Text,
    /// From one enum to another, by the text.
    TextInto,
    Each(Box<How>),
}

impl<'a> Plan<'a> {
    fn new(context: &Context<'a>, of: &'a Struct, source: TypeId) -> Option<Self> {
        let source = context.structure(source)?;
        let mut plan = Self {
            steps: Vec::new(),
            left_out: Vec::new(),
            same_extra: source.additional == of.additional,
        };
        for to in of.fields.iter().filter(|field| !field.read_only) {
            let Some(from) = source.fields.iter().find(|field| field.wire == to.wire) else {
                if is_argument(to) {
                    return None;
                }
                continue;
            };
            match how(context, &from.ty, &to.ty) {
                Some(how) => plan.steps.push(Step { from, to, how }),
                None if is_argument(to) => return None,
                None => plan.left_out.push(&to.wire),
            }
        }
        Some(plan)
    }

    fn has(&self, field: &Field) -> bool {
        self.steps.iter().any(|step| step.to.name == field.name)
    }

    fn needed(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.may_lack())
    }

    fn is_fallible(&self) -> bool {
        self.steps
            .iter()
            .any(|step| step.may_lack() || step.how.may_fail())
    }

    fn docs(&self) -> Doc {
        let code = |name: &str| super::markdown::escape::code(name);
        let mut doc = Doc::new("Takes over the fields that both have.");
        let needed: Vec<String> = self.needed().map(|step| code(&step.to.wire)).collect();
        if !needed.is_empty() {
            doc.block(format!("Fails without {}.", docs::enumeration(&needed)));
        }
        if self.steps.iter().any(|step| step.how.may_fail()) {
            doc.block("Fails if an object inside lacks what it needs.");
        }
        let left: Vec<String> = self.left_out.iter().map(|name| code(name)).collect();
        if !left.is_empty() {
            doc.block(format!(
                "Not taken over, because their types differ: {}.",
                docs::enumeration(&left)
            ));
        }
        doc
    }

    /// ```text
    /// let missing = [("email", from.email.is_none())];
    /// let (Some(email),) = (from.email,) else {
    ///     return Err(truto_runtime::Error::missing_fields("ContactEmail", &missing));
    /// };
    /// ```
    fn guard(&self, target: &TypeDef) -> TokenStream {
        let steps: Vec<_> = self.needed().collect();
        if steps.is_empty() {
            return TokenStream::new();
        }
        let target = Literal::string(&target.name);
        let tests = steps.iter().map(|step| {
            let (wire, name) = (Literal::string(&step.to.wire), ident(&step.from.name));
            let none = match step.from.presence {
                Presence::Patch => quote!(value().is_none()),
                Presence::Plain | Presence::Optional => quote!(is_none()),
            };
            quote!((#wire, from.#name.#none))
        });
        let names: Vec<Ident> = steps.iter().map(|step| step.local()).collect();
        let values = steps.iter().map(|step| step.optional());
        quote! {
            let missing = [#(#tests),*];
            let (#(Some(#names),)*) = (#(#values,)*) else {
                return Err(truto_runtime::Error::missing_fields(#target, &missing));
            };
        }
    }
}

impl Step<'_> {
    /// The target must have it, the source need not.
    fn may_lack(&self) -> bool {
        is_argument(self.to) && self.from.presence != Presence::Plain
    }

    /// The local variable that holds a value that was found to be there.
    fn local(&self) -> Ident {
        ident(&format!("{}_value", bare(&self.to.name)))
    }

    /// The source's value as an `Option`.
    fn optional(&self) -> TokenStream {
        let name = ident(&self.from.name);
        match self.from.presence {
            Presence::Patch => quote!(from.#name.into_value()),
            Presence::Plain | Presence::Optional => quote!(from.#name),
        }
    }

    /// `email: …,`
    fn value(&self) -> TokenStream {
        let (to, from) = (ident(&self.to.name), ident(&self.from.name));
        let value = match (self.from.presence, self.to.presence) {
            (Presence::Plain, Presence::Plain) => self.how.value(&quote!(from.#from)),
            (_, Presence::Plain) => {
                let local = self.local();
                self.how.value(&quote!(#local))
            }
            (Presence::Plain, Presence::Optional) => {
                let value = self.how.value(&quote!(from.#from));
                quote!(Some(#value))
            }
            (_, Presence::Optional) => self.how.option(&self.optional()),
            (Presence::Plain, Presence::Patch) => {
                let value = self.how.value(&quote!(from.#from));
                quote!(truto_runtime::Patch::Value(#value))
            }
            (Presence::Optional, Presence::Patch) => {
                let value = self.how.option(&quote!(from.#from));
                quote!(truto_runtime::Patch::or_absent(#value))
            }
            (Presence::Patch, Presence::Patch) if self.how.may_fail() => {
                let value = self.how.value(&quote!(value));
                quote!(match from.#from {
                    truto_runtime::Patch::Absent => truto_runtime::Patch::Absent,
                    truto_runtime::Patch::Null => truto_runtime::Patch::Null,
                    truto_runtime::Patch::Value(value) => truto_runtime::Patch::Value(#value),
                })
            }
            (Presence::Patch, Presence::Patch) => self.how.option(&quote!(from.#from)),
        };
        quote!(#to: #value,)
    }
}

impl How {
    fn may_fail(&self) -> bool {
        match self {
            Self::TryInto => true,
            Self::Each(how) => how.may_fail(),
            Self::Same | Self::Into | Self::Text | Self::TextInto => false,
        }
    }

    /// The value, changed; with `?` behind it if that can fail.
    fn value(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Same => value.clone(),
            Self::Into => quote!(#value.into()),
            Self::TryInto => quote!(#value.try_into()?),
            Self::Text => quote!(#value.as_str().to_owned()),
            Self::TextInto => quote!(#value.as_str().into()),
            Self::Each(how) => {
                let function = how.function();
                if how.may_fail() {
                    quote!(#value.into_iter().map(#function).collect::<Result<_, _>>()?)
                } else {
                    quote!(#value.into_iter().map(#function).collect())
                }
            }
        }
    }

    /// What is given to `map`: a function, which answers with a `Result` if it can fail.
    fn function(&self) -> TokenStream {
        match self {
            Self::Into => quote!(Into::into),
            Self::TryInto => quote!(TryInto::try_into),
            Self::Each(how) if how.may_fail() => {
                let function = how.function();
                quote!(|values| values.into_iter().map(#function).collect::<Result<Vec<_>, _>>())
            }
            how => {
                let value = how.value(&quote!(value));
                quote!(|value| #value)
            }
        }
    }

    /// The value within an `Option` or a `Patch`, changed.
    fn option(&self, value: &TokenStream) -> TokenStream {
        if matches!(self, Self::Same) {
            return value.clone();
        }
        let function = self.function();
        if self.may_fail() {
            quote!(#value.map(#function).transpose()?)
        } else {
            quote!(#value.map(#function))
        }
    }
}

/// How a value of one type becomes one of another; `None` if it does not.
fn how(context: &Context<'_>, from: &TypeRef, to: &TypeRef) -> Option<How> {
    if from == to {
        return Some(How::Same);
    }
    let is_text = |id: &TypeId| is_open_text(context, *id);
    match (from, to) {
        (TypeRef::List(from), TypeRef::List(to)) => {
            Some(How::Each(Box::new(how(context, from, to)?)))
        }
        (TypeRef::Primitive(from), TypeRef::Primitive(to)) => widened(*from, *to),
        (TypeRef::Primitive(Primitive::String), TypeRef::Named(to)) => {
            is_text(to).then_some(How::Into)
        }
        (TypeRef::Named(from), TypeRef::Primitive(Primitive::String)) => {
            is_text(from).then_some(How::Text)
        }
        (TypeRef::Named(from), TypeRef::Named(to)) if is_text(from) => {
            is_text(to).then_some(How::TextInto)
        }
        (TypeRef::Named(from), TypeRef::Named(to)) => {
            let of = context.structure(*to)?;
            // The plans of types that hold each other would never end.
            if !of.converts_from.contains(from) || context.is_recursive(*to) {
                return None;
            }
            let plan = Plan::new(context, of, *from)?;
            Some(if plan.is_fallible() {
                How::TryInto
            } else {
                How::Into
            })
        }
        _ => None,
    }
}

fn widened(from: Primitive, to: Primitive) -> Option<How> {
    use Primitive::{Date, F32, F64, I32, I64, String, Timestamp};
    match (from, to) {
        (I32, I64 | F64) | (F32, F64) | (String, Timestamp | Date) => Some(How::Into),
        (Timestamp | Date, String) => Some(How::Text),
        _ => None,
    }
}

fn is_open_text(context: &Context<'_>, id: TypeId) -> bool {
    match &context.krate.ty(id).kind {
        TypeKind::Enum(of) => of.open && of.repr == Repr::String,
        TypeKind::Struct(_) | TypeKind::Union(_) => false,
    }
}
