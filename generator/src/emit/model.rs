//! Objects: the struct, how it is read and written, `new` and setters.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::{
    context::{Context, is_argument},
    docs::{self, Doc},
    field_docs, matrix,
    names::{bare, free},
    text,
    types::{self, Argument},
};
use crate::ir::{Additional, Field, Presence, Struct, TypeDef};

/// Emits a struct with all that belongs to it, save the conversions.
///
/// ```text
/// /// An address.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub struct ContactEmail {
///     /// The address.
///     pub email: String,
///     /// Fields that this version of the crate does not know.
///     pub extra: truto_runtime::Extra,
/// }
///
/// impl ContactEmail { pub fn new(email: impl Into<String>) -> Self { … } … }
/// impl truto_runtime::Model for ContactEmail { … }
/// impl serde::Serialize for ContactEmail { … }
/// impl<'de> serde::Deserialize<'de> for ContactEmail { … }
/// ```
pub(crate) fn emit(context: &Context<'_>, def: &TypeDef, of: &Struct) -> String {
    let mut out = String::new();
    definition(context, def, of, &mut out);
    // What is only received is never made by hand.
    if def.in_request {
        inherent(context, def, of, &mut out);
    }
    model(def, of, &mut out);
    serde(&def.name, &mut out);
    out
}

/// How null is sent.
pub(crate) const NULL: &str = "A field that is not set is not sent, and stays as it is; \
     [`Patch::Null`](truto_runtime::Patch::Null) clears it.";

/// Absent, null and a value are three things here.
pub(crate) fn is_patch(of: &Struct) -> bool {
    let mut fields = of.fields.iter();
    fields.any(|field| field.presence == Presence::Patch)
}

fn definition(context: &Context<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let mut docs = Doc::of(&def.docs, || format!("The object `{}`.", def.name));
    if is_patch(of) {
        docs.block(NULL);
    }
    docs.source(&def.docs);
    docs.text("", out);
    let has_default = types::struct_has_default(context, def.in_request, of, 0);
    let default = if has_default { " Default," } else { "" };
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug,{default} PartialEq)]\n#[non_exhaustive]"
    );
    docs::deprecated(&def.docs, "", out);
    let _ = writeln!(out, "pub struct {} {{", def.name);
    for (index, field) in of.fields.iter().enumerate() {
        field_docs::field(context, def, index, field).text("    ", out);
        docs::deprecated(&field.docs, "    ", out);
        let ty = types::field(context, def.home, field);
        let _ = writeln!(out, "    pub {}: {ty},", field.name);
    }
    let (docs, ty) = match &of.additional {
        Additional::Raw => (
            "Fields that this version of the crate does not know.",
            String::new(),
        ),
        Additional::Typed(ty) => (
            "Further fields, by name.",
            format!("<{}>", types::rust(context, def.home, ty)),
        ),
    };
    let _ = writeln!(
        out,
        "    /// {docs}\n    pub extra: truto_runtime::Extra{ty},\n}}"
    );
}

/// `new`, the setters and `check`.
fn inherent(context: &Context<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let _ = writeln!(out, "\nimpl {} {{", def.name);
    new(context, def, of, out);
    for field in of
        .fields
        .iter()
        .filter(|field| !is_argument(field) && !field.read_only)
    {
        setter(context, def, field, out);
    }
    matrix::body_check(context, def, out);
    out.push_str("}\n");
}

/// ```text
/// /// Makes one with the fields that it must have.
/// #[must_use]
/// pub fn new(email: impl Into<String>, r#type: impl Into<EmailType>) -> Self { … }
/// ```
fn new(context: &Context<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in of.fields.iter().filter(|field| is_argument(field)) {
        let Argument { ty, value } = types::field_argument(context, def.home, field);
        parameters.push(format!("{}: {ty}", field.name));
        values.push(types::init(&field.name, &value));
    }
    let docs = match parameters.as_slice() {
        [] => "Makes one without any field set.",
        _ => "Makes one with the fields that it must have.",
    };
    let _ = writeln!(out, "    /// {docs}\n    #[must_use]");
    if is_many(parameters.len()) {
        out.push_str("    #[allow(clippy::too_many_arguments)]\n");
    }
    text::list(out, 4, "pub fn new(", &parameters, false, ") -> Self {");
    if types::struct_has_default(context, def.in_request, of, 0) {
        out.push_str("        Self::default()\n");
    } else {
        let others = of.fields.iter().filter(|field| !is_argument(field));
        values.extend(others.map(types::unset));
        values.push("extra: truto_runtime::Extra::new()".to_owned());
        text::list(out, 8, "Self {", &values, true, "}");
    }
    out.push_str("    }\n");
}

/// clippy counts arguments from eight on; a request that needs them has them.
pub(crate) fn is_many(arguments: usize) -> bool {
    arguments > 7
}

/// ```text
/// /// Sets [`details`](field@Self::details).
/// #[must_use]
/// pub fn details(mut self, details: impl Into<String>) -> Self { … }
/// ```
fn setter(context: &Context<'_>, def: &TypeDef, field: &Field, out: &mut String) {
    let Argument { ty, value } = types::field_argument(context, def.home, field);
    let (name, plain) = (&field.name, bare(&field.name));
    let _ = writeln!(
        out,
        "\n    /// Sets [`{plain}`](field@Self::{plain}).\n    #[must_use]"
    );
    docs::deprecated(&field.docs, "    ", out);
    let arguments = ["mut self".to_owned(), format!("{name}: {ty}")];
    let body = [format!("self.{name} = {value};"), "self".to_owned()];
    text::method(out, name, &arguments, "Self", &body);
}

/// How the struct is read and written.
fn model(def: &TypeDef, of: &Struct, out: &mut String) {
    let name = &def.name;
    let _ = writeln!(out, "\nimpl truto_runtime::Model for {name} {{");
    let _ = writeln!(
        out,
        "    const NAME: &'static str = {};",
        Literal::string(name)
    );
    let names: Vec<String> = of
        .fields
        .iter()
        .map(|field| text::literal(&field.wire))
        .collect();
    text::fill(
        out,
        4,
        "const FIELDS: &'static [&'static str] = &[",
        &names,
        "];",
    );
    out.push('\n');
    read(of, out);
    out.push_str("\n    fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {\n");
    for field in &of.fields {
        write(field, out);
    }
    out.push_str("        truto_runtime::model::extra(map, Self::FIELDS, &self.extra)\n    }\n}\n");
}

/// ```text
/// #[inline]
/// fn read<'de, A: serde::de::MapAccess<'de>>(fields: &mut truto_runtime::model::Fields<'de, A>) -> Result<Self, A::Error> {
///     let mut id = None;
///     let mut name = None;
///     let mut extra = truto_runtime::Extra::new();
///     while let Some(index) = fields.next_field()? {
///         match index {
///             0 => id = Some(fields.value()?),
///             1 => name = fields.value()?,
///             _ => fields.extra(&mut extra)?,
///         }
///     }
///     Ok(Self { id: fields.require(id, 0)?, name, extra })
/// }
/// ```
fn read(of: &Struct, out: &mut String) {
    let taken: Vec<&str> = of.fields.iter().map(|field| field.name.as_str()).collect();
    let (fields, index) = (free("fields", &taken), free("index", &taken));
    out.push_str("    #[inline]\n    fn read<'de, A: serde::de::MapAccess<'de>>(\n");
    let _ = writeln!(
        out,
        "        {fields}: &mut truto_runtime::model::Fields<'de, A>,"
    );
    out.push_str("    ) -> Result<Self, A::Error> {\n");
    for field in &of.fields {
        let start = match field.presence {
            Presence::Patch => "truto_runtime::Patch::Absent",
            Presence::Plain | Presence::Optional => "None",
        };
        let _ = writeln!(out, "        let mut {} = {start};", field.name);
    }
    out.push_str("        let mut extra = truto_runtime::Extra::new();\n");
    if of.fields.is_empty() {
        let _ = writeln!(out, "        while {fields}.next_field()?.is_some() {{");
        let _ = writeln!(out, "            {fields}.extra(&mut extra)?;\n        }}");
    } else {
        let _ = writeln!(
            out,
            "        while let Some({index}) = {fields}.next_field()? {{"
        );
        let _ = writeln!(out, "            match {index} {{");
        for (at, field) in of.fields.iter().enumerate() {
            let value = match field.presence {
                Presence::Plain => format!("Some({fields}.value()?)"),
                Presence::Optional | Presence::Patch => format!("{fields}.value()?"),
            };
            let _ = writeln!(out, "                {at} => {} = {value},", field.name);
        }
        let _ = writeln!(out, "                _ => {fields}.extra(&mut extra)?,");
        out.push_str("            }\n        }\n");
    }
    let mut results: Vec<String> = of
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let name = &field.name;
            match field.presence {
                Presence::Plain => format!("{name}: {fields}.require({name}, {at})?"),
                Presence::Optional | Presence::Patch => name.clone(),
            }
        })
        .collect();
    results.push("extra".to_owned());
    text::list(out, 8, "Ok(Self {", &results, true, "})");
    out.push_str("    }\n");
}

fn write(field: &Field, out: &mut String) {
    let (name, wire) = (&field.name, Literal::string(&field.wire));
    let _ = match field.presence {
        // A field that must be there is null without a value; what only the server sets is not sent at all.
        Presence::Optional if !field.required || field.read_only => {
            writeln!(
                out,
                "        truto_runtime::model::optional(map, {wire}, &self.{name})?;"
            )
        }
        Presence::Patch => writeln!(
            out,
            "        truto_runtime::model::patch(map, {wire}, &self.{name})?;"
        ),
        Presence::Plain | Presence::Optional => {
            writeln!(out, "        map.serialize_entry({wire}, &self.{name})?;")
        }
    };
}

fn serde(name: &str, out: &mut String) {
    let _ = write!(
        out,
        "
impl serde::Serialize for {name} {{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        truto_runtime::model::serialize(self, serializer)
    }}
}}

impl<'de> serde::Deserialize<'de> for {name} {{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
        truto_runtime::model::deserialize(deserializer)
    }}
}}
"
    );
}
