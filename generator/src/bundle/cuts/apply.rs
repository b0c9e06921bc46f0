//! Leaves parts of documents out.

use super::parts::Cuts;
use super::units::Action;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::load::{Entries, Loaded, NodeContent, Tree};

impl Cuts {
    /// Leaves the parts out of the documents, which must be as they were read.
    pub(crate) fn apply(&self, loaded: &mut Loaded) {
        loaded.is_partial = !self.all.is_empty();
        for document in &mut loaded.documents {
            let file = document.file;
            let first = SourceLocation::new(file, "");
            let parts = self.all.range((first, Action::Loosen)..);
            let mut parts = parts
                .take_while(|((location, _), _)| location.file == file)
                .map(|(key, _)| key)
                .peekable();
            if parts.peek().is_none() {
                continue;
            }
            let mut tree = document.take();
            for (location, action) in parts {
                match action {
                    Action::Loosen => loosen(&mut tree, &location.pointer),
                    Action::Remove => remove(&mut tree, &location.pointer),
                }
            }
            document.replace(tree);
        }
    }
}

/// Replaces a schema by one that allows any value.
fn loosen(tree: &mut Tree, pointer: &str) {
    let Some(schema) = part(tree, pointer) else {
        return;
    };
    let mut kept = Entries::new();
    if let NodeContent::Map(entries) = &mut schema.content
        && let Some(description) = entries.shift_remove("description")
        && description.value.as_str().is_some()
    {
        kept.insert("description".to_owned(), description);
    }
    schema.content = NodeContent::Map(kept);
}

/// Removes an entry of a mapping, and its name from the required properties.
fn remove(tree: &mut Tree, pointer: &str) {
    let Some((base, name)) = pointer::parent(pointer) else {
        return;
    };
    remove_from(tree, base, &name);
    let schema = base.strip_suffix("/properties");
    if let Some(schema) = schema
        && let Some(required) = part(tree, &format!("{schema}/required"))
        && let Some(names) = required.as_list_mut()
    {
        names.retain(|required| required.as_str() != Some(&*name));
    }
}

fn remove_from(tree: &mut Tree, base: &str, name: &str) {
    if let Some(entries) = part(tree, base).and_then(Tree::as_map_mut) {
        entries.shift_remove(name);
    }
}

fn part<'t>(tree: &'t mut Tree, pointer: &str) -> Option<&'t mut Tree> {
    let mut tokens = pointer::tokens(pointer);
    tokens.try_fold(tree, |tree, token| tree.part_mut(&token))
}
