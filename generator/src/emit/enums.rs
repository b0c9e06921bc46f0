//! Lists of values.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::{docs::Doc, markdown::escape};
use crate::ir::{Enum, Repr, TypeDef};

/// Emits an enum, as the call of a macro of the runtime.
///
/// ```text
/// truto_runtime::open_enum! {
///     /// What an address is for.
///     pub enum EmailType {
///         /// `primary`
///         Primary = "primary",
///     }
/// }
/// ```
pub(crate) fn emit(def: &TypeDef, of: &Enum) -> String {
    let which = if of.open { "open_enum" } else { "closed_enum" };
    let repr = match of.repr {
        Repr::String => "",
        Repr::Integer => ": i64",
    };
    let mut docs = Doc::of(&def.docs, || format!("The values of `{}`.", def.name));
    docs.source(&def.docs);
    let mut out = format!("truto_runtime::{which}! {{\n");
    docs.text("    ", &mut out);
    deprecated(def.docs.deprecated, "    ", &mut out);
    let _ = writeln!(out, "    pub enum {}{repr} {{", def.name);
    for variant in &of.variants {
        let mut docs = Doc::of(&variant.docs, || escape::code(&variant.wire));
        docs.source(&variant.docs);
        docs.text("        ", &mut out);
        deprecated(variant.docs.deprecated, "        ", &mut out);
        let _ = writeln!(
            out,
            "        {} = {},",
            variant.name,
            literal(of.repr, &variant.wire)
        );
    }
    out.push_str("    }\n}\n");
    out
}

fn deprecated(deprecated: bool, indent: &str, out: &mut String) {
    if deprecated {
        let _ = writeln!(out, "{indent}#[deprecated]");
    }
}

/// The value as a literal of Rust. Integers are read and written anew, so that nothing else can stand there.
fn literal(repr: Repr, wire: &str) -> String {
    match repr {
        Repr::String => Literal::string(wire).to_string(),
        Repr::Integer => wire.trim().parse::<i64>().unwrap_or_default().to_string(),
    }
}
