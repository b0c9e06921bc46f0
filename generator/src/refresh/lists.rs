//! Editing lists.

use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::render::{WIDTH, Yaml, scalar};
use super::sites::Site;
use super::text;
use crate::source::Origin;

/// Adds values to a list: where they belong if it is sorted, else at the end.
pub(super) fn merged(list: &[&str], new: &[&str], is_sorted: bool) -> Vec<String> {
    let mut merged: Vec<String> = list.iter().map(|&one| one.to_owned()).collect();
    for &value in new {
        let at = match is_sorted {
            true => merged.partition_point(|known| known.as_str() < value),
            false => merged.len(),
        };
        merged.insert(at, value.to_owned());
    }
    merged
}

/// The values of a list, and where they are.
struct Places<'t> {
    in_order: Vec<(&'t str, Origin)>,
    by_value: HashMap<&'t str, Origin>,
}

impl Places<'_> {
    fn of(&self, value: &str) -> Option<Origin> {
        self.by_value.get(value).copied()
    }
}

/// Edits a list so that it has these values. Those that it has already stay as they are written.
pub(super) fn edit(draft: &mut Draft<'_>, site: Site<'_>, wanted: &[String]) {
    let Some(known) = site.texts() else { return };
    if known == wanted {
        return;
    }
    let origin = draft.sites.origin(site.tree);
    let source = draft.sites.sources.slice(origin);
    let items = site.tree.as_list().unwrap_or_default();
    let origins = items.iter().map(|item| item.origin);
    let places = Places {
        in_order: known.iter().copied().zip(origins.clone()).collect(),
        by_value: known.iter().copied().zip(origins).collect(),
    };
    if !draft.sites.is_flow(site.tree) {
        if let (Some(key), []) = (site.key, wanted) {
            // Without items, it would be no list.
            let at = text::after_colon(draft.text(key.file), key.range().end);
            draft.insert(key.file, at, " []");
        }
        return block(draft, &places, wanted);
    }
    if source.contains('#') || known.is_empty() {
        return inline(draft, origin, &places, wanted);
    }
    folded(draft, site, &places, wanted);
}

/// Adds and removes lines of a list with one item per line.
fn block(draft: &mut Draft<'_>, places: &Places<'_>, wanted: &[String]) {
    let wanted_set: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let removed = places
        .in_order
        .iter()
        .filter(|(known, _)| !wanted_set.contains(known));
    for &(_, origin) in removed {
        draft.remove_lines(origin, origin);
    }
    let Some(&(_, first)) = places.in_order.first() else {
        return;
    };
    let source = draft.text(first.file);
    let start = text::line_start(source, first.range().start);
    let bullet = source.get(start..first.range().start).unwrap_or_default();
    let mut before: Option<Origin> = None;
    for value in wanted {
        if let Some(origin) = places.of(value) {
            before = Some(origin);
            continue;
        }
        let line = format!("{bullet}{}", scalar(value));
        match before {
            Some(origin) => draft.insert_below(origin, &[line]),
            None => draft.insert_above(first, &[line]),
        }
    }
}

/// Adds and removes items of a list with comments, without moving others.
fn inline(draft: &mut Draft<'_>, list: Origin, places: &Places<'_>, wanted: &[String]) {
    let keeps = remove_inline(draft, list, places, wanted);
    let mut at = list.range().start + 1;
    let mut has_before = false;
    let mut is_empty = !keeps;
    for value in wanted {
        if let Some(origin) = places.of(value) {
            at = origin.range().end;
            has_before = true;
            continue;
        }
        let text = match (has_before, is_empty) {
            (true, _) => format!(", {}", scalar(value)),
            (false, true) => scalar(value),
            (false, false) => format!("{}, ", scalar(value)),
        };
        has_before |= is_empty;
        is_empty = false;
        draft.insert(list.file, at, text);
    }
}

/// Removes items with the commas after them, and the comma before those at the end. Comments stay. Returns whether items stay.
fn remove_inline(
    draft: &mut Draft<'_>,
    list: Origin,
    places: &Places<'_>,
    wanted: &[String],
) -> bool {
    let source = draft.text(list.file);
    let wanted: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let places = &places.in_order;
    let is_kept = |place: &(&str, Origin)| wanted.contains(place.0);
    let last_kept = places.iter().rposition(is_kept);
    for (index, place) in places.iter().enumerate() {
        let item = place.1.range();
        let ends_list = last_kept == Some(index) && index + 1 < places.len();
        if is_kept(place) && !ends_list {
            continue;
        }
        let start = if ends_list { item.end } else { item.start };
        let comma = text::after_comments(source, item.end, &[',', ']']);
        let comma = comma.filter(|&at| source[at..].starts_with(','));
        let apart = comma.filter(|&comma| source[item.end..comma].contains('#'));
        let end = match (comma, apart) {
            (Some(comma), None) => comma + 1,
            _ => item.end,
        };
        if start < end {
            draft.replace(Origin::new(list.file, start..end), "");
        }
        if let Some(comma) = apart {
            draft.replace(Origin::new(list.file, comma..comma + 1), "");
        }
    }
    last_kept.is_some()
}

/// Edits a folded list. Lines change only from the first one that changes, and only as far as something moves to the next line.
fn folded(draft: &mut Draft<'_>, site: Site<'_>, places: &Places<'_>, wanted: &[String]) {
    let list = draft.sites.origin(site.tree);
    let source = draft.text(list.file);
    let breaks = draft.sites.sources.slice(list).match_indices('\n');
    let breaks: Vec<usize> = breaks.map(|(at, _)| list.range().start + at).collect();
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut line = 0;
    for value in wanted {
        let text = match places.of(value) {
            Some(origin) => {
                line = breaks.partition_point(|at| *at < origin.range().start);
                draft.sites.sources.slice(origin).to_owned()
            }
            None => scalar(value),
        };
        lines.resize_with(lines.len().max(line + 1), Vec::new);
        lines[line].push(text);
    }
    lines.retain(|line| !line.is_empty());
    let column = draft.column(list);
    let end = text::line_end(source, list.range().end);
    let tail = end - list.range().end;
    let is_on_key_line = site.key.is_some_and(|key| line_of_key(source, key, list));
    let is_in_block = site
        .parent
        .is_some_and(|parent| !draft.sites.is_flow(parent));
    let one_line = lines.iter().flatten().cloned().collect();
    let fits = column + Yaml::Written(one_line).flow().chars().count() + tail <= WIDTH;
    if let Some(key) = site.key.filter(|_| is_on_key_line && is_in_block && !fits) {
        let all = lines.into_iter().flatten().collect();
        let indent = draft.column(key);
        let after = Yaml::Written(all).after_key(indent, WIDTH);
        let range = text::after_colon(source, key.range().end)..list.range().end;
        let text = after.join(draft.line_break(list.file));
        return draft.replace(Origin::new(list.file, range), text);
    }
    let text = joined(
        rippled(lines, column, tail),
        column,
        draft.line_break(list.file),
    );
    draft.replace(list, text);
}

/// Whether a list begins on the line of its key.
fn line_of_key(source: &str, key: Origin, list: Origin) -> bool {
    let between = source.get(key.range().end..list.range().start);
    between.is_some_and(|between| !between.contains('\n'))
}

/// Moves items that do not fit on their line to the next one.
fn rippled(mut lines: Vec<Vec<String>>, column: usize, tail: usize) -> Vec<Vec<String>> {
    let mut index = 0;
    while index < lines.len() {
        let is_last = index + 1 == lines.len();
        let width = |line: &[String]| {
            let items: usize = line.iter().map(|item| item.chars().count() + 2).sum();
            // The bracket or the space before the items; the last item ends with a comma, or with a bracket and what follows.
            column + items + if is_last { tail } else { 0 }
        };
        let mut moved = Vec::new();
        while lines[index].len() > 1 && width(&lines[index]) > WIDTH {
            moved.extend(lines[index].pop());
        }
        moved.reverse();
        if !moved.is_empty() {
            match lines.get_mut(index + 1) {
                Some(next) => drop(next.splice(0..0, moved)),
                None => lines.push(moved),
            }
        }
        index += 1;
    }
    lines
}

fn joined(lines: Vec<Vec<String>>, column: usize, line_break: &str) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.join(", ")).collect();
    let between = format!(",{line_break}{}", " ".repeat(column + 1));
    format!("[{}]", lines.join(&between))
}
