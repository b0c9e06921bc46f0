//! Editing mappings.

use super::draft::Draft;
use super::lists;
use super::render::{WIDTH, Yaml};
use super::sites::Site;
use super::text;
use crate::load::Entries;
use crate::source::Origin;

/// Adds an entry to a mapping: below the entry `after`, or else at the end.
pub(super) fn add(
    draft: &mut Draft<'_>,
    site: Site<'_>,
    after: Option<&str>,
    key: &str,
    value: &Yaml,
) {
    let Some(entries) = site.entries() else {
        return;
    };
    if draft.sites.is_flow(site.tree) {
        return add_inline(draft, site, entries, key, value);
    }
    let place = after
        .and_then(|after| entries.get(after))
        .or_else(|| entries.values().last());
    let (Some(place), Some(first)) = (place, entries.values().next()) else {
        return;
    };
    let indent = draft.column(first.key);
    draft.insert_below(
        end_of(place.key, place.value.origin),
        &value.entry(indent, key),
    );
}

/// Adds an entry to a mapping in braces: on its last line, or on a line of its own.
fn add_inline(draft: &mut Draft<'_>, site: Site<'_>, entries: &Entries, key: &str, value: &Yaml) {
    let origin = site.tree.origin;
    let text = format!("{}: {}", super::render::scalar(key), value.flow());
    let Some(last) = entries.values().last() else {
        return draft.insert(origin.file, origin.range().start + 1, text);
    };
    let at = end_of(last.key, last.value.origin).range().end;
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

/// An empty value has the location of its key.
fn end_of(key: Origin, value: Origin) -> Origin {
    match value == key {
        true => Origin {
            end: key.end + 1,
            ..key
        },
        false => value,
    }
}

/// The wanted value of a key; `None` removes it.
pub(super) type Wanted = (&'static str, Option<Yaml>);

/// Sets entries of a mapping, which has a key. `wanted` lists all entries that it can have, in their order.
///
/// Returns `false`, without an edit, if the mapping would have to be written anew and has a comment.
pub(super) fn set(draft: &mut Draft<'_>, site: Site<'_>, wanted: &[Wanted]) -> bool {
    let (Some(entries), Some(key)) = (site.entries(), site.key) else {
        return false;
    };
    if !draft.sites.is_flow(site.tree) {
        set_block(draft, site, entries, wanted);
        return true;
    }
    let origin = site.tree.origin;
    if draft.sites.sources.slice(origin).contains('#') {
        return false;
    }
    let value = Yaml::Map(in_order(entries, wanted));
    let is_in_block = site
        .parent
        .is_some_and(|parent| !draft.sites.is_flow(parent));
    if !is_in_block {
        draft.replace(origin, value.flow());
        return true;
    }
    let source = draft.text(key.file);
    let start = text::after_colon(source, key.range().end);
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
                    known.key.unwrap_or(known.tree.origin),
                    known.tree.origin,
                ));
            }
            (Some(known), None) => {
                let key = known.key.unwrap_or(known.tree.origin);
                draft.remove_lines(key, end_of(key, known.tree.origin));
            }
            (None, Some(value)) => {
                let lines = value.entry(indent, key);
                let known = entries
                    .iter()
                    .filter(|(name, _)| stays(name))
                    .map(|(_, entry)| entry);
                let place = before.or_else(|| {
                    known
                        .last()
                        .map(|entry| end_of(entry.key, entry.value.origin))
                });
                match place {
                    Some(place) => draft.insert_below(place, &lines),
                    None => {
                        let file = first.key.file;
                        let start = text::line_start(draft.text(file), first.key.range().start);
                        let line_break = draft.line_break(file);
                        let lines = lines.iter().map(|line| format!("{line}{line_break}"));
                        draft.insert(file, start, lines.collect::<String>());
                    }
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
