//! Operations and other items by name.

use crate::ir::{Operation, Package};
use crate::suggest::Suggestions;

/// The operations of APIs with a support matrix.
pub(super) fn operations(package: &Package) -> impl Iterator<Item = &Operation> {
    let apis = package.apis.iter().filter(|api| package.has_matrix(api));
    let resources = apis.flat_map(|api| &api.resources);
    resources.flat_map(|resource| &resource.operations)
}

/// The message that there is no item of this name, with a similar one.
pub(super) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match Suggestions::default().nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None if known.is_empty() => format!("there is no {what} `{name}`; there are none at all"),
        None => format!(
            "there is no {what} `{name}`; known are: {}",
            known.join(", ")
        ),
    }
}
