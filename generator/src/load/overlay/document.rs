//! The content of an overlay.

use super::query::Query;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::tree::{Entries, Tree};
use crate::source::Origin;

/// An overlay.
#[derive(Debug)]
pub(in crate::load) struct Overlay {
    /// The document that the overlay is for, and where it says so.
    pub(in crate::load) extends: Option<(String, Origin)>,
    pub(super) actions: Vec<Action>,
}

/// One change.
#[derive(Debug)]
pub(super) struct Action {
    pub(super) target: Query,
    pub(super) change: Change,
}

#[derive(Debug)]
pub(super) enum Change {
    Update(Tree),
    Copy(Query),
    Remove,
}

const OVERLAY: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION: [&str; 5] = ["target", "description", "update", "copy", "remove"];

impl Overlay {
    /// Reads an overlay. What is wrong with it is reported.
    pub(in crate::load) fn of(tree: Tree, diags: &mut Diagnostics) -> Option<Self> {
        let origin = tree.origin;
        let mut entries = entries(tree, diags)?;
        check_version(&entries, origin, diags)?;
        report_unknown(&entries, &OVERLAY, "an overlay", diags);
        let extends = entries.get("extends").and_then(|entry| {
            let text = entry.value.as_str()?;
            Some((text.to_owned(), entry.value.origin))
        });
        let actions = entries.shift_remove("actions").map(|entry| entry.value);
        let actions = match actions {
            Some(mut actions) => actions.as_list_mut().map(std::mem::take),
            None => None,
        };
        let Some(actions) = actions else {
            let help = "write `actions:` with a list of changes";
            diags
                .push(Diagnostic::error(origin, "an overlay requires a list `actions`").help(help));
            return None;
        };
        let actions = actions.into_iter();
        Some(Self {
            extends,
            actions: actions
                .filter_map(|action| Action::of(action, diags))
                .collect(),
        })
    }
}

impl Action {
    fn of(tree: Tree, diags: &mut Diagnostics) -> Option<Self> {
        let origin = tree.origin;
        let mut entries = entries(tree, diags)?;
        report_unknown(&entries, &ACTION, "an action", diags);
        let Some(target) = entries.shift_remove("target") else {
            let help = "write `target:` with a JSONPath expression";
            diags.push(Diagnostic::error(origin, "an action requires `target`").help(help));
            return None;
        };
        let target = Query::of(&target.value, "target", diags)?;
        let remove = entries.shift_remove("remove");
        let is_removed = remove.is_some_and(|entry| entry.value.as_bool() == Some(true));
        let update = entries.shift_remove("update").map(|entry| entry.value);
        let copy = entries.shift_remove("copy").map(|entry| entry.value);
        let change = match (is_removed, update, copy) {
            (true, None, None) => Change::Remove,
            (false, Some(update), None) => Change::Update(update),
            (false, None, Some(copy)) => Change::Copy(Query::of(&copy, "copy", diags)?),
            _ => {
                let message = "an action requires either `update`, `copy` or `remove: true`";
                diags.push(Diagnostic::error(origin, message).help("write exactly one of them"));
                return None;
            }
        };
        Some(Self { target, change })
    }
}

fn entries(tree: Tree, diags: &mut Diagnostics) -> Option<Entries> {
    let origin = tree.origin;
    let entries = tree.into_map();
    if entries.is_none() {
        let help = "write a mapping, such as `{target: $.info, update: {title: Pets}}`";
        diags.push(
            Diagnostic::error(origin, "this part of an overlay must be a mapping").help(help),
        );
    }
    entries
}

fn check_version(entries: &Entries, origin: Origin, diags: &mut Diagnostics) -> Option<()> {
    let version = entries.get("overlay").map(|entry| &entry.value);
    let text = version.and_then(Tree::as_str).unwrap_or_default();
    if text.starts_with("1.0.") || text.starts_with("1.1.") {
        return Some(());
    }
    let origin = version.map_or(origin, |version| version.origin);
    let message = "an overlay requires `overlay` with the version 1.0 or 1.1 of the specification";
    diags.push(Diagnostic::error(origin, message).help("write `overlay: 1.1.0`"));
    None
}

fn report_unknown(entries: &Entries, known: &[&str], what: &str, diags: &mut Diagnostics) {
    for (name, entry) in entries {
        if !known.contains(&name.as_str()) && !name.starts_with("x-") {
            let message = format!("`{name}` in {what} has no effect");
            let help = diags
                .suggestions()
                .did_you_mean(name, known.iter().copied());
            let help = help.unwrap_or_else(|| "remove it".to_owned());
            diags.push(Diagnostic::warning(entry.key, message).help(help));
        }
    }
}
