//! Scopes: only a scope makes a name, so that it is unique within the scope.

use std::collections::HashMap;

use super::space::Space;
use super::spelling::{bare, derive};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Origin;

/// The definition that has a name.
struct Taken {
    origin: Origin,
    /// Its kind and source name, for messages: ``schema `Contact` ``.
    what: String,
    /// Whether the document cannot set another name.
    fixed: bool,
}

/// An item that gets a name.
pub(crate) struct Item<'a> {
    pub(crate) space: Space,
    /// The text that the name is made of.
    pub(crate) raw: &'a str,
    /// The name that the document chooses instead.
    pub(crate) chosen: Option<&'a str>,
    /// Its kind and source name, for messages.
    pub(crate) what: String,
    pub(crate) origin: Origin,
}

/// A set of names that must be unique.
pub(crate) struct NameScope {
    /// The item that contains the names, for messages: ``API `ticketing` ``.
    owner: String,
    /// How the document can set another name, for messages.
    advice: &'static str,
    taken: HashMap<String, Taken>,
}

impl NameScope {
    pub(crate) fn new(owner: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            advice: "write `x-truto-name: …` on one of them",
            taken: HashMap::new(),
        }
    }

    /// Replaces the help text that says how to set another name.
    pub(crate) fn advising(self, advice: &'static str) -> Self {
        Self { advice, ..self }
    }

    /// Whether the name of an item is free.
    pub(crate) fn is_free(&self, item: &Item<'_>) -> bool {
        let raw = item.chosen.unwrap_or(item.raw);
        !self.taken.contains_key(&derive(item.space, raw))
    }

    /// Makes the unique name of an item. A clash is reported.
    pub(crate) fn mint(&mut self, item: Item<'_>, diags: &mut Diagnostics) -> String {
        let name = match item.chosen {
            Some(chosen) => chosen_name(chosen, &item, diags),
            None => derive(item.space, item.raw),
        };
        self.claim(name, &item.what, item.origin, diags)
    }

    /// Reserves the name of an item that is generated because of the key at `origin`. The document cannot set another name.
    pub(crate) fn reserve(&mut self, name: &str, what: &str, origin: Origin) {
        let taken = Taken {
            origin,
            what: what.to_owned(),
            fixed: true,
        };
        self.taken.insert(name.to_owned(), taken);
    }

    /// Adds an item that has its name from another scope.
    pub(crate) fn claim(
        &mut self,
        name: String,
        what: &str,
        origin: Origin,
        diags: &mut Diagnostics,
    ) -> String {
        match self.taken.get(&name) {
            Some(first) => {
                let message = format!(
                    "the {} and the {what} would have the same Rust name, `{name}`, in {}",
                    first.what, self.owner
                );
                let (related, help) = if first.fixed {
                    (
                        format!("this key adds the {}", first.what),
                        format!("write `x-truto-name: …` on the {what}"),
                    )
                } else {
                    let related = format!("the {} is defined here", first.what);
                    (related, self.advice.to_owned())
                };
                let diagnostic = Diagnostic::error(origin, message)
                    .related(first.origin, related)
                    .help(help);
                diags.push(diagnostic);
            }
            None => {
                self.taken.insert(
                    name.clone(),
                    Taken {
                        origin,
                        what: what.to_owned(),
                        fixed: false,
                    },
                );
            }
        }
        name
    }
}

/// Returns the name that the document chooses. An invalid one is reported.
fn chosen_name(chosen: &str, item: &Item<'_>, diags: &mut Diagnostics) -> String {
    let name = derive(item.space, chosen);
    if bare(&name) != chosen {
        let message = format!(
            "`{chosen}` is not a valid Rust name for {}",
            item.space.singular()
        );
        let help = format!("write a name such as `{name}`");
        diags.push(Diagnostic::error(item.origin, message).help(help));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clash_is_an_error_at_the_second_place() {
        let mut scope = NameScope::new("schema `Contact`");
        let mut diags = Diagnostics::default();
        let mut mint = |start, raw, chosen| {
            let item = Item {
                space: Space::Field,
                raw,
                chosen,
                what: "property".to_owned(),
                origin: Origin {
                    start,
                    end: start + 1,
                    ..Origin::default()
                },
            };
            scope.mint(item, &mut diags);
        };
        mint(1, "first-name", None);
        mint(2, "first_name", Some("given_name"));
        mint(3, "first name", None);
        mint(4, "x", Some("no good"));
        let found: Vec<_> = diags
            .iter()
            .map(|d| (d.origin.map(|o| o.start), d.related.len()))
            .collect();
        assert_eq!(found, [(Some(3), 1), (Some(4), 0)]);
    }
}
