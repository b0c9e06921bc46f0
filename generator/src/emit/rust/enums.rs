//! Enums.

use std::fmt::Write as _;

use crate::emit::prose::escape;
use crate::emit::rust::doc;
use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::ir::{Enum, Meaning, Repr, TypeDef};
use crate::plan::root::Plan;

/// Emits an enum, as an invocation of a runtime macro.
///
/// ```text
/// open_enum! {
///     /// What an address is for.
///     pub enum EmailType {
///         /// `primary`
///         Primary = "primary",
///     }
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Enum) -> String {
    let which = if of.is_open() {
        "open_enum"
    } else {
        "closed_enum"
    };
    let repr = match of.repr {
        Repr::String => "",
        Repr::Integer => ": i64",
        Repr::Natural => ": u64",
    };
    let name = plan.names.ty(def.id);
    let mut about = Doc::of(&def.docs, || match of.meaning {
        Meaning::Values => format!("The values of `{name}`."),
        Meaning::SortFields => "A field to sort by.".to_owned(),
        Meaning::FieldsOf(id) => {
            let owner = plan.names.ty(id);
            format!("A field of `{owner}` that can be excluded from responses.")
        }
    });
    about.source(plan, &def.docs, "type");
    let mut out = format!("{which}! {{\n");
    about.text("    ", &mut out);
    doc::deprecated(&def.docs, "    ", &mut out);
    let _ = writeln!(out, "    pub enum {}{repr} {{", plan.names.ty(def.id));
    let names = plan.names.variants(def.id).iter();
    for (variant, name) in of.variants.iter().zip(names) {
        // A variant with the name of a field is documented at the field.
        let has_docs = variant.docs.summary.is_some() || variant.docs.description.is_some();
        if of.is_open() || has_docs {
            let mut about = Doc::of(&variant.docs, || escape::code(&variant.wire));
            about.source(plan, &variant.docs, "value");
            about.text("        ", &mut out);
        }
        doc::deprecated(&variant.docs, "        ", &mut out);
        let _ = writeln!(out, "        {name} = {},", literal(of.repr, &variant.wire));
    }
    out.push_str("    }\n}\n");
    out
}

/// The value as a Rust literal. Integers are parsed and printed again, so that nothing else can be emitted.
fn literal(repr: Repr, wire: &str) -> String {
    match repr {
        Repr::String => text::literal(wire),
        Repr::Integer => wire.trim().parse::<i64>().unwrap_or_default().to_string(),
        Repr::Natural => wire.trim().parse::<u64>().unwrap_or_default().to_string(),
    }
}
