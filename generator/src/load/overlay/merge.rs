//! Merges a value into another one.

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::tree::{Entries, NodeContent, Tree};

/// Merges `update` into `target`: mappings by key, lists one after the other. A scalar replaces a scalar. `value` has the same
/// content as `target`, before and after.
pub(super) fn merge(target: &mut Tree, value: &mut Value, update: Tree, diags: &mut Diagnostics) {
    match (&mut target.content, update.content) {
        (NodeContent::Map(entries), NodeContent::Map(updates)) => {
            merge_entries(entries, value, updates, diags);
        }
        (NodeContent::List(items), NodeContent::List(more)) => append(items, value, more),
        (NodeContent::List(items), content) => {
            append(items, value, vec![Tree::new(update.origin, content)]);
        }
        (NodeContent::Scalar(_), content @ NodeContent::Scalar(_)) => {
            *target = Tree::new(update.origin, content);
            *value = target.to_value();
        }
        (found, content) => {
            let message = format!("{} cannot be merged into {}", kind(&content), kind(found));
            let help =
                "write a value of the same kind, or remove the other one with an action before";
            let fault = Diagnostic::error(update.origin, message).help(help);
            diags.push(fault.related(target.origin, "the value in the document"));
        }
    }
}

fn append(items: &mut Vec<Tree>, value: &mut Value, more: Vec<Tree>) {
    if let Value::Array(values) = value {
        values.extend(more.iter().map(Tree::to_value));
    }
    items.extend(more);
}

fn merge_entries(
    entries: &mut Entries,
    value: &mut Value,
    updates: Entries,
    diags: &mut Diagnostics,
) {
    let Value::Object(values) = value else { return };
    for (name, update) in updates {
        match (entries.get_mut(&name), values.get_mut(&name)) {
            // A list in a list would be an item of it.
            (Some(known), Some(value))
                if known.value.as_list().is_none() || update.value.as_list().is_some() =>
            {
                merge(&mut known.value, value, update.value, diags);
            }
            (Some(known), _) => {
                let message = format!("`{name}` is a list, and this value is not");
                let fault = Diagnostic::error(update.value.origin, message)
                    .help("write a list, whose items are added")
                    .related(known.value.origin, "the list in the document");
                diags.push(fault);
            }
            (None, _) => {
                values.insert(name.clone(), update.value.to_value());
                entries.insert(name, update);
            }
        }
    }
}

fn kind(content: &NodeContent) -> &'static str {
    match content {
        NodeContent::Scalar(_) => "a scalar",
        NodeContent::List(_) => "a list",
        NodeContent::Map(_) => "a mapping",
    }
}
