//! Responses with several body types, distinguished by status.

use std::fmt::Write as _;

use crate::emit::rust::doc::Doc;
use crate::emit::rust::{request, types};
use crate::ir::{Case, Media, StatusRange, TypeDef, Union, UnionCase};
use crate::plan::root::Plan;

/// Emits an enum of response bodies and its decoder.
///
/// ```text
/// /// The response, by status.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum CreateContactResponse {
///     /// 201
///     Created(Contact),
///     /// 202
///     Accepted,
/// }
///
/// impl CreateContactResponse {
///     pub(crate) fn decode(
///         response: &Response,
///     ) -> Result<Self, Error> {
///         match response.status().as_u16() {
///             201 => response.json().map(Self::Created),
///             202 => Ok(Self::Accepted),
///             _ => Err(response.unexpected()),
///         }
///     }
/// }
/// ```
pub(super) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Union) -> String {
    let name = plan.names.ty(def.id);
    let mut out = String::new();
    Doc::of(&def.docs, || {
        "The successful responses, by status.".to_owned()
    })
    .text("", &mut out);
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n#[allow(clippy::large_enum_variant)]\n\
         pub enum {name} {{"
    );
    let cases = plan.unions.responses(def.id);
    let named = of.cases.iter().zip(plan.names.variants(def.id));
    let named: Vec<_> = named
        .filter_map(|(case, name)| Some((case.status()?, case, name.as_str())))
        .collect();
    for case in &named {
        variant(plan, def, *case, cases, &mut out);
    }
    let (response, error) = (
        plan.name(plan.module(def.id), "Response"),
        plan.name(plan.module(def.id), "Error"),
    );
    let _ = writeln!(
        out,
        "}}\n\nimpl {name} {{\n    pub(crate) fn decode(response: &{response}) -> Result<Self, {error}> {{\n        \
         match response.status().as_u16() {{"
    );
    let mut sorted = named;
    sorted.sort_by_key(|(status, ..)| match status {
        StatusRange::Code(_) => 0,
        StatusRange::Class(_) => 1,
        StatusRange::Default => 2,
    });
    for case in &sorted {
        arm(*case, cases, &mut out);
    }
    if sorted
        .iter()
        .all(|(status, ..)| *status != StatusRange::Default)
    {
        out.push_str("            _ => Err(response.unexpected()),\n");
    }
    out.push_str("        }\n    }\n}\n");
    out
}

fn variant(
    plan: &Plan<'_>,
    def: &TypeDef,
    (status, case, name): (StatusRange, &UnionCase, &str),
    cases: &[&Case],
    out: &mut String,
) {
    let mut doc = Doc::new(format!("{status}."));
    if let Some(text) = found(status, cases).and_then(|case| case.docs.description.as_ref()) {
        doc.foreign(text);
    }
    doc.text("    ", out);
    let _ = match &case.ty {
        Some(ty) => writeln!(
            out,
            "    {name}({}),",
            types::rust(plan, plan.module(def.id), ty)
        ),
        None => writeln!(out, "    {name},"),
    };
}

fn found<'a>(status: StatusRange, cases: &[&'a Case]) -> Option<&'a Case> {
    cases.iter().find(|known| known.status == status).copied()
}

fn arm((status, case, name): (StatusRange, &UnionCase, &str), cases: &[&Case], out: &mut String) {
    let pattern = match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(class) => format!("status if status / 100 == {class}"),
        StatusRange::Default => "_".to_owned(),
    };
    let media: Option<&Media> = found(status, cases).and_then(|case| case.media.as_ref());
    let _ = match &case.ty {
        Some(ty) => writeln!(
            out,
            "            {pattern} => response.{}().map(Self::{name}),",
            request::decoder(ty, media)
        ),
        None => writeln!(out, "            {pattern} => Ok(Self::{name}),"),
    };
}
