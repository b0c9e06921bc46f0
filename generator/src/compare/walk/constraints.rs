//! Compares the constraints on values, which the server checks.

use super::walker::{Item, Walker, docs};
use crate::compare::change::Aspect;
use crate::ir::{Bound, Constraints, Extent};

pub(super) fn compare(walker: &mut Walker<'_>, item: &Item, old: &Constraints, new: &Constraints) {
    let (old, new) = (shown(old), shown(new));
    walker.differ_in(item, Aspect::Constraints, (old, new), || {
        docs("the server checks it, not the crate")
    });
}

/// `minimum 1, at most 10 items`; `None` without constraints.
fn shown(of: &Constraints) -> Option<String> {
    let bound = |name: &str, bound: &Option<Bound>| {
        let bound = bound.as_ref()?;
        let exclusive = if bound.is_exclusive {
            " (exclusive)"
        } else {
            ""
        };
        Some(format!("{name} {}{exclusive}", bound.value))
    };
    let flag = |is_set: bool, text: &str| is_set.then(|| text.to_owned());
    let all = [
        extent("characters", of.length),
        extent("items", of.items),
        extent("properties", of.properties),
        bound("minimum", &of.minimum),
        bound("maximum", &of.maximum),
        of.multiple_of
            .as_ref()
            .map(|of| format!("a multiple of {of}")),
        flag(of.has_unique_items, "unique items"),
        of.only.map(|only| format!("only {only}")),
        of.pattern
            .as_ref()
            .map(|pattern| format!("pattern {pattern}")),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn extent(things: &str, of: Extent) -> Option<String> {
    match (of.min, of.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("at least {min} {things}")),
        (None, Some(max)) => Some(format!("at most {max} {things}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max} {things}")),
    }
}
