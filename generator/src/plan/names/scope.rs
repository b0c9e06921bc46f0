//! Scopes: only a scope makes a name, so that it is unique within the scope.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::space::Space;
use super::spelling::{bare, derive, distinguished, unreserved};
use super::variations::{signs, variations};
use crate::diag::{Diagnostic, Diagnostics, Severity};
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
    pub(crate) raw: Cow<'a, str>,
    /// The name that the document chooses instead.
    pub(crate) chosen: Option<&'a str>,
    /// Its kind and source name, for messages.
    pub(crate) what: String,
    /// The texts of longer names that say where it is, for the case that its name is taken. The first one is preferred.
    pub(crate) places: Vec<String>,
    pub(crate) origin: Origin,
}

/// A set of names that must be unique.
pub(crate) struct NameScope {
    /// The item that contains the names, for messages: ``API `ticketing` ``.
    owner: String,
    /// How the document can set another name, for messages.
    advice: &'static str,
    /// Names that only some crates use themselves.
    reserved: &'static [&'static str],
    taken: HashMap<String, Taken>,
    /// The last number that was appended to a name.
    numbers: HashMap<String, usize>,
}

impl NameScope {
    pub(crate) fn new(owner: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            advice: "write `x-truto-name: …` on one of them",
            reserved: &[],
            taken: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Replaces the help text that says how to set another name.
    pub(crate) fn advising(self, advice: &'static str) -> Self {
        Self { advice, ..self }
    }

    /// Sets names that this crate uses itself, besides those that every crate uses.
    pub(crate) fn reserving(self, reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..self }
    }

    /// Makes the unique name of an item. See [`Self::mint_all`].
    pub(crate) fn mint(&mut self, item: Item<'_>, diags: &mut Diagnostics) -> String {
        self.mint_all(vec![item], diags).remove(0)
    }

    /// Makes the unique names of items. A name that the document chooses comes first. Of several items with the same name, the one
    /// with the fewest signs keeps it, or else the first one; the others are qualified, each with a warning. No qualified name takes the name of another of the items.
    pub(crate) fn mint_all(
        &mut self,
        items: Vec<Item<'_>>,
        diags: &mut Diagnostics,
    ) -> Vec<String> {
        let chosen = |item: &Item<'_>| Some(self.choose(item.chosen?, item, diags));
        let mut names: Vec<Option<String>> = items.iter().map(chosen).collect();
        let mut derived: Vec<_> = names.iter_mut().zip(&items).collect();
        derived.retain(|(name, _)| name.is_none());
        derived.sort_by_key(|(_, item)| signs(&item.raw));
        for (name, item) in derived {
            let (derived, advice) = self.derived(item);
            *name = self.take(derived, &item.what, item.origin);
            // An item whose name is taken is qualified, with a warning that says its name.
            diags.extend(advice.filter(|_| name.is_some()));
        }
        let named = names.into_iter().zip(&items);
        named
            .map(|(name, item)| name.unwrap_or_else(|| self.qualify(item, diags)))
            .collect()
    }

    /// Returns the name of an item, unless the document chooses another one. A name that the generated code uses is distinguished by the
    /// place of the item or its kind, with advice.
    fn derived(&self, item: &Item<'_>) -> (String, Option<Diagnostic>) {
        let (space, raw) = (item.space, &item.raw);
        let plain = unreserved(space, raw);
        let is_reserved = space.is_reserved(&plain) || self.reserved.contains(&plain.as_str());
        if space.suffix().is_none() || !is_reserved {
            return (derive(space, raw), None);
        }
        let name = match item.places.first() {
            Some(place) => derive(space, place),
            None => distinguished(space, raw),
        };
        let message = format!(
            "the crate uses the Rust name `{plain}` itself, so the {} becomes `{name}`",
            item.what
        );
        let advice = Diagnostic::advice(item.origin, message).help(how_to_choose(space));
        (name, Some(advice))
    }

    /// Returns the name that the document chooses. An invalid one is reported, and so is one that is taken.
    fn choose(&mut self, chosen: &str, item: &Item<'_>, diags: &mut Diagnostics) -> String {
        let name = chosen_name(chosen, item.space, item.origin, diags);
        self.claim(name, &item.what, item.origin, diags)
    }

    /// Makes a longer name for an item whose name is taken.
    fn qualify(&mut self, item: &Item<'_>, diags: &mut Diagnostics) -> String {
        let name = self.derived(item).0;
        // Names of inline schemas, builders and handles are no texts of the document, whose signs or case mean something.
        let is_text = item.space != Space::Type || item.places.is_empty();
        let variations = is_text.then(|| variations(&item.raw));
        let texts = item.places.iter().cloned();
        let texts = texts.chain(variations.into_iter().flatten());
        let qualified = texts.map(|text| derive(item.space, &text));
        let free = qualified
            .into_iter()
            .find(|name| !self.taken.contains_key(name));
        let qualified = free.unwrap_or_else(|| self.numbered(item));
        if let Some(first) = self.taken.get(&name) {
            let mut warning = self.clash(first, &name, &item.what, item.origin);
            warning.severity = Severity::Warning;
            warning.message += &format!("; the second one becomes `{qualified}`");
            diags.push(warning);
        }
        self.take(qualified.clone(), &item.what, item.origin);
        qualified
    }

    /// Appends a number, if nothing else distinguishes two items.
    fn numbered(&mut self, item: &Item<'_>) -> String {
        let name = derive(item.space, &item.raw);
        let mut number = self.numbers.get(&name).map_or(2, |last| last + 1);
        let mut numbered = derive(item.space, &format!("{} {number}", item.raw));
        while self.taken.contains_key(&numbered) {
            number += 1;
            numbered = derive(item.space, &format!("{} {number}", item.raw));
        }
        self.numbers.insert(name, number);
        numbered
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

    /// Adds an item that cannot have another name. A clash is an error.
    pub(crate) fn claim(
        &mut self,
        name: String,
        what: &str,
        origin: Origin,
        diags: &mut Diagnostics,
    ) -> String {
        match self.taken.get(&name) {
            Some(first) => diags.push(self.clash(first, &name, what, origin)),
            None => {
                self.take(name.clone(), what, origin);
            }
        }
        name
    }

    /// Takes a name, unless another item has it.
    fn take(&mut self, name: String, what: &str, origin: Origin) -> Option<String> {
        match self.taken.entry(name) {
            Entry::Occupied(_) => None,
            Entry::Vacant(free) => {
                let name = free.key().clone();
                free.insert(Taken {
                    origin,
                    what: what.to_owned(),
                    fixed: false,
                });
                Some(name)
            }
        }
    }

    /// Describes a clash with the item that has the name.
    fn clash(&self, first: &Taken, name: &str, what: &str, origin: Origin) -> Diagnostic {
        let message = format!(
            "the {} and the {what} would have the same Rust name, `{name}`, in {}",
            first.what, self.owner
        );
        let (related, help) = if first.fixed {
            let help = format!("write `x-truto-name: …` on the {what}");
            (format!("this key adds the {}", first.what), help)
        } else {
            (
                format!("the {} is defined here", first.what),
                self.advice.to_owned(),
            )
        };
        Diagnostic::error(origin, message)
            .related(first.origin, related)
            .help(help)
    }
}

/// How the document can set another name than one that is distinguished from an item of the generated code.
fn how_to_choose(space: Space) -> &'static str {
    match space {
        Space::Module => "to choose the name, write another tag",
        Space::Api => "to choose the name, rename the root document",
        _ => "to choose the name, write `x-truto-name: …` on it",
    }
}

/// Returns the name that the document chooses. An invalid one is reported.
pub(super) fn chosen_name(
    chosen: &str,
    space: Space,
    origin: Origin,
    diags: &mut Diagnostics,
) -> String {
    let name = derive(space, chosen);
    if bare(&name) != chosen {
        let message = format!(
            "`{chosen}` is not a valid Rust name for {}",
            space.singular()
        );
        let help = format!("write a name such as `{name}`");
        diags.push(Diagnostic::error(origin, message).help(help));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(start: u32, raw: &'static str, chosen: Option<&'static str>) -> Item<'static> {
        Item {
            space: Space::Field,
            raw: raw.into(),
            chosen,
            what: "property".to_owned(),
            places: Vec::new(),
            origin: Origin {
                start,
                end: start + 1,
                ..Origin::default()
            },
        }
    }

    fn found(diags: &Diagnostics) -> Vec<(Severity, Option<u32>, usize)> {
        let found = diags.iter();
        found
            .map(|d| (d.severity, d.origin.map(|o| o.start), d.related.len()))
            .collect()
    }

    #[test]
    fn the_second_of_two_items_is_qualified_with_a_warning() {
        let mut diags = Diagnostics::default();
        let items = vec![
            item(1, "first name", None),
            item(2, "first_name", None),
            item(3, "first-name", Some("given_name")),
            item(4, "FirstName", None),
            item(5, "first_underscore_name", None),
            item(6, "_links", None),
            item(7, "links", None),
        ];
        let names = NameScope::new("schema `Contact`").mint_all(items, &mut diags);
        let expected = [
            "first_name",
            "first_name_lower",
            "given_name",
            "first_name_pascal",
            "first_underscore_name",
            "underscore_links",
            "links",
        ];
        assert_eq!(names, expected);
        let expected = [2, 4, 6].map(|start| (Severity::Warning, Some(start), 1));
        assert_eq!(found(&diags), expected);
    }

    #[test]
    fn inline_schemas_get_a_number_last() {
        let inline = |start| Item {
            space: Space::Type,
            places: vec!["Pet data Inline".to_owned()],
            ..item(start, "Pet data", None)
        };
        let items = [1, 2, 3, 4].map(inline).into();
        let names = NameScope::new("API `pets`").mint_all(items, &mut Diagnostics::default());
        let expected = ["PetData", "PetDataInline", "PetData2", "PetData3"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_chosen_name_that_is_taken_or_invalid_is_an_error() {
        let mut diags = Diagnostics::default();
        let items = vec![
            item(1, "a", Some("name")),
            item(2, "b", Some("name")),
            item(3, "x", Some("no good")),
        ];
        NameScope::new("schema `Contact`").mint_all(items, &mut diags);
        let expected = [(Severity::Error, Some(2), 1), (Severity::Error, Some(3), 0)];
        assert_eq!(found(&diags), expected);
    }
}
