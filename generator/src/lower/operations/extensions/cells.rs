//! The support cells on properties, parameters and media types, as rows of the matrix of an operation.

use std::collections::{HashMap, HashSet};

use openapiv3::ParameterData;

use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Body, FieldSupport, Integrations, Role, TypeId, TypeKind, TypeRef, parameter_path,
};
use crate::lower::context::{Context, Shared};
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
    if !cx.shared.leads_to_cells.contains_key(&root) {
        find_cells(cx.shared, root);
    }
    let leads = |cx: &Context<'_, '_>, id| cx.shared.leads_to_cells.get(&id) == Some(&true);
    if !leads(cx, root) {
        return found;
    }
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
        let cells = cx.shared.cells.get(&id).into_iter().flatten();
        let cells: HashMap<&str, _> = cells.map(|cell| (cell.path.as_str(), cell)).collect();
        for field in &of.fields {
            let own = cells.get(field.wire.as_str());
            found.extend(own.map(|cell| FieldSupport {
                path: format!("{prefix}{}", cell.path),
                ..(*cell).clone()
            }));
            if let Some(inner) = field
                .ty
                .named()
                .filter(|inner| leads(cx, *inner) && !path.contains(inner))
            {
                let path = path.iter().copied().chain([inner]).collect();
                open.push((inner, format!("{prefix}{}.", field.wire), path));
            }
        }
    }
    found
}

/// Decides for all types in `root` whether they have cells or contain types with cells. Their content is complete, so the types
/// that were decided for another root are not visited again.
fn find_cells(shared: &mut Shared, root: TypeId) {
    let mut owners: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let (mut new, mut leading) = (HashSet::new(), Vec::new());
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let Some(def) = shared.def(id).filter(|_| new.insert(id)) else {
            continue;
        };
        if shared.cells.contains_key(&id) {
            leading.push(id);
        }
        for part in def.parts().into_iter().filter_map(TypeRef::named) {
            match shared.leads_to_cells.get(&part) {
                Some(true) => leading.push(id),
                Some(false) => {}
                None => {
                    owners.entry(part).or_default().push(id);
                    open.push(part);
                }
            }
        }
    }
    shared
        .leads_to_cells
        .extend(new.into_iter().map(|id| (id, false)));
    while let Some(id) = leading.pop() {
        if shared.leads_to_cells.insert(id, true) == Some(false) {
            leading.extend(owners.get(&id).into_iter().flatten());
        }
    }
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
