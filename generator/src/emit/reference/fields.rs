//! Tables of fields and parameters: name, type, support, description.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::{provenance, support};
use crate::emit::prose::{escape, fields, markdown, phrases, written};
use crate::emit::reference::extensions::cells;
use crate::emit::reference::page::Page;
use crate::ir::{
    Docs, Enum, Field, FieldSupport, Param, Primitive, Provenance, Repr, Role, Selector, TypeKind,
    TypeRef, Union,
};
use crate::plan::direction::Direction;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::{Book, FieldRow};

/// A table of fields.
pub(crate) struct Fields<'a> {
    pub(crate) book: &'a Book<'a>,
    /// The API in which references are resolved.
    pub(crate) api: usize,
    pub(crate) direction: Direction,
    /// The documented support. If no field has any, the table has no column for it.
    pub(crate) rows: &'a [FieldSupport],
}

impl<'a> Fields<'a> {
    /// Shows the fields of `ty` with the paths of nested fields; one table per status if the fields depend on it.
    pub(crate) fn table(&self, page: &mut Page, ty: &TypeRef) {
        let kind = ty.named().map(|id| &self.book.plan.package.ty(id).kind);
        let Some(TypeKind::Union(union)) = kind else {
            return self.table_of(page, ty);
        };
        if !union.is_by_status() {
            return self.alternatives(page, ty, union);
        }
        for (status, case) in union.by_status() {
            page.block(&format!("{status}:"));
            match &case.ty {
                Some(ty) => self.table_of(page, ty),
                None => page.block("The body is empty."),
            }
        }
    }

    /// Shows the type of a sum type, and the fields of each case that is an object.
    fn alternatives(&self, page: &mut Page, ty: &TypeRef, union: &Union) {
        let package = self.book.plan.package;
        let name = type_name(self.book, ty, None);
        page.block(&format!("Type: {name}."));
        for (case, ty) in union.cases.iter().zip(union.types()) {
            if package.structs(ty).is_empty() {
                continue;
            }
            let condition = match &case.selector {
                Selector::Tag { property, values } => {
                    let values: Vec<_> = values.iter().map(|value| escape::code(value)).collect();
                    let (property, values) =
                        (escape::code(property), phrases::alternatives(&values));
                    format!("If {property} is {values}:")
                }
                Selector::Status(_) | Selector::Content => {
                    format!("{}:", escape::plain(&case.words.text))
                }
            };
            page.block(&condition);
            self.table_of(page, ty);
        }
    }

    fn table_of(&self, page: &mut Page, ty: &TypeRef) {
        let nested = self.book.plan.package.nested_fields(ty, |_| true);
        let found = nested.fields;
        if found.is_empty() || !matches!(ty, TypeRef::Named(_)) {
            page.block(&format!("Type: {}.", type_name(self.book, ty, None)));
        }
        if found.is_empty() {
            return;
        }
        let support_of = |path: &str| {
            let row = self.rows.iter().find(|row| row.path == path);
            row.map(|row| &row.support)
        };
        let has_support = found.keys().any(|path| support_of(path).is_some());
        let is_of_object = |field: &&Field| field.docs.provenance == Provenance::Object;
        let is_open = !self.rows.is_empty() || found.values().any(is_of_object);
        if !has_support && is_open {
            page.block("Which integrations support these fields is not documented.");
        }
        let support: &[&str] = match self.direction {
            _ if !has_support => &[],
            Direction::Request => &["supported by"],
            Direction::Response => &["returned by"],
        };
        let columns = [&["field", "type"], support, &["about"]].concat();
        page.table(&columns);
        let mut supports = Vec::new();
        for (path, field) in &found {
            let row = self.book.row(field, |field| row(self.book, field));
            let support = has_support.then(|| {
                let support = cells::support(self.book.plan, self.direction, support_of(path));
                supports.push(support.clone());
                escaped(support)
            });
            let about = self.about(page, field, row);
            let cells = [Some(escaped(escape::code(path))), Some((&row.ty).into())];
            let cells = cells.into_iter().chain([support, Some(about)]);
            page.escaped_row(cells.flatten());
        }
        page.row(&[]);
        page.block(&cells::legend(&supports));
        if nested.is_cut {
            page.block("Not all fields are shown.");
        }
    }

    /// What is said about a field on a page.
    fn about<'r>(&self, page: &Page, field: &Field, row: &'r FieldRow) -> Cow<'r, str> {
        let is_never_sent = field.read_only && self.direction == Direction::Request;
        if field.reference.is_none() && !is_never_sent && row.notes.is_empty() {
            return Cow::Borrowed(&row.about);
        }
        let mut about = row.about.clone();
        if let Some(reference) = &field.reference {
            push(&mut about, &escape::cell(&self.reference(page, reference)));
        }
        if is_never_sent {
            push(&mut about, "Read-only: set by the server, never sent.");
        }
        push(&mut about, &row.notes);
        Cow::Owned(about)
    }

    fn reference(&self, page: &Page, reference: &str) -> String {
        let code = escape::code(reference);
        let name = reference.split('.').next().unwrap_or_default();
        let known = self.book.plan.package.apis.get(self.api).and_then(|api| {
            let mut resources = api.resources.iter();
            let resource = resources
                .find(|resource| bare(&self.book.plan.names.resource(resource).module) == name)?;
            Some(self.book.resource_page(api, resource))
        });
        match known {
            Some(target) => format!("Refers to {}.", page.link(&code, &target)),
            None => format!("Refers to {code}."),
        }
    }
}

/// Makes the row of a field.
fn row(book: &Book<'_>, field: &Field) -> FieldRow {
    let ty = type_name(book, &field.ty, field.format.as_deref());
    let mut about = sentence(&field.docs.description, &field.docs.summary);
    push(
        &mut about,
        &fields::limits(&field.constraints, field.default.as_ref()),
    );
    match fields::fixed(field) {
        Some(fixed) => push(&mut about, &fixed),
        None => push(&mut about, &values(book, &field.ty)),
    }
    let mut notes = String::new();
    if field.docs.deprecated {
        push(&mut notes, "Deprecated.");
    }
    let item = format!("field {}", escape::code(&field.wire));
    push_provenance(&mut notes, &field.docs, &item);
    let cells = [marked(ty, field.required), about, notes];
    let [ty, about, notes] = cells.map(|cell| escaped(cell).into_owned());
    FieldRow { ty, about, notes }
}

/// Escapes the Markdown of a cell.
fn escaped(cell: String) -> Cow<'static, str> {
    Cow::Owned(match escape::cell(&cell) {
        Cow::Borrowed(_) => cell,
        Cow::Owned(escaped) => escaped,
    })
}

/// A table of parameters; without a column for support if that is not documented for any of them.
pub(crate) fn parameters(
    book: &Book<'_>,
    page: &mut Page,
    place: OperationRef<'_>,
    params: &[&Param],
) {
    let supports = params
        .iter()
        .map(|param| parameter_support(book, place, param));
    let supports: Vec<String> = supports.collect();
    let is_open = |support: &String| support.is_empty() || support == cells::NOT_DOCUMENTED;
    let has_support = !supports.iter().all(is_open);
    let support: &[&str] = if has_support { &["supported by"] } else { &[] };
    page.table(&[&["parameter", "type"], support, &["about"]].concat());
    for (param, support) in params.iter().zip(&supports) {
        let ty = match param.role {
            Role::Sort { .. } => "object".to_owned(),
            _ => type_name(book, &param.ty, param.format.as_deref()),
        };
        let mut cells = vec![escape::code(&param.wire), marked(ty, param.required)];
        if has_support {
            cells.push(support.clone());
        }
        cells.push(parameter_about(book, param));
        page.row(&cells);
    }
    page.row(&[]);
    if has_support {
        page.block(&cells::legend(&supports));
    }
}

fn parameter_support(book: &Book<'_>, place: OperationRef<'_>, param: &Param) -> String {
    let plan = book.plan;
    let own = place.operation.matrix.parameter(&param.wire);
    let mut out = match own {
        Some(row) if param.role.is_checked() => {
            cells::support(plan, Direction::Request, Some(&row.support))
        }
        _ if param.role.is_checked() => {
            let support = support::parameter(plan, place.operation, param, &Style::page());
            support.unwrap_or_else(|| cells::NOT_DOCUMENTED.to_owned())
        }
        _ => String::new(),
    };
    for inside in support::inside(plan, place.operation, param, &Style::page()) {
        push(&mut out, &inside);
    }
    out
}

fn parameter_about(book: &Book<'_>, param: &Param) -> String {
    let mut about = sentence(&param.docs.description, &param.docs.summary);
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
    } else {
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
    if param.docs.deprecated {
        push(&mut about, "Deprecated.");
    }
    let item = format!("parameter {}", escape::code(&param.wire));
    push_provenance(&mut about, &param.docs, &item);
    about
}

fn push_provenance(about: &mut String, docs: &Docs, item: &str) {
    if docs.has_inferred_type {
        push(about, &provenance::of_type(item));
    }
    push(
        about,
        &provenance::of_item(docs.provenance, item).unwrap_or_default(),
    );
}

/// `string, **required**`
fn marked(ty: String, required: bool) -> String {
    if required {
        format!("{ty}, **required**")
    } else {
        ty
    }
}

/// ``One of `a`, `b`.``; for a list, ``Any of `a`, `b`.``
fn values(book: &Book<'_>, ty: &TypeRef) -> String {
    let lead = if is_list(ty) { "Any of" } else { "One of" };
    let values = listed(book, ty);
    match values.as_slice() {
        [] => String::new(),
        [only] => format!("Possible value: {only}."),
        values => format!("{lead} {}.", values.join(", ")),
    }
}

/// The values of an enum, as Markdown.
fn listed(book: &Book<'_>, ty: &TypeRef) -> Vec<String> {
    let variants = enumeration(book, ty)
        .into_iter()
        .flat_map(|of| &of.variants);
    variants
        .map(|variant| escape::code(&variant.wire))
        .collect()
}

fn is_list(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_) => true,
        TypeRef::Nullable(of) => is_list(of),
        TypeRef::Primitive(_) | TypeRef::Map(_) | TypeRef::Named(_) => false,
    }
}

fn enumeration<'a>(book: &Book<'a>, ty: &TypeRef) -> Option<&'a Enum> {
    match &book.plan.package.ty(ty.named()?).kind {
        TypeKind::Enum(of) => Some(of),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    }
}

/// `string · uuid`, `object[]`
pub(crate) fn type_name(book: &Book<'_>, ty: &TypeRef, format: Option<&str>) -> String {
    let inner = |of: &TypeRef| type_name(book, of, format);
    match ty {
        TypeRef::Primitive(primitive) => primitive_name(*primitive, format),
        TypeRef::List(of) => match inner(of) {
            name if name.contains(' ') => format!("list of {name}"),
            name => format!("{name}[]"),
        },
        TypeRef::Map(of) => format!("map of string to {}", inner(of)),
        TypeRef::Nullable(of) => format!("{} or null", inner(of)),
        TypeRef::Named(id) => match &book.plan.package.ty(*id).kind {
            TypeKind::Struct(_) => "object".to_owned(),
            TypeKind::Union(of) if of.is_by_status() => "depends on the status".to_owned(),
            TypeKind::Union(of) => alternatives(book, of),
            TypeKind::Enum(of) if of.repr == Repr::String => "string".to_owned(),
            TypeKind::Enum(_) => "integer".to_owned(),
        },
    }
}

/// `string, integer[] or object`. A sum type in a case is not shown in full, since it can contain itself.
fn alternatives(book: &Book<'_>, of: &Union) -> String {
    let is_union = |ty: &TypeRef| {
        let kind = ty.named().map(|id| &book.plan.package.ty(id).kind);
        matches!(kind, Some(TypeKind::Union(_)))
    };
    let names = of.types().map(|ty| match ty {
        TypeRef::List(of) if is_union(of) => "list of alternatives".to_owned(),
        TypeRef::Map(of) if is_union(of) => "map of string to alternatives".to_owned(),
        ty if is_union(ty) => "alternatives".to_owned(),
        ty => type_name(book, ty, None),
    });
    let mut names: Vec<String> = names.collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    phrases::alternatives(&names)
}

fn primitive_name(primitive: Primitive, format: Option<&str>) -> String {
    let name = match primitive {
        Primitive::String
        | Primitive::Timestamp
        | Primitive::Date
        | Primitive::Base64
        | Primitive::Base64Url => "string",
        Primitive::Bool => "boolean",
        Primitive::I32 | Primitive::I64 | Primitive::U64 => "integer",
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => "number",
        Primitive::Bytes => "bytes",
        Primitive::File => "file",
        Primitive::Any => "any JSON",
        Primitive::Object | Primitive::Raw => "object",
    };
    match format.filter(|_| {
        !matches!(
            primitive,
            Primitive::Any | Primitive::Bytes | Primitive::File
        )
    }) {
        Some(format) => format!("{name} · {}", escape::plain(format)),
        None => name.to_owned(),
    }
}

pub(crate) fn sentence(description: &Option<String>, summary: &Option<String>) -> String {
    let text = description.as_deref().or(summary.as_deref());
    phrases::full_stop(&markdown::paragraph(text.unwrap_or_default()).unwrap_or_default())
}

pub(crate) fn push(text: &mut String, more: &str) {
    if !more.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(more);
    }
}
