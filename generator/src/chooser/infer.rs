//! Infers names from a count that equals all integrations that support an operation.

use std::borrow::Cow;

use crate::ir::{Names, Operation, Provenance, Support};

/// The documented support of a field, with inferred names if there is only a count: if as many integrations support the field as
/// support the operation, they are the same. Such names are marked as inferred.
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
        // Which of them require it is unknown: see `unnamed_require_it`.
        Names {
            required: Vec::new(),
            supported: all,
        }
    })
}
