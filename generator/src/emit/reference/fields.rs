//! Tables of fields and parameters: name, type, support, description.

use std::borrow::Cow;
use std::collections::HashSet;

use heck::ToKebabCase;

use crate::emit::prose::extensions::provenance;
use crate::emit::prose::{escape, fields, markdown, phrases};
use crate::emit::reference::extensions::cells::Cells;
use crate::emit::reference::page::Page;
use crate::emit::reference::rust_items;
use crate::emit::reference::type_names::{type_name, values};
use crate::ir::{Docs, Field, FieldSupport, Provenance, Selector, TypeKind, TypeRef, Union};
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
    /// How the anchors of the fields begin: `body`.
    pub(crate) anchor: &'static str,
    /// The operation, if the page is about one.
    pub(crate) place: Option<OperationRef<'a>>,
    /// The documented support. If no field has any, the table has no column for it.
    pub(crate) rows: &'a [FieldSupport],
}

impl<'a> Fields<'a> {
    /// Shows the fields of `ty` with the paths of nested fields; one table per status if the fields depend on it.
    pub(crate) fn table(&self, page: &mut Page, ty: &TypeRef) {
        let kind = ty.named().map(|id| &self.book.plan.package.ty(id).kind);
        let Some(TypeKind::Union(union)) = kind else {
            return self.table_of(page, ty, self.anchor);
        };
        if !union.is_by_status() {
            return self.alternatives(page, ty, union);
        }
        for (status, case) in union.by_status() {
            page.block(&format!("{status}:"));
            let slug = status.to_string().to_lowercase().replace(' ', "-");
            match &case.ty {
                Some(ty) => self.table_of(page, ty, &format!("{slug}-{}", self.anchor)),
                None => page.block("The body is empty."),
            }
        }
    }

    /// Shows the type of a sum type, and the fields of each case that is an object.
    fn alternatives(&self, page: &mut Page, ty: &TypeRef, union: &Union) {
        let package = self.book.plan.package;
        let name = type_name(self.book, ty, None);
        page.block(&format!("Type: {name}."));
        let mut described = HashSet::new();
        let cases = union
            .cases
            .iter()
            .filter_map(|case| Some((case, case.ty.as_ref()?)));
        for (case, ty) in cases {
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
                Selector::Status(_) | Selector::Content => String::new(),
            };
            page.heading(3, &escape::plain(&capitalized(&case.words.text)));
            page.block(&condition);
            let about = ty.named().filter(|id| described.insert(*id));
            let about = about.and_then(|id| package.ty(id).docs.description.as_deref());
            page.prose(about);
            let slug = case.words.text.to_kebab_case();
            self.table_of(page, ty, &format!("{slug}-{}", self.anchor));
        }
    }

    fn table_of(&self, page: &mut Page, ty: &TypeRef, anchor: &str) {
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
        let mut supports = Cells::new(self.book.plan, self.direction, self.place);
        let cells = found.keys().map(|path| supports.support(support_of(path)));
        let cells: Vec<String> = cells.collect();
        if has_support {
            page.block(&supports.legend(&cells));
        }
        let support: &[&str] = if has_support {
            &[supports.title()]
        } else {
            &[]
        };
        page.table(&[&["field", "type"], support, &["about"]].concat());
        for ((path, field), support) in found.iter().zip(cells) {
            let row = self.book.row(field, |field| row(self.book, field));
            let name = format!(
                "{}{}",
                page.anchor(&format!("{anchor}-{path}")),
                escape::code(path)
            );
            let support = has_support.then(|| escaped(support));
            let about = self.about(page, field, row);
            let cells = [Some(escaped(name)), Some((&row.ty).into())];
            page.escaped_row(cells.into_iter().chain([support, Some(about)]).flatten());
        }
        page.row(&[]);
        if nested.is_cut {
            page.block("Not all fields are shown.");
        }
    }

    /// What is said about a field on a page.
    fn about<'r>(&self, page: &mut Page, field: &Field, row: &'r FieldRow) -> Cow<'r, str> {
        let is_never_sent = field.read_only && self.direction == Direction::Request;
        let place = self
            .place
            .filter(|_| self.direction == Direction::Request && !is_never_sent);
        let rust = place.map(|place| rust_items::of_field(self.book.plan, place, field, page));
        if field.reference.is_none() && !is_never_sent && rust.is_none() && row.notes.is_empty() {
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
        push_line(&mut about, &rust.unwrap_or_default());
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

pub(super) fn push_provenance(about: &mut String, docs: &Docs, item: &str) {
    if docs.has_inferred_type {
        push(about, &provenance::of_type(item));
    }
    push(
        about,
        &provenance::of_item(docs.provenance, item).unwrap_or_default(),
    );
}

/// `string, **required**`
pub(super) fn marked(ty: String, required: bool) -> String {
    if required {
        format!("{ty}, **required**")
    } else {
        ty
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

pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Appends a line in the same cell.
pub(crate) fn push_line(text: &mut String, line: &str) {
    if !line.is_empty() {
        text.push_str(if text.is_empty() { "" } else { "<br>" });
        text.push_str(line);
    }
}
