//! Lowers objects with properties to structs.

use std::collections::BTreeSet;

use openapiv3::AdditionalProperties;
use serde_json::Value;

use super::all_of::{Parts, Property};
use super::api::Lowering;
use super::names::{Scope, Space};
use super::schema::View;
use super::types::{Hint, SchemaRef, schema_words};
use super::{FieldFacts, extensions, support};
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Additional, Docs, Field, FieldName, Presence, Struct, TypeId, TypeKind, TypeRef};

impl<'b> Lowering<'b, '_, '_> {
    /// Returns the struct of an object with properties, or with `allOf` elements. The fields are added later, because a chain of
    /// references can exceed the stack.
    pub(super) fn structure(&mut self, view: &View<'b>, at: &At<'b>, hint: Hint<'_>) -> TypeRef {
        let origin = at.key_origin();
        let chosen = view.text("x-truto-name");
        let what = schema_words(at, hint);
        let name = self
            .type_names
            .mint(hint.words, &what, chosen, origin, self.diags);
        let empty = Struct {
            fields: Vec::new(),
            additional: Additional::Raw,
            is_open: false,
            converts_from: Vec::new(),
            received: Vec::new(),
            list: None,
            live_support: None,
        };
        let id = self.define(name, self.docs(view), TypeKind::Struct(empty), at);
        self.unfilled.push_back((id, view.schema, at.clone()));
        TypeRef::Named(id)
    }

    /// Lowers the fields of all structs that have none yet.
    pub(super) fn fill_structs(&mut self) {
        while let Some((id, schema, at)) = self.unfilled.pop_front() {
            let object = self.object_of(id, &View::of(schema), &at);
            self.fill(id, TypeKind::Struct(object));
        }
    }

    fn object_of(&mut self, id: TypeId, view: &View<'b>, at: &At<'b>) -> Struct {
        let name = self
            .shared
            .types
            .get(id.index())
            .map(|def| def.name.clone())
            .unwrap_or_default();
        let parts = self.parts(view, at);
        let required = self.required(&parts);
        let mut scope = Scope::new(Space::Field, format!("schema `{name}`"));
        let mut facts = Vec::with_capacity(parts.properties.len());
        let mut fields = Vec::with_capacity(parts.properties.len());
        for (wire, property) in &parts.properties {
            let (field, fact) =
                self.field(id, &name, property, required.contains(wire), &mut scope);
            fields.push(field);
            facts.push(fact);
        }
        self.shared.facts.insert(id, facts);
        let is_open = matches!(
            parts.additional,
            Some((
                AdditionalProperties::Any(true) | AdditionalProperties::Schema(_),
                _
            ))
        );
        let additional = self.additional(parts.additional, &name);
        let converts_from = self.converts_from(id, view, at);
        let list = view.text("x-truto-list").map(|wire| FieldName {
            wire: wire.to_owned(),
            origin: at.key("x-truto-list").origin(),
        });
        let live_support = view.extension("x-truto-live-support").and_then(|value| {
            let at = at.key("x-truto-live-support");
            extensions::live_support(self.diags, value, &at).map(Box::new)
        });
        Struct {
            fields,
            additional,
            is_open,
            converts_from,
            received: Vec::new(),
            list,
            live_support,
        }
    }

    /// Returns the required properties, and reports names that are not a property.
    fn required(&mut self, parts: &Parts<'b>) -> BTreeSet<&'b str> {
        let known: BTreeSet<&str> = parts.properties.keys().copied().collect();
        let mut required = BTreeSet::new();
        for (wire, at) in &parts.required {
            if known.contains(wire) {
                required.insert(*wire);
            } else {
                self.unknown_required_name(wire, at, &known);
            }
        }
        required
    }

    fn field(
        &mut self,
        owner: TypeId,
        parent: &str,
        property: &Property<'b>,
        required: bool,
        scope: &mut Scope,
    ) -> (Field, FieldFacts) {
        let Property { wire, schema, at } = property;
        let written = match *schema {
            SchemaRef::Item(schema) => Some(View::of(schema)),
            SchemaRef::To(_) => None,
        };
        let words = format!("{parent} {wire}");
        let ty = self.type_of(*schema, at, Hint { words: &words });
        let origin = at.key_origin();
        let chosen = written.as_ref().and_then(|view| self.field_name(view, &ty));
        let what = format!("property `{wire}`");
        let name = scope.mint(wire, &what, chosen, origin, self.diags);
        if let Some(view) = &written
            && let Some(cell) = support::cell(self.diags, |name| view.extension(name), at, wire)
        {
            self.shared.cells.entry(owner).or_default().push(cell);
        }
        let field = Field {
            wire: (*wire).to_owned(),
            name,
            ty,
            presence: Presence::Optional,
            required,
            read_only: written.as_ref().is_some_and(|view| view.data.read_only),
            docs: self.field_docs(*schema, written.as_ref(), at),
            default: self.described(*schema, at, |view| view.data.default.clone()),
            example: self.described(*schema, at, |view| view.data.example.clone()),
            format: self.format_of(*schema, at),
            constraints: self
                .described(*schema, at, |view| {
                    (!view.constraints.is_empty()).then(|| view.constraints.clone())
                })
                .unwrap_or_default(),
            reference: written
                .as_ref()
                .and_then(|view| view.text("x-truto-reference"))
                .map(str::to_owned),
            origin,
        };
        let facts = FieldFacts {
            nullable: self.is_nullable(*schema, at),
            write_only: written.as_ref().is_some_and(|view| view.data.write_only),
        };
        (field, facts)
    }

    /// On an inline object or enum, `x-truto-name` names the type; on any other property, it names the field.
    fn field_name(&self, view: &View<'b>, ty: &TypeRef) -> Option<&'b str> {
        let makes_type = matches!(ty, TypeRef::Named(_)) && view.sole_element().is_none();
        if makes_type {
            None
        } else {
            view.text("x-truto-name")
        }
    }

    /// Returns the format of a schema, or of the items of a list.
    pub(super) fn format_of(&self, schema: SchemaRef<'b>, at: &At<'b>) -> Option<String> {
        let (schema, at) = self.target(schema, at)?;
        let view = View::of(schema);
        match (view.format, view.items) {
            (Some(format), _) => Some(format),
            (None, Some(items)) => {
                let (items, _) = self.target(items.into(), &at.key("items"))?;
                View::of(items).format
            }
            (None, None) => None,
        }
    }

    /// Returns an annotation of a schema from where it is used or else from where it is defined.
    fn described<T>(
        &self,
        schema: SchemaRef<'b>,
        at: &At<'b>,
        get: impl Fn(&View<'b>) -> Option<T>,
    ) -> Option<T> {
        let (schema, at) = self.target(schema, at)?;
        let view = View::of(schema);
        get(&view).or_else(|| {
            let (keyword, element) = view.sole_element()?;
            let (schema, _) = self.target(element.into(), &at.key(keyword).index(0))?;
            get(&View::of(schema))
        })
    }

    fn field_docs(&self, schema: SchemaRef<'b>, written: Option<&View<'b>>, at: &At<'b>) -> Docs {
        let mut docs = written.map(|view| self.docs(view)).unwrap_or_default();
        if docs.summary.is_none() && docs.description.is_none() {
            docs.description = self.described(schema, at, |view| view.data.description.clone());
        }
        docs
    }

    fn additional(
        &mut self,
        additional: Option<(&'b AdditionalProperties, At<'b>)>,
        name: &str,
    ) -> Additional {
        match additional {
            Some((AdditionalProperties::Schema(schema), at)) => {
                let words = format!("{name} value");
                let ty = self.element_of(schema.as_ref().into(), &at, Hint { words: &words });
                match ty {
                    TypeRef::Primitive(crate::ir::Primitive::Any | crate::ir::Primitive::Raw) => {
                        Additional::Raw
                    }
                    ty => Additional::Typed(ty),
                }
            }
            _ => Additional::Raw,
        }
    }

    /// Returns the types that this one can be converted from: each only once, and never itself, since Rust allows one conversion
    /// between two types and already defines the one from a type to itself.
    fn converts_from(&mut self, owner: TypeId, view: &View<'b>, at: &At<'b>) -> Vec<TypeId> {
        let Some(Value::Array(references)) = view.extension("x-truto-converts-from") else {
            return Vec::new();
        };
        let mut found: Vec<TypeId> = Vec::new();
        let mut places = Vec::new();
        for (index, reference) in references.iter().enumerate() {
            let at = at.key("x-truto-converts-from").index(index);
            let origin = at.origin();
            let target = reference.as_str().and_then(|text| at.target(text));
            let diagnostic = match target.map(|target| self.component(&target)) {
                Some(TypeRef::Named(id)) if id == owner => {
                    let message = "`x-truto-converts-from` lists the schema that it is part of";
                    Diagnostic::error(origin, message)
                        .help("remove this entry, or write another schema")
                }
                Some(TypeRef::Named(id)) => {
                    let known = found.iter().position(|known| *known == id);
                    let Some(first) = known.and_then(|index| places.get(index)) else {
                        found.push(id);
                        places.push(origin);
                        continue;
                    };
                    let message = "the same schema is listed twice, possibly under another name";
                    Diagnostic::error(origin, message)
                        .related(*first, "first listed here")
                        .help("remove one of them")
                }
                _ => {
                    let message = "a schema can only be converted from an object with properties";
                    Diagnostic::error(origin, message).help("write a schema that has properties")
                }
            };
            self.diags.push(diagnostic);
        }
        found
    }
}
