//! Cycles and order of a graph of types.

use std::collections::BTreeSet;

use crate::ir::TypeId;

/// Returns for each type the group of types that contain each other, which is only the type itself if it is in no cycle.
/// (Kosaraju's algorithm without recursion, because chains of types can be long.)
pub(super) fn groups(held: &[Vec<TypeId>]) -> Vec<usize> {
    let mut holders = vec![Vec::new(); held.len()];
    for (index, parts) in held.iter().enumerate() {
        for part in parts {
            if let Some(holders) = holders.get_mut(part.index()) {
                holders.push(TypeId::new(index));
            }
        }
    }
    let all = (0..held.len()).map(TypeId::new);
    let finished = postorder(held, all);
    let mut groups = vec![usize::MAX; held.len()];
    for root in finished.into_iter().rev() {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if let Some(group) = groups
                .get_mut(id.index())
                .filter(|group| **group == usize::MAX)
            {
                *group = root.index();
                open.extend(holders.get(id.index()).into_iter().flatten());
            }
        }
    }
    groups
}

/// Returns every node after all nodes that it refers to, except for cycles.
pub(super) fn postorder(edges: &[Vec<TypeId>], roots: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
    let mut seen = BTreeSet::new();
    let mut finished = Vec::with_capacity(edges.len());
    for root in roots {
        let mut open = vec![(root, false)];
        while let Some((id, is_done)) = open.pop() {
            if is_done {
                finished.push(id);
            } else if seen.insert(id) {
                open.push((id, true));
                open.extend(
                    edges
                        .get(id.index())
                        .into_iter()
                        .flatten()
                        .map(|next| (*next, false)),
                );
            }
        }
    }
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_the_cycles() {
        let edges = |to: &[usize]| to.iter().copied().map(TypeId::new).collect::<Vec<_>>();
        let held = [
            edges(&[1]),
            edges(&[2]),
            edges(&[0, 3]),
            edges(&[4]),
            edges(&[4]),
            edges(&[]),
        ];
        let groups = groups(&held);
        assert_eq!(groups[0], groups[1]);
        assert_eq!(groups[0], groups[2]);
        let apart: BTreeSet<_> = [groups[0], groups[3], groups[4], groups[5]].into();
        assert_eq!(apart.len(), 4);
    }
}
