//! The support cells on properties, as rows of the matrix of an operation.

use std::collections::HashSet;

use crate::diag::Diagnostic;
use crate::ir::{Body, FieldSupport, TypeId, TypeKind, TypeRef};
use crate::lower::context::Context;
use crate::source::Origin;

/// A limit on the rows, far above real matrices: nested schemas can have exponentially many paths.
const MOST_ROWS: usize = 10_000;

/// Returns the cells on the properties of a body. They apply to one operation, so a second body of the same type is reported.
pub(super) fn body_cells(cx: &mut Context<'_, '_>, body: &Body) -> Vec<FieldSupport> {
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
pub(super) fn cells_of(
    cx: &mut Context<'_, '_>,
    ty: &TypeRef,
    origin: Origin,
) -> Vec<FieldSupport> {
    let mut found = Vec::new();
    let Some(root) = ty.named() else { return found };
    let leading = leading_to_cells(cx);
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

/// Returns the types with cells, and the types that contain such types.
fn leading_to_cells(cx: &Context<'_, '_>) -> HashSet<TypeId> {
    let mut leading: HashSet<TypeId> = cx.shared.cells.keys().copied().collect();
    let mut grows = !leading.is_empty();
    while grows {
        let before = leading.len();
        for def in &cx.shared.types {
            let parts = def.parts();
            if parts
                .iter()
                .filter_map(|part| part.named())
                .any(|part| leading.contains(&part))
            {
                leading.insert(def.id);
            }
        }
        grows = leading.len() > before;
    }
    leading
}
