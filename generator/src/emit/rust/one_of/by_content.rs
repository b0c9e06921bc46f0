//! Sum types, whose cases are distinguished by their JSON.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use heck::ToSnakeCase as _;

use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{doc, types};
use crate::emit::text;
use crate::ir::{Criterion, JsonKind, Primitive, Selector, TypeDef, TypeRef, Union, UnionCase};
use crate::plan::names::bare;
use crate::plan::root::Plan;

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
pub(super) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Union) -> String {
    let names = plan.names.variants(def.id).iter();
    let implied = plan.package.implied_tag(of);
    let cases = of.cases.iter().zip(names);
    let cases: Vec<Case<'_>> = cases
        .filter_map(|(case, name)| Case::of(plan, def, (case, name), implied))
        .collect();
    let mut out = String::new();
    definition(plan, def, of, &cases, &mut out);
    accessors(plan, def, &cases, &mut out);
    conversions(plan, def, &cases, &mut out);
    decoding(plan, def, of, &cases, &mut out);
    out
}

/// A case with its names.
struct Case<'a> {
    case: &'a UnionCase,
    ty: &'a TypeRef,
    /// The name of the variant.
    name: &'a str,
    /// The property that selects the case, and its values.
    tag: Option<(&'a str, Vec<&'a str>)>,
    /// `Vec<Cat>`
    rust: String,
    is_boxed: bool,
}

impl<'a> Case<'a> {
    fn of(
        plan: &Plan<'a>,
        def: &TypeDef,
        (case, name): (&'a UnionCase, &'a str),
        implied: Option<&'a str>,
    ) -> Option<Self> {
        let ty = case.ty.as_ref()?;
        let tag = match &case.selector {
            Selector::Tag { property, values } => Some((
                property.as_str(),
                values.iter().map(String::as_str).collect(),
            )),
            Selector::Status(_) | Selector::Content => {
                implied.map(|property| (property, plan.package.implied_values(ty, property)))
            }
        };
        Some(Self {
            tag: tag.filter(|(_, values)| !values.is_empty()),
            case,
            ty,
            name,
            rust: types::rust(plan, plan.module(def.id), ty),
            is_boxed: plan.boxes.has_case(def.id, ty),
        })
    }

    fn property(&self) -> Option<&'a str> {
        self.tag.as_ref().map(|(property, _)| *property)
    }

    /// The type of the variant's value: `Box<Cat>`
    fn held(&self) -> String {
        match self.is_boxed {
            true => format!("Box<{}>", self.rust),
            false => self.rust.clone(),
        }
    }
}

fn definition(plan: &Plan<'_>, def: &TypeDef, of: &Union, cases: &[Case<'_>], out: &mut String) {
    let name = plan.names.ty(def.id);
    let mut docs = Doc::of(&def.docs, || format!("The alternatives of `{name}`."));
    docs.block(selection(plan, of, cases));
    docs.source(plan, &def.docs, "type");
    docs.text("", out);
    out.push_str(
        "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n#[allow(clippy::large_enum_variant)]\n",
    );
    doc::deprecated(&def.docs, "", out);
    let _ = writeln!(out, "pub enum {name} {{");
    for case in cases {
        Doc::new(about(plan, case)).text("    ", out);
        let _ = writeln!(out, "    {}({}),", case.name, case.held());
    }
    let _ = writeln!(
        out,
        "    /// JSON that fits no case.\n    Unrecognized({}),\n}}",
        plan.name(plan.module(def.id), "RawJson")
    );
}

/// How a case is selected, for the docs of the type.
fn selection(plan: &Plan<'_>, of: &Union, cases: &[Case<'_>]) -> String {
    let is_kind = cases.iter().any(|case| case.tag.is_none());
    let kind = "The kind of the JSON selects the case";
    let tags: BTreeSet<&str> = cases.iter().filter_map(Case::property).collect();
    let tags: Vec<String> = tags.into_iter().map(escape::code).collect();
    if let [tag] = tags.as_slice() {
        return match is_kind {
            true => format!("{kind}, and the property {tag} that of an object."),
            false => format!("The property {tag} selects the case."),
        };
    }
    let is_object = |case: &&Case<'_>| {
        let criterion = plan.package.criterion(case.ty);
        matches!(criterion, Criterion::Properties { .. }) && case.tag.is_none()
    };
    let order = plan.package.in_order(of).into_iter();
    let order = order
        .filter_map(|case| named(cases, case))
        .filter(is_object);
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

/// The docs of a variant.
fn about(plan: &Plan<'_>, case: &Case<'_>) -> String {
    if let Some((property, values)) = &case.tag {
        let values: Vec<String> = values.iter().map(|value| escape::code(value)).collect();
        return format!(
            "{} is {}.",
            escape::code(property),
            phrases::alternatives(&values)
        );
    }
    let kind = match plan.package.criterion(case.ty) {
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
///
/// Names that differ only in case have no accessor.
fn accessors(plan: &Plan<'_>, def: &TypeDef, cases: &[Case<'_>], out: &mut String) {
    let _ = writeln!(out, "\nimpl {} {{", plan.names.ty(def.id));
    let mut used = HashSet::new();
    for case in cases {
        let method = bare(case.name).to_snake_case();
        if !used.insert(method.clone()) {
            continue;
        }
        let (ty, value) = borrowed(plan, def, case);
        text::apart(out);
        let _ = writeln!(
            out,
            "    /// Returns the value of [`{name}`](Self::{name}).\n    #[must_use]\n    \
             pub fn as_{method}(&self) -> Option<{ty}> {{\n        match self {{\n            \
             Self::{name}(value) => Some({value}),\n            _ => None,\n        }}\n    }}",
            name = case.name
        );
    }
    out.push_str("}\n");
}

/// The type and the value that an accessor returns.
fn borrowed(plan: &Plan<'_>, def: &TypeDef, case: &Case<'_>) -> (String, &'static str) {
    match case.ty {
        TypeRef::Primitive(Primitive::String) => ("&str".to_owned(), "value"),
        TypeRef::Primitive(
            Primitive::Bool | Primitive::I32 | Primitive::I64 | Primitive::F32 | Primitive::F64,
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
///
/// A type that several cases have converts into the first.
fn conversions(plan: &Plan<'_>, def: &TypeDef, cases: &[Case<'_>], out: &mut String) {
    let name = plan.names.ty(def.id);
    let mut used = HashSet::new();
    for case in cases.iter().filter(|case| used.insert(case.rust.as_str())) {
        let _ = match case.ty {
            TypeRef::Primitive(Primitive::String) => writeln!(
                out,
                "\nfrom_text!({name}, |text| Self::{}(text.to_string()));",
                case.name
            ),
            _ => writeln!(
                out,
                "\n{}\n    #[inline]\n    fn from(value: {}) -> Self {{\n        Self::{}({})\n    }}\n}}",
                from_header(name, &case.rust),
                case.rust,
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
fn decoding(plan: &Plan<'_>, def: &TypeDef, of: &Union, cases: &[Case<'_>], out: &mut String) {
    let _ = writeln!(out, "\none_of! {{\n    {} {{", plan.names.ty(def.id));
    let order = plan.package.in_order(of).into_iter();
    let order = order.filter_map(|case| named(cases, case));
    for (index, case) in order.enumerate() {
        let start = format!("{index} {}: {}", case.name, case.held());
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

fn named<'c, 'a>(cases: &'c [Case<'a>], case: &UnionCase) -> Option<&'c Case<'a>> {
    cases.iter().find(|known| std::ptr::eq(known.case, case))
}
