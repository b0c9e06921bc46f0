//! The fields of an object and its nested objects, by path.

use std::collections::HashSet;

use super::ids::TypeId;
use super::package::Package;
use super::types::{Field, TypeRef};

/// The maximum nesting.
const DEEPEST: usize = 4;

/// The maximum number of fields: objects that refer to each other have infinitely many.
const MOST: usize = 1000;

/// Fields by path: `emails.type`.
#[derive(Debug, Default)]
pub struct Nested<'k> {
    /// In document order, each before its nested fields.
    pub fields: Vec<(String, &'k Field)>,
    /// The limit was reached.
    pub is_cut: bool,
}

impl Package {
    /// Returns the fields of the objects in `ty`, including those in lists and maps, without those that `is_wanted` rejects.
    #[must_use]
    pub fn nested_fields(&self, ty: &TypeRef, is_wanted: fn(&Field) -> bool) -> Nested<'_> {
        let mut walk = Walk {
            package: self,
            is_wanted,
            found: Nested::default(),
            paths: HashSet::new(),
        };
        walk.collect(ty, "", &mut Vec::new());
        walk.found
    }
}

struct Walk<'k> {
    package: &'k Package,
    is_wanted: fn(&Field) -> bool,
    found: Nested<'k>,
    paths: HashSet<String>,
}

impl Walk<'_> {
    fn collect(&mut self, ty: &TypeRef, prefix: &str, open: &mut Vec<TypeId>) {
        for (id, of) in self.package.structs(ty) {
            if open.contains(&id) {
                continue;
            }
            open.push(id);
            let is_wanted = self.is_wanted;
            for field in of.fields.iter().filter(|field| is_wanted(field)) {
                if self.found.fields.len() == MOST {
                    self.found.is_cut = true;
                    break;
                }
                let path = format!("{prefix}{}", field.wire);
                // Several cases of a sum type can have a field of the same name.
                if !self.paths.insert(path.clone()) {
                    continue;
                }
                let nested = format!("{path}.");
                self.found.fields.push((path, field));
                if open.len() < DEEPEST {
                    self.collect(&field.ty, &nested, open);
                }
            }
            open.pop();
        }
    }
}
