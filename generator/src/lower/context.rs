//! The state of lowering: of one API, and of the crate that it belongs to.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use openapiv3::{OpenAPI, Schema};
use rustc_hash::{FxHashMap, FxHashSet};

use super::schema::facts::Facts;
use super::typed::{Document, WebhookSource};
use crate::bundle::{At, SourceId};
use crate::diag::Diagnostics;
use crate::ir::{
    Docs, FieldSupport, SchemaPlace, Scope, Security, TypeDef, TypeId, TypeKind, TypeRef, Words,
};
use crate::source::Origin;

/// A type to which something is added later.
#[derive(Clone)]
pub(super) struct Unfinished<'b> {
    pub(super) id: TypeId,
    pub(super) schema: &'b Schema,
    /// The location of the schema.
    pub(super) at: At<'b>,
    /// The schemas that the values also have to fit, apart from their alternatives.
    pub(super) beside: Vec<(&'b Schema, At<'b>)>,
}

/// The schemas that list a schema in `allOf`, in document order.
pub(super) type Extensions<'b> = HashMap<At<'b>, Vec<At<'b>>>;

/// The state of lowering one API.
pub(super) struct Context<'b, 's> {
    pub(super) index: usize,
    /// The name of the root document.
    pub(super) name: &'b str,
    pub(super) doc: &'b OpenAPI,
    /// The requests that the server sends.
    pub(super) webhooks: &'b [WebhookSource],
    /// Whether the document is a part of the one that was read.
    pub(super) is_selection: bool,
    /// The location of the document.
    pub(super) root: At<'b>,
    /// The authentication that operations require without a requirement of their own.
    pub(super) security: Option<Arc<Security>>,
    pub(super) shared: &'s mut Shared,
    pub(super) diags: &'s mut Diagnostics,
    /// The schemas that have been lowered or referred to.
    pub(super) reached: FxHashSet<At<'b>>,
    /// The structs without fields and the unions without cases, and their schemas.
    pub(super) unfilled: VecDeque<Unfinished<'b>>,
    /// The schemas that list a schema in `allOf`, once they are needed.
    pub(super) extensions: OnceCell<Rc<Extensions<'b>>>,
    /// What has been found out about schemas.
    pub(super) facts: Facts<'b>,
    /// The schemas with alternatives that many may refer to, and whether one of the alternatives allows null.
    pub(super) nullable_choices: FxHashMap<At<'b>, bool>,
    /// The component schemas that are being lowered and have no type yet.
    pub(super) open: Vec<At<'b>>,
    pub(super) scope: Option<Scope>,
    /// The closed enum of fields that can be excluded, by response type.
    pub(super) field_enums: HashMap<TypeId, TypeId>,
    /// The sort types, by location of the schema; `None` if the schema is invalid, which has been reported.
    pub(super) sorts: HashMap<At<'b>, Option<SortTypes>>,
}

impl<'b, 's> Context<'b, 's> {
    pub(super) fn new(
        index: usize,
        document: &'b Document<'b>,
        shared: &'s mut Shared,
        diags: &'s mut Diagnostics,
    ) -> Self {
        let bundle = document.bundle;
        Self {
            index,
            name: &bundle.name,
            doc: &document.openapi,
            webhooks: &document.webhooks,
            is_selection: bundle.is_selection(),
            root: At::root(bundle),
            security: None,
            shared,
            diags,
            reached: FxHashSet::default(),
            unfilled: VecDeque::new(),
            extensions: OnceCell::new(),
            facts: Facts::default(),
            nullable_choices: FxHashMap::default(),
            open: Vec::new(),
            scope: None,
            field_enums: HashMap::new(),
            sorts: HashMap::new(),
        }
    }

    /// Returns the type if the same source has been lowered.
    pub(super) fn known(&mut self, at: &At<'b>) -> Option<TypeRef> {
        let known = self.shared.interned.get(&at.source_id()).cloned()?;
        self.reached.insert(at.clone());
        Some(known)
    }

    /// Records the type of the schema at `at`.
    pub(super) fn intern(&mut self, at: &At<'b>, ty: &TypeRef) {
        self.shared.interned.insert(at.source_id(), ty.clone());
    }

    /// Adds a definition. `kind` may be a placeholder that [`Self::fill`] replaces.
    pub(super) fn define(
        &mut self,
        name: TypeName,
        docs: Docs,
        kind: TypeKind,
        at: &At<'b>,
    ) -> TypeId {
        let id = TypeId::new(self.shared.types.len());
        self.shared.types.push(TypeDef {
            id,
            words: name.words,
            chosen: name.chosen,
            place: name.place,
            api: self.index,
            docs,
            kind,
            in_request: false,
            in_response: false,
            in_patch: false,
            origin: at.key_origin(),
        });
        id
    }

    /// Replaces the content of a definition.
    pub(super) fn fill(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(known) = self.shared.kind_mut(id) {
            *known = kind;
        }
    }
}

/// The information on the name of a type.
pub(super) struct TypeName {
    pub(super) words: Words,
    pub(super) chosen: Option<String>,
    pub(super) place: SchemaPlace,
}

impl TypeName {
    /// Returns the name of a type that no schema defines.
    pub(super) fn inline(words: Words) -> Self {
        Self {
            words,
            chosen: None,
            place: SchemaPlace::Inline,
        }
    }
}

/// The state that all APIs of a crate share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) types: Vec<TypeDef>,
    /// Whether error responses have types.
    pub(super) has_failures: bool,
    /// The lowered schemas, by source. APIs that refer to the same source share the type.
    interned: FxHashMap<SourceId, TypeRef>,
    /// The types of objects that several schemas describe together.
    pub(super) merged: Merged,
    /// The structs of objects that have subtypes, by the union of both.
    pub(super) bases: HashMap<TypeId, TypeId>,
    /// The unions, by these structs. Types of properties are named after the union.
    pub(super) unions: HashMap<TypeId, TypeId>,
    /// The support cells on properties, by the type of the object.
    pub(super) cells: HashMap<TypeId, Vec<FieldSupport>>,
    /// Whether a complete type has cells or contains types with cells, for the types in bodies and parameters.
    pub(super) leads_to_cells: HashMap<TypeId, bool>,
    /// The bodies whose properties have cells.
    pub(super) bodies: HashMap<TypeId, Origin>,
    /// The schemas of bytes that are files: they are parts of multipart bodies.
    pub(super) files: FxHashSet<SourceId>,
}

impl Shared {
    /// Returns the content of a definition for modification.
    pub(super) fn kind_mut(&mut self, id: TypeId) -> Option<&mut TypeKind> {
        let def = self.types.get_mut(id.index())?;
        Some(&mut def.kind)
    }

    /// Returns a definition.
    pub(super) fn def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }
}

/// The types of objects that several schemas describe together.
#[derive(Default)]
pub(super) struct Merged {
    /// The types, by the sources of the schemas.
    pub(super) types: FxHashMap<Vec<SourceId>, TypeId>,
    /// How many merged objects each of them is inside of, including itself.
    pub(super) levels: FxHashMap<TypeId, usize>,
}

/// The types of a sort parameter.
#[derive(Clone, Copy)]
pub(super) struct SortTypes {
    /// The closed enum of fields.
    pub(super) fields: TypeId,
    /// The enum of directions.
    pub(super) direction: TypeId,
}
