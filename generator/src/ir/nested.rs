//! The fields of an object and its nested objects, by path.

use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::FxBuildHasher;

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
    pub fields: IndexMap<String, &'k Field, FxBuildHasher>,
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
        };
        walk.collect(ty, &mut String::new(), &mut Vec::new());
        walk.found
    }
}

struct Walk<'k> {
    package: &'k Package,
    is_wanted: fn(&Field) -> bool,
    found: Nested<'k>,
}

impl<'k> Walk<'k> {
    fn collect(&mut self, ty: &TypeRef, prefix: &mut String, open: &mut Vec<TypeId>) {
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
                // Several cases of a sum type can have a field of the same name.
                let Entry::Vacant(new) = self.found.fields.entry(joined(prefix, &field.wire))
                else {
                    continue;
                };
                new.insert(field);
                if open.len() < DEEPEST {
                    let outer = prefix.len();
                    prefix.push_str(&field.wire);
                    prefix.push('.');
                    self.collect(&field.ty, prefix, open);
                    prefix.truncate(outer);
                }
            }
            open.pop();
        }
    }
}

fn joined(prefix: &str, name: &str) -> String {
    let mut path = String::with_capacity(prefix.len() + name.len());
    path.push_str(prefix);
    path.push_str(name);
    path
}
