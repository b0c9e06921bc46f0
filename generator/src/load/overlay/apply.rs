//! Applies overlays to documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::document::{Action, Change, Overlay};
use super::merge::merge;
use super::missing::missing;
use super::query::Query;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::faults::{MAX_DEPTH, too_deep};
use crate::load::spans::unescaped;
use crate::load::tree::{NodeContent, Tree};
use crate::source::Origin;
use crate::suggest::Suggestions;

/// The maximum number of values that all actions add to a document. Copies of copies grow without end.
const MOST_VALUES: usize = 10_000_000;

/// A document that is changed. `value` has the same content as `tree` without what is removed, in any order.
pub(in crate::load) struct Editable {
    tree: Tree,
    value: Value,
    /// The entries of mappings that are still in `tree`, by the pointer to the mapping. Many actions can remove an entry each, and each
    /// time, the others would be moved.
    removed: BTreeMap<String, HashSet<String>>,
    added: usize,
}

impl Editable {
    pub(in crate::load) fn new(tree: Tree) -> Self {
        Self {
            value: tree.to_value(),
            tree,
            removed: BTreeMap::new(),
            added: 0,
        }
    }

    /// Returns the document as the actions have changed it.
    pub(in crate::load) fn finish(mut self) -> Tree {
        self.remove();
        self.tree
    }

    /// Returns the part of `tree` at a pointer.
    fn part(&mut self, pointer: &str) -> Option<&mut Tree> {
        self.remove();
        part(&mut self.tree, pointer)
    }

    /// Removes from `tree` what is removed from `value`.
    fn remove(&mut self) {
        // Parts of a value come before the value.
        for (parent, names) in std::mem::take(&mut self.removed).iter().rev() {
            let tree = part(&mut self.tree, parent);
            if let Some(NodeContent::Map(entries)) = tree.map(|tree| &mut tree.content) {
                entries.retain(|name, _| !names.contains(name));
            }
        }
    }
}

/// Applies the actions in their order, each to all targets. An action that selects nothing is reported.
pub(in crate::load) fn apply(
    overlay: &Overlay,
    targets: &mut [&mut Editable],
    diags: &mut Diagnostics,
) {
    let suggestions = Suggestions::default();
    for action in &overlay.actions {
        let mut is_used = false;
        for target in targets.iter_mut() {
            let selected = action.target.select(&target.value);
            is_used |= !selected.is_empty();
            change(action, target, selected, &suggestions, diags);
        }
        if !is_used {
            let values = targets.iter().map(|target| &target.value);
            diags.push(missing(&action.target, &suggestions, values));
        }
    }
}

fn change(
    action: &Action,
    target: &mut Editable,
    selected: Vec<String>,
    suggestions: &Suggestions,
    diags: &mut Diagnostics,
) {
    match &action.change {
        Change::Update(update) => {
            put_all(target, &selected, update, action.target.origin, diags);
        }
        Change::Copy(source) if !selected.is_empty() => {
            if let Some(copied) = copied(source, target, suggestions, diags) {
                put_all(target, &selected, &copied, source.origin, diags);
            }
        }
        Change::Copy(_) => {}
        Change::Remove => remove_all(target, &selected, action.target.origin, diags),
    }
}

/// Returns the value that `copy` selects.
fn copied(
    source: &Query,
    target: &mut Editable,
    suggestions: &Suggestions,
    diags: &mut Diagnostics,
) -> Option<Tree> {
    let selected = source.select(&target.value);
    match selected.as_slice() {
        [pointer] => target.part(pointer).map(|tree| tree.clone()),
        [] => {
            let document = std::iter::once(&target.value);
            diags.push(missing(source, suggestions, document));
            None
        }
        several => {
            let count = several.len();
            let message = format!(
                "`copy` requires one value, but `{}` selects {count}",
                source.text
            );
            let help = "write an expression that selects one value";
            diags.push(Diagnostic::error(source.origin, message).help(help));
            None
        }
    }
}

/// Merges a value into those at the pointers.
fn put_all(
    target: &mut Editable,
    pointers: &[String],
    update: &Tree,
    origin: Origin,
    diags: &mut Diagnostics,
) {
    let (values, depth) = size(update);
    for pointer in pointers {
        target.added = target.added.saturating_add(values);
        if target.added > MOST_VALUES {
            let message = format!("the actions add more than {MOST_VALUES} values to the document");
            diags.push(Diagnostic::error(origin, message).help("copy less"));
            return;
        }
        if pointer.matches('/').count() + depth > MAX_DEPTH {
            diags.push(too_deep(origin));
            return;
        }
        target.remove();
        let value = target.value.pointer_mut(pointer);
        if let (Some(tree), Some(value)) = (part(&mut target.tree, pointer), value) {
            merge(tree, value, update.clone(), diags);
        }
    }
}

/// The number of values in a value, and how deeply they are nested.
fn size(tree: &Tree) -> (usize, usize) {
    let parts: Vec<&Tree> = match &tree.content {
        NodeContent::Scalar(_) => Vec::new(),
        NodeContent::List(items) => items.iter().collect(),
        NodeContent::Map(entries) => entries.values().map(|entry| &entry.value).collect(),
    };
    let sizes = parts.into_iter().map(size);
    sizes.fold((1, 1), |(values, depth), (more, deeper)| {
        (values + more, depth.max(deeper + 1))
    })
}

/// Removes the values at the pointers: of each list or mapping all at once, so that the others keep their places.
fn remove_all(target: &mut Editable, pointers: &[String], origin: Origin, diags: &mut Diagnostics) {
    let mut by_parent: BTreeMap<&str, HashSet<Cow<'_, str>>> = BTreeMap::new();
    for pointer in pointers {
        match pointer.rsplit_once('/') {
            Some((parent, token)) => {
                by_parent
                    .entry(parent)
                    .or_default()
                    .insert(unescaped(token));
            }
            None => {
                let message = "the whole document cannot be removed";
                diags.push(Diagnostic::error(origin, message).help("select a part of it"));
            }
        }
    }
    // Parts of a value come before the value, whose removal would change their pointers.
    for (parent, tokens) in by_parent.iter().rev() {
        match target.value.pointer_mut(parent) {
            Some(Value::Object(entries)) => {
                let removed = target.removed.entry((*parent).to_owned()).or_default();
                for token in tokens {
                    entries.swap_remove(&**token);
                    removed.insert(token.clone().into_owned());
                }
            }
            Some(Value::Array(items)) => {
                remove_items(items, tokens);
                let tree = target.part(parent).map(|tree| &mut tree.content);
                if let Some(NodeContent::List(items)) = tree {
                    remove_items(items, tokens);
                }
            }
            _ => {}
        }
    }
}

fn remove_items<T>(items: &mut Vec<T>, tokens: &HashSet<Cow<'_, str>>) {
    let indexes = tokens.iter().filter_map(|token| token.parse().ok());
    let indexes: HashSet<usize> = indexes.collect();
    let mut index = 0_usize;
    items.retain(|_| {
        let is_kept = !indexes.contains(&index);
        index += 1;
        is_kept
    });
}

fn part<'t>(tree: &'t mut Tree, pointer: &str) -> Option<&'t mut Tree> {
    let mut tokens = pointer.split('/').skip(1).map(unescaped);
    tokens.try_fold(tree, |tree, token| tree.part_mut(&token))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::load::{Memory, load};

    /// The document after the actions, and the number of diagnostics.
    fn applied(document: &Value, actions: &Value) -> (Value, usize) {
        let (value, diags) = outcome(document, actions);
        (value, diags.iter().count())
    }

    /// The document after the actions, and the diagnostics.
    fn outcome(document: &Value, actions: &Value) -> (Value, Diagnostics) {
        let overlay = json!({"overlay": "1.1.0", "info": {}, "actions": actions});
        let files = [("a.json", document), ("o.json", &overlay)];
        let files = files.map(|(path, content)| (path, content.to_string()));
        let files: Memory = files.into_iter().collect();
        let mut diags = Diagnostics::default();
        let roots = ["a.json".to_owned()];
        let mut loaded = load(&roots, &["o.json".to_owned()], &files, &mut diags);
        let value = std::mem::take(&mut loaded.documents[0].value);
        (value, diags)
    }

    #[test]
    fn later_actions_see_what_earlier_ones_change() {
        let document = json!({"a": {"b": [{"c": 1}, {"c": 2}, {"d": 3}], "e": 1}});
        let table = [
            (
                json!([{"target": "$..c", "remove": true}, {"target": "$.a.b[0]", "remove": true}]),
                json!({"a": {"b": [{}, {"d": 3}], "e": 1}}),
            ),
            (
                json!([{"target": "$.a.b[?@.c]['c']", "remove": true}, {"target": "$.a.b[1, 0]", "remove": true}]),
                json!({"a": {"b": [{"d": 3}], "e": 1}}),
            ),
            (json!([{"target": "$..*", "remove": true}]), json!({})),
            (
                json!([
                    {"target": "$.a", "update": {"b": [{"c": 4}], "e": 2, "f": {"g": []}}},
                    {"target": "$.a.b[?@.c == 4]", "update": {"h": 5}},
                    {"target": "$.a.f.g", "update": 6},
                    {"target": "$.a[?@ == 2]", "update": 7},
                    {"target": "$.a.f", "copy": "$.a.b[3]"},
                    {"target": "$.a.b[?@.d || !@.h]", "remove": true},
                ]),
                json!({"a": {"b": [{"c": 4, "h": 5}], "e": 7, "f": {"g": [6], "c": 4, "h": 5}}}),
            ),
        ];
        for (actions, expected) in table {
            assert_eq!(applied(&document, &actions), (expected, 0), "{actions}");
        }
    }

    #[test]
    fn many_actions_and_removals_are_applied() {
        let names = |start: &str| -> Map<String, Value> {
            let names = (0..10_000).map(|index| (format!("{start}{index}"), json!({"a": 1})));
            names.collect()
        };
        let updates = names("s").into_iter();
        let mut actions: Vec<Value> = updates
            .map(|(name, value)| json!({"target": "$", "update": {name: value}}))
            .collect();
        actions.push(json!({"target": "$[?@.a == 1]", "remove": true}));
        let removed = applied(&Value::Object(names("k")), &Value::Array(actions));
        assert_eq!(removed, (json!({}), 0));
        // If each action looked at each entry, this would take a minute.
        let removals =
            (0..10_000).map(|index| json!({"target": format!("$.k{index}"), "remove": true}));
        let removed = applied(&Value::Object(names("k")), &removals.collect());
        assert_eq!(removed, (json!({}), 0));
    }

    #[test]
    fn an_expression_with_many_segments_that_selects_nothing_is_followed_once() {
        let document = (0..120).fold(json!(1), |value, _| json!({"a": value}));
        let target = format!("${}", ".a".repeat(4_000));
        let actions =
            json!([{"target": target, "remove": true}, {"target": "$.a.b", "remove": true}]);
        let (_, diags) = outcome(&document, &actions);
        let messages: Vec<&str> = diags.iter().map(|one| one.message.as_str()).collect();
        let known = format!("`${}` has no `a`", ".a".repeat(120));
        assert!(messages[0].ends_with(&known), "{messages:?}");
        assert_eq!(messages[1], "`$.a.b` selects nothing: `$.a` has no `b`");
    }

    #[test]
    fn only_some_of_many_wrong_targets_in_a_large_mapping_have_suggestions() {
        let names = (0..10_000).map(|index| (format!("schema_{index}"), json!({})));
        let schemas: Map<String, Value> = names.collect();
        let targets = (0..1_000).map(|index| format!("$.schemas.schemas_{index}"));
        let actions = targets.map(|target| json!({"target": target, "remove": true}));
        let actions = Value::Array(actions.collect());
        let (_, diags) = outcome(&json!({"schemas": schemas}), &actions);
        assert_eq!(diags.iter().count(), 1_000);
        let helps = diags.iter().filter_map(|one| one.help.as_deref());
        let suggestions = helps.filter(|help| help.starts_with("did you mean"));
        assert_eq!(suggestions.count(), 300, "each considers 10,000 names");
    }
}
