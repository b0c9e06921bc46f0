//! Responses with several body types, distinguished by status.

use std::fmt::Write as _;

use crate::emit::rust::doc::Doc;
use crate::emit::rust::{request, types};
use crate::ir::{Case, Media, ResponseType, StatusRange, TypeDef, TypeRef, Union, UnionCase};
use crate::plan::operation_ref::operations;
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
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Union) -> String {
    let name = &def.name;
    let mut out = String::new();
    Doc::of(&def.docs, || "The response, by status.".to_owned()).text("", &mut out);
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n#[allow(clippy::large_enum_variant)]\n\
         pub enum {name} {{"
    );
    let cases = cases(plan, def);
    let names = plan.names.variants(def.id);
    for (case, name) in of.cases.iter().zip(names) {
        variant(plan, def, (case, name), &cases, &mut out);
    }
    let (response, error) = (
        plan.name(def.home, "Response"),
        plan.name(def.home, "Error"),
    );
    let _ = writeln!(
        out,
        "}}\n\nimpl {name} {{\n    pub(crate) fn decode(response: &{response}) -> Result<Self, {error}> {{\n        \
         match response.status().as_u16() {{"
    );
    let mut sorted: Vec<_> = of.cases.iter().zip(names).collect();
    sorted.sort_by_key(|(case, _)| match case.status {
        StatusRange::Code(_) => 0,
        StatusRange::Class(_) => 1,
        StatusRange::Default => 2,
    });
    for case in &sorted {
        arm(*case, &cases, &mut out);
    }
    if sorted
        .iter()
        .all(|(case, _)| case.status != StatusRange::Default)
    {
        out.push_str("            _ => Err(response.unexpected()),\n");
    }
    out.push_str("        }\n    }\n}\n");
    out
}

/// The cases of the operations that return this type, which have the media types.
fn cases<'a>(plan: &Plan<'a>, def: &TypeDef) -> Vec<&'a Case> {
    operations(plan.krate)
        .filter(|place| place.operation.response == ResponseType::Value(TypeRef::Named(def.id)))
        .flat_map(|place| &place.operation.cases)
        .collect()
}

fn variant(
    plan: &Plan<'_>,
    def: &TypeDef,
    (case, name): (&UnionCase, &str),
    cases: &[&Case],
    out: &mut String,
) {
    let mut doc = Doc::new(format!("{}.", case.status));
    if let Some(text) = found(case, cases).and_then(|case| case.docs.description.as_ref()) {
        doc.foreign(text);
    }
    doc.text("    ", out);
    let _ = match &case.ty {
        Some(ty) => writeln!(out, "    {name}({}),", types::rust(plan, def.home, ty)),
        None => writeln!(out, "    {name},"),
    };
}

fn found<'a>(case: &UnionCase, cases: &[&'a Case]) -> Option<&'a Case> {
    cases
        .iter()
        .find(|known| known.status == case.status)
        .copied()
}

fn arm((case, name): (&UnionCase, &String), cases: &[&Case], out: &mut String) {
    let pattern = match case.status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Class(class) => format!("status if status / 100 == {class}"),
        StatusRange::Default => "_".to_owned(),
    };
    let media: Option<&Media> = found(case, cases).and_then(|case| case.media.as_ref());
    let _ = match &case.ty {
        Some(ty) => writeln!(
            out,
            "            {pattern} => response.{}().map(Self::{name}),",
            request::decoder(ty, media)
        ),
        None => writeln!(out, "            {pattern} => Ok(Self::{name}),"),
    };
}
