//! Applies overlays to documents.

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

/// The maximum number of values that all actions add to a document. Copies of copies grow without end.
const MOST_VALUES: usize = 10_000_000;

/// A document that is changed. `value` has the same content as `tree`.
pub(in crate::load) struct Editable {
    pub(in crate::load) tree: Tree,
    pub(in crate::load) value: Value,
    added: usize,
}

impl Editable {
    pub(in crate::load) fn new(tree: Tree) -> Self {
        Self {
            value: tree.to_value(),
            tree,
            added: 0,
        }
    }
}

/// Applies the actions in their order, each to all targets. An action that selects nothing is reported.
pub(in crate::load) fn apply(
    overlay: &Overlay,
    targets: &mut [&mut Editable],
    diags: &mut Diagnostics,
) {
    for action in &overlay.actions {
        let mut is_used = false;
        for target in targets.iter_mut() {
            let selected = action.target.select(&target.value);
            is_used |= !selected.is_empty();
            change(action, target, selected, diags);
        }
        if !is_used {
            let values = targets.iter().map(|target| &target.value);
            diags.push(missing(&action.target, values));
        }
    }
}

fn change(action: &Action, target: &mut Editable, selected: Vec<String>, diags: &mut Diagnostics) {
    match &action.change {
        Change::Update(update) => {
            for pointer in selected {
                put(
                    target,
                    &pointer,
                    update.clone(),
                    action.target.origin,
                    diags,
                );
            }
        }
        Change::Copy(source) if !selected.is_empty() => {
            if let Some(copied) = copied(source, target, diags) {
                for pointer in selected {
                    put(target, &pointer, copied.clone(), source.origin, diags);
                }
            }
        }
        Change::Copy(_) => {}
        Change::Remove => {
            // From the last one on, so that the others keep their places.
            for pointer in selected.iter().rev() {
                remove(target, pointer, action.target.origin, diags);
            }
        }
    }
}

/// Returns the value that `copy` selects.
fn copied(source: &Query, target: &mut Editable, diags: &mut Diagnostics) -> Option<Tree> {
    let selected = source.select(&target.value);
    match selected.as_slice() {
        [pointer] => part(&mut target.tree, pointer).map(|tree| tree.clone()),
        [] => {
            diags.push(missing(source, std::iter::once(&target.value)));
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

/// Merges a value into the one at `pointer`.
fn put(
    target: &mut Editable,
    pointer: &str,
    update: Tree,
    origin: Origin,
    diags: &mut Diagnostics,
) {
    let (values, depth) = size(&update);
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
    if let Some(tree) = part(&mut target.tree, pointer) {
        merge(tree, update, diags);
        if let Some(value) = target.value.pointer_mut(pointer) {
            *value = tree.to_value();
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

fn remove(target: &mut Editable, pointer: &str, origin: Origin, diags: &mut Diagnostics) {
    let Some((base, token)) = pointer.rsplit_once('/') else {
        let message = "the whole document cannot be removed";
        diags.push(Diagnostic::error(origin, message).help("select a part of it"));
        return;
    };
    let token = unescaped(token);
    match part(&mut target.tree, base).map(|tree| &mut tree.content) {
        Some(NodeContent::Map(entries)) => {
            entries.shift_remove(&*token);
        }
        Some(NodeContent::List(items)) => {
            if let Some(index) = token.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
    match target.value.pointer_mut(base) {
        Some(Value::Object(entries)) => {
            entries.shift_remove(&*token);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = token.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn part<'t>(tree: &'t mut Tree, pointer: &str) -> Option<&'t mut Tree> {
    let mut tokens = pointer.split('/').skip(1).map(unescaped);
    tokens.try_fold(tree, |tree, token| tree.part_mut(&token))
}
