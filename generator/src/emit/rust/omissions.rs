//! The list of what the documents contain and the crate does not.

use crate::emit::prose::{escape, markdown};
use crate::emit::rust::doc::Doc;
use crate::ir::{Omission, Omitted};
use crate::plan::root::Plan;

/// Emits a section of the crate's documentation, or nothing if everything is generated.
///
/// ```text
/// //! # What is missing
/// //! …
/// //! - The operation `GET /pets`: unresolved reference `#/…` (`pets.yaml`, line 3).
/// ```
pub(crate) fn section(plan: &Plan<'_>) -> String {
    let omissions = &plan.package.omissions;
    if omissions.is_empty() {
        return String::new();
    }
    let mut doc = Doc::new("# What is missing");
    doc.block(
        "The OpenAPI document has errors. What they concern is not in this crate, or has a more general type:",
    );
    doc.block_of(omissions.iter().map(item));
    let mut out = "//!\n".to_owned();
    doc.inner_text(&mut out);
    out
}

fn item(of: &Omission) -> String {
    let name = escape::code(&of.name);
    let subject = match of.what {
        Omitted::Operation => format!("The operation {name}"),
        Omitted::Path => format!("The path {name}"),
        Omitted::Type => format!("The type of {name}, which can be any JSON"),
        Omitted::Property => format!("The property {name}, which is in `extra`"),
        Omitted::Other => format!("{name}, and what needs it"),
    };
    let reason = markdown::inline(&of.reason);
    let file = escape::code(&of.file);
    format!("- {subject}: {reason} ({file}, line {}).", of.line)
}
