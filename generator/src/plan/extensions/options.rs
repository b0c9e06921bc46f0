//! The options of requests that several operations share, so that one page explains them.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::ir::{Location, Package, Param, Role};
use crate::plan::operation_ref::{OperationRef, operations};
use crate::source::Origin;

/// The options that several operations share; those of most operations are first.
#[derive(Default)]
pub(crate) struct SharedOptions<'a> {
    options: Vec<SharedOption<'a>>,
    by_definition: HashMap<Origin, usize>,
}

/// An option that several operations have.
pub(crate) struct SharedOption<'a> {
    pub(crate) param: &'a Param,
    /// The first operation that has it.
    pub(crate) place: OperationRef<'a>,
    /// How many operations have it.
    pub(crate) count: usize,
}

impl<'a> SharedOptions<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let mut found: Vec<SharedOption<'a>> = Vec::new();
        let mut indexes: HashMap<Origin, usize> = HashMap::new();
        for place in operations(package) {
            for param in place
                .operation
                .params
                .iter()
                .filter(|param| is_option(param))
            {
                let index = *indexes.entry(param.definition).or_insert(found.len());
                match found.get_mut(index) {
                    Some(known) => known.count += 1,
                    None => found.push(SharedOption {
                        param,
                        place,
                        count: 1,
                    }),
                }
            }
        }
        found.retain(|option| option.count > 1);
        found.sort_by_key(|option| Reverse(option.count));
        let definitions = found.iter().map(|option| option.param.definition);
        Self {
            by_definition: definitions.zip(0..).collect(),
            options: found,
        }
    }

    pub(crate) fn all(&self) -> &[SharedOption<'a>] {
        &self.options
    }

    /// Whether the page of shared options explains the parameter.
    pub(crate) fn has(&self, param: &Param) -> bool {
        is_option(param) && self.by_definition.contains_key(&param.definition)
    }
}

/// Whether a parameter of the query is an option of the server, and not a part of what a request asks for.
pub(crate) fn is_option(param: &Param) -> bool {
    let is_own = matches!(param.role, Role::Plain | Role::Paging | Role::Sort { .. });
    matches!(param.location, Location::Query(_)) && !is_own
}
