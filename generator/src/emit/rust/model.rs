//! Objects: the struct, its serialization, `new` and setters.

use std::fmt::Write as _;

use crate::emit::prose::{escape, phrases, restrictions};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::checks;
use crate::emit::rust::types::Argument;
use crate::emit::rust::{conversions, doc, field_docs, maybe, types};
use crate::emit::text;
use crate::ir::{Additional, Field, Struct, TypeDef, TypeRef};
use crate::plan::constructors::{self, is_needed, settable};
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// Emits a struct with everything that belongs to it, except its conversions.
///
/// ```text
/// /// An address.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub struct ContactEmail {
///     /// The address.
///     pub email: String,
///     /// Unknown fields.
///     pub extra: Extra,
/// }
///
/// impl ContactEmail { pub fn new(email: impl Into<String>) -> Self { … } … }
///
/// from_text!(ContactEmail, |email| Self::new(email));
///
/// model! { … }
/// ```
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Struct) -> String {
    let mut out = String::new();
    definition(plan, def, of, &mut out);
    inherent(plan, def, of, &mut out);
    default(plan, def, of, &mut out);
    if def.in_request {
        from_text(plan, def, of, &mut out);
    }
    model(plan, def, of, &mut out);
    out
}

/// The note on structs whose fields can be cleared.
pub(crate) const NULL: &str = "Unset fields are not sent and are left unchanged; \
     [`Null`](truto_runtime::Patch::Null) clears a field.";

/// Whether the struct distinguishes absent, null and a value.
pub(crate) fn is_patch(plan: &Plan<'_>, of: &Struct) -> bool {
    let mut fields = of.fields.iter();
    fields.any(|field| plan.presence(field) == Presence::Patch)
}

/// ``The body of [`create`](ContactsResource::create).``, if only one operation has it. Types at the crate root have no link, since
/// the API of the operation may be disabled.
fn body_of(plan: &Plan<'_>, def: &TypeDef) -> Option<String> {
    let place = plan.only_operation(def.id)?;
    let api = plan.package.apis.get(place.api)?;
    let resource = api.resources.get(place.resource)?;
    let method = bare(&plan.names.operation(place.operation).method);
    let module = ModuleId::Resource(place.api, place.resource);
    let handle = &plan.names.resource(resource).handle;
    let path = plan.path(plan.module(def.id), module, &format!("{handle}::{method}"));
    (plan.module(def.id) != ModuleId::Crate).then(|| format!("The body of [`{method}`]({path})."))
}

fn definition(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let mut docs = Doc::of(&def.docs, || {
        format!("The object `{}`.", plan.names.ty(def.id))
    });
    if is_patch(plan, of) {
        docs.block(NULL);
    }
    if let Some(restrictions) = restrictions::sentences(of) {
        docs.block(restrictions);
    }
    conversions::docs(plan, def, of, &mut docs);
    if let Some(operation) = body_of(plan, def) {
        docs.block(operation);
    }
    docs.source(plan, &def.docs, "type");
    docs.text("", out);
    let is_derived = plan.has_default(def.id) && !has_own_default(plan, of);
    let default = if is_derived { " Default," } else { "" };
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug,{default} PartialEq)]\n#[non_exhaustive]"
    );
    doc::deprecated(&def.docs, "", out);
    let _ = writeln!(out, "pub struct {} {{", plan.names.ty(def.id));
    for (index, field) in of.fields.iter().enumerate() {
        field_docs::field(plan, def, index, field).text("    ", out);
        doc::deprecated(&field.docs, "    ", out);
        let ty = types::field(plan, plan.module(def.id), field);
        let _ = writeln!(out, "    pub {}: {ty},", plan.names.field(field));
    }
    let (docs, ty) = match &of.additional {
        Additional::Raw => ("Unknown fields.", String::new()),
        Additional::Typed(ty) => (
            "Further fields, by name.",
            format!("<{}>", types::rust(plan, plan.module(def.id), ty)),
        ),
    };
    let shape = match of.list {
        Some(_) => "    is_list: bool,\n",
        None => "",
    };
    let _ = writeln!(
        out,
        "    /// {docs}\n    pub extra: {}{ty},\n{shape}}}",
        plan.name(plan.module(def.id), "Extra")
    );
}

/// Emits `new`, the setters and `check`. Types that occur only in responses have setters only for tests; otherwise their fields, which
/// are public, can be assigned.
fn inherent(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let (module, name) = (plan.module(def.id), plan.names.ty(def.id));
    let _ = writeln!(out, "\nimpl {name} {{");
    new(plan, def, of, out);
    let end = out.len();
    if !def.in_request {
        let _ = write!(out, "}}\n\n#[cfg(feature = \"testing\")]\nimpl {name} {{\n");
    }
    let start = out.len();
    setters(plan, def, of, out);
    conversions::without_extra(plan, def, of, out);
    checks::body_check(plan, def, out);
    if out.len() == start {
        out.truncate(end);
    }
    out.push_str("}\n");
    if def.in_request {
        maybe::of_struct(plan, module, name, settable(def, of), out);
    }
}

/// ```text
/// /// Creates a value with the required fields.
/// #[must_use]
/// pub fn new(email: impl Into<String>, r#type: impl Into<EmailType>) -> Self { … }
/// ```
fn new(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in of.fields.iter().filter(|field| is_needed(def, field)) {
        let Argument { ty, value } = types::field_argument(plan, plan.module(def.id), field);
        let name = plan.names.field(field);
        parameters.push(format!("{name}: {ty}"));
        values.push(types::init(name, &value));
    }
    let fixed: Vec<String> = fixed(of).map(|field| escape::code(&field.wire)).collect();
    let docs = match (parameters.as_slice(), fixed.as_slice()) {
        ([], []) => "Creates a value without any field set.".to_owned(),
        ([], fixed) => format!(
            "Creates a value of which only {} is set.",
            phrases::enumeration(fixed)
        ),
        _ => "Creates a value with the required fields.".to_owned(),
    };
    Doc::new(docs).text("    ", out);
    out.push_str("    #[must_use]\n");
    if is_many(parameters.len()) {
        out.push_str("    #[allow(clippy::too_many_arguments)]\n");
    }
    text::list(out, 4, "pub fn new(", &parameters, false, ") -> Self {");
    match (plan.has_default(def.id), values.is_empty()) {
        (true, true) => out.push_str("        Self::default()\n"),
        (true, false) => with_defaults(&values, out),
        (false, _) => {
            let others = of.fields.iter().filter(|field| !is_needed(def, field));
            values.extend(others.map(|field| types::unset(plan, plan.module(def.id), field)));
            values.extend(end(plan, def, of));
            text::list(out, 8, "Self {", &values, true, "}");
        }
    }
    out.push_str("    }\n");
}

/// The initializers of what is no field of the document.
fn end(plan: &Plan<'_>, def: &TypeDef, of: &Struct) -> impl Iterator<Item = String> {
    let extra = plan.name(plan.module(def.id), "Extra");
    let is_list = of.list.as_ref().map(|_| "is_list: false".to_owned());
    std::iter::once(format!("extra: {extra}::new()")).chain(is_list)
}

/// The fields that can have only one value.
fn fixed(of: &Struct) -> impl Iterator<Item = &Field> {
    of.fields.iter().filter(|field| field.fixed.is_some())
}

/// Whether a fixed value is not that which a field has by default: then `Default` cannot be derived.
fn has_own_default(plan: &Plan<'_>, of: &Struct) -> bool {
    fixed(of).any(|field| {
        let value = field.fixed.as_ref();
        let is_empty = value.is_some_and(|value| *value == false || *value == 0);
        let is_plain = plan.presence(field) == Presence::Plain && field.ty.named().is_none();
        !(is_empty && is_plain)
    })
}

/// Emits an implementation of `Default` that cannot be derived, because a field has a fixed value.
///
/// ```text
/// impl Default for Cat {
///     fn default() -> Self {
///         Self { kind: CatKind::Cat, name: None, extra: Extra::new() }
///     }
/// }
/// ```
fn default(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    if !plan.has_default(def.id) || !has_own_default(plan, of) {
        return;
    }
    let fields = of.fields.iter();
    let values = fields.map(|field| types::unset(plan, plan.module(def.id), field));
    let values: Vec<String> = values.chain(end(plan, def, of)).collect();
    let name = plan.names.ty(def.id);
    let _ = writeln!(out, "\nimpl Default for {name} {{");
    out.push_str("    fn default() -> Self {\n");
    text::list(out, 8, "Self {", &values, true, "}");
    out.push_str("    }\n}\n");
}

/// `Self { id: id.into(), ..Self::default() }`
fn with_defaults(values: &[String], out: &mut String) {
    let line = format!("Self {{ {}, ..Self::default() }}", values.join(", "));
    if 8 + line.len() <= text::WIDTH {
        let _ = writeln!(out, "        {line}");
        return;
    }
    out.push_str("        Self {\n");
    for value in values {
        let _ = writeln!(out, "            {value},");
    }
    out.push_str("            ..Self::default()\n        }\n");
}

/// Whether clippy would complain about the number of arguments.
pub(crate) fn is_many(arguments: usize) -> bool {
    arguments > 7
}

/// ```text
/// /// Sets [`details`](field@Self::details).
/// #[must_use]
/// pub fn details(mut self, details: impl Into<String>) -> Self {
///     self.details = Some(details.into());
///     self
/// }
/// ```
pub(crate) fn setters(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    for field in settable(def, of) {
        let Argument { ty, value } = types::field_argument(plan, plan.module(def.id), field);
        let name = plan.names.field(field);
        text::apart(out);
        let docs = format!("Sets [`{0}`](field@Self::{0}).", bare(name));
        Doc::new(docs).text("    ", out);
        doc::deprecated(&field.docs, "    ", out);
        out.push_str("    #[must_use]\n");
        let set = format!("self.{name} = {value};");
        text::setter(out, name, [format!("{name}: {ty}")], vec![set]);
    }
}

/// A conversion from text, for a struct whose only argument, or else only settable field, is a text.
///
/// ```text
/// from_text!(WorkspaceReference, |id| Self::new(id));
/// ```
fn from_text(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let Some((field, is_argument)) = constructors::text(def, of) else {
        return;
    };
    let (def, name) = (plan.names.ty(def.id), plan.names.field(field));
    let value = match is_argument {
        true => format!("Self::new({name})"),
        false => format!("Self::new().{name}({name})"),
    };
    let _ = writeln!(out, "\nfrom_text!({def}, |{name}| {value});");
}

/// How the struct is serialized and deserialized.
///
/// ```text
/// model! {
///     Contact {
///         0 "id" => id: required,
///         1 "name" => name: optional,
///     }
/// }
/// ```
pub(crate) fn model(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    if let (Some(_), [field]) = (&of.list, of.fields.as_slice())
        && let TypeRef::List(item) = &field.ty
    {
        listing(plan, def, field, item, out);
        return;
    }
    let _ = writeln!(out, "\nmodel! {{\n    {} {{", plan.names.ty(def.id));
    for (index, field) in of.fields.iter().enumerate() {
        let (name, wire) = (plan.names.field(field), text::literal(&field.wire));
        let _ = writeln!(
            out,
            "        {index} {wire} => {name}: {},",
            presence(plan, field)
        );
    }
    out.push_str("    }\n");
    let withheld = plan.conversions.withheld(def.id);
    if !of.received.is_empty() {
        let names = |names: Vec<String>| names.join(", ");
        let received = of.received.iter().map(|name| text::literal(name));
        let withheld = withheld.iter().map(|name| text::literal(name));
        let [received, withheld] = [received.collect(), withheld.collect()].map(names);
        let (received, withheld) = (
            format!("received: &[{received}]"),
            format!("withheld: &[{withheld}]"),
        );
        if "    , ".len() + received.len() + withheld.len() <= text::WIDTH {
            let _ = writeln!(out, "    {received}, {withheld}");
        } else {
            let withheld = text::broken(4, &withheld);
            let _ = writeln!(out, "    {received},\n    {withheld},");
        }
    }
    out.push_str("}\n");
}

/// ```text
/// truto_runtime::listing! { People { "people" => people: Person } }
/// ```
fn listing(plan: &Plan<'_>, def: &TypeDef, field: &Field, item: &TypeRef, out: &mut String) {
    let item = types::rust(plan, plan.module(def.id), item);
    let _ = writeln!(
        out,
        "\nlisting! {{ {} {{ {} => {}: {item} }} }}",
        plan.names.ty(def.id),
        text::literal(&field.wire),
        plan.names.field(field)
    );
}

/// The runtime's name for a field's presence.
fn presence(plan: &Plan<'_>, field: &Field) -> &'static str {
    match plan.presence(field) {
        Presence::Plain => "required",
        // A required field without a value is sent as null; a read-only field is never sent.
        Presence::Optional if field.required && !field.read_only => "nullable",
        Presence::Optional => "optional",
        Presence::Patch => "patch",
    }
}
