//! The source of an item: where the API's own documentation describes it.

use crate::emit::prose::phrases;
use crate::ir::Docs;
use crate::plan::root::Plan;

/// `Documentation: <https://…>`, from `externalDocs`. With integrations, there are two: that of the vendor, and theirs.
pub(crate) fn documentation(plan: &Plan<'_>, docs: &Docs) -> Option<String> {
    let link = phrases::link(docs.url.as_deref()?)?;
    Some(format!("{}: {link}", name(plan)))
}

/// `[Documentation](<https://…>)`, for lines of several links, where the address would take too much space.
pub(crate) fn named_link(plan: &Plan<'_>, docs: &Docs) -> Option<String> {
    let link = phrases::link(docs.url.as_deref()?)?;
    Some(format!("[{}]({link})", name(plan)))
}

fn name(plan: &Plan<'_>) -> &'static str {
    match plan.usage.registry {
        true => "Vendor documentation",
        false => "Documentation",
    }
}
