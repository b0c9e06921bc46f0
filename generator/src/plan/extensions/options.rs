//! The options of requests that several operations share, so that one page explains them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::ir::{Docs, Location, Package, Param, Role, TypeRef, parameter_path};
use crate::plan::operation_ref::{OperationRef, operations};

/// The options that several operations share; those of most operations are first.
#[derive(Default)]
pub(crate) struct SharedOptions<'a> {
    options: Vec<SharedOption<'a>>,
    by_key: HashMap<Key<'a>, usize>,
}

/// An option that several operations have.
pub(crate) struct SharedOption<'a> {
    pub(crate) param: &'a Param,
    /// The first operation that has it.
    pub(crate) place: OperationRef<'a>,
    /// How many operations have it.
    pub(crate) count: usize,
    /// The anchor of its section. It has only characters that a link may contain.
    pub(crate) anchor: String,
}

/// What the page says about an option. Definitions that do not differ in it are the same option.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    wire: &'a str,
    /// Without that of excluded fields: each operation has its own, the fields of its response.
    ty: Option<&'a TypeRef>,
    format: Option<&'a str>,
    docs: &'a Docs,
    required: bool,
    role: Role,
    location: Location,
    allows_reserved: bool,
    default: Option<&'a Value>,
    example: Option<&'a Value>,
}

impl<'a> Key<'a> {
    fn of(param: &'a Param) -> Self {
        Self {
            wire: &param.wire,
            ty: Some(&param.ty).filter(|_| param.role != Role::ExcludedFields),
            format: param.format.as_deref(),
            docs: &param.docs,
            required: param.required,
            role: param.role,
            location: param.location,
            allows_reserved: param.allows_reserved(),
            default: param.default.as_ref(),
            example: param.example.as_ref(),
        }
    }
}

impl<'a> SharedOptions<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let mut found: Vec<SharedOption<'a>> = Vec::new();
        let mut indexes: HashMap<Key<'a>, usize> = HashMap::new();
        for place in operations(package) {
            let params = place.operation.params.iter();
            for param in params.filter(|param| is_option(param)) {
                let index = *indexes.entry(Key::of(param)).or_insert(found.len());
                match found.get_mut(index) {
                    Some(known) => known.count += 1,
                    None => found.push(SharedOption {
                        param,
                        place,
                        count: 1,
                        anchor: String::new(),
                    }),
                }
            }
        }
        found.retain(|option| option.count > 1);
        found.sort_by_key(|option| Reverse(option.count));
        let mut taken = HashSet::new();
        for option in &mut found {
            option.anchor = anchor(option.param, &mut taken);
        }
        let keys = found.iter().map(|option| Key::of(option.param));
        Self {
            by_key: keys.zip(0..).collect(),
            options: found,
        }
    }

    pub(crate) fn all(&self) -> &[SharedOption<'a>] {
        &self.options
    }

    /// The option that the page of shared options explains, if it does.
    pub(crate) fn get(&self, param: &Param) -> Option<&SharedOption<'a>> {
        let index = is_option(param).then(|| self.by_key.get(&Key::of(param)))?;
        self.options.get(*index?)
    }
}

/// `option-raw`, or `option-raw-2` if another option has the same name.
fn anchor(param: &Param, taken: &mut HashSet<String>) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let name = parameter_path(&param.wire);
    let id = format!("option-{}", name.replace(|c: char| !is_plain(c), "-"));
    let others = (2..).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.clone()).chain(others);
    let free = ids.find(|id| !taken.contains(id)).unwrap_or(id);
    taken.insert(free.clone());
    free
}

/// Whether a parameter of the query is an option of the server, and not a part of what a request asks for.
pub(crate) fn is_option(param: &Param) -> bool {
    let is_own = matches!(param.role, Role::Plain | Role::Paging | Role::Sort { .. });
    matches!(param.location, Location::Query(_)) && !is_own
}
