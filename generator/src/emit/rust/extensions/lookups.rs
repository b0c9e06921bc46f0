//! Methods that search open objects.

use std::fmt::Write as _;

use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::ir::{Lookup, Struct, TypeDef};
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// Emits the methods of `x-truto-lookups`.
///
/// ```text
/// impl RecordEvent {
///     /// Returns `resource` of the payload, or else `resource_type`.
///     #[must_use]
///     pub fn resource(&self) -> Option<Cow<'_, str>> {
///         truto_runtime::text_in(self.payload.as_ref()?, &["resource", "resource_type"])
///     }
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    if of.lookups.is_empty() {
        return;
    }
    text::apart(out);
    let _ = writeln!(out, "impl {} {{", plan.names.ty(def.id));
    for lookup in &of.lookups {
        let Some(field) = of.field(&lookup.property.wire) else {
            continue;
        };
        text::apart(out);
        docs(lookup).text("    ", out);
        let place = format!("self.{}", plan.names.field(field));
        let map = match plan.presence(field) {
            Presence::Plain => format!("&{place}"),
            Presence::Optional => format!("{place}.as_ref()?"),
            Presence::Patch => format!("{place}.value()?"),
        };
        let keys: Vec<String> = lookup.keys.iter().map(|key| text::literal(key)).collect();
        let _ = writeln!(
            out,
            "    #[must_use]\n    pub fn {}(&self) -> Option<std::borrow::Cow<'_, str>> {{\n        \
             truto_runtime::text_in({map}, &[{}])\n    }}",
            lookup.method,
            keys.join(", ")
        );
    }
    out.push_str("}\n");
}

fn docs(lookup: &Lookup) -> Doc {
    let keys: Vec<String> = lookup.keys.iter().map(|key| escape::code(key)).collect();
    let (property, first) = (escape::code(&lookup.property.wire), &keys[..1]);
    let rest: String = keys
        .iter()
        .skip(1)
        .map(|key| format!(", or else {key}"))
        .collect();
    Doc::new(format!(
        "Returns {} in {property}{rest}, if it is a text or a number.",
        phrases::enumeration(first)
    ))
}
