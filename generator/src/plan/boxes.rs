//! Where a type needs a `Box`, because it would otherwise contain itself.

use std::collections::HashSet;

use crate::ir::{Field, FieldId, Package, TypeDef, TypeId, TypeKind, TypeRef};
use crate::plan::graph::groups;

/// The boxed fields and cases: those within a cycle of types.
#[derive(Debug, Default)]
pub(crate) struct Boxes {
    fields: HashSet<FieldId>,
    /// The sum types, each with the type of a case.
    cases: HashSet<(TypeId, TypeId)>,
}

impl Boxes {
    pub(crate) fn of(package: &Package) -> Self {
        let held: Vec<Vec<TypeId>> = package.types.iter().map(held_directly).collect();
        let groups = groups(&held);
        let group = |id: TypeId| groups.get(id.index()).copied();
        let mut boxes = Self::default();
        for def in &package.types {
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
        let boxes = Boxes::of(&analysis.package);
        let node = analysis.package.structure(TypeId::new(0)).unwrap();
        let boxed = node.fields.iter().map(|field| boxes.has_field(field));
        assert_eq!(boxed.collect::<Vec<_>>(), [true, false, false]);
    }
}
