//! Lowers schemas to types.

use std::collections::{BTreeSet, HashSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::api::Lowering;
use super::schema::View;
use crate::bundle::pointer;
use crate::ir::{Docs, Primitive, TypeDef, TypeId, TypeKind, TypeRef};

/// A schema or a reference to one, boxed or not.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum SchemaRef<'a> {
    To(&'a str),
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::To(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::To(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// The maximum nesting of lists and maps, each of which becomes a generic type.
const MOST_LEVELS: usize = 32;

/// The words from which an inline schema gets its type name, if it needs a type.
#[derive(Clone, Copy)]
pub(super) struct Hint<'a> {
    /// The words of its location: `Contact phones`.
    pub(super) words: &'a str,
}

/// The kind and name of a schema, for messages.
pub(super) fn schema_words(at: &str, hint: Hint<'_>) -> String {
    match pointer::parent(at) {
        Some(("/components/schemas", _)) => format!("schema `{}`", hint.words),
        Some((parent, name)) if parent.ends_with("/properties") => {
            format!("inline schema of the property `{name}`")
        }
        _ => format!("inline schema `{}`", hint.words),
    }
}

impl<'b> Lowering<'b, '_, '_> {
    /// Resolves `schema`, which is at `at`, and returns its location.
    pub(super) fn target(&self, schema: SchemaRef<'b>, at: &str) -> Option<(&'b Schema, String)> {
        match schema {
            SchemaRef::Item(schema) => Some((schema, at.to_owned())),
            SchemaRef::To(reference) => self.component_schema(reference.strip_prefix('#')?),
        }
    }

    fn component_schema(&self, at: &str) -> Option<(&'b Schema, String)> {
        let (_, name) = pointer::parent(at)?;
        let schemas = &self.doc.components.as_ref()?.schemas;
        super::resolved(schemas.get(name.as_ref())?, at, Some(schemas))
    }

    /// Returns the type of a schema.
    pub(super) fn type_of(&mut self, schema: SchemaRef<'b>, at: &str, hint: Hint<'_>) -> TypeRef {
        match schema {
            SchemaRef::To(reference) => {
                self.component(reference.strip_prefix('#').unwrap_or(reference))
            }
            SchemaRef::Item(schema) => self.inline(schema, at, hint),
        }
    }

    /// Returns the type of an element of a list or a map, which can be null.
    pub(super) fn element_of(
        &mut self,
        schema: SchemaRef<'b>,
        at: &str,
        hint: Hint<'_>,
    ) -> TypeRef {
        let ty = self.type_of(schema, at, hint);
        let any = matches!(ty, TypeRef::Primitive(Primitive::Any | Primitive::Raw));
        if self.is_nullable(schema, at) && !any {
            TypeRef::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// Whether the schema allows null.
    pub(super) fn is_nullable(&self, schema: SchemaRef<'b>, at: &str) -> bool {
        let mut seen = HashSet::new();
        let mut next = self.target(schema, at);
        while let Some((schema, at)) = next.take() {
            let view = View::of(schema);
            if schema.schema_data.nullable || view.values.contains(&Value::Null) {
                return true;
            }
            if let Some((keyword, element)) =
                view.sole_element().filter(|_| seen.insert(at.clone()))
            {
                next = self.target(element.into(), &format!("{at}/{keyword}/0"));
            }
        }
        false
    }

    /// Returns the type of the component at `at`.
    pub(super) fn component(&mut self, at: &str) -> TypeRef {
        let any = TypeRef::Primitive(Primitive::Any);
        let Some((schema, at)) = self.component_schema(at) else {
            return any;
        };
        if let Some(known) = self.known(&at) {
            return known;
        }
        if self.open.contains(&at) {
            let help = "put the list or map into a property of an object: only an object can contain itself";
            self.reporter.unsupported(
                &at,
                "a recursive schema without an object in the cycle",
                help,
            );
            return any;
        }
        if self.open.len() > MOST_LEVELS {
            let help = "put one of the inner levels into a property of an object";
            self.reporter.unsupported(
                &at,
                &format!("a schema of more than {MOST_LEVELS} nested lists and maps"),
                help,
            );
            return any;
        }
        let name = pointer::parent(&at)
            .map(|(_, name)| name.into_owned())
            .unwrap_or_default();
        self.open.push(at.clone());
        let ty = self.inline(schema, &at, Hint { words: &name });
        self.open.pop();
        let place = self.reporter.bundle.place(&at);
        self.shared.interned.insert(place, ty.clone());
        ty
    }

    /// Returns the type if the same source has been lowered.
    pub(super) fn known(&mut self, at: &str) -> Option<TypeRef> {
        let place = self.reporter.bundle.place(at);
        let known = self.shared.interned.get(&place).cloned()?;
        self.reached.insert(at.to_owned());
        if let Some(id) = known.named() {
            self.claim(id);
        }
        Some(known)
    }

    /// Reserves the names of a type of another API, and of all its parts, in the scope of this API.
    fn claim(&mut self, id: TypeId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !self.claimed.insert(id) {
                continue;
            }
            let Some(def) = self.shared.types.get(id.index()) else {
                continue;
            };
            open.extend(
                super::usage::parts(def)
                    .iter()
                    .filter_map(|part| part.named()),
            );
            let (name, origin) = (def.name.clone(), def.origin);
            let what = format!("shared type `{name}`");
            self.type_names
                .claim(name.clone(), &what, origin, self.reporter.diags);
        }
    }

    /// Returns the type of the inline schema at `at`.
    pub(super) fn inline(&mut self, schema: &'b Schema, at: &str, hint: Hint<'_>) -> TypeRef {
        if let Some(known) = self.known(at) {
            return known;
        }
        self.reached.insert(at.to_owned());
        let view = View::of(schema);
        self.misplaced(&view, at);
        if view.extension("x-truto-raw") == Some(&Value::Bool(true)) {
            return TypeRef::Primitive(Primitive::Raw);
        }
        self.unrepresented(&view, at);
        let ty = match view.sole_element() {
            Some((keyword, element)) => {
                self.type_of(element.into(), &format!("{at}/{keyword}/0"), hint)
            }
            None if self.is_choice(&view, at) => TypeRef::Primitive(Primitive::Any),
            None => self.written(&view, at, hint),
        };
        if matches!(ty, TypeRef::Named(_)) {
            let place = self.reporter.bundle.place(at);
            self.shared.interned.insert(place, ty.clone());
        }
        self.check_default(&view, &ty, at);
        ty
    }

    /// Returns the type of a schema without a sole element.
    fn written(&mut self, view: &View<'b>, at: &str, hint: Hint<'_>) -> TypeRef {
        if !view.values.is_empty()
            || self
                .reporter
                .bundle
                .value
                .pointer(&format!("{at}/enum"))
                .is_some()
        {
            return self.enumeration(view, at, hint);
        }
        if !view.all_of.is_empty() && !matches!(view.ty, None | Some("object")) {
            let help = "write everything in one schema: only objects can be merged";
            self.reporter.unsupported(
                &format!("{at}/allOf"),
                "`allOf` next to a `type` other than `object`",
                help,
            );
        }
        match view.ty {
            Some("string") => {
                self.binary_text(view, at);
                TypeRef::Primitive(string(view.format.as_deref()))
            }
            Some("integer") => TypeRef::Primitive(integer(view.format.as_deref())),
            Some("number") => TypeRef::Primitive(number(view.format.as_deref())),
            Some("boolean") => TypeRef::Primitive(Primitive::Bool),
            Some("array") => self.list(view, at, hint),
            None if view.items.is_some() => self.list(view, at, hint),
            _ if !view.all_of.is_empty() => self.structure(view, at, hint),
            Some("object") => self.object(view, at, hint),
            None if view.properties.is_some() || view.additional.is_some() => {
                self.object(view, at, hint)
            }
            _ => TypeRef::Primitive(Primitive::Any),
        }
    }

    /// Reports bytes inside JSON. A body that consists of bytes is recognized by its media type and does not get here.
    fn binary_text(&mut self, view: &View<'b>, at: &str) {
        if view.format.as_deref() == Some("binary") {
            let message = "`format: binary` has no effect in JSON: the type is `String`";
            let help = "remove the format; for a body of bytes, write a media type such as `application/octet-stream`";
            self.reporter
                .key_warning(&format!("{at}/format"), message.to_owned(), help);
        }
    }

    fn list(&mut self, view: &View<'b>, at: &str, hint: Hint<'_>) -> TypeRef {
        let Some(items) = view.items else {
            let help = "write `items:`; without it, the items can be any JSON";
            self.reporter
                .key_warning(at, "the array has no `items`".to_owned(), help);
            return TypeRef::List(Box::new(TypeRef::Primitive(Primitive::Any)));
        };
        let words = format!("{} item", hint.words);
        let element = self.element_of(items.into(), &format!("{at}/items"), Hint { words: &words });
        TypeRef::List(Box::new(element))
    }

    fn object(&mut self, view: &View<'b>, at: &str, hint: Hint<'_>) -> TypeRef {
        if view.properties.is_some() {
            return self.structure(view, at, hint);
        }
        self.unknown_required(view, at);
        match view.additional {
            Some(AdditionalProperties::Schema(schema)) => {
                let words = format!("{} value", hint.words);
                let at = format!("{at}/additionalProperties");
                TypeRef::Map(Box::new(self.element_of(
                    schema.as_ref().into(),
                    &at,
                    Hint { words: &words },
                )))
            }
            Some(AdditionalProperties::Any(_)) | None => TypeRef::Primitive(Primitive::Object),
        }
    }

    fn unknown_required(&mut self, view: &View<'b>, at: &str) {
        for (index, name) in view.required.iter().enumerate() {
            self.unknown_required_name(name, &format!("{at}/required/{index}"), &BTreeSet::new());
        }
    }

    pub(super) fn unknown_required_name(&mut self, name: &str, at: &str, known: &BTreeSet<&str>) {
        let help = match crate::spelling::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{name}` under `properties`, or remove it here"),
        };
        let message = format!("`required` names `{name}`, which is not a property of the schema");
        self.reporter.key_warning(at, message, &help);
    }

    /// Reports the keywords that restrict the valid values and that the generated types cannot express.
    fn unrepresented(&mut self, view: &View<'b>, at: &str) {
        if view.not {
            let help = "describe the allowed values, or allow any JSON: remove `not` and any `type` next to it";
            self.reporter
                .unsupported(&format!("{at}/not"), "`not`", help);
        }
    }

    /// Reports extensions on schemas that do not allow them.
    fn misplaced(&mut self, view: &View<'b>, at: &str) {
        let parent = pointer::parent(at).map(|(base, _)| base);
        let is_property = parent.is_some_and(|base| base.ends_with("/properties"));
        // A query parameter has these extensions itself, next to its schema.
        let parameter = at.strip_suffix("/schema").unwrap_or_default();
        let document = &self.reporter.bundle.value;
        let is_query = document
            .pointer(parameter)
            .is_some_and(|parameter| parameter.get("in") == Some(&"query".into()));
        let mut report = |name: &str, help: &str| {
            let message = format!("`{name}` is not allowed on this schema");
            self.reporter
                .key_error(&format!("{at}/{name}"), message, help);
        };
        for name in [
            "x-truto-support",
            "x-truto-enum-support",
            "x-truto-reference",
        ] {
            if view.extension(name).is_some() && !is_property {
                let help = if is_query {
                    "move it out of `schema`, to the parameter itself"
                } else {
                    "write it directly in the schema of a property, or on a query parameter"
                };
                report(name, help);
            }
        }
        if view.extension("x-truto-enum-names").is_some() && view.values.is_empty() {
            report(
                "x-truto-enum-names",
                "write it next to the `enum` whose values it names",
            );
        }
        let is_struct = view.properties.is_some() || view.all_of.len() > 1;
        if view.extension("x-truto-live-support").is_some() && !is_struct {
            report(
                "x-truto-live-support",
                "write it on an object with properties",
            );
        }
        if view.extension("x-truto-converts-from").is_some() && !is_struct {
            report(
                "x-truto-converts-from",
                "write it on an object with properties",
            );
        }
    }

    fn is_choice(&mut self, view: &View<'b>, at: &str) -> bool {
        let mut found = false;
        for (keyword, elements) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            if !elements.is_empty() {
                let help = format!(
                    "describe the common properties in one schema, or allow any JSON: remove `{keyword}` and any `type` next to it"
                );
                self.reporter.unsupported(
                    &format!("{at}/{keyword}"),
                    &format!("`{keyword}`"),
                    &help,
                );
                found = true;
            }
        }
        found
    }

    pub(super) fn check_default(&mut self, view: &View<'b>, ty: &TypeRef, at: &str) {
        let Some(default) = &view.data.default else {
            return;
        };
        let fits = match ty {
            TypeRef::Primitive(Primitive::Bool) => default.is_boolean(),
            TypeRef::Primitive(Primitive::I32 | Primitive::I64) => default.is_i64(),
            TypeRef::Primitive(Primitive::F32 | Primitive::F64) => default.is_number(),
            TypeRef::Primitive(Primitive::Any | Primitive::Raw) => true,
            TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_) => default.is_object(),
            TypeRef::Primitive(_) => default.is_string(),
            TypeRef::List(_) => default.is_array(),
            TypeRef::Named(_) | TypeRef::Nullable(_) | TypeRef::Boxed(_) => true,
        };
        let is_null = default.is_null() && view.data.nullable;
        if !fits && !is_null {
            let message =
                format!("`default` is {default}, which is not a value of the type of the schema");
            self.reporter.key_warning(
                &format!("{at}/default"),
                message,
                "correct it, or remove it",
            );
        }
    }

    /// Adds a definition. `kind` may be a placeholder that [`Self::fill`] replaces.
    pub(super) fn define(&mut self, name: String, docs: Docs, kind: TypeKind, at: &str) -> TypeId {
        let id = TypeId::new(self.shared.types.len());
        self.shared.types.push(TypeDef {
            id,
            name,
            home: crate::ir::Home::Api(self.index),
            docs,
            kind,
            in_request: false,
            in_response: false,
            origin: self.reporter.key_origin(at),
        });
        self.claimed.insert(id);
        id
    }

    pub(super) fn fill(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(def) = self.shared.types.get_mut(id.index()) {
            def.kind = kind;
        }
    }

    /// Returns the documentation of a schema.
    pub(super) fn docs(&self, view: &View<'_>) -> Docs {
        Docs {
            summary: view.data.title.clone(),
            description: view.data.description.clone(),
            url: super::api::url(view.data.external_docs.as_ref()),
            deprecated: view.data.deprecated,
            provenance: super::extensions::provenance(view.extension("x-truto-provenance")),
            has_inferred_type: view.extension("x-truto-type-provenance").is_some(),
        }
    }
}

fn string(format: Option<&str>) -> Primitive {
    match format {
        Some("date-time") => Primitive::Timestamp,
        Some("date") => Primitive::Date,
        _ => Primitive::String,
    }
}

fn integer(format: Option<&str>) -> Primitive {
    if format == Some("int32") {
        Primitive::I32
    } else {
        Primitive::I64
    }
}

fn number(format: Option<&str>) -> Primitive {
    if format == Some("float") {
        Primitive::F32
    } else {
        Primitive::F64
    }
}
