//! The values of a discriminator that select each of its schemas.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::Schema;

use super::tag_lists::{Found, Lists};
use super::tags::Tag;
use crate::bundle::At;
use crate::lower::context::Context;

/// What selects a schema.
pub(super) struct Selected {
    /// The values; `None` if there are none.
    pub(super) values: Option<Vec<String>>,
    pub(super) doubt: Option<Doubt>,
}

/// Why the values of a schema may not be what is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// All values of the schema also select others.
    Shared,
    /// The name of the schema selects it, but the property does not allow this value.
    Forbidden,
}

/// How strong the claim of a schema to a value is: of two schemas, the one with the stronger claim has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Claim {
    /// Its property allows it, and also its name.
    AllowedBesideName,
    Allowed,
    /// It is its name.
    Name,
    Mapped,
}

impl Claim {
    /// The claim of a schema to each value of its list, in which its name can be.
    fn to_list(name: &Option<String>) -> Self {
        match name {
            Some(_) => Self::AllowedBesideName,
            None => Self::Allowed,
        }
    }
}

/// Returns what selects each schema: the values of the mapping, or else its name and the values that only its property allows.
/// Schemas can extend the one at `base`, whose property allows the values of all of them.
pub(super) fn of<'b>(
    cx: &Context<'b, '_>,
    tag: &Tag<'b>,
    schemas: Vec<(&'b Schema, At<'b>)>,
    base: Option<&At<'b>>,
) -> HashMap<At<'b>, Selected> {
    let schemas = schemas.into_iter().map(|(schema, at)| (at, schema));
    let schemas: IndexMap<At<'b>, &'b Schema> = schemas.collect();
    let mut lists = Lists::default();
    let candidates: Vec<Candidate<'_>> = (schemas.iter())
        .map(|(at, schema)| match tag.mapped.get(at) {
            Some(values) => Candidate::Mapped(values),
            None => {
                let is_other = |other: &At<'b>| other != at && schemas.contains_key(other);
                let found = lists.find(cx, (schema, at), tag.property, base, is_other);
                Candidate::of(at, found, &lists)
            }
        })
        .collect();
    let claims = Claims::of(&candidates, &lists);
    let selected = candidates.iter().enumerate().map(|(index, candidate)| {
        let values = claims.values(index, candidate, &lists);
        let doubt = match candidate {
            Candidate::Named { is_allowed, .. } if !is_allowed => Some(Doubt::Forbidden),
            Candidate::Listed { .. } | Candidate::Named { .. } if values.is_none() => {
                Some(Doubt::Shared)
            }
            _ => None,
        };
        Selected { values, doubt }
    });
    let selected: Vec<Selected> = selected.collect();
    schemas.into_keys().zip(selected).collect()
}

/// The values that can select a schema.
enum Candidate<'t> {
    Mapped(&'t [String]),
    /// Those of a list, which other schemas can have too.
    Listed {
        list: usize,
        name: Option<String>,
    },
    Named {
        name: String,
        is_allowed: bool,
    },
    Nothing,
}

impl Candidate<'_> {
    fn of(at: &At<'_>, found: Found, lists: &Lists<'_>) -> Self {
        let name = at.component("schemas").map(|name| name.into_owned());
        let allows = |list: usize, name: &str| {
            let values = lists.values(list);
            values.is_some_and(|values| values.contains(name))
        };
        match (found, name) {
            (Found::Own(list), name) => {
                let name = name.filter(|name| allows(list, name));
                Self::Listed { list, name }
            }
            (Found::OfOther(list), Some(name)) => {
                let is_allowed = allows(list, &name);
                Self::Named { name, is_allowed }
            }
            (Found::Nothing, Some(name)) => Self::Named {
                name,
                is_allowed: true,
            },
            (Found::OfOther(_) | Found::Nothing, None) => Self::Nothing,
        }
    }
}

/// The claims of schemas, which are given by index.
#[derive(Default)]
struct Claims<'v> {
    /// The strongest claim to each value. Equal claims of several schemas have no owner.
    strongest: HashMap<&'v str, (Claim, Option<usize>)>,
    /// Who claims all values of a list. What several schemas claim is claimed once, so that long lists of many schemas take no time.
    users: IndexMap<(usize, Claim), Option<usize>>,
}

impl<'v> Claims<'v> {
    fn of(candidates: &'v [Candidate<'_>], lists: &'v Lists<'_>) -> Self {
        let mut claims = Self::default();
        for (index, candidate) in candidates.iter().enumerate() {
            match candidate {
                Candidate::Mapped(values) => {
                    (values.iter()).for_each(|value| claims.add(value, Claim::Mapped, Some(index)));
                }
                Candidate::Named { name, .. } => claims.add(name, Claim::Name, Some(index)),
                Candidate::Listed { list, name } => {
                    if let Some(name) = name {
                        claims.add(name, Claim::Name, Some(index));
                    }
                    let user = claims.users.entry((*list, Claim::to_list(name)));
                    user.and_modify(|user| *user = None).or_insert(Some(index));
                }
                Candidate::Nothing => {}
            }
        }
        for ((list, claim), user) in claims.users.clone() {
            for value in lists.values(list).into_iter().flatten() {
                claims.add(value, claim, user);
            }
        }
        claims
    }

    fn add(&mut self, value: &'v str, claim: Claim, owner: Option<usize>) {
        let known = self.strongest.entry(value).or_insert((claim, owner));
        if claim > known.0 {
            *known = (claim, owner);
        } else if claim == known.0 && owner != known.1 {
            known.1 = None;
        }
    }

    /// Returns the values of the schema with this index.
    fn values(
        &self,
        index: usize,
        candidate: &Candidate<'_>,
        lists: &Lists<'_>,
    ) -> Option<Vec<String>> {
        let is_own = |value: &&String| {
            let claim = self.strongest.get(value.as_str());
            claim.is_some_and(|(_, owner)| *owner == Some(index))
        };
        let values: Vec<String> = match candidate {
            Candidate::Mapped(values) => values.iter().filter(is_own).cloned().collect(),
            Candidate::Named { name, .. } => {
                Some(name).filter(is_own).cloned().into_iter().collect()
            }
            Candidate::Listed { list, name } => {
                let user = self.users.get(&(*list, Claim::to_list(name)));
                let whole = lists.values(*list).filter(|_| user == Some(&Some(index)));
                match whole {
                    Some(values) => values.iter().filter(is_own).cloned().collect(),
                    None => name.iter().filter(is_own).cloned().collect(),
                }
            }
            Candidate::Nothing => Vec::new(),
        };
        (!values.is_empty()).then_some(values)
    }
}
