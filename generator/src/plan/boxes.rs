//! Where a type needs a `Box`, because it would otherwise contain itself.

use std::collections::{BTreeSet, HashSet};

use crate::ir::{Crate, Field, FieldId, TypeDef, TypeId, TypeKind, TypeRef};

/// The boxed fields and cases: those within a cycle of types.
#[derive(Debug, Default)]
pub(crate) struct Boxes {
    fields: HashSet<FieldId>,
    /// The sum types, each with the type of a case.
    cases: HashSet<(TypeId, TypeId)>,
}

impl Boxes {
    pub(crate) fn of(krate: &Crate) -> Self {
        let held: Vec<Vec<TypeId>> = krate.types.iter().map(held_directly).collect();
        let groups = groups(&held);
        let group = |id: TypeId| groups.get(id.index()).copied();
        let mut boxes = Self::default();
        for def in &krate.types {
            let own = group(def.id);
            let is_boxed = |ty: &TypeRef| direct(ty).is_some_and(|part| group(part) == own);
            match &def.kind {
                TypeKind::Struct(of) => {
                    let boxed = of.fields.iter().filter(|field| is_boxed(&field.ty));
                    boxes.fields.extend(boxed.map(|field| field.id));
                }
                TypeKind::Union(of) => {
                    let boxed = of.types().filter(|ty| is_boxed(ty)).filter_map(direct);
                    boxes.cases.extend(boxed.map(|part| (def.id, part)));
                }
                TypeKind::Enum(_) => {}
            }
        }
        boxes
    }

    /// Whether the value of a field is boxed.
    pub(crate) fn has_field(&self, field: &Field) -> bool {
        self.fields.contains(&field.id)
    }

    /// Whether the value of a case of this type is boxed in the sum type `id`.
    pub(crate) fn has_case(&self, id: TypeId, ty: &TypeRef) -> bool {
        direct(ty).is_some_and(|part| self.cases.contains(&(id, part)))
    }
}

fn direct(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

/// Returns for each type the group of types that contain each other, which is only the type itself if it is in no cycle.
/// (Kosaraju's algorithm without recursion, because chains of types can be long.)
fn groups(held: &[Vec<TypeId>]) -> Vec<usize> {
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
fn postorder(edges: &[Vec<TypeId>], roots: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
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

/// Returns the types that a value of the type contains directly, not in a list or map.
fn held_directly(def: &TypeDef) -> Vec<TypeId> {
    match &def.kind {
        TypeKind::Struct(object) => object
            .fields
            .iter()
            .filter_map(|field| direct(&field.ty))
            .collect(),
        TypeKind::Union(union) => union
            .cases
            .iter()
            .filter_map(|case| direct(case.ty.as_ref()?))
            .collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Memory;
    use crate::{Warnings, analyze};

    const NODES: &str = "
openapi: 3.0.3
info: {title: Nodes, version: 1.0.0}
paths: {}
components:
  schemas:
    Node:
      type: object
      properties:
        next: {$ref: '#/components/schemas/Node'}
        leaf: {$ref: '#/components/schemas/Leaf'}
        many: {type: array, items: {$ref: '#/components/schemas/Node'}}
    Leaf: {type: object, properties: {id: {type: string}}}
";

    #[test]
    fn only_what_holds_itself_is_boxed() {
        let memory = Memory::from_iter([("nodes.yaml", NODES)]);
        let roots = ["nodes.yaml".to_owned()];
        let (analysis, _) = analyze(&roots, &memory, Warnings::Deny);
        let boxes = Boxes::of(&analysis.krate);
        let node = analysis.krate.structure(TypeId::new(0)).unwrap();
        let boxed = node.fields.iter().map(|field| boxes.has_field(field));
        assert_eq!(boxed.collect::<Vec<_>>(), [true, false, false]);
    }

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
