//! What is set on a builder: fields of the body, optional parameters, options; and `check`.

use std::fmt::Write as _;

use proc_macro2::Ident;

use super::{
    body::BodyShape,
    builder::{self, Builder},
    context::{Direction, is_argument},
    docs::{self, Doc},
    field_docs,
    markdown::escape,
    matrix,
    names::bare,
    request, support_docs, text,
    types::{self, Argument},
};
use crate::ir::{Field, Media, Param, Primitive, Role, TypeRef};

/// Emits the methods of a builder.
pub(crate) fn emit(builder: &Builder<'_>, out: &mut String) {
    of_body(builder, out);
    let params = builder.operation.params.iter();
    for param in params.filter(|param| !param.required && param.role.has_setter()) {
        of_param(builder, param, out);
    }
    whole_body(builder, out);
    check(builder, out);
}

/// ```text
/// truto_runtime::body_setters! {
///     /// Given name. See [`ContactCreate::first_name`](field@ContactCreate::first_name).
///     first_name: impl Into<String>;
/// }
/// ```
fn of_body(builder: &Builder<'_>, out: &mut String) {
    let fields = builder.shape.fields().iter();
    let mut fields = fields
        .filter(|field| !is_argument(field) && !field.read_only)
        .peekable();
    if fields.peek().is_none() {
        return;
    }
    out.push_str("    truto_runtime::body_setters! {\n");
    if builder.shape.is_optional() {
        out.push_str("        optional;\n");
    }
    for field in fields {
        let argument = types::field_argument(builder.context, builder.home, field);
        field_docs(builder, field).text("        ", out);
        docs::deprecated(&field.docs, "        ", out);
        let _ = writeln!(out, "        {}: {};", field.name, argument.ty);
    }
    out.push_str("    }\n");
}

fn setter(
    out: &mut String,
    name: &str,
    arguments: impl IntoIterator<Item = String>,
    mut statements: Vec<String>,
) {
    let arguments: Vec<String> = std::iter::once("mut self".to_owned())
        .chain(arguments)
        .collect();
    statements.push("self".to_owned());
    text::method(out, name, &arguments, "Self", &statements);
}

fn field_docs(builder: &Builder<'_>, field: &Field) -> Doc {
    let Some(TypeRef::Named(id)) = builder.shape.body().map(|body| &body.ty) else {
        return Doc::default();
    };
    let def = builder.context.krate.ty(*id);
    let owner = builder.context.path(builder.home, def.home, &def.name);
    let name = bare(&field.name);
    let link = format!("[`{}::{name}`](field@{owner}::{name})", def.name);
    let mut doc = match field_docs::short(&field.docs) {
        Some(sentence) => Doc::new(format!("{sentence} See {link}.")),
        None => Doc::new(format!("Sets {link}.")),
    };
    let mut rows = builder.operation.matrix.request.iter();
    if let Some(row) = rows.find(|row| row.path == field.wire) {
        doc.block(support_docs::required(builder.context, &row.support));
    }
    doc
}

/// ```text
/// /// How many items a page has.
/// pub fn limit(mut self, limit: i64) -> Self {
///     self.call.set_query("limit", truto_runtime::QueryStyle::Form, &limit);
///     self
/// }
/// ```
fn of_param(builder: &Builder<'_>, param: &Param, out: &mut String) {
    let name = &param.name;
    let mut doc = Doc::of(&param.docs, || {
        format!("Sets {}.", escape::code(&param.wire))
    });
    doc.block(field_docs::limits(&[], param.default.as_ref()));
    if let Some(row) = builder.operation.matrix.parameter(&param.wire) {
        doc.block(support_docs::field(
            builder.context,
            Direction::Request,
            &row.support,
        ));
    }
    if matches!(param.role, Role::Sort { .. }) {
        let inside = support_docs::inside(builder.context, builder.operation, param);
        doc.block_of(inside.map(|about| format!("- {about}")));
        doc.block("Call it again for what is equal: the first call counts most.");
    }
    doc.source(&param.docs);
    text::apart(out);
    doc.text("    ", out);
    docs::deprecated(&param.docs, "    ", out);
    if is_switch(param) {
        return setter(
            out,
            name,
            None,
            vec![builder::set(param, "self.call", "true")],
        );
    }
    if let Role::Sort { direction } = param.role {
        return sort(builder, param, &TypeRef::Named(direction), out);
    }
    let argument = argument_name(param);
    let (ty, convert) = builder.converted(&param.ty, argument);
    let set = builder::set(param, "self.call", argument);
    let statements = convert.into_iter().chain([set]).collect();
    setter(out, name, Some(format!("{argument}: {ty}")), statements);
}

/// ```text
/// pub fn sort_by(mut self, field: ItemSort, direction: impl Into<SortDirection>) -> Self {
///     let direction: SortDirection = direction.into();
///     self.call.add_query("sort_by", field.as_str(), &direction);
///     self
/// }
/// ```
fn sort(builder: &Builder<'_>, param: &Param, direction: &TypeRef, out: &mut String) {
    let fields = types::rust(builder.context, builder.home, &param.ty);
    let (ty, convert) = builder.converted(direction, "direction");
    let add = format!(
        "self.call.add_query({}, field.as_str(), &direction);",
        text::literal(&param.wire)
    );
    let arguments = [format!("field: {fields}"), format!("direction: {ty}")];
    let statements = convert.into_iter().chain([add]).collect();
    setter(out, &param.name, arguments, statements);
}

/// `without_…`: naming it is all that it takes.
pub(crate) fn is_switch(param: &Param) -> bool {
    param.role == Role::Option
        && param.ty == TypeRef::Primitive(Primitive::Bool)
        && param.name.starts_with("without_")
}

/// `with_fields` takes `fields`.
fn argument_name(param: &Param) -> &str {
    let short = param
        .name
        .strip_prefix("with_")
        .filter(|_| !matches!(param.role, Role::Plain | Role::Paging));
    short
        .filter(|name| syn::parse_str::<Ident>(name).is_ok())
        .unwrap_or(&param.name)
}

/// Sets the body as a whole, where it is not an argument. In the namespace of options: a field can be called `body`.
fn whole_body(builder: &Builder<'_>, out: &mut String) {
    let Some(body) = builder.shape.body() else {
        return;
    };
    if matches!(builder.shape, BodyShape::Argument(..)) {
        return;
    }
    let Argument { ty, value } = types::argument(builder.context, builder.home, &body.ty, "body");
    let value = if builder.shape.is_optional() {
        format!("Some({value})")
    } else {
        value
    };
    text::apart(out);
    let _ = writeln!(out, "    truto_runtime::with_body!(body: {ty} = {value});");
}

/// ```text
/// /// Checks what is set so far against [`CREATE`]: all issues at once, before anything is sent.
/// pub fn check(&self, integration: crate::Integration) -> crate::support::Report { … }
/// ```
fn check(builder: &Builder<'_>, out: &mut String) {
    if !builder.context.has_registry() || !request::has_matrix(builder.operation) {
        return;
    }
    let constant = &builder.operation.constant;
    let docs = format!(
        "Checks what is set so far against [`{constant}`]: all issues at once, before anything is sent."
    );
    let is_json = builder
        .shape
        .body()
        .is_some_and(|body| matches!(body.media, Media::Json(_)));
    let body = if is_json { "&self.body" } else { "&()" };
    matrix::check(
        &docs,
        &format!("self.call.check(&{constant}, integration, {body})"),
        out,
    );
}
