//! Pairs types.

use std::collections::{HashMap, HashSet};

use super::pair::Pair;
use crate::compare::side::Side;
use crate::ir::{Api, Field, Operation, Package, Struct, TypeDef, TypeId, TypeKind, TypeRef};

/// The pairs of types.
#[derive(Default)]
pub(in crate::compare) struct Types {
    /// By index of the old type.
    new: Vec<Option<TypeId>>,
    /// By index of the new type.
    old: Vec<Option<TypeId>>,
}

impl Types {
    /// Pairs types by their Rust names. Of the others, those pair that paired items refer to, if they are similar: such a type was
    /// renamed.
    pub(super) fn of(
        (old, new): (&Side<'_>, &Side<'_>),
        apis: &[Pair<'_, Api>],
        operations: &[Pair<'_, Operation>],
    ) -> Self {
        let mut types = Self {
            new: vec![None; old.plan.package.types.len()],
            old: vec![None; new.plan.package.types.len()],
        };
        types.pair_by_name(old, new, apis);
        let mut renaming = Renaming {
            old: old.plan.package,
            new: new.plan.package,
            types,
            open: Vec::new(),
        };
        for pair in operations {
            if let Pair::Both(old, new) = pair {
                renaming.operations(old, new);
            }
        }
        renaming.spread();
        renaming.types
    }

    fn pair_by_name(&mut self, old: &Side<'_>, new: &Side<'_>, apis: &[Pair<'_, Api>]) {
        let renamed: HashMap<usize, usize> = apis
            .iter()
            .filter_map(|pair| match pair {
                Pair::Both(old, new) => Some((new.index, old.index)),
                Pair::Old(_) | Pair::New(_) => None,
            })
            .collect();
        let types = &old.plan.package.types;
        let known = types
            .iter()
            .map(|def| ((def.api, old.plan.names.ty(def.id)), def.id));
        let known: HashMap<(usize, &str), TypeId> = known.collect();
        for def in &new.plan.package.types {
            let key = renamed
                .get(&def.api)
                .map(|api| (*api, new.plan.names.ty(def.id)));
            if let Some(id) = key.and_then(|key| known.get(&key)) {
                self.add(*id, def.id);
            }
        }
    }

    fn add(&mut self, old: TypeId, new: TypeId) {
        let (Some(of_old), Some(of_new)) =
            (self.new.get_mut(old.index()), self.old.get_mut(new.index()))
        else {
            return;
        };
        if of_old.is_none() && of_new.is_none() {
            (*of_old, *of_new) = (Some(new), Some(old));
        }
    }

    /// What an old type has become.
    pub(in crate::compare) fn new_of(&self, old: TypeId) -> Option<TypeId> {
        self.new.get(old.index()).copied().flatten()
    }

    /// What a new type was.
    pub(in crate::compare) fn old_of(&self, new: TypeId) -> Option<TypeId> {
        self.old.get(new.index()).copied().flatten()
    }

    /// Whether both uses are the same type, which may have been renamed or changed itself.
    pub(in crate::compare) fn are_same(&self, old: &TypeRef, new: &TypeRef) -> bool {
        match (old, new) {
            (TypeRef::Primitive(old), TypeRef::Primitive(new)) => old == new,
            (TypeRef::List(old), TypeRef::List(new))
            | (TypeRef::Map(old), TypeRef::Map(new))
            | (TypeRef::Nullable(old), TypeRef::Nullable(new)) => self.are_same(old, new),
            (TypeRef::Named(old), TypeRef::Named(new)) => self.new_of(*old) == Some(*new),
            _ => false,
        }
    }
}

/// Finds types that have another name now.
struct Renaming<'a> {
    old: &'a Package,
    new: &'a Package,
    types: Types,
    /// The uses whose types are still to be compared.
    open: Vec<(&'a TypeDef, &'a TypeDef)>,
}

impl<'a> Renaming<'a> {
    fn operations(&mut self, old: &Operation, new: &Operation) {
        let params = old.params.iter();
        let known: HashMap<&str, _> = params.map(|of| (of.wire.as_str(), of)).collect();
        for param in &new.params {
            if let Some(before) = known.get(param.wire.as_str()) {
                self.uses(&before.ty, &param.ty);
            }
        }
        if let (Some(old), Some(new)) = (&old.body, &new.body) {
            self.uses(&old.ty, &new.ty);
        }
        if let (Some(old), Some(new)) = (old.response.data(), new.response.data()) {
            self.uses(old, new);
        }
        if let (Some(old), Some(new)) = (&old.failure, &new.failure) {
            self.uses(old, new);
        }
        for (old, new) in old.streams.iter().zip(&new.streams) {
            self.uses(&old.ty, &new.ty);
        }
    }

    /// Compares the types of two uses.
    fn uses(&mut self, old: &TypeRef, new: &TypeRef) {
        let (Some(old), Some(new)) = (old.named(), new.named()) else {
            return;
        };
        let is_known = self.types.new_of(old).is_some() || self.types.old_of(new).is_some();
        let (old, new) = (self.old.ty(old), self.new.ty(new));
        if !is_known && are_similar(old, new) {
            self.types.add(old.id, new.id);
            self.open.push((old, new));
        }
    }

    /// Compares the parts of all pairs.
    fn spread(&mut self) {
        let defs = self.old.types.iter();
        let pairs = defs.filter_map(|def| Some((def, self.types.new_of(def.id)?)));
        let pairs: Vec<_> = pairs.map(|(def, new)| (def, self.new.ty(new))).collect();
        self.open.extend(pairs);
        while let Some((old, new)) = self.open.pop() {
            match (&old.kind, &new.kind) {
                (TypeKind::Struct(old), TypeKind::Struct(new)) => self.fields(old, new),
                (TypeKind::Union(old), TypeKind::Union(new)) => {
                    for (old, new) in old.types().zip(new.types()) {
                        self.uses(old, new);
                    }
                }
                _ => {}
            }
        }
    }

    fn fields(&mut self, old: &Struct, new: &Struct) {
        let fields = old.fields.iter();
        let known: HashMap<&str, &Field> = fields.map(|of| (of.wire.as_str(), of)).collect();
        for field in &new.fields {
            if let Some(before) = known.get(field.wire.as_str()) {
                self.uses(&before.ty, &field.ty);
            }
        }
    }
}

/// Whether a type can be another one with a new name: it is of the same kind, and at least half of its parts are still there.
fn are_similar(old: &TypeDef, new: &TypeDef) -> bool {
    let (old, new): (HashSet<&str>, HashSet<&str>) = match (&old.kind, &new.kind) {
        (TypeKind::Struct(old), TypeKind::Struct(new)) => (
            old.fields.iter().map(|field| field.wire.as_str()).collect(),
            new.fields.iter().map(|field| field.wire.as_str()).collect(),
        ),
        (TypeKind::Enum(old), TypeKind::Enum(new)) => (
            old.variants.iter().map(|one| one.wire.as_str()).collect(),
            new.variants.iter().map(|one| one.wire.as_str()).collect(),
        ),
        (TypeKind::Union(old), TypeKind::Union(new)) => {
            return old.cases.len() == new.cases.len();
        }
        _ => return false,
    };
    2 * old.intersection(&new).count() >= old.len()
}
