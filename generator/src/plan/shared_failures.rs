//! The error responses that several operations share, so that one page explains them.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{Case, Media, Package, StatusRange, TypeRef};
use crate::plan::operation_ref::operations;

/// The error responses that several operations share, in document order.
#[derive(Default)]
pub(crate) struct SharedFailures<'a> {
    failures: Vec<SharedFailure<'a>>,
    by_key: HashMap<Key<'a>, usize>,
}

/// An error response that several operations have, with a JSON body.
pub(crate) struct SharedFailure<'a> {
    pub(crate) case: &'a Case,
    pub(crate) ty: &'a TypeRef,
    /// The API of the first operation that has it.
    pub(crate) api: usize,
    /// The statuses that it has in any operation.
    pub(crate) statuses: BTreeSet<StatusRange>,
    count: usize,
}

/// Responses with the same type and description are the same.
type Key<'a> = (&'a TypeRef, Option<&'a str>);

fn key(case: &Case) -> Option<Key<'_>> {
    let ty = case.ty.as_ref()?;
    let is_json = case.media.as_ref().is_some_and(Media::is_json);
    is_json.then_some((ty, case.docs.description.as_deref()))
}

impl<'a> SharedFailures<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let mut found: Vec<SharedFailure<'a>> = Vec::new();
        let mut indexes: HashMap<Key<'a>, usize> = HashMap::new();
        let cases = operations(package).flat_map(|place| {
            let cases = place.operation.failures.iter();
            cases.filter_map(move |case| Some((place.api, case, key(case)?)))
        });
        for (api, case, key) in cases {
            let index = *indexes.entry(key).or_insert(found.len());
            if found.len() == index {
                found.push(SharedFailure {
                    case,
                    ty: key.0,
                    api,
                    statuses: BTreeSet::new(),
                    count: 0,
                });
            }
            if let Some(known) = found.get_mut(index) {
                known.count += 1;
                known.statuses.insert(case.status);
            }
        }
        found.retain(|failure| failure.count > 1);
        let keys = found.iter().filter_map(|failure| key(failure.case));
        Self {
            by_key: keys.zip(0..).collect(),
            failures: found,
        }
    }

    pub(crate) fn all(&self) -> &[SharedFailure<'a>] {
        &self.failures
    }

    /// The position of a response among the shared ones.
    pub(crate) fn position(&self, case: &Case) -> Option<usize> {
        self.by_key.get(&key(case)?).copied()
    }
}
