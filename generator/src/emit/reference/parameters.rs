//! Tables of parameters: name, type, support, description.

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, fields, written};
use crate::emit::reference::extensions::cells;
use crate::emit::reference::extensions::cells::Cells;
use crate::emit::reference::fields::{marked, push, push_line, push_provenance, sentence};
use crate::emit::reference::page::Page;
use crate::emit::reference::rust_items;
use crate::emit::reference::type_names::{listed, type_name, values};
use crate::ir::{Operation, Param, Role, TypeRef, parameter_path};
use crate::plan::direction::Direction;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// A table of parameters; without a column for support if that is not documented for any of them.
pub(crate) fn parameters(
    book: &Book<'_>,
    page: &mut Page,
    place: OperationRef<'_>,
    params: &[&Param],
) {
    let mut cells = Cells::new(book.plan, Direction::Request, Some(place));
    let supports = params
        .iter()
        .map(|param| self::support(book, place, param, &mut cells));
    let supports: Vec<String> = supports.collect();
    let is_open = |support: &String| support.is_empty() || support == cells::NOT_DOCUMENTED;
    let has_support = !supports.iter().all(is_open);
    if has_support {
        page.block(&cells.legend(&supports));
    }
    let support: &[&str] = if has_support { &[cells.title()] } else { &[] };
    page.table(&[&["parameter", "type"], support, &["about"]].concat());
    for (param, support) in params.iter().zip(&supports) {
        let ty = match param.role {
            Role::Sort { .. } => "object".to_owned(),
            _ => type_name(book, &param.ty, param.format.as_deref()),
        };
        let anchor = page.anchor(&format!("parameter-{}", parameter_path(&param.wire)));
        let name = format!("{anchor}{}", escape::code(&param.wire));
        let mut cells = vec![name, marked(ty, param.required)];
        if has_support {
            cells.push(support.clone());
        }
        let mut about = about(book, param);
        push_line(
            &mut about,
            &rust_items::of_param(book.plan, place, param, page),
        );
        cells.push(about);
        page.row(&cells);
    }
    page.row(&[]);
}

fn support(
    book: &Book<'_>,
    place: OperationRef<'_>,
    param: &Param,
    cells: &mut Cells<'_>,
) -> String {
    let plan = book.plan;
    let own = place.operation.matrix.parameter(&param.wire);
    let mut out = match own {
        Some(row) if param.role.is_checked() => cells.support(Some(&row.support)),
        _ if param.role.is_checked() => match as_of_outer(place.operation, param) {
            Some(outer) => outer,
            None => cells.support(None),
        },
        _ => String::new(),
    };
    for inside in support::inside(plan, place.operation, param, &Style::page()) {
        push(&mut out, &inside);
    }
    out
}

/// ``as [`created_at`](#parameter-created_at)``: a parameter without a row of its own, whose name has brackets.
fn as_of_outer(operation: &Operation, param: &Param) -> Option<String> {
    let (outer, _) = operation.matrix.outer_parameter(&param.wire)?;
    let name = escape::code(outer);
    let mut params = operation.params.iter();
    let is_shown = params.any(|param| parameter_path(&param.wire) == outer);
    let is_plain = outer
        .chars()
        .all(|c| c.is_alphanumeric() || "-_.".contains(c));
    Some(match is_shown && is_plain {
        true => format!("as [{name}](#parameter-{outer})"),
        false => format!("as {name}"),
    })
}

/// What is said about a parameter.
pub(super) fn about(book: &Book<'_>, param: &Param) -> String {
    let mut about = sentence(&param.docs.description, &param.docs.summary);
    push(&mut about, &facts(book, param, true));
    about
}

/// What follows the description of a parameter: its default, its values if they are wanted, how it is sent.
pub(super) fn facts(book: &Book<'_>, param: &Param, has_values: bool) -> String {
    let mut about = String::new();
    if let Some(default) = &param.default {
        push(&mut about, &fields::default(default));
    }
    if let Role::Sort { direction } = param.role {
        let lists = [
            ("Fields", &param.ty),
            ("Directions", &TypeRef::Named(direction)),
        ];
        for (title, ty) in lists {
            let values = listed(book, ty).join(", ");
            push(&mut about, &format!("{title}: {values}."));
        }
    } else if has_values {
        push(&mut about, &values(book, &param.ty));
    }
    if param.role == Role::ExcludedFields {
        push(&mut about, "Required fields cannot be excluded.");
    }
    push(
        &mut about,
        &written::written(book.plan, param).unwrap_or_default(),
    );
    push(&mut about, &written::unescaped(param).unwrap_or_default());
    // The document has one example for all operations, which may name fields that this object lacks, so it is not shown.
    let example = param.example.as_ref();
    if let Some(example) = example.filter(|_| param.role != Role::ExcludedFields) {
        let example = example
            .as_str()
            .map_or_else(|| example.to_string(), str::to_owned);
        push(&mut about, &format!("Example: {}.", escape::code(&example)));
    }
    push_status(&mut about, param);
    about
}

/// Appends whether a parameter is deprecated, and how well it is documented.
pub(super) fn push_status(about: &mut String, param: &Param) {
    if param.docs.deprecated {
        push(about, "Deprecated.");
    }
    let item = format!("parameter {}", escape::code(&param.wire));
    push_provenance(about, &param.docs, &item);
}
