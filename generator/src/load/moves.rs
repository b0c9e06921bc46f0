//! Where the parts of a rewritten document are.

use std::borrow::Cow;
use std::collections::HashMap;

/// The parts that are no longer where the file has them.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// By pointer in the file: the length of the pointer to an object around the part, and the path from there to the part.
    moved: HashMap<String, (usize, String)>,
}

impl Moves {
    /// Records that `base` contains at `to` what it contained at `from`. All are pointers, `from` and `to` relative to `base`.
    pub(crate) fn insert(&mut self, base: &str, from: &str, to: &str) {
        let whole = format!("{base}{from}");
        self.moved.insert(whole, (base.len(), to.to_owned()));
    }

    /// Returns the pointer to what is at `pointer` of the file.
    pub(crate) fn target<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        if self.moved.is_empty() {
            return Cow::Borrowed(pointer);
        }
        let mut target = String::with_capacity(pointer.len());
        // The lengths of the beginnings of both pointers that select the same object.
        let mut lengths = vec![(0, 0)];
        let ends = pointer.match_indices('/').map(|(end, _)| end).skip(1);
        let mut start = 0;
        for end in ends.chain([pointer.len()]) {
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
}
