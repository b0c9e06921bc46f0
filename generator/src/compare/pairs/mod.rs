//! Finds, for each item of the old state, the item of the new one that it has become.

pub(super) mod fields;
mod operations;
mod pair;
pub(super) mod types;

pub(super) use self::pair::{Pair, by_keys};
use self::types::Types;
use super::side::Side;
use crate::ir::{Api, Operation};

/// The pairs of two states.
pub(super) struct Pairs<'a> {
    /// The pairs of APIs.
    pub(super) apis: Vec<Pair<'a, Api>>,
    /// The pairs of operations, in the order of the new state; those that are gone come last.
    pub(super) operations: Vec<Pair<'a, Operation>>,
    /// The pairs of types.
    pub(super) types: Types,
}

impl<'a> Pairs<'a> {
    pub(super) fn of(old: &Side<'a>, new: &Side<'a>) -> Self {
        let apis = apis(old, new);
        let operations: Vec<_> = apis.iter().flat_map(operations::of_apis).collect();
        let types = Types::of((old, new), &apis, &operations);
        Self {
            apis,
            operations,
            types,
        }
    }
}

/// Pairs APIs by name. If each state has only one, its name does not matter: it is that of a file.
fn apis<'a>(old: &Side<'a>, new: &Side<'a>) -> Vec<Pair<'a, Api>> {
    let (old, new) = (&old.plan.package.apis, &new.plan.package.apis);
    if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
        return vec![Pair::Both(old, new)];
    }
    by_keys(old, new, &[&|api: &Api| Some(api.name.clone())])
}
