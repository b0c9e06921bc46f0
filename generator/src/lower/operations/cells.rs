//! The support cells on properties, as rows of the matrix of an operation.

use std::collections::{HashMap, HashSet};

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
