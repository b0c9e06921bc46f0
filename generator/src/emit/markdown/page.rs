//! The page of a resource, for readers who choose integrations.

use std::fmt::Write as _;

use super::{escape, safe};
use crate::{
    emit::{
        context::{Context, Direction},
        docs, field_docs, file,
        names::bare,
        request, support_docs,
    },
    ir::{
        Field, FieldSupport, Home, Operation, Param, Primitive, Repr, Resource, ResponseType, Role,
        TypeId, TypeKind, TypeRef,
    },
};

/// Emits `docs/<api>/<resource>.md`.
///
/// ```text
/// # contacts
///
/// - [Create a contact](#create): `POST /unified/ticketing/contacts`
///
/// ## create
/// …parameters, fields of request and response as tables, support
/// ```
pub(crate) fn page(context: &Context<'_>, api: usize, index: usize, resource: &Resource) -> String {
    let mut page = Page {
        context,
        home: Home::Resource(api, index),
        out: String::new(),
    };
    let _ = writeln!(page.out, "<!-- {} -->\n", file::HEADER);
    let _ = writeln!(page.out, "# {}\n", escape::plain(bare(&resource.module)));
    page.prose(resource.docs.description.as_deref());
    for operation in &resource.operations {
        let method = bare(&operation.method);
        let _ = writeln!(
            page.out,
            "- [{}](#{method}): {}",
            title(operation),
            request::address(operation)
        );
    }
    for operation in &resource.operations {
        page.operation(operation);
    }
    page.out
}

/// The summary, or the method's name.
fn title(operation: &Operation) -> String {
    match &operation.docs.summary {
        Some(summary) => safe::inline(summary),
        None => bare(&operation.method).to_owned(),
    }
}

struct Page<'a> {
    context: &'a Context<'a>,
    home: Home,
    out: String,
}

impl<'a> Page<'a> {
    fn prose(&mut self, text: Option<&str>) {
        let lines = text.map(safe::blocks).unwrap_or_default();
        if !lines.is_empty() {
            let _ = writeln!(self.out, "{}\n", lines.join("\n"));
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let _ = writeln!(self.out, "\n## {}\n", bare(&operation.method));
        self.prose(operation.docs.summary.as_deref());
        self.prose(
            operation
                .docs
                .description
                .as_deref()
                .filter(|text| Some(*text) != operation.docs.summary.as_deref()),
        );
        let _ = writeln!(self.out, "{}\n", request::address(operation));
        if operation.docs.deprecated {
            self.out.push_str("Deprecated.\n\n");
        }
        if let Some(sentence) = docs::provenance(operation.docs.provenance) {
            let _ = writeln!(self.out, "{sentence}\n");
        }
        if let Some(about) = request::integrations(self.context, self.home, operation) {
            let _ = writeln!(self.out, "{about}\n");
        }
        if let Some(link) = operation.docs.url.as_deref().and_then(docs::link) {
            let _ = writeln!(self.out, "Documentation: {link}\n");
        }
        self.parameters(operation);
        let matrix = &operation.matrix;
        if let Some(body) = &operation.body {
            self.fields("Request", &body.ty, Direction::Request, &matrix.request);
        }
        match &operation.response {
            ResponseType::Nothing => {}
            ResponseType::Value(ty) => {
                self.fields("Response", ty, Direction::Response, &matrix.response);
            }
            ResponseType::Page(item) => {
                self.fields(
                    "Items of the page",
                    item,
                    Direction::Response,
                    &matrix.response,
                );
            }
            ResponseType::Stream => {
                self.out
                    .push_str("### Response\n\nbytes, as they arrive\n\n");
            }
        }
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
    }

    fn parameters(&mut self, operation: &Operation) {
        let params: Vec<&Param> = operation.params.iter().collect();
        if params.is_empty() {
            return;
        }
        self.out.push_str(
            "### Parameters\n\n| name | type | required | about |\n| --- | --- | --- | --- |\n",
        );
        for param in params {
            let mut about = sentence(&param.docs.description, &param.docs.summary);
            push(&mut about, &field_docs::limits(&[], param.default.as_ref()));
            push(&mut about, &self.values(&param.ty));
            if param.role == Role::ExcludedFields {
                push(&mut about, "Required fields cannot be left out.");
            }
            if let Role::Sort { direction } = param.role {
                let values = self.values(&TypeRef::Named(direction));
                push(&mut about, &values.replacen("One", "Each in one", 1));
            }
            push(&mut about, &self.parameter_support(operation, param));
            push(
                &mut about,
                docs::provenance(param.docs.provenance).unwrap_or_default(),
            );
            let cells = [
                escape::code(&param.wire),
                self.type_name(&param.ty),
                yes(param.required),
                about,
            ];
            self.row(&cells);
        }
        self.out.push('\n');
    }

    /// Who takes the parameter, and what is inside of it.
    fn parameter_support(&self, operation: &Operation, param: &Param) -> String {
        let own = support_docs::parameter(self.context, operation, param);
        let mut out = own.unwrap_or_default();
        for inside in support_docs::inside(self.context, operation, param) {
            push(&mut out, &inside);
        }
        out
    }

    /// The fields of a body, those of nested objects included, each with its path.
    fn fields(&mut self, title: &str, ty: &TypeRef, direction: Direction, rows: &[FieldSupport]) {
        let _ = writeln!(self.out, "### {title}\n");
        let mut found = Vec::new();
        match ty.named().map(|id| (id, &self.context.krate.ty(id).kind)) {
            Some((_, TypeKind::Union(union))) => {
                for ty in union.cases.iter().filter_map(|case| case.ty.as_ref()) {
                    self.collect(ty, "", &mut Vec::new(), &mut found);
                }
            }
            _ => self.collect(ty, "", &mut Vec::new(), &mut found),
        }
        if found.is_empty() || !matches!(ty, TypeRef::Named(_)) {
            let _ = writeln!(self.out, "{}\n", self.type_name(ty));
        }
        if found.is_empty() {
            return;
        }
        let columns = match direction {
            _ if rows.is_empty() => "",
            Direction::Request => " required by | supported by |",
            Direction::Response => " returned by |",
        };
        let rules = " --- |".repeat(columns.matches('|').count());
        let _ = writeln!(self.out, "| field | type | required |{columns} about |");
        let _ = writeln!(self.out, "| --- | --- | --- |{rules} --- |");
        for (path, field) in found {
            let mut cells = vec![
                escape::code(&path),
                self.type_name(&field.ty),
                yes(field.required),
            ];
            let row = rows.iter().find(|row| row.path == path);
            let support = row.map(|row| &row.support);
            if !rows.is_empty() {
                cells.extend(support_docs::cells(self.context, direction, support));
            }
            let mut about = self.about(field, direction);
            let values = support.and_then(|support| support_docs::values(self.context, support));
            push(&mut about, &values.unwrap_or_default());
            cells.push(about);
            self.row(&cells);
        }
        self.out.push('\n');
    }

    fn collect(
        &self,
        ty: &TypeRef,
        prefix: &str,
        open: &mut Vec<TypeId>,
        found: &mut Vec<(String, &'a Field)>,
    ) {
        let Some(id) = ty.named().filter(|id| !open.contains(id)) else {
            return;
        };
        let Some(of) = self.context.structure(id) else {
            return;
        };
        open.push(id);
        for field in &of.fields {
            let path = format!("{prefix}{}", field.wire);
            let nested = format!("{path}.");
            found.push((path, field));
            // A page of a deep object stays a page.
            if open.len() < 4 {
                self.collect(&field.ty, &nested, open, found);
            }
        }
        open.pop();
    }

    fn about(&self, field: &Field, direction: Direction) -> String {
        let mut about = sentence(&field.docs.description, &field.docs.summary);
        push(
            &mut about,
            &field_docs::limits(&field.constraints, field.default.as_ref()),
        );
        push(&mut about, &self.values(&field.ty));
        if let Some(reference) = &field.reference {
            push(&mut about, &self.reference(reference));
        }
        if field.read_only && direction == Direction::Request {
            push(&mut about, "Set by the server: it is never sent.");
        }
        if field.docs.deprecated {
            push(&mut about, "Deprecated.");
        }
        push(
            &mut about,
            docs::provenance(field.docs.provenance).unwrap_or_default(),
        );
        about
    }

    fn reference(&self, reference: &str) -> String {
        let code = escape::code(reference);
        let name = reference.split('.').next().unwrap_or_default();
        let (Home::Api(api) | Home::Resource(api, _)) = self.home else {
            return format!("Refers to {code}.");
        };
        let known = self.context.krate.apis.get(api).is_some_and(|api| {
            api.resources
                .iter()
                .any(|resource| bare(&resource.module) == name)
        });
        if known {
            format!("Refers to [{code}]({name}.md).")
        } else {
            format!("Refers to {code}.")
        }
    }

    /// `One of `a`, `b`.`
    fn values(&self, ty: &TypeRef) -> String {
        let Some(id) = ty.named() else {
            return String::new();
        };
        let TypeKind::Enum(of) = &self.context.krate.ty(id).kind else {
            return String::new();
        };
        let values: Vec<String> = of
            .variants
            .iter()
            .map(|variant| match of.repr {
                Repr::String => escape::code(&variant.wire),
                Repr::Integer => variant.wire.clone(),
            })
            .collect();
        if values.is_empty() {
            String::new()
        } else {
            format!("One of {}.", values.join(", "))
        }
    }

    fn type_name(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Primitive(primitive) => name(*primitive).to_owned(),
            TypeRef::List(of) => format!("list of {}", self.type_name(of)),
            TypeRef::Map(of) => format!("map of {}", self.type_name(of)),
            TypeRef::Nullable(of) => format!("{} or null", self.type_name(of)),
            TypeRef::Boxed(of) => self.type_name(of),
            TypeRef::Named(id) => escape::code(bare(&self.context.krate.ty(*id).name)),
        }
    }

    fn row(&mut self, cells: &[String]) {
        self.out.push('|');
        for cell in cells {
            let _ = write!(self.out, " {} |", escape::cell(cell));
        }
        self.out.push('\n');
    }
}

fn sentence(description: &Option<String>, summary: &Option<String>) -> String {
    let text = description
        .as_deref()
        .or(summary.as_deref())
        .unwrap_or_default();
    docs::full_stop(&safe::paragraph(text).unwrap_or_default())
}

fn push(text: &mut String, more: &str) {
    if !more.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(more);
    }
}

fn yes(required: bool) -> String {
    if required {
        "yes".to_owned()
    } else {
        String::new()
    }
}

fn name(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "string",
        Primitive::Bool => "boolean",
        Primitive::I32 | Primitive::I64 => "integer",
        Primitive::F32 | Primitive::F64 => "number",
        Primitive::Timestamp => "date-time",
        Primitive::Date => "date",
        Primitive::Bytes => "bytes",
        Primitive::Any => "any JSON",
        Primitive::Object => "object",
        Primitive::Raw => "raw JSON",
    }
}
