//! Pairs items by keys.

use std::collections::HashMap;

/// An item of one state and the same one of the other state, if there is one.
pub(in crate::compare) enum Pair<'a, T> {
    Both(&'a T, &'a T),
    Old(&'a T),
    New(&'a T),
}

// Derived implementations would require that `T` can be copied.
impl<T> Clone for Pair<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<'_, T> {}

/// A key of an item, by which it is paired; `None` if it has none.
pub(in crate::compare) type Key<'k, T> = &'k dyn Fn(&T) -> Option<String>;

/// Pairs items by each of the keys in turn: first those with an equal first key, then the rest by the second one. Of several items
/// with equal keys, the first one counts. The pairs have the order of the new items; then follow the old ones that are gone.
pub(in crate::compare) fn by_keys<'a, T>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    keys: &[Key<'_, T>],
) -> Vec<Pair<'a, T>> {
    let old: Vec<&T> = old.into_iter().collect();
    let new: Vec<&T> = new.into_iter().collect();
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_taken = vec![false; old.len()];
    for key in keys {
        let mut free: HashMap<String, usize> = HashMap::new();
        for (index, item) in old.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
            if let Some(key) = key(item) {
                free.entry(key).or_insert(index);
            }
        }
        for (found, item) in of_new.iter_mut().zip(&new).filter(|(of, _)| of.is_none()) {
            *found = key(item).and_then(|key| free.remove(&key));
            if let Some(index) = *found {
                is_taken[index] = true;
            }
        }
    }
    let pairs = new.into_iter().zip(of_new).map(|(new, found)| match found {
        Some(index) => Pair::Both(old[index], new),
        None => Pair::New(new),
    });
    let mut pairs: Vec<_> = pairs.collect();
    let gone = old.iter().zip(&is_taken).filter(|(_, taken)| !**taken);
    pairs.extend(gone.map(|(item, _)| Pair::Old(*item)));
    pairs
}
