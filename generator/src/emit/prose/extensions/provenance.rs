//! How well an item is documented: `x-truto-provenance`.

use crate::ir::Provenance;

/// The note on an item whose type is not documented.
pub(crate) fn of_type(item: &str) -> String {
    format!("The data type of the {item} is inferred from its name.")
}

/// The note on an item that no current page documents. `item` is what the item is: `field`.
pub(crate) fn of_item(provenance: Provenance, item: &str) -> Option<String> {
    match provenance {
        Provenance::Documented => None,
        Provenance::Live(day) => Some(format!(
            "The API itself listed the {item} on {day}; the vendor's documentation does not."
        )),
        Provenance::Older => {
            let of = match item.split(' ').next() {
                Some("operation") => "resource",
                Some("parameter") => "operation",
                _ => "object",
            };
            Some(format!(
                "Only an older page of the vendor's documentation lists the {item} for this {of}."
            ))
        }
        Provenance::Inferred => Some(format!(
            "The name of the {item} is inferred: the vendor's page describes the {}, but does not name it.",
            item.split(' ').next().unwrap_or(item)
        )),
        Provenance::Object => Some(format!(
            "The vendor documents the {item} for the resource, but not for this request."
        )),
    }
}
