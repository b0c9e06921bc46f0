//! Editing mappings.

use super::draft::Draft;
use super::lists;
use super::render::{WIDTH, Yaml};
use super::sites::Site;
use super::text;
use crate::load::{Entries, Tree};
use crate::source::Origin;

/// Where an entry is added to a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    First,
    Below(&'a str),
    Last,
}

impl<'a> Place<'a> {
    /// Returns where a key belongs: in the order of the keys if they are sorted, else at the end.
    pub(super) fn of(key: &str, entries: &'a Entries) -> Self {
        if !entries.keys().is_sorted() {
            return Self::Last;
        }
        let above = entries.keys().take_while(|known| known.as_str() < key);
        above.last().map_or(Self::First, |above| Self::Below(above))
    }
}

/// Adds an entry to a mapping.
pub(super) fn add(
    draft: &mut Draft<'_>,
    site: Site<'_>,
    place: Place<'_>,
    key: &str,
    value: &Yaml,
) {
    let Some(entries) = site.entries() else {
        return;
    };
    if draft.sites.is_flow(site.tree) {
        return add_inline(draft, site, entries, key, value);
    }
    let Some(first) = entries.values().next() else {
        return;
    };
    let lines = value.entry(draft.column(first.key), key);
    if place == Place::First && is_first_of_line(draft, first.key) {
        return draft.insert_above(first.key, &lines);
    }
    let above = match place {
        Place::Below(above) => entries.get(above),
        Place::First | Place::Last => None,
    };
    if let Some(above) = above.or_else(|| entries.values().last()) {
        draft.insert_below(end_of(draft, above.key, &above.value), &lines);
    }
}

/// Whether only white space is before a location in its line.
fn is_first_of_line(draft: &Draft<'_>, at: Origin) -> bool {
    let source = draft.text(at.file);
    let start = text::line_start(source, at.range().start);
    let before = source.get(start..at.range().start);
    before.is_some_and(|before| before.trim().is_empty())
}

/// Adds an entry to a mapping in braces: on its last line, or on a line of its own.
fn add_inline(draft: &mut Draft<'_>, site: Site<'_>, entries: &Entries, key: &str, value: &Yaml) {
    let origin = site.tree.origin;
    let text = format!("{}: {}", super::render::scalar(key), value.flow());
    let Some(last) = entries.values().last() else {
        return draft.insert(origin.file, origin.range().start + 1, text);
    };
    let at = end_of(draft, last.key, &last.value).range().end;
    let source = draft.text(origin.file);
    let line = text::column(source, text::line_end(source, at));
    let separator = match line + text.chars().count() + 2 <= WIDTH {
        true => ", ".to_owned(),
        false => {
            let indent = " ".repeat(draft.column(origin) + 1);
            format!(",{}{indent}", draft.line_break(origin.file))
        }
    };
    draft.insert(origin.file, at, format!("{separator}{text}"));
}

/// Returns the location of a value. An empty one has the location of its key, which is followed by a colon.
fn end_of(draft: &Draft<'_>, key: Origin, value: &Tree) -> Origin {
    match value.origin == key {
        true => Origin {
            end: key.end + 1,
            ..key
        },
        false => draft.sites.origin(value),
    }
}

/// The wanted value of a key; `None` removes it.
pub(super) type Wanted = (&'static str, Option<Yaml>);

/// Why [`set`] does not edit.
pub(super) const IN_THE_WAY: &str = "a comment in braces is in the way";

/// Sets entries of a mapping, which has a key. `wanted` lists all entries that it can have, in their order.
///
/// Returns `false`, without an edit, if the mapping would have to be written anew and has a comment.
#[must_use]
pub(super) fn set(draft: &mut Draft<'_>, site: Site<'_>, wanted: &[Wanted]) -> bool {
    let (Some(entries), Some(key)) = (site.entries(), site.key) else {
        return false;
    };
    if !draft.sites.is_flow(site.tree) {
        set_block(draft, site, entries, wanted);
        return true;
    }
    let origin = draft.sites.origin(site.tree);
    let is_in_block = site
        .parent
        .is_some_and(|parent| !draft.sites.is_flow(parent));
    let source = draft.text(key.file);
    // In a block, what is between the colon and the bracket is written anew, too.
    let start = match is_in_block {
        true => text::after_colon(source, key.range().end),
        false => origin.range().start,
    };
    if draft.sites.has_comment(start, site.tree) {
        return false;
    }
    let value = Yaml::Map(in_order(entries, wanted));
    if !is_in_block {
        draft.replace(origin, value.flow());
        return true;
    }
    let lines = value.after_key(draft.column(key), text::column(source, start));
    let text = lines.join(draft.line_break(key.file));
    draft.replace(Origin::new(key.file, start..origin.range().end), text);
    true
}

/// Returns the entries that remain in their order, and the new ones where `wanted` has them.
fn in_order(entries: &Entries, wanted: &[Wanted]) -> Vec<(&'static str, Yaml)> {
    let value_of = |name: &str| wanted.iter().find(|(key, _)| *key == name);
    let known = entries.keys().filter_map(|name| value_of(name));
    let mut ordered: Vec<(&'static str, Yaml)> = known
        .filter_map(|(key, value)| Some((*key, value.clone()?)))
        .collect();
    for (index, (key, value)) in wanted.iter().enumerate() {
        let Some(value) = value.clone().filter(|_| !entries.contains_key(*key)) else {
            continue;
        };
        let before: Vec<&str> = wanted[..index].iter().map(|(key, _)| *key).collect();
        let at = ordered.iter().rposition(|(key, _)| before.contains(key));
        ordered.insert(at.map_or(0, |at| at + 1), (*key, value));
    }
    ordered
}

fn set_block(draft: &mut Draft<'_>, site: Site<'_>, entries: &Entries, wanted: &[Wanted]) {
    let Some(first) = entries.values().next() else {
        return;
    };
    let indent = draft.column(first.key);
    let stays = |name: &str| {
        wanted
            .iter()
            .any(|(key, value)| *key == name && value.is_some())
    };
    let mut before: Option<Origin> = None;
    for (key, value) in wanted {
        match (site.entry(key), value) {
            (Some(known), Some(value)) => {
                set_value(draft, known, value);
                before = Some(end_of(
                    draft,
                    known.key.unwrap_or(known.tree.origin),
                    known.tree,
                ));
            }
            (Some(known), None) => {
                let key = known.key.unwrap_or(known.tree.origin);
                draft.remove_lines(key, end_of(draft, key, known.tree));
            }
            (None, Some(value)) => {
                let lines = value.entry(indent, key);
                let mut known = entries
                    .iter()
                    .filter(|(name, _)| stays(name))
                    .map(|(_, entry)| entry);
                let place = before.or_else(|| {
                    known
                        .next_back()
                        .map(|entry| end_of(draft, entry.key, &entry.value))
                });
                match place {
                    Some(place) => draft.insert_below(place, &lines),
                    None => draft.insert_above(first.key, &lines),
                }
            }
            (None, None) => {}
        }
    }
}

fn set_value(draft: &mut Draft<'_>, known: Site<'_>, value: &Yaml) {
    match value {
        Yaml::List(_) if known.texts().is_some() => {
            let wanted = match value {
                Yaml::List(items) => items.clone(),
                _ => Vec::new(),
            };
            lists::edit(draft, known, &wanted);
        }
        value => {
            let text = value.flow();
            if draft.sites.sources.slice(known.tree.origin) != text {
                draft.replace(known.tree.origin, text);
            }
        }
    }
}
