//! The fields that a response can be asked to leave out.

use super::api::Lowering;
use super::names::{self, Scope, Space};
use crate::ir::{Docs, Enum, Param, Repr, ResponseType, Role, TypeId, TypeKind, TypeRef, Variant};
use crate::source::Origin;

impl Lowering<'_, '_, '_> {
    /// What can be left out of a response, or of the items of a page, is a type of its own, so that a required field cannot
    /// be.
    pub(super) fn excluded_fields(&mut self, params: &mut [Param], response: &ResponseType) {
        let Some(response) = response.data() else {
            return;
        };
        for param in params
            .iter_mut()
            .filter(|param| param.role == Role::ExcludedFields)
        {
            let fields = match response {
                TypeRef::Named(id) => self.field_enum(*id, param.origin),
                _ => None,
            };
            match fields {
                Some(ty) => param.ty = TypeRef::List(Box::new(TypeRef::Named(ty))),
                None => param.role = Role::Option,
            }
        }
    }

    fn field_enum(&mut self, response: TypeId, origin: Origin) -> Option<TypeId> {
        if let Some(known) = self.field_enums.get(&response) {
            return Some(*known);
        }
        let def = self.shared.types.get(response.index())?;
        let TypeKind::Struct(object) = &def.kind else {
            return None;
        };
        let owner = def.name.clone();
        let optional: Vec<_> = object
            .fields
            .iter()
            .filter(|field| !field.required)
            .map(|field| {
                let docs = Docs {
                    deprecated: field.docs.deprecated,
                    ..Docs::default()
                };
                (field.wire.clone(), field.name.clone(), docs, field.origin)
            })
            .collect();
        let raw = format!("{owner} Field");
        let name = self
            .type_names
            .mint(&raw, None, origin, self.reporter.diags);
        let mut scope = Scope::new(Space::Variant, format!("enum `{name}`"));
        let variants = optional
            .into_iter()
            .map(|(wire, field, docs, origin)| Variant {
                name: scope.mint(names::plain(&field), None, origin, self.reporter.diags),
                wire,
                docs,
            })
            .collect();
        let docs = Docs {
            description: Some(format!(
                "A field of `{owner}` that a response can do without."
            )),
            ..Docs::default()
        };
        let kind = TypeKind::Enum(Enum {
            repr: Repr::String,
            variants,
            open: false,
        });
        let id = self.define(name, docs, kind, "");
        self.field_enums.insert(response, id);
        Some(id)
    }
}
