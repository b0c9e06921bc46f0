//! Objects that require themselves, or so many others that nobody can make one: samples and tests would have no end.

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, Field, TypeDef, TypeId, TypeKind, TypeRef};

/// The most objects that one that is sent can require, itself and those inside of each other included.
const MOST: u32 = 100;

pub(super) fn check(krate: &Crate, diags: &mut Diagnostics) {
    let mut walk = Walk {
        krate,
        diags,
        sizes: HashMap::new(),
        open: HashSet::new(),
    };
    for def in &krate.types {
        if !walk.sizes.contains_key(&def.id) {
            walk.visit(def);
        }
    }
}

struct Walk<'k, 'd> {
    krate: &'k Crate,
    diags: &'d mut Diagnostics,
    /// How many objects a type requires, once it is known.
    sizes: HashMap<TypeId, u32>,
    /// The types that the present one is inside of.
    open: HashSet<TypeId>,
}

/// A type whose required objects are being counted.
struct Open<'k> {
    def: &'k TypeDef,
    left: std::vec::IntoIter<(&'k Field, TypeId)>,
    size: u32,
}

impl<'k> Walk<'k, '_> {
    /// Without recursion: chains of types can be long.
    fn visit(&mut self, root: &'k TypeDef) {
        let mut stack = vec![self.enter(root)];
        while let Some(top) = stack.last_mut() {
            let Some((field, of)) = top.left.next() else {
                let size = self.leave(top.def, top.size);
                stack.pop();
                if let Some(outer) = stack.last_mut() {
                    outer.size = outer.size.saturating_add(size);
                }
                continue;
            };
            match self.sizes.get(&of) {
                Some(size) => top.size = top.size.saturating_add(*size),
                None if self.open.contains(&of) => {
                    let diagnostic = endless(top.def, field, of);
                    self.diags.push(diagnostic);
                }
                None => stack.push(self.enter(self.krate.ty(of))),
            }
        }
    }

    fn enter(&mut self, def: &'k TypeDef) -> Open<'k> {
        self.open.insert(def.id);
        Open {
            def,
            left: required(def).into_iter(),
            size: 1,
        }
    }

    fn leave(&mut self, def: &TypeDef, size: u32) -> u32 {
        self.open.remove(&def.id);
        let is_too_large = def.in_request && size > MOST;
        if is_too_large {
            self.diags.push(too_large(def));
        }
        // Those around it are not too large for a reason of their own.
        let size = if is_too_large { 1 } else { size };
        self.sizes.insert(def.id, size);
        size
    }
}

fn endless(def: &TypeDef, field: &Field, of: TypeId) -> Diagnostic {
    let message = if def.id == of {
        "an object that requires one like itself has no end"
    } else {
        "objects that require each other have no end"
    };
    let diagnostic = if def.in_request {
        Diagnostic::error(field.origin, message)
    } else {
        Diagnostic::warning(field.origin, format!("{message}: no answer has one"))
    };
    diagnostic.help(format!(
        "take `{}` out of `required`, or let it be null: write `nullable: true`",
        field.wire
    ))
}

fn too_large(def: &TypeDef) -> Diagnostic {
    let message = format!("nobody can make an object that requires more than {MOST} others");
    Diagnostic::error(def.origin, message)
        .help("take some of what it requires, or of what that requires in turn, out of `required`")
}

/// The properties that no value can be made without and that are objects, each with its type.
fn required(def: &TypeDef) -> Vec<(&Field, TypeId)> {
    let fields = match &def.kind {
        TypeKind::Struct(of) => of.fields.as_slice(),
        TypeKind::Enum(_) | TypeKind::Union(_) => &[],
    };
    let needed = fields.iter().filter(|field| field.is_argument());
    needed
        .filter_map(|field| Some((field, itself(&field.ty)?)))
        .collect()
}

/// The type of a value that is neither a list nor a map: those can be empty.
fn itself(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Boxed(of) => itself(of),
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => None,
    }
}
