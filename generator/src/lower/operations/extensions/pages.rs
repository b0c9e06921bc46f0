//! Pages of lists: `x-truto-pagination`. Unwraps the response object.

use crate::diag::Diagnostic;
use crate::ir::{Case, Media, OperationId, Pagination, Primitive, ResponseType, TypeRef, Words};
use crate::lower::context::Context;
use crate::lower::extensions::pagination;
use crate::lower::operations::media::{self, Content};
use crate::lower::operations::source::OperationSource;
use crate::lower::schema::merged;
use crate::source::Origin;

/// Returns the pagination of an operation.
pub(crate) fn pagination(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
) -> Option<Pagination> {
    let key = "x-truto-pagination";
    pagination::pagination(cx.diags, source.extension(key)?, &source.at.key(key))
}

/// Returns the type of the items of a page. The page itself gets no type. The types of its properties are stored in
/// `pagination` and checked later.
pub(crate) fn opened_page<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    pagination: &mut Pagination,
    operation: OperationId,
) -> TypeRef {
    let words = Words::of_operation(operation, "");
    let parts = match content.media {
        Media::Json(_) => media::opened_parts(cx, content),
        _ => None,
    };
    let properties = parts.map(|parts| parts.properties).unwrap_or_default();
    for property in pagination.properties_mut() {
        let found = properties.get(property.wire.as_str());
        property.ty = found.map(|found| merged::type_of(cx, found, &words));
    }
    match &pagination.items.ty {
        Some(TypeRef::List(item)) => (**item).clone(),
        _ => TypeRef::Primitive(Primitive::Any),
    }
}

/// Returns the response type of a paginated operation, which must be the same for every status.
pub(crate) fn page(cx: &mut Context<'_, '_>, cases: &[Case], pagination: Origin) -> ResponseType {
    let Some(first) = cases.first() else {
        return ResponseType::Nothing;
    };
    if let Some(other) = cases.iter().find(|case| !case.is_like(first)) {
        let message = "the success responses of a paginated operation have different schemas";
        let diagnostic = Diagnostic::error(other.origin, message)
            .related(first.origin, "the first success response")
            .related(pagination, "the pagination")
            .help("describe the same page for each status, or remove one of the two");
        cx.diags.push(diagnostic);
    }
    first
        .ty
        .clone()
        .map_or(ResponseType::Nothing, ResponseType::Page)
}
