//! Prints conversions between related types, such as from a received object to a body.

use std::fmt::Write as _;

use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{gates, types};
use crate::emit::text;
use crate::ir::{Additional, Struct, TypeDef, TypeId, TypeRef};
use crate::plan::conversion::{Conversion, How, Step};
use crate::plan::modules::ModuleId;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// Emits all conversions into a struct.
pub(crate) fn emit_all(plan: &Plan<'_>, target: &TypeDef, of: &Struct, out: &mut String) {
    for source in &of.converts_from {
        emit(plan, target, of, *source, out);
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
///     type Error = Error;
///     …
/// }
/// ```
fn emit(plan: &Plan<'_>, target: &TypeDef, of: &Struct, source: TypeId, all: &mut String) {
    let Some(conversion) = plan.conversions.get(source, target.id) else {
        return;
    };
    let printer = Printer {
        plan,
        module: plan.module(target.id),
    };
    let from = types::rust(plan, plan.module(target.id), &TypeRef::Named(source));
    let to = plan.names.ty(target.id);
    let out = &mut String::new();
    conversion_docs(conversion, to).text("", out);
    let values = printer.values(conversion, of);
    if conversion.is_fallible() {
        let _ = writeln!(
            out,
            "impl TryFrom<{from}> for {to} {{\n    type Error = {};\n",
            plan.name(plan.module(target.id), "Error")
        );
        let _ = writeln!(
            out,
            "    #[inline]\n    fn try_from(from: {from}) -> Result<Self, Self::Error> {{"
        );
        printer.guard(conversion, to, out);
        text::list(out, 8, "Ok(Self {", &values, true, "})");
    } else {
        let _ = writeln!(out, "impl From<{from}> for {to} {{");
        let _ = writeln!(out, "    #[inline]\n    fn from(from: {from}) -> Self {{");
        text::list(out, 8, "Self {", &values, true, "}");
    }
    out.push_str("    }\n}\n");
    text::apart(all);
    all.push_str(&gates::items(&plan.features.of_use(target.id, source), out));
}

/// Documents the conversions from and to a type. No label equals its link target, since rustdoc warns about redundant targets.
pub(crate) fn docs(plan: &Plan<'_>, def: &TypeDef, of: &Struct, doc: &mut Doc) {
    let ty = |id: TypeId| {
        let of = plan.package.ty(id);
        (
            plan.names.ty(of.id),
            plan.path(
                plan.module(def.id),
                plan.module(of.id),
                plan.names.ty(of.id),
            ),
        )
    };
    for source in &of.converts_from {
        if let Some(conversion) = plan.conversions.get(*source, def.id) {
            let (name, path) = ty(*source);
            let from = if conversion.is_fallible() {
                "TryFrom"
            } else {
                "From"
            };
            doc.block(format!("Implements [`{from}<{name}>`]({path})."));
        }
    }
    let into = plan.conversions.into.get(&def.id);
    let targets: Vec<String> = into
        .into_iter()
        .flatten()
        .map(|(id, is_fallible)| {
            let (name, path) = ty(*id);
            let from = if *is_fallible { "try_from" } else { "from" };
            format!("[`{name}::{from}`]({path})")
        })
        .collect();
    if !targets.is_empty() {
        doc.block(format!("Convert it with {}.", targets.join(" or ")));
    }
}

/// ```text
/// /// Drops unknown fields.
/// #[inline]
/// pub(crate) fn without_extra(mut self) -> Self {
///     self.extra = Extra::new();
///     self.owner = self.owner.map(OwnerReference::without_extra);
///     self
/// }
/// ```
pub(crate) fn without_extra(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let Some(copied) = plan.conversions.copied(def.id) else {
        return;
    };
    let printer = Printer {
        plan,
        module: plan.module(def.id),
    };
    text::apart(out);
    out.push_str("    /// Drops unknown fields.\n");
    if plan.module(def.id) == ModuleId::Crate {
        out.push_str("    #[allow(dead_code)] // Used only with the feature of an API.\n");
    } else if plan.features.is_per_resource() {
        out.push_str("    #[allow(dead_code)] // Used only with the feature of a resource.\n");
    }
    out.push_str("    #[inline]\n    pub(crate) fn without_extra(mut self) -> Self {\n");
    if of.additional == Additional::Raw {
        let _ = writeln!(
            out,
            "        self.extra = {}::new();",
            printer.name("Extra")
        );
    }
    for (field, how) in copied {
        let name = plan.names.field(field);
        let value = match plan.presence(field) {
            Presence::Plain => printer.value(how, &format!("self.{name}")),
            Presence::Optional | Presence::Patch => printer.option(how, &format!("self.{name}")),
        };
        let set = text::broken(8, &format!("self.{name} = {value};"));
        let _ = writeln!(out, "        {set}");
    }
    out.push_str("        self\n    }\n");
}

/// Prints the steps of conversions in a module.
struct Printer<'a> {
    plan: &'a Plan<'a>,
    module: ModuleId,
}

impl Printer<'_> {
    /// How the module writes a type of the runtime.
    fn name(&self, name: &str) -> String {
        self.plan.name(self.module, name)
    }

    /// The initializers of the target's fields.
    fn values(&self, conversion: &Conversion<'_>, of: &Struct) -> Vec<String> {
        let taken = conversion.steps.iter().map(|step| self.field(step));
        let others = of
            .fields
            .iter()
            .filter(|field| !conversion.steps.iter().any(|step| step.to.id == field.id));
        let extra = match conversion.same_extra {
            true => "from.extra".to_owned(),
            false => format!("{}::new()", self.name("Extra")),
        };
        taken
            .chain(others.map(|field| types::unset(self.plan, self.module, field)))
            .chain([format!("extra: {extra}")])
            .collect()
    }

    /// `email: …`
    fn field(&self, step: &Step<'_>) -> String {
        let from = format!("from.{}", self.plan.names.field(step.from));
        let presence = |field| self.plan.presence(field);
        let value = match (presence(step.from), presence(step.to)) {
            (Presence::Plain, Presence::Plain) => self.value(&step.how, &from),
            (_, Presence::Plain) => self.value(&step.how, &step.local),
            (Presence::Plain, Presence::Optional) => {
                format!("Some({})", self.value(&step.how, &from))
            }
            (_, Presence::Optional) => self.option(&step.how, &self.optional(step)),
            (Presence::Plain, Presence::Patch) => {
                format!(
                    "{}::Value({})",
                    self.name("Patch"),
                    self.value(&step.how, &from)
                )
            }
            (Presence::Optional, Presence::Patch) => {
                format!(
                    "{}::or_absent({})",
                    self.name("Patch"),
                    self.option(&step.how, &from)
                )
            }
            (Presence::Patch, Presence::Patch) if step.how.may_fail() => {
                format!("{from}.try_map({})?", self.function(&step.how))
            }
            (Presence::Patch, Presence::Patch) => self.option(&step.how, &from),
        };
        format!("{}: {value}", self.plan.names.field(step.to))
    }

    /// The expression that converts the value, with `?` if that can fail.
    fn value(&self, how: &How, value: &str) -> String {
        match how {
            How::Same => value.to_owned(),
            How::Known(_) => format!("{value}.without_extra()"),
            How::Into => format!("{value}.into()"),
            How::TryInto => format!("{value}.try_into()?"),
            How::Text => format!("{value}.as_str().to_owned()"),
            How::TextInto => format!("{value}.as_str().into()"),
            How::Each(how) => match **how {
                How::Into => format!("truto_runtime::list({value})"),
                How::TryInto => format!("truto_runtime::try_list({value})?"),
                _ if how.may_fail() => {
                    format!("{}.collect::<Result<_, _>>()?", self.each(how, value))
                }
                _ => format!("{}.collect()", self.each(how, value)),
            },
        }
    }

    /// The function to pass to `map`. It returns a `Result` if the conversion can fail.
    fn function(&self, how: &How) -> String {
        match how {
            How::Known(id) => {
                let ty = types::rust(self.plan, self.module, &TypeRef::Named(*id));
                format!("{ty}::without_extra")
            }
            How::Into => "Into::into".to_owned(),
            How::TryInto => "TryInto::try_into".to_owned(),
            How::Each(how) => match **how {
                How::Into => "truto_runtime::list".to_owned(),
                How::TryInto => "truto_runtime::try_list".to_owned(),
                _ if how.may_fail() => {
                    format!(
                        "|values| {}.collect::<Result<Vec<_>, _>>()",
                        self.each(how, "values")
                    )
                }
                _ => format!("|values| {}.collect()", self.each(how, "values")),
            },
            how => format!("|value| {}", self.value(how, "value")),
        }
    }

    /// The expression that converts each item of a list.
    fn each(&self, how: &How, values: &str) -> String {
        format!("{values}.into_iter().map({})", self.function(how))
    }

    /// The expression that converts the value inside an `Option` or a `Patch`.
    fn option(&self, how: &How, value: &str) -> String {
        if matches!(how, How::Same) {
            return value.to_owned();
        }
        let changed = format!("{value}.map({})", self.function(how));
        if how.may_fail() {
            format!("{changed}.transpose()?")
        } else {
            changed
        }
    }

    /// Emits the check that all required values are present.
    ///
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
    fn guard(&self, conversion: &Conversion<'_>, target: &str, out: &mut String) {
        let steps: Vec<_> = conversion.needed().collect();
        let missing = match steps.as_slice() {
            [] => return,
            [step] => {
                let (local, value) = (&step.local, self.optional(step));
                let _ = writeln!(out, "        let Some({local}) = {value} else {{");
                format!("&[({}, true)]", text::literal(&step.to.wire))
            }
            steps => {
                let tests: Vec<String> = steps.iter().map(|step| self.is_missing(step)).collect();
                let locals: Vec<String> = steps
                    .iter()
                    .map(|step| format!("Some({})", step.local))
                    .collect();
                let values: Vec<String> = steps.iter().map(|step| self.optional(step)).collect();
                text::list(out, 8, "let missing = [", &tests, false, "];");
                let start = format!("let ({}) = (", locals.join(", "));
                text::list(out, 8, &start, &values, false, ") else {");
                "&missing".to_owned()
            }
        };
        let target = text::literal(target);
        let _ = writeln!(
            out,
            "            return Err({}::missing_fields({target}, {missing}));\n        }};",
            self.name("Error")
        );
    }

    /// `("email", from.email.is_none())`
    fn is_missing(&self, step: &Step<'_>) -> String {
        let (wire, name) = (
            text::literal(&step.to.wire),
            self.plan.names.field(step.from),
        );
        match self.plan.presence(step.from) {
            Presence::Patch => format!("({wire}, from.{name}.value().is_none())"),
            Presence::Plain | Presence::Optional => format!("({wire}, from.{name}.is_none())"),
        }
    }

    /// The source's value as an `Option`.
    fn optional(&self, step: &Step<'_>) -> String {
        let name = self.plan.names.field(step.from);
        match self.plan.presence(step.from) {
            Presence::Patch => format!("from.{name}.into_value()"),
            Presence::Plain | Presence::Optional => format!("from.{name}"),
        }
    }
}

fn conversion_docs(conversion: &Conversion<'_>, target: &str) -> Doc {
    let code = |name: &str| escape::code(name);
    let mut about = "Copies the fields that both types have.".to_owned();
    let needed: Vec<String> = conversion
        .needed()
        .map(|step| code(&step.to.wire))
        .collect();
    if !needed.is_empty() {
        let _ = write!(about, " Fails without {}.", phrases::enumeration(&needed));
    }
    if conversion.steps.iter().any(|step| step.how.may_fail()) {
        about.push_str(" Fails if a nested object lacks a required field.");
    }
    let mut doc = Doc::new(about);
    // Lists are converted most often, and how is not obvious.
    if conversion.is_fallible() {
        doc.block(format!(
                "To convert a list: `list.into_iter().map({target}::try_from).collect::<Result<Vec<_>, _>>()`."
            ));
    }
    let names = |names: &[&str]| -> Vec<String> { names.iter().map(|name| code(name)).collect() };
    for (fields, why) in [
        (names(&conversion.left_out), "their types differ"),
        (names(&conversion.read_only), "only the API sets them"),
    ] {
        if !fields.is_empty() {
            doc.block(format!(
                "Not copied, because {why}: {}.",
                phrases::enumeration(&fields)
            ));
        }
    }
    if !conversion.same_extra {
        doc.block("Fields in `extra` are not copied.".to_owned());
    }
    doc
}
