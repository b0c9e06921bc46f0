//! Sort parameters: an object of fields and directions, sent in the order in which they are set.

use openapiv3::ParameterData;

use super::all_of::Property;
use super::api::Lowering;
use super::names::{Scope, Space};
use super::schema::View;
use super::support;
use super::types::{Hint, SchemaRef};
use crate::bundle::pointer;
use crate::diag::Diagnostic;
use crate::ir::{
    Docs, Enum, FieldSupport, Location, QueryStyle, Repr, TypeId, TypeKind, TypeRef, Variant,
    parameter_path,
};

/// The types of a sort parameter.
#[derive(Clone, Copy)]
pub(super) struct Sort {
    /// The closed enum of fields.
    pub(super) fields: TypeId,
    /// The enum of directions.
    pub(super) direction: TypeId,
}

impl<'b> Lowering<'b, '_, '_> {
    /// Returns the types of the parameter at `at`, whose schema is the object at `schema_at`, and adds the support of its fields.
    /// Returns `None` if the schema is not an object of directions, which has been reported.
    pub(super) fn sort(
        &mut self,
        data: &ParameterData,
        at: &str,
        location: Location,
        (schema, schema_at): (SchemaRef<'b>, &str),
        words: &str,
        cells: &mut Vec<FieldSupport>,
    ) -> Option<Sort> {
        if location != Location::Query(QueryStyle::DeepObject) || data.required {
            let message = format!(
                "the parameter `{}` with the role `sort` must be an optional query parameter of the style `deepObject`",
                data.name
            );
            let help = "write `in: query` and `style: deepObject`, and remove `required`";
            self.reporter.key_error(at, message, help);
            return None;
        }
        let (target, at) = self.target(schema, schema_at)?;
        let view = View::of(target);
        let properties = self.parts(&view, &at).properties;
        for property in properties.values() {
            cells.extend(self.sort_cell(&data.name, property));
        }
        if let Some(known) = self.sorts.get(&at) {
            return *known;
        }
        self.reached.insert(at.clone());
        let properties: Vec<&Property<'b>> = properties.values().collect();
        let sort = self.direction(&properties, &at).map(|direction| Sort {
            fields: self.sort_fields(&view, &at, &properties, words),
            direction,
        });
        self.sorts.insert(at, sort);
        sort
    }

    /// Returns a row of the matrix such as `sort_by.created_at`.
    fn sort_cell(&mut self, parameter: &str, property: &Property<'b>) -> Option<FieldSupport> {
        let view = written(property)?;
        let path = format!("{}.{}", parameter_path(parameter), property.wire);
        let extension = |name: &str| view.extension(name);
        support::cell(&mut self.reporter, extension, &property.at, &path)
    }

    /// Returns the enum that all properties share.
    fn direction(&mut self, properties: &[&Property<'b>], at: &str) -> Option<TypeId> {
        let mut first: Option<(TypeId, &Property<'b>)> = None;
        for property in properties {
            let words = format!("{} direction", property.wire);
            let ty = self.type_of(property.schema, &property.at, Hint { words: &words });
            let direction = ty.named().filter(|id| {
                let def = self.shared.types.get(id.index());
                ty == TypeRef::Named(*id)
                    && def.is_some_and(|def| matches!(def.kind, TypeKind::Enum(_)))
            });
            let Some(direction) = direction else {
                let message = format!("the sort field `{}` has no directions", property.wire);
                let help = "write a `$ref` to an enum of directions, such as `[asc, desc]`";
                self.reporter.key_error(&property.at, message, help);
                return None;
            };
            match first {
                None => first = Some((direction, property)),
                Some((known, _)) if known == direction => {}
                Some((_, other)) => {
                    let message = format!(
                        "the sort fields `{}` and `{}` allow different directions",
                        property.wire, other.wire
                    );
                    let origin = self.reporter.key_origin(&property.at);
                    let diagnostic = Diagnostic::error(origin, message)
                        .related(self.reporter.key_origin(&other.at), "the other sort field")
                        .help("write a `$ref` to the same enum in all sort fields");
                    self.reporter.diags.push(diagnostic);
                    return None;
                }
            }
        }
        if first.is_none() {
            let message = "the sort parameter has no fields".to_owned();
            let help = "write an object schema: each property is a sort field, and its value is a direction";
            self.reporter.error(at, message, help);
        }
        first.map(|(direction, _)| direction)
    }

    /// Returns the closed enum of fields: only documented fields can be sorted by.
    fn sort_fields(
        &mut self,
        view: &View<'b>,
        at: &str,
        properties: &[&Property<'b>],
        words: &str,
    ) -> TypeId {
        let raw = match pointer::parent(at) {
            Some(("/components/schemas", name)) => name.into_owned(),
            _ => words.to_owned(),
        };
        let origin = self.reporter.key_origin(at);
        let chosen = view.text("x-truto-name");
        let what = format!("sort schema `{raw}`");
        let name = self
            .type_names
            .mint(&raw, &what, chosen, origin, self.reporter.diags);
        let mut scope = Scope::new(Space::Variant, format!("enum `{name}`"))
            .advising("write `x-truto-name: …` on one of them");
        let mut variants = Vec::with_capacity(properties.len());
        for property in properties {
            let written = written(property);
            let chosen = written.as_ref().and_then(|view| view.text("x-truto-name"));
            let origin = self.reporter.key_origin(&property.at);
            let what = format!("sort field `{}`", property.wire);
            variants.push(Variant {
                name: scope.mint(property.wire, &what, chosen, origin, self.reporter.diags),
                wire: property.wire.to_owned(),
                docs: written.map(|view| self.docs(&view)).unwrap_or_default(),
            });
        }
        let mut docs = self.docs(view);
        if docs == Docs::default() {
            docs.description = Some("A field to sort by.".to_owned());
        }
        let kind = TypeKind::Enum(Enum {
            repr: Repr::String,
            variants,
            open: false,
        });
        self.define(name, docs, kind, at)
    }
}

/// Returns the schema of a property if it is inline.
fn written<'b>(property: &Property<'b>) -> Option<View<'b>> {
    match property.schema {
        SchemaRef::Item(schema) => Some(View::of(schema)),
        SchemaRef::To(_) => None,
    }
}
