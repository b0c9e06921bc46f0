//! The source of an item: where the API's own documentation describes it.

use crate::emit::prose::phrases;
use crate::ir::Docs;
use crate::plan::root::Plan;

/// `Documentation: <https://…>`, from `externalDocs`. With integrations, there are two: that of the vendor, and theirs.
pub(crate) fn documentation(plan: &Plan<'_>, docs: &Docs) -> Option<String> {
    let link = phrases::link(docs.url.as_deref()?)?;
    Some(match plan.usage.registry {
        true => format!("Vendor documentation: {link}"),
        false => format!("Documentation: {link}"),
    })
}
