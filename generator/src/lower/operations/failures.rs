//! The types of error responses.

use std::collections::{HashMap, HashSet};

use openapiv3::{Operation, ReferenceOr, Response};

use super::media::{self, Content, Contents};
use super::source;
use crate::bundle::At;
use crate::ir::{
    self, Case, Docs, Media, OperationId, Primitive, Selector, StatusRange, TypeId, TypeKind,
    TypeRef, Union, UnionCase, Words,
};
use crate::lower::context::{Context, TypeName};
use crate::lower::schema::{fill, references};
use crate::source::Origin;

/// The types of the JSON bodies by status, in the order in which a status is compared with them.
type ByStatus = Vec<(StatusRange, Option<TypeRef>)>;

/// The error responses of an API.
#[derive(Default)]
pub(crate) struct Failures {
    /// The number of operations with types.
    operations: usize,
    /// How many of them have an unnamed schema, by its JSON.
    uses: HashMap<String, usize>,
    /// The types of unnamed schemas, by their JSON: many documents repeat one schema in each operation.
    types: HashMap<String, TypeRef>,
    /// The error responses of the last operation. Its variants have the same ones.
    last: (Vec<Case>, Option<TypeRef>),
    /// How many operations have several types, by these types.
    sets: HashMap<ByStatus, usize>,
    /// The sum type of most of these operations.
    shared: Option<(ByStatus, Option<TypeId>)>,
}

/// An error response in the document.
struct Found<'b> {
    status: StatusRange,
    origin: Origin,
    response: &'b Response,
    /// The location of the response.
    at: At<'b>,
    /// The name of the component, if it is one.
    component: Option<String>,
    contents: Option<Contents<'b>>,
    /// The schema of a JSON body: its JSON, which may be a reference.
    schema: Option<String>,
}

impl<'b> Found<'b> {
    fn content(&self) -> Option<&Content<'b>> {
        self.contents.as_ref().map(|contents| &contents.chosen)
    }

    /// Returns the JSON of a schema that is no reference.
    fn inline(&self) -> Option<&String> {
        let schema = self.content()?.described.schema.as_ref()?;
        self.schema.as_ref().filter(|_| schema.as_item().is_some())
    }
}

impl Failures {
    /// Counts the schemas of an operation.
    pub(crate) fn count<'b>(
        &mut self,
        cx: &Context<'b, '_>,
        operation: &ir::Operation,
        (source, at): (&'b Operation, &At<'b>),
    ) {
        let found = found(cx, operation, source, at);
        if operation.variant.is_some() || found.iter().all(|one| one.schema.is_none()) {
            return;
        }
        self.operations += 1;
        let schemas: HashSet<_> = found.iter().filter_map(Found::inline).cloned().collect();
        for schema in schemas {
            *self.uses.entry(schema).or_default() += 1;
        }
    }

    /// Adds its error responses to an operation.
    pub(crate) fn add<'b>(
        &mut self,
        cx: &mut Context<'b, '_>,
        operation: &mut ir::Operation,
        (source, at): (&'b Operation, &At<'b>),
    ) {
        if operation.variant.is_none() {
            let found = found(cx, operation, source, at);
            let schemas: HashSet<_> = found.iter().filter_map(|one| one.schema.clone()).collect();
            let are_several = schemas.len() > 1;
            let cases = found.into_iter();
            self.last.0 = cases
                .map(|one| self.case(cx, (operation.id, are_several), one))
                .collect();
            fill::fill(cx);
            let by_status = by_status(&self.last.0);
            if only(&by_status).is_none() && !by_status.is_empty() {
                *self.sets.entry(by_status).or_default() += 1;
            }
        }
        operation.failures.clone_from(&self.last.0);
    }

    /// Decides which types most operations share.
    pub(crate) fn share(&mut self) {
        let several: usize = self.sets.values().sum();
        let sets = std::mem::take(&mut self.sets).into_iter();
        let mut sets = sets.filter(|(_, count)| *count > 1 && count * 2 > several);
        self.shared = sets.next().map(|(set, _)| (set, None));
    }

    /// Sets the type of all error responses of an operation.
    pub(crate) fn join<'b>(
        &mut self,
        cx: &mut Context<'b, '_>,
        operation: &mut ir::Operation,
        at: &At<'b>,
    ) {
        if operation.variant.is_none() {
            self.last.1 = self.joined(cx, operation, at);
        }
        operation.failure.clone_from(&self.last.1);
    }

    fn joined<'b>(
        &mut self,
        cx: &mut Context<'b, '_>,
        operation: &ir::Operation,
        at: &At<'b>,
    ) -> Option<TypeRef> {
        let by_status = by_status(&operation.failures);
        if by_status.is_empty() {
            return None;
        }
        if let Some(only) = only(&by_status) {
            return Some(only.clone());
        }
        let at = at.key("responses");
        let shared = self.shared.as_mut().filter(|(of, _)| *of == by_status);
        let id = match shared {
            Some((of, id)) => {
                *id.get_or_insert_with(|| union(cx, Words::new("Api Error"), of, &at))
            }
            None => union(
                cx,
                Words::of_operation(operation.id, "Error"),
                &by_status,
                &at,
            ),
        };
        Some(TypeRef::Named(id))
    }

    fn case<'b>(
        &mut self,
        cx: &mut Context<'b, '_>,
        (operation, are_several): (OperationId, bool),
        found: Found<'b>,
    ) -> Case {
        let words = self.words(&found, operation, are_several);
        media::warn_of_names(cx, &found.response.content, &found.at);
        let content = found.content();
        if let Some(content) = content {
            media::lost_response_schema(cx, content);
        }
        let ty = content.map(|content| match (&found.schema, found.inline()) {
            (None, _) => untyped(&content.media),
            (Some(_), None) => media::response_type(cx, content, &words),
            (Some(_), Some(schema)) => match self.types.get(schema) {
                Some(known) => known.clone(),
                None => {
                    let ty = media::response_type(cx, content, &words);
                    self.types.insert(schema.clone(), ty.clone());
                    ty
                }
            },
        });
        Case {
            status: found.status,
            media: content.map(|content| content.media.clone()),
            media_types: found.contents.as_ref().map(Contents::media_types),
            headers: None,
            ty,
            docs: Docs {
                description: Some(found.response.description.clone()),
                ..Docs::default()
            },
            origin: found.origin,
        }
    }

    /// Returns the words for an unnamed schema. One that most operations have is not named after the first of them.
    fn words(&self, found: &Found<'_>, operation: OperationId, are_several: bool) -> Words {
        if let Some(component) = &found.component {
            return Words::new(error(component));
        }
        let uses = found.inline().and_then(|schema| self.uses.get(schema));
        let uses = uses.copied().unwrap_or_default();
        let is_shared = uses > 1 && uses * 2 > self.operations;
        match (is_shared, are_several) {
            (true, false) => Words::new("Api Error"),
            (true, true) => Words::new(error(&found.status.words())),
            (false, false) => Words::of_operation(operation, "Error"),
            (false, true) => Words::of_operation(operation, error(&found.status.words())),
        }
    }
}

/// Returns `not found Error` for `not found`, and `server error` as it is.
fn error(words: &str) -> String {
    match words.to_ascii_lowercase().ends_with("error") {
        true => words.to_owned(),
        false => format!("{words} Error"),
    }
}

/// Returns the responses that are not successful.
fn found<'b>(
    cx: &Context<'b, '_>,
    operation: &ir::Operation,
    source: &'b Operation,
    at: &At<'b>,
) -> Vec<Found<'b>> {
    let failures = source::responses(source, at)
        .filter(|(status, ..)| operation.cases.iter().all(|case| case.status != *status));
    let found = failures.filter_map(|(status, at, response)| {
        let (response, target) = references::resolved(cx, response, &at, |all| &all.responses)?;
        let contents = media::contents(cx, &response.content, &target);
        let contents = contents.map(Contents::without_streams);
        let component = (target != at).then(|| target.name().into_owned());
        let schema = contents
            .as_ref()
            .filter(|_| cx.shared.has_failures)
            .and_then(|contents| schema(&contents.chosen));
        Some(Found {
            status,
            origin: at.key_origin(),
            response,
            at: target,
            component,
            contents,
            schema,
        })
    });
    found.collect()
}

/// Returns the JSON of the schema of a JSON body.
fn schema(content: &Content<'_>) -> Option<String> {
    match (&content.media, content.described.schema.as_ref()?) {
        (Media::Json(_), ReferenceOr::Reference { reference }) => Some(reference.clone()),
        (Media::Json(_), ReferenceOr::Item(_)) => {
            Some(content.at.key("schema").value()?.to_string())
        }
        _ => None,
    }
}

/// Returns the type of a body without a schema, or of one that is not JSON.
fn untyped(media: &Media) -> TypeRef {
    TypeRef::Primitive(match media {
        Media::Text(_) => Primitive::String,
        Media::Json(_) => Primitive::Any,
        _ => Primitive::Bytes,
    })
}

/// Returns the types of JSON bodies by status, and the statuses that have none although a wider range has.
fn by_status(failures: &[Case]) -> ByStatus {
    let typed = |case: &Case| {
        let is_json = case.media.as_ref().is_some_and(Media::is_json);
        let ty = case.ty.clone().filter(|_| is_json);
        ty.filter(|ty| *ty != TypeRef::Primitive(Primitive::Any))
    };
    let typed = failures.iter().map(|case| (case.status, typed(case)));
    let mut all: ByStatus = typed.collect();
    let has_type = |(status, ty): &(StatusRange, Option<TypeRef>)| ty.is_some().then_some(*status);
    let ranges: Vec<StatusRange> = all.iter().filter_map(has_type).collect();
    let ranges: Vec<StatusRange> = ranges.into_iter().filter(|of| of.is_range()).collect();
    all.retain(|(status, ty)| ty.is_some() || ranges.iter().any(|range| range.contains(*status)));
    all.sort_by_key(|(status, _)| *status);
    all
}

/// Returns the type that all of them have.
fn only(by_status: &ByStatus) -> Option<&TypeRef> {
    let mut types = by_status.iter().filter_map(|(_, ty)| ty.as_ref());
    let first = types.next()?;
    types.all(|ty| ty == first).then_some(first)
}

/// Defines the sum type of error responses.
fn union<'b>(cx: &mut Context<'b, '_>, words: Words, of: &ByStatus, at: &At<'b>) -> TypeId {
    let cases = of.iter().map(|(status, ty)| UnionCase {
        words: Words::new(status.words()),
        ty: ty.clone(),
        selector: Selector::Status(*status),
    });
    let kind = TypeKind::Union(Union {
        cases: cases.collect(),
        is_exclusive: true,
        origin: at.key_origin(),
        tag: None,
    });
    cx.define(TypeName::inline(words), Docs::default(), kind, at)
}
