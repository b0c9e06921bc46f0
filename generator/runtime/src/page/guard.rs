//! Detection of endless lists.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::BuildHasher,
};

/// The maximum number of empty pages in a row.
const MAX_EMPTY: u32 = 1000;

/// The maximum number of cursors to remember; then the set is cleared. A cycle of up to that many pages is found in its second
/// round.
const MAX_SEEN: usize = 100_000;

/// The maximum number of characters of a cursor in a message.
const SHOWN: usize = 100;

/// Tracks the cursors of a list.
#[derive(Default)]
pub(super) struct Guard {
    hasher: RandomState,
    /// Hashes of the cursors, because cursors can be long.
    seen: HashSet<u64>,
    empty: u32,
}

impl Guard {
    /// Starts tracking at `cursor`.
    pub(super) fn new(cursor: Option<&str>) -> Self {
        let mut guard = Self::default();
        if let Some(cursor) = cursor {
            guard.is_new(cursor);
        }
        guard
    }

    /// Tracks `cursor`, the next cursor of a page. Returns an error if it must not be followed.
    pub(super) fn follow(&mut self, cursor: &str, is_empty: bool) -> Result<(), String> {
        self.empty = if is_empty { self.empty + 1 } else { 0 };
        if !self.is_new(cursor) {
            return Err(format!(
                "the list does not end: the API returned the cursor {} twice",
                shown(cursor)
            ));
        }
        if self.empty >= MAX_EMPTY {
            return Err(format!(
                "the list does not end: the API returned {MAX_EMPTY} empty pages in a row; the next cursor is {}",
                shown(cursor)
            ));
        }
        Ok(())
    }

    fn is_new(&mut self, cursor: &str) -> bool {
        if self.seen.len() >= MAX_SEEN {
            self.seen.clear();
        }
        self.seen.insert(self.hasher.hash_one(cursor))
    }
}

fn shown(cursor: &str) -> String {
    let mut shown: String = cursor.chars().take(SHOWN).collect();
    if shown.len() < cursor.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

#[cfg(test)]
mod tests {
    use super::{Guard, MAX_SEEN, shown};

    #[test]
    fn a_repeated_cursor_is_found_after_any_number_of_pages() {
        let mut guard = Guard::new(None);
        let follow = |guard: &mut Guard, page: usize| guard.follow(&page.to_string(), false);
        for page in 0..3 * MAX_SEEN {
            follow(&mut guard, page).unwrap();
        }
        assert_eq!(guard.seen.len(), MAX_SEEN);
        let found = (0..7).cycle().take(14);
        let found = found.filter(|page| follow(&mut guard, *page).is_err());
        assert_eq!(found.collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_long_cursor_is_truncated_in_messages() {
        assert_eq!(shown("a\n"), r#""a\n""#);
        assert_eq!(shown(&"é".repeat(100)), format!("{:?}", "é".repeat(100)));
        assert_eq!(shown(&"é".repeat(101)), format!("\"{}…\"", "é".repeat(100)));
    }
}
