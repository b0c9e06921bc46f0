//! Error responses with several body types, distinguished by status.

use std::fmt::Write as _;

use crate::emit::rust::doc::Doc;
use crate::emit::rust::types;
use crate::ir::{Case, StatusRange, TypeDef, TypeRef, Union};
use crate::plan::root::Plan;

/// A case with the name of its variant, and its type if it has one.
type Named<'a> = (StatusRange, &'a str, Option<&'a TypeRef>);

/// Emits an enum of the bodies of error responses, and a function that decodes the body of an error.
///
/// ```text
/// /// The bodies of error responses, by status.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum GetPetError {
///     /// 404.
///     NotFound(Missing),
///     /// Any other status.
///     Default(Problem),
/// }
///
/// impl GetPetError {
///     pub fn from_error(error: &Error) -> Option<Self> {
///         match error.status()?.as_u16() {
///             200..=299 => None,
///             404 => error.decode().ok().map(Self::NotFound),
///             _ => error.decode().ok().map(Self::Default),
///         }
///     }
/// }
/// ```
pub(super) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Union, cases: &[&Case]) -> String {
    let name = plan.names.ty(def.id);
    let named = of.by_status().zip(plan.names.variants(def.id));
    let named = named.map(|((status, case), name)| (status, name.as_str(), case.ty.as_ref()));
    let named: Vec<Named<'_>> = named.collect();
    let mut out = String::new();
    Doc::of(&def.docs, || {
        "The bodies of error responses, by status.".to_owned()
    })
    .text("", &mut out);
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n#[allow(clippy::large_enum_variant)]\n\
         pub enum {name} {{"
    );
    for &(status, variant, ty) in &named {
        let Some(ty) = ty else { continue };
        let mut doc = Doc::new(format!("{status}."));
        if let Some(text) = description(status, cases) {
            doc.foreign(text);
        }
        doc.text("    ", &mut out);
        let ty = types::rust(plan, plan.module(def.id), ty);
        let _ = writeln!(out, "    {variant}({ty}),");
    }
    let error = plan.name(plan.module(def.id), "Error");
    let _ = writeln!(out, "}}\n\nimpl {name} {{");
    Doc::new(
        "Decodes the body of an error response, by its status. Returns `None` if this type has no case for the status, if the \
         body does not match it, or if there was no response.",
    )
    .text("    ", &mut out);
    let _ = writeln!(
        out,
        "    #[must_use]\n    pub fn from_error(error: &{error}) -> Option<Self> {{\n        \
         match error.status()?.as_u16() {{"
    );
    arms(&named, &mut out);
    out.push_str("        }\n    }\n}\n");
    out
}

/// The description of a status that all operations with the type have.
fn description<'a>(status: StatusRange, cases: &[&'a Case]) -> Option<&'a String> {
    let mut texts = cases
        .iter()
        .filter(|case| case.status == status)
        .map(|case| case.docs.description.as_ref());
    let first = texts.next()?;
    first.filter(|_| texts.all(|text| text == first))
}

/// The arms: single statuses come before ranges, as they do in the IR.
fn arms(named: &[Named<'_>], out: &mut String) {
    let has_default = named
        .iter()
        .any(|(status, ..)| *status == StatusRange::Default);
    if has_default {
        // The body of a success that could not be decoded is not that of an error.
        out.push_str("            200..=299 => None,\n");
    }
    for (status, variant, ty) in named {
        let pattern = match status {
            StatusRange::Code(code) => code.to_string(),
            StatusRange::Class(class) => format!("status if status / 100 == {class}"),
            StatusRange::Default => "_".to_owned(),
        };
        let _ = match ty {
            Some(_) => writeln!(
                out,
                "            {pattern} => error.decode().ok().map(Self::{variant}),"
            ),
            None => writeln!(out, "            {pattern} => None,"),
        };
    }
    if !has_default {
        out.push_str("            _ => None,\n");
    }
}
