//! Conversions between related types, such as from a received object to a body.

use std::fmt::Write as _;

use super::{
    context::Context,
    docs::{self, Doc},
    names::bare,
    text, types,
};
use crate::ir::{
    Additional, Field, Home, Presence, Primitive, Repr, Struct, TypeDef, TypeId, TypeKind, TypeRef,
};

/// Emits all conversions into a struct.
pub(crate) fn emit_all(context: &Context<'_>, target: &TypeDef, of: &Struct, out: &mut String) {
    for source in &of.converts_from {
        emit(context, target, of, *source, out);
    }
}

/// Emits the conversion of one struct into another, field by field. Emits nothing if the conversion could never succeed.
///
/// ```text
/// /// Copies the fields that both types have.
/// impl From<Contact> for ContactUpdate { … }
///
/// /// Copies the fields that both types have. Fails without `type`.
/// impl TryFrom<Email> for ContactEmail {
///     type Error = truto_runtime::Error;
///     …
/// }
/// ```
fn emit(context: &Context<'_>, target: &TypeDef, of: &Struct, source: TypeId, out: &mut String) {
    let Some(plan) = Plan::new(context, target, of, source) else {
        return;
    };
    let from = types::rust(context, target.home, &TypeRef::Named(source));
    let to = &target.name;
    text::apart(out);
    plan.docs(to).text("", out);
    let values = plan.values(of);
    if plan.is_fallible() {
        let _ = writeln!(
            out,
            "impl TryFrom<{from}> for {to} {{\n    type Error = truto_runtime::Error;\n"
        );
        let _ = writeln!(
            out,
            "    fn try_from(from: {from}) -> Result<Self, Self::Error> {{"
        );
        plan.guard(to, out);
        text::list(out, 8, "Ok(Self {", &values, true, "})");
    } else {
        let _ = writeln!(out, "impl From<{from}> for {to} {{");
        let _ = writeln!(out, "    fn from(from: {from}) -> Self {{");
        text::list(out, 8, "Self {", &values, true, "}");
    }
    out.push_str("    }\n}\n");
}

/// The steps of a conversion.
pub(super) struct Plan<'a> {
    /// The fields that are copied.
    pub(super) steps: Vec<Step<'a>>,
    /// Fields that both types have, but with incompatible types.
    pub(super) left_out: Vec<&'a str>,
    /// Fields that both types have, but that only the API sets in the source.
    pub(super) read_only: Vec<&'a str>,
    /// Both types have additional fields of the same type, so they are copied.
    same_extra: bool,
    /// The source lacks a field that the target requires.
    is_impossible: bool,
}

pub(super) struct Step<'a> {
    from: &'a Field,
    pub(super) to: &'a Field,
    pub(super) how: How,
}

/// How a value is converted.
pub(super) enum How {
    Same,
    /// An object of the same type, without its unknown fields: `.without_extra()`
    Known(String),
    /// `.into()`
    Into,
    /// `.try_into()?`
    TryInto,
    /// From an enum or a timestamp to its text.
    Text,
    /// From one enum to another, through the text.
    TextInto,
    Each(Box<How>),
}

impl<'a> Plan<'a> {
    /// The plan of a conversion that can succeed and copies at least one field.
    pub(super) fn new(
        context: &Context<'a>,
        target: &TypeDef,
        of: &'a Struct,
        source: TypeId,
    ) -> Option<Self> {
        let plan = Self::any(context, target, of, source)?;
        (!plan.is_impossible && !plan.steps.is_empty()).then_some(plan)
    }

    /// The plan of any conversion, even one that cannot succeed.
    pub(super) fn any(
        context: &Context<'a>,
        target: &TypeDef,
        of: &'a Struct,
        source: TypeId,
    ) -> Option<Self> {
        let home = target.home;
        let source = context.structure(source)?;
        let mut plan = Self {
            steps: Vec::new(),
            left_out: Vec::new(),
            read_only: Vec::new(),
            same_extra: source.additional == of.additional && of.additional != Additional::Raw,
            is_impossible: false,
        };
        for to in of.fields.iter().filter(|field| !field.read_only) {
            let Some(from) = source.fields.iter().find(|field| field.wire == to.wire) else {
                plan.is_impossible |= to.is_argument();
                continue;
            };
            match how(context, home, &from.ty, &to.ty) {
                _ if from.read_only && !to.is_argument() => plan.read_only.push(&to.wire),
                Some(how) => plan.steps.push(Step { from, to, how }),
                None => {
                    plan.is_impossible |= to.is_argument();
                    plan.left_out.push(&to.wire);
                }
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

    pub(super) fn is_fallible(&self) -> bool {
        self.steps
            .iter()
            .any(|step| step.may_lack() || step.how.may_fail())
    }

    /// The initializers of the target's fields.
    fn values(&self, of: &Struct) -> Vec<String> {
        let taken = self.steps.iter().map(Step::value);
        let others = of.fields.iter().filter(|field| !self.has(field));
        let extra = match self.same_extra {
            true => "from.extra",
            false => "truto_runtime::Extra::new()",
        };
        taken
            .chain(others.map(types::unset))
            .chain([format!("extra: {extra}")])
            .collect()
    }

    fn docs(&self, target: &str) -> Doc {
        let code = |name: &str| super::markdown::escape::code(name);
        let mut about = "Copies the fields that both types have.".to_owned();
        let needed: Vec<String> = self.needed().map(|step| code(&step.to.wire)).collect();
        if !needed.is_empty() {
            let _ = write!(about, " Fails without {}.", docs::enumeration(&needed));
        }
        if self.steps.iter().any(|step| step.how.may_fail()) {
            about.push_str(" Fails if a nested object lacks a required field.");
        }
        let mut doc = Doc::new(about);
        // Lists are converted most often, and how is not obvious.
        if self.is_fallible() {
            doc.block(format!(
                "To convert a list: `list.into_iter().map({target}::try_from).collect::<Result<Vec<_>, _>>()`."
            ));
        }
        let names =
            |names: &[&str]| -> Vec<String> { names.iter().map(|name| code(name)).collect() };
        for (fields, why) in [
            (names(&self.left_out), "their types differ"),
            (names(&self.read_only), "only the API sets them"),
        ] {
            if !fields.is_empty() {
                doc.block(format!(
                    "Not copied, because {why}: {}.",
                    docs::enumeration(&fields)
                ));
            }
        }
        if !self.same_extra {
            doc.block("Fields in `extra` are not copied.".to_owned());
        }
        doc
    }

    /// ```text
    /// let Some(email_value) = from.email else {
    ///     return Err(truto_runtime::Error::missing_fields("ContactEmail", &[("email", true)]));
    /// };
    /// ```
    ///
    /// If several fields are required, the error names all that are missing:
    ///
    /// ```text
    /// let missing = [("email", from.email.is_none()), ("type", from.r#type.is_none())];
    /// let (Some(email_value), Some(type_value)) = (from.email, from.r#type) else {
    ///     return Err(truto_runtime::Error::missing_fields("ContactEmail", &missing));
    /// };
    /// ```
    fn guard(&self, target: &str, out: &mut String) {
        let steps: Vec<_> = self.needed().collect();
        let missing = match steps.as_slice() {
            [] => return,
            [step] => {
                let (local, value) = (step.local(), step.optional());
                let _ = writeln!(out, "        let Some({local}) = {value} else {{");
                format!("&[({}, true)]", text::literal(&step.to.wire))
            }
            steps => {
                let tests: Vec<String> = steps.iter().map(|step| step.is_missing()).collect();
                let locals: Vec<String> = steps
                    .iter()
                    .map(|step| format!("Some({})", step.local()))
                    .collect();
                let values: Vec<String> = steps.iter().map(|step| step.optional()).collect();
                text::list(out, 8, "let missing = [", &tests, false, "];");
                let start = format!("let ({}) = (", locals.join(", "));
                text::list(out, 8, &start, &values, false, ") else {");
                "&missing".to_owned()
            }
        };
        let target = text::literal(target);
        let _ = writeln!(
            out,
            "            return Err(truto_runtime::Error::missing_fields({target}, {missing}));\n        }};"
        );
    }
}

impl Step<'_> {
    /// Whether the target requires the field but the source may lack it.
    fn may_lack(&self) -> bool {
        self.to.is_argument() && self.from.presence != Presence::Plain
    }

    /// The local variable for a value that is present.
    fn local(&self) -> String {
        format!("{}_value", bare(&self.to.name))
    }

    /// `("email", from.email.is_none())`
    fn is_missing(&self) -> String {
        let (wire, name) = (text::literal(&self.to.wire), &self.from.name);
        match self.from.presence {
            Presence::Patch => format!("({wire}, from.{name}.value().is_none())"),
            Presence::Plain | Presence::Optional => format!("({wire}, from.{name}.is_none())"),
        }
    }

    /// The source's value as an `Option`.
    fn optional(&self) -> String {
        let name = &self.from.name;
        match self.from.presence {
            Presence::Patch => format!("from.{name}.into_value()"),
            Presence::Plain | Presence::Optional => format!("from.{name}"),
        }
    }

    /// `email: …`
    fn value(&self) -> String {
        let from = format!("from.{}", self.from.name);
        let value = match (self.from.presence, self.to.presence) {
            (Presence::Plain, Presence::Plain) => self.how.value(&from),
            (_, Presence::Plain) => self.how.value(&self.local()),
            (Presence::Plain, Presence::Optional) => format!("Some({})", self.how.value(&from)),
            (_, Presence::Optional) => self.how.option(&self.optional()),
            (Presence::Plain, Presence::Patch) => {
                format!("truto_runtime::Patch::Value({})", self.how.value(&from))
            }
            (Presence::Optional, Presence::Patch) => {
                format!(
                    "truto_runtime::Patch::or_absent({})",
                    self.how.option(&from)
                )
            }
            (Presence::Patch, Presence::Patch) if self.how.may_fail() => {
                format!("{from}.try_map({})?", self.how.function())
            }
            (Presence::Patch, Presence::Patch) => self.how.option(&from),
        };
        format!("{}: {value}", self.to.name)
    }
}

impl How {
    /// Whether the value is an object of the same type, or a list of them.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Each(how) => how.is_known(),
            _ => false,
        }
    }

    fn may_fail(&self) -> bool {
        match self {
            Self::TryInto => true,
            Self::Each(how) => how.may_fail(),
            Self::Same | Self::Known(_) | Self::Into | Self::Text | Self::TextInto => false,
        }
    }

    /// The expression that converts the value, with `?` if that can fail.
    pub(super) fn value(&self, value: &str) -> String {
        match self {
            Self::Same => value.to_owned(),
            Self::Known(_) => format!("{value}.without_extra()"),
            Self::Into => format!("{value}.into()"),
            Self::TryInto => format!("{value}.try_into()?"),
            Self::Text => format!("{value}.as_str().to_owned()"),
            Self::TextInto => format!("{value}.as_str().into()"),
            Self::Each(how) => match **how {
                Self::Into => format!("truto_runtime::list({value})"),
                Self::TryInto => format!("truto_runtime::try_list({value})?"),
                _ if how.may_fail() => format!("{}.collect::<Result<_, _>>()?", how.each(value)),
                _ => format!("{}.collect()", how.each(value)),
            },
        }
    }

    /// The function to pass to `map`. It returns a `Result` if the conversion can fail.
    fn function(&self) -> String {
        match self {
            Self::Known(path) => format!("{path}::without_extra"),
            Self::Into => "Into::into".to_owned(),
            Self::TryInto => "TryInto::try_into".to_owned(),
            Self::Each(how) => match **how {
                Self::Into => "truto_runtime::list".to_owned(),
                Self::TryInto => "truto_runtime::try_list".to_owned(),
                _ if how.may_fail() => {
                    format!(
                        "|values| {}.collect::<Result<Vec<_>, _>>()",
                        how.each("values")
                    )
                }
                _ => format!("|values| {}.collect()", how.each("values")),
            },
            how => format!("|value| {}", how.value("value")),
        }
    }

    /// The expression that converts each item of a list.
    fn each(&self, values: &str) -> String {
        format!("{values}.into_iter().map({})", self.function())
    }

    /// The expression that converts the value inside an `Option` or a `Patch`.
    pub(super) fn option(&self, value: &str) -> String {
        if matches!(self, Self::Same) {
            return value.to_owned();
        }
        let changed = format!("{value}.map({})", self.function());
        if self.may_fail() {
            format!("{changed}.transpose()?")
        } else {
            changed
        }
    }
}

/// How a value of one type is converted into another; `None` if that is not possible.
fn how(context: &Context<'_>, home: Home, from: &TypeRef, to: &TypeRef) -> Option<How> {
    if from == to {
        return Some(known(context, home, from));
    }
    let is_text = |id: &TypeId| is_open_text(context, *id);
    match (from, to) {
        (TypeRef::List(from), TypeRef::List(to)) => {
            Some(How::Each(Box::new(how(context, home, from, to)?)))
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
            let (def, of) = (context.krate.ty(*to), context.structure(*to)?);
            // Plans of mutually recursive types would never end.
            if !of.converts_from.contains(from) || context.is_recursive(*to) {
                return None;
            }
            let plan = Plan::new(context, def, of, *from)?;
            Some(if plan.is_fallible() {
                How::TryInto
            } else {
                How::Into
            })
        }
        _ => None,
    }
}

/// How a value is copied into the same type: without unknown fields.
pub(super) fn known(context: &Context<'_>, home: Home, ty: &TypeRef) -> How {
    match ty {
        TypeRef::Named(id) if context.structure(*id).is_some() => {
            How::Known(types::rust(context, home, ty))
        }
        TypeRef::List(of) => match known(context, home, of) {
            How::Same => How::Same,
            how => How::Each(Box::new(how)),
        },
        _ => How::Same,
    }
}

pub(super) fn is_known(context: &Context<'_>, ty: &TypeRef) -> bool {
    known(context, Home::Crate, ty).is_known()
}

fn widened(from: Primitive, to: Primitive) -> Option<How> {
    use Primitive::{Any, Bool, Date, F32, F64, I32, I64, Object, String, Timestamp};
    match (from, to) {
        (String | Bool | I32 | I64 | F32 | F64 | Object, Any) => Some(How::Into),
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
