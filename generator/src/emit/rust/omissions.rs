//! The list of what the documents contain and the crate does not.

use crate::emit::prose::{escape, markdown};
use crate::emit::rust::doc::Doc;
use crate::ir::{Omission, Omitted};
use crate::plan::root::Plan;

/// The heading of the list.
pub(crate) const HEADING: &str = "# What is missing";

/// What the list is.
const LEAD: &str = "The OpenAPI document has errors. What they concern is not in this crate, or has a more general type:";

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
    let mut doc = Doc::new(HEADING);
    doc.block(LEAD);
    doc.block_of(omissions.iter().map(item));
    let mut out = "//!\n".to_owned();
    doc.inner_text(&mut out);
    out
}

/// The most items of the list in the README.
const MOST: usize = 20;

/// Returns the list for the README, which refers to the documentation of the crate if it is long.
pub(crate) fn list(plan: &Plan<'_>) -> Option<String> {
    let omissions = &plan.package.omissions;
    let items = omissions.iter().take(MOST).map(item);
    let items = items.collect::<Vec<_>>().join("\n");
    let more = match omissions.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("\n- … and {more} more, which the first page of `cargo doc --open` lists."),
    };
    (!omissions.is_empty()).then(|| format!("{LEAD}\n\n{items}{more}"))
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
