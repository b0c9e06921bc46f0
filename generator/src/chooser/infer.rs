//! Who is meant by a number that is that of all who serve the operation.

use std::borrow::Cow;

use crate::ir::{Names, Operation, Provenance, Support};

/// What is documented of a field's support, with the names that follow from it where there are only numbers: if as many take the
/// field as serve the operation, it is those. That is inferred, and marked so.
#[must_use]
pub fn inferred<'a>(operation: &Operation, support: &'a Support) -> Cow<'a, Support> {
    match names(operation, support) {
        None => Cow::Borrowed(support),
        Some(names) => Cow::Owned(Support {
            names: Some(names),
            provenance: Provenance::Inferred,
            ..support.clone()
        }),
    }
}

fn names(operation: &Operation, support: &Support) -> Option<Names> {
    let listed = operation.matrix.integrations.as_ref()?;
    let counts = support.counts.filter(|_| support.names.is_none())?;
    let all = u32::try_from(listed.supported.len()).ok()?;
    if all == 0 || counts.supported != all || !listed.is_complete() {
        return None;
    }
    let all = listed.supported.clone();
    Some(if counts.required == counts.supported {
        Names {
            required: all,
            supported: Vec::new(),
        }
    } else {
        // Which of them require it is open: see `unnamed_require_it`.
        Names {
            required: Vec::new(),
            supported: all,
        }
    })
}
