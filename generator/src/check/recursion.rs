//! Reports objects that require themselves, or too many other objects: samples and tests of them would not end.

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Field, Operation, Package, TypeDef, TypeId, TypeKind, TypeRef};

/// The maximum number of objects that a request object can require, including itself.
const MAX_OBJECTS: u32 = 100;

pub(super) fn check(package: &Package, diags: &mut Diagnostics) {
    let mut visitor = Visitor {
        package,
        diags,
        sent: sent(package),
        sizes: HashMap::new(),
        open: HashSet::new(),
    };
    for def in &package.types {
        if !visitor.sizes.contains_key(&def.id) {
            visitor.visit(def);
        }
    }
}

struct Visitor<'k, 'd> {
    package: &'k Package,
    diags: &'d mut Diagnostics,
    /// The types that requests contain.
    sent: HashSet<TypeId>,
    /// The number of objects that a type requires, once it is known.
    sizes: HashMap<TypeId, u32>,
    /// The types that contain the current one.
    open: HashSet<TypeId>,
}

/// A type whose required objects are being counted.
struct Open<'k> {
    def: &'k TypeDef,
    left: std::vec::IntoIter<(&'k Field, TypeId)>,
    size: u32,
}

impl<'k> Visitor<'k, '_> {
    /// Without recursion, because chains of types can be long.
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
                    let diagnostic = self.requires_itself(top.def, field, of);
                    self.diags.push(diagnostic);
                }
                None => stack.push(self.enter(self.package.ty(of))),
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
        let is_too_large = size > MAX_OBJECTS && self.sent.contains(&def.id);
        if is_too_large {
            self.diags.push(too_large(def));
        }
        // The types that contain this one are not reported for the same reason.
        let size = if is_too_large { 1 } else { size };
        self.sizes.insert(def.id, size);
        size
    }

    fn requires_itself(&self, def: &TypeDef, field: &Field, of: TypeId) -> Diagnostic {
        let message = match def.id == of {
            true => "the schema requires itself",
            false => "the schemas require each other",
        };
        let diagnostic = if self.sent.contains(&def.id) {
            let message = format!("{message}, so no request can contain a complete value");
            Diagnostic::error(field.origin, message)
        } else {
            let of = match def.in_request {
                // A type that no operation uses counts as sent and received.
                true => "value can be complete",
                false => "response can contain a complete value",
            };
            Diagnostic::warning(field.origin, format!("{message}, so no {of}"))
        };
        diagnostic.help(format!(
            "remove `{}` from `required`, or write `nullable: true`",
            field.wire
        ))
    }
}

/// Returns the types that requests contain, without those that no operation uses.
fn sent(package: &Package) -> HashSet<TypeId> {
    let operations = package.apis.iter().flat_map(Api::operations);
    let mut open: Vec<TypeId> = operations.flat_map(Operation::sent).collect();
    let mut found = HashSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let parts = package.ty(id).parts();
            open.extend(parts.iter().filter_map(|part| part.named()));
        }
    }
    found
}

fn too_large(def: &TypeDef) -> Diagnostic {
    let message =
        format!("an object of this schema requires more than {MAX_OBJECTS} nested objects");
    Diagnostic::error(def.origin, message)
        .help("remove some of the nested properties from `required`")
}

/// Returns the required properties that are objects, with their types.
fn required(def: &TypeDef) -> Vec<(&Field, TypeId)> {
    let fields = match &def.kind {
        TypeKind::Struct(of) => of.fields.as_slice(),
        TypeKind::Enum(_) | TypeKind::Union(_) => &[],
    };
    let arguments = fields.iter().filter(|field| field.is_mandatory());
    arguments
        .filter_map(|field| Some((field, contained_type(&field.ty)?)))
        .collect()
}

/// Returns the type of a value that is not a list or a map: those can be empty.
fn contained_type(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => None,
    }
}
