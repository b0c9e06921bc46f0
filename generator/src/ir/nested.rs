//! The fields of an object and of those inside of it, by their path.

use super::{Crate, Field, TypeId, TypeRef};

/// How deep objects are looked into.
const DEEPEST: usize = 4;

/// How many fields are found at the most: objects that refer to each other have no end of them.
const MOST: usize = 1000;

/// Fields by their path: `emails.type`.
#[derive(Debug, Default)]
pub struct Nested<'k> {
    /// In document order, each before those inside of it.
    pub fields: Vec<(String, &'k Field)>,
    /// There are more.
    pub is_cut: bool,
}

impl Crate {
    /// The fields of the objects that `ty` can be, or be a list or map of, without what `is_wanted` leaves out.
    #[must_use]
    pub fn nested_fields(&self, ty: &TypeRef, is_wanted: fn(&Field) -> bool) -> Nested<'_> {
        let mut walk = Walk {
            krate: self,
            is_wanted,
            found: Nested::default(),
        };
        walk.collect(ty, "", &mut Vec::new());
        walk.found
    }
}

struct Walk<'k> {
    krate: &'k Crate,
    is_wanted: fn(&Field) -> bool,
    found: Nested<'k>,
}

impl Walk<'_> {
    fn collect(&mut self, ty: &TypeRef, prefix: &str, open: &mut Vec<TypeId>) {
        for (id, of) in self.krate.structs(ty) {
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
