//! The support cells on properties, parameters and media types, as rows of the matrix of an operation.

use std::collections::{HashMap, HashSet};

use openapiv3::ParameterData;

use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Body, FieldSupport, Integrations, Role, TypeId, TypeKind, TypeRef, parameter_path,
};
use crate::lower::context::Context;
use crate::lower::extensions::{keys, support};
use crate::lower::operations::media::Content;
use crate::lower::operations::source::OperationSource;
use crate::lower::schema::fill;
use crate::source::Origin;

/// A limit on the rows, far above real matrices: nested schemas can have exponentially many paths.
const MOST_ROWS: usize = 10_000;

/// Returns the cells on the properties of a body. They apply to one operation, so a second body of the same type is reported.
pub(crate) fn body_cells(cx: &mut Context<'_, '_>, body: &Body) -> Vec<FieldSupport> {
    let cells = cells_of(cx, &body.ty, body.origin);
    if let (Some(id), Some(cell)) = (body.ty.named(), cells.first())
        && let Some(first) = cx.shared.bodies.insert(id, body.origin)
    {
        let message = "the support on the properties of this request body already applies to another operation";
        let diagnostic = Diagnostic::error(body.origin, message)
                .related(first, "the request body of the other operation")
                .related(cell.origin, "the support of a property")
                .help("write a separate body schema for each operation, or move the support to the media types");
        cx.diags.push(diagnostic);
    }
    cells
}

/// Returns the cells on the properties of a type, with the path to each.
fn cells_of(cx: &mut Context<'_, '_>, ty: &TypeRef, origin: Origin) -> Vec<FieldSupport> {
    let mut found = Vec::new();
    let Some(root) = ty.named() else { return found };
    let leading = leading_to_cells(cx, root);
    let mut open = vec![(root, String::new(), vec![root])];
    while let Some((id, prefix, path)) = open.pop() {
        if found.len() > MOST_ROWS {
            let help = "write the support on the media type, field by field";
            let message =
                format!("the support of nested properties expands to more than {MOST_ROWS} rows");
            cx.diags.push(Diagnostic::error(origin, message).help(help));
            break;
        }
        let Some(TypeKind::Struct(of)) = cx.shared.def(id).map(|def| &def.kind) else {
            continue;
        };
        let cells = cx
            .shared
            .cells
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for field in &of.fields {
            let own = cells.iter().filter(|cell| cell.path == field.wire);
            found.extend(own.map(|cell| FieldSupport {
                path: format!("{prefix}{}", cell.path),
                ..cell.clone()
            }));
            if let Some(inner) = field
                .ty
                .named()
                .filter(|inner| leading.contains(inner) && !path.contains(inner))
            {
                let path = path.iter().copied().chain([inner]).collect();
                open.push((inner, format!("{prefix}{}.", field.wire), path));
            }
        }
    }
    found
}

/// Returns the types in `root` that have cells or contain types with cells.
fn leading_to_cells(cx: &Context<'_, '_>, root: TypeId) -> HashSet<TypeId> {
    if cx.shared.cells.is_empty() {
        return HashSet::new();
    }
    let mut owners: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let (mut seen, mut open) = (HashSet::from([root]), vec![root]);
    while let Some(def) = open.pop().and_then(|id| cx.shared.def(id)) {
        for part in def.parts().into_iter().filter_map(TypeRef::named) {
            owners.entry(part).or_default().push(def.id);
            if seen.insert(part) {
                open.push(part);
            }
        }
    }
    seen.retain(|id| cx.shared.cells.contains_key(id));
    let (mut leading, mut open) = (HashSet::new(), Vec::from_iter(seen));
    while let Some(id) = open.pop() {
        if leading.insert(id) {
            open.extend(owners.get(&id).into_iter().flatten());
        }
    }
    leading
}

/// Adds the support on a parameter in the query, and on the properties of its type.
pub(crate) fn add_parameter_cells<'b>(
    cx: &mut Context<'b, '_>,
    data: &ParameterData,
    at: &At<'b>,
    (ty, role): (&TypeRef, Role),
    into: &mut Vec<FieldSupport>,
) {
    let path = parameter_path(&data.name);
    into.extend(support::cell(cx.diags, &data.extensions, at, path));
    fill::fill(cx);
    let inner = cells_of(cx, ty, at.key_origin());
    if let (false, Some(cell)) = (role.is_checked(), inner.first()) {
        let message = format!(
            "`{}` is not allowed on the property `{}` of the parameter `{}`, because the parameter has the role `{}`",
            support::key(&cell.support),
            cell.path,
            data.name,
            keys::role(&data.extensions).unwrap_or_default()
        );
        let diagnostic = Diagnostic::error(cell.origin, message)
                .related(at.key_origin(), "the parameter")
                .help("remove it: of all roles, only `sort` allows a support matrix; if the schema is also used elsewhere, write a separate schema for the parameter, without the support");
        cx.diags.push(diagnostic);
    }
    into.extend(inner.into_iter().map(|cell| FieldSupport {
        path: format!("{path}.{}", cell.path),
        ..cell
    }));
}

/// Adds the support on a media type. Two statuses may refer to the same response, whose support is added once.
pub(crate) fn add_media_cells(
    cx: &mut Context<'_, '_>,
    content: &Content<'_>,
    into: &mut Vec<FieldSupport>,
) {
    let known: HashSet<Origin> = into.iter().map(|cell| cell.origin).collect();
    let cells = media_cells(cx, content);
    into.extend(
        cells
            .into_iter()
            .filter(|cell| !known.contains(&cell.origin)),
    );
}

/// Returns the support on a media type.
pub(crate) fn media_cells(cx: &mut Context<'_, '_>, content: &Content<'_>) -> Vec<FieldSupport> {
    let key = "x-truto-support";
    match content.described.extensions.get(key) {
        Some(value) => support::support_map(cx.diags, value, &content.at.key(key)),
        None => Vec::new(),
    }
}

/// Returns the integrations that support an operation.
pub(crate) fn integrations(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
) -> Option<Integrations> {
    let key = "x-truto-integrations";
    support::integrations(cx.diags, source.extension(key)?, &source.at.key(key))
}
