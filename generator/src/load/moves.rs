//! Where the parts of a rewritten document are.

use std::borrow::Cow;
use std::collections::HashMap;

/// The parts that are no longer where the file has them.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// By pointer in the file: the length of the pointer to an object around the part, and the path from there to the part.
    moved: HashMap<String, (usize, String)>,
    /// The number of tokens of the longest of these pointers.
    deepest: usize,
}

impl Moves {
    /// Records that `base` contains at `to` what it contained at `from`. All are pointers, `from` and `to` relative to `base`.
    pub(crate) fn insert(&mut self, base: &str, from: &str, to: &str) {
        let whole = format!("{base}{from}");
        self.deepest = self.deepest.max(whole.matches('/').count());
        self.moved.insert(whole, (base.len(), to.to_owned()));
    }

    /// Returns the pointer to what is at `pointer` of the file. A reference can have any number of tokens, so those that are deeper
    /// than any part that has been moved are not looked up.
    pub(crate) fn target<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        if self.moved.is_empty() {
            return Cow::Borrowed(pointer);
        }
        let ends = pointer.match_indices('/').map(|(end, _)| end).skip(1);
        let ends = ends.chain([pointer.len()]).take(self.deepest);
        let mut target = String::with_capacity(pointer.len());
        // The lengths of the beginnings of both pointers that select the same object.
        let mut lengths = vec![(0, 0)];
        let mut start = 0;
        for end in ends {
            let moved = pointer.get(..end).and_then(|head| self.moved.get(head));
            if let Some((base, to)) = moved {
                let known = lengths.iter().find(|(length, _)| length == base);
                target.truncate(known.map_or(0, |(_, length)| *length));
                target.push_str(to);
            } else {
                target.push_str(pointer.get(start..end).unwrap_or_default());
            }
            lengths.push((end, target.len()));
            start = end;
        }
        target.push_str(pointer.get(start..).unwrap_or_default());
        Cow::Owned(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_move_with_what_contains_them() {
        let mut moves = Moves::default();
        assert_eq!(moves.target("/a/items/b"), "/a/items/b");
        moves.insert("/a/items", "/patternProperties/x", "/additionalProperties");
        moves.insert("/a", "/items", "/anyOf/1/items");
        let target = moves.target("/a/items/patternProperties/x/type");
        assert_eq!(target, "/a/anyOf/1/items/additionalProperties/type");
        assert_eq!(moves.target("/a/items"), "/a/anyOf/1/items");
        assert_eq!(moves.target("/a/itemsize"), "/a/itemsize");
        assert_eq!(moves.target(""), "");
        moves.insert("", "/webhooks", "/x-webhooks");
        assert_eq!(moves.target("/webhooks/a"), "/x-webhooks/a");
    }

    #[test]
    fn a_pointer_can_have_a_million_tokens() {
        let mut moves = Moves::default();
        moves.insert("", "/webhooks", "/x-webhooks");
        let rest = "/a".repeat(1_000_000);
        let target = moves.target(&format!("/webhooks{rest}")).into_owned();
        // If each beginning was looked up, this would take an hour.
        assert!(target == format!("/x-webhooks{rest}"));
    }
}
