//! Sum types, whose cases are distinguished by their JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{doc, types};
use crate::emit::text;
use crate::ir::{Criterion, JsonKind, Primitive, TypeDef, TypeRef};
use crate::plan::root::Plan;
use crate::plan::unions::{Content, Contents};

/// Emits an enum with a variant per case and one for all other JSON, its accessors and its conversions.
///
/// ```text
/// /// A pet.
/// ///
/// /// The property `kind` selects the case.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Pet {
///     /// `kind` is `cat`.
///     Cat(Cat),
///     /// JSON that fits no case.
///     Unrecognized(RawJson),
/// }
///
/// impl Pet { pub fn as_cat(&self) -> Option<&Cat> { … } }
///
/// impl From<Cat> for Pet { … }
///
/// one_of! { Pet { 0 Cat: Cat = "kind" ["cat"] } }
/// ```
pub(super) fn emit(plan: &Plan<'_>, def: &TypeDef) -> String {
    let contents = plan.unions.contents(def.id);
    let cases = contents.cases.iter();
    let cases: Vec<Case<'_>> = cases.map(|case| Case::of(plan, def, case)).collect();
    let mut out = String::new();
    definition(plan, def, &cases, &mut out);
    accessors(plan, def, &cases, &mut out);
    conversions(plan, def, &cases, &mut out);
    decoding(plan, def, &mut out);
    out
}

/// A case, and how Rust writes its type.
struct Case<'a> {
    case: &'a Content<'a>,
    /// `Vec<Cat>`
    rust: String,
}

impl<'a> Case<'a> {
    fn of(plan: &Plan<'_>, def: &TypeDef, case: &'a Content<'a>) -> Self {
        let rust = types::rust(plan, plan.module(def.id), case.ty);
        Self { case, rust }
    }

    /// The type of the variant's value: `Box<Cat>`
    fn held(&self) -> String {
        match self.case.is_boxed {
            true => format!("Box<{}>", self.rust),
            false => self.rust.clone(),
        }
    }
}

fn definition(plan: &Plan<'_>, def: &TypeDef, cases: &[Case<'_>], out: &mut String) {
    let name = plan.names.ty(def.id);
    let mut docs = Doc::of(&def.docs, || format!("The alternatives of `{name}`."));
    let contents = plan.unions.contents(def.id);
    docs.block(selection(contents));
    docs.source(plan, &def.docs, "type");
    docs.text("", out);
    out.push_str(
        "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n#[allow(clippy::large_enum_variant)]\n",
    );
    doc::deprecated(&def.docs, "", out);
    let _ = writeln!(out, "pub enum {name} {{");
    for case in cases {
        Doc::new(about(case.case, contents)).text("    ", out);
        let _ = writeln!(out, "    {}({}),", case.case.name, case.held());
    }
    let _ = writeln!(
        out,
        "    /// JSON that fits no case.\n    Unrecognized({}),\n}}",
        plan.name(plan.module(def.id), "RawJson")
    );
}

/// How a case is selected, for the docs of the type.
fn selection(contents: &Contents<'_>) -> String {
    let cases = contents.cases.iter();
    let is_kind = cases.clone().any(|case| case.tag.is_none());
    let kind = "The kind of the JSON selects the case";
    let tags = cases.filter_map(|case| case.tag.as_ref());
    let tags: BTreeSet<&str> = tags.map(|(property, _)| *property).collect();
    let tags: Vec<String> = tags.into_iter().map(escape::code).collect();
    if let [tag] = tags.as_slice() {
        return match rest(contents) {
            Some(rest) => format!(
                "The property {tag} selects the case. Any other object is `{}`.",
                rest.name
            ),
            None if is_kind => format!("{kind}, and the property {tag} that of an object."),
            None => format!("The property {tag} selects the case."),
        };
    }
    let is_object = |case: &&Content<'_>| {
        matches!(case.criterion, Criterion::Properties { .. }) && case.tag.is_none()
    };
    let order = contents.in_order().filter(is_object);
    let order: Vec<String> = order.map(|case| format!("`{}`", case.name)).collect();
    match order.as_slice() {
        [_, _, ..] => format!(
            "{kind}. An object is the case of which it has all required properties and the most documented ones, and of \
             equally good cases the first of {}.",
            phrases::enumeration(&order)
        ),
        _ => format!("{kind}."),
    }
}

/// Returns the case of all objects that no tag selects, if it is the only one without a tag.
fn rest<'c, 'a>(contents: &'c Contents<'a>) -> Option<&'c Content<'a>> {
    let mut rest = contents.cases.iter().filter(|case| case.tag.is_none());
    let first = rest.next().filter(|_| rest.next().is_none())?;
    matches!(first.criterion, Criterion::Properties { .. }).then_some(first)
}

/// The docs of a variant.
fn about(case: &Content<'_>, contents: &Contents<'_>) -> String {
    let is_rest = rest(contents).is_some_and(|rest| rest.name == case.name);
    if is_rest && contents.cases.len() > 1 {
        return "Any other object.".to_owned();
    }
    if let Some((property, values)) = &case.tag {
        let values: Vec<String> = values.iter().map(|value| escape::code(value)).collect();
        return format!(
            "{} is {}.",
            escape::code(property),
            phrases::alternatives(&values)
        );
    }
    let kind = match case.criterion {
        Criterion::Properties { .. } | Criterion::Kind(JsonKind::Object) => "An object.",
        Criterion::Kind(JsonKind::Boolean) => "A boolean.",
        Criterion::Kind(JsonKind::Integer) => "An integer.",
        Criterion::Kind(JsonKind::Number) => "A number.",
        Criterion::Kind(JsonKind::String) => "A string.",
        Criterion::Kind(JsonKind::List) => "A list.",
        Criterion::Kind(JsonKind::Any) => "Any JSON.",
    };
    kind.to_owned()
}

/// ```text
/// /// Returns the value of [`Cat`](Self::Cat).
/// #[must_use]
/// pub fn as_cat(&self) -> Option<&Cat> {
///     match self {
///         Self::Cat(value) => Some(value),
///         _ => None,
///     }
/// }
/// ```
fn accessors(plan: &Plan<'_>, def: &TypeDef, cases: &[Case<'_>], out: &mut String) {
    let _ = writeln!(out, "\nimpl {} {{", plan.names.ty(def.id));
    for case in cases {
        let (name, Some(method)) = (case.case.name, &case.case.accessor) else {
            continue;
        };
        let (ty, value) = borrowed(plan, def, case);
        text::apart(out);
        let _ = writeln!(
            out,
            "    /// Returns the value of [`{name}`](Self::{name}).\n    #[must_use]\n    \
             pub fn {method}(&self) -> Option<{ty}> {{\n        match self {{\n            \
             Self::{name}(value) => Some({value}),\n            _ => None,\n        }}\n    }}"
        );
    }
    out.push_str("}\n");
}

/// The type and the value that an accessor returns.
fn borrowed(plan: &Plan<'_>, def: &TypeDef, case: &Case<'_>) -> (String, &'static str) {
    match case.case.ty {
        TypeRef::Primitive(Primitive::String) => ("&str".to_owned(), "value"),
        TypeRef::Primitive(
            Primitive::Bool
            | Primitive::I32
            | Primitive::I64
            | Primitive::U64
            | Primitive::F32
            | Primitive::F64,
        ) => (case.rust.clone(), "*value"),
        TypeRef::List(of) => (
            format!("&[{}]", types::rust(plan, plan.module(def.id), of)),
            "value",
        ),
        _ => (format!("&{}", case.rust), "value"),
    }
}

/// ```text
/// impl From<Cat> for Pet {
///     #[inline]
///     fn from(value: Cat) -> Self {
///         Self::Cat(value)
///     }
/// }
/// ```
fn conversions(plan: &Plan<'_>, def: &TypeDef, cases: &[Case<'_>], out: &mut String) {
    let name = plan.names.ty(def.id);
    let convertible = cases.iter().filter(|case| case.case.is_convertible);
    for Case { case, rust } in convertible {
        let _ = match case.ty {
            TypeRef::Primitive(Primitive::String) => writeln!(
                out,
                "\nfrom_text!({name}, |text| Self::{}(text.to_string()));",
                case.name
            ),
            _ => writeln!(
                out,
                "\n{}\n    #[inline]\n    fn from(value: {}) -> Self {{\n        Self::{}({})\n    }}\n}}",
                from_header(name, rust),
                rust,
                case.name,
                if case.is_boxed {
                    "Box::new(value)"
                } else {
                    "value"
                }
            ),
        };
    }
}

/// `impl From<Cat> for Pet {`, on several lines if it is too long.
fn from_header(name: &str, of: &str) -> String {
    let line = format!("impl From<{of}> for {name} {{");
    match line.len() > text::WIDTH {
        true => format!("impl From<{of}>\n    for {name}\n{{"),
        false => line,
    }
}

/// The cases in the order in which equally good ones are preferred.
fn decoding(plan: &Plan<'_>, def: &TypeDef, out: &mut String) {
    let _ = writeln!(out, "\none_of! {{\n    {} {{", plan.names.ty(def.id));
    let order = plan.unions.contents(def.id).in_order();
    for (index, case) in order.enumerate() {
        let held = Case::of(plan, def, case).held();
        let start = format!("{index} {}: {held}", case.name);
        let Some((property, values)) = &case.tag else {
            let _ = writeln!(out, "        {start},");
            continue;
        };
        let start = format!("{start} = {} [", text::literal(property));
        let values: Vec<String> = values.iter().map(|value| text::literal(value)).collect();
        text::fill(out, 8, &start, &values, "],");
    }
    out.push_str("    }\n}\n");
}
