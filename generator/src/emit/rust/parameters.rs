//! Setters of a builder for everything besides the body: query parameters, headers, options of a request.

use proc_macro2::Ident;

use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, fields};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{doc, set_parameter, types};
use crate::emit::text;
use crate::emit::text::setter;
use crate::ir::{Location, Param, Primitive, Role, TypeId, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::parameters::is_switch;

/// Emits the setters of optional parameters, in their order.
///
/// ```text
/// /// How many items a page has.
/// pub fn limit(mut self, limit: i64) -> Self {
///     self.call.set_query("limit", QueryStyle::Form, &limit);
///     self
/// }
/// ```
pub(crate) fn emit(builder: &Builder<'_>, out: &mut String) {
    let params = builder.operation.params.iter();
    for param in params.filter(|param| !param.required && param.role.has_setter()) {
        text::apart(out);
        about(builder, param).text("    ", out);
        doc::deprecated(&param.docs, "    ", out);
        function(builder, param, out);
    }
}

fn about(builder: &Builder<'_>, param: &Param) -> Doc {
    let mut doc = Doc::of(&param.docs, || {
        format!("Sets {}.", escape::code(&param.wire))
    });
    doc.block_of(param.default.as_ref().map(fields::default));
    let style = builder.style();
    doc.block_of(support::parameter(
        builder.plan,
        builder.operation,
        param,
        &style,
    ));
    if matches!(param.role, Role::Sort { .. }) {
        let inside = support::inside(builder.plan, builder.operation, param, &style);
        doc.block_of(inside.map(|about| format!("- {about}")));
        doc.block("Call it again to add a secondary order: the first call takes precedence.");
    }
    doc.source(builder.plan, &param.docs, "parameter");
    doc
}

fn function(builder: &Builder<'_>, param: &Param, out: &mut String) {
    match param.role {
        Role::Sort { direction } => order(builder, param, direction, out),
        _ if is_switch(param) => switch(builder, param, out),
        _ => value(builder, param, out),
    }
}

/// ```text
/// pub fn without_limit(mut self) -> Self {
///     self.call.set_option("ignore_limit", QueryStyle::Form, &true);
///     self
/// }
/// ```
fn switch(builder: &Builder<'_>, param: &Param, out: &mut String) {
    let set = set_parameter::set(builder, param, "self.call", "true");
    setter(out, builder.plan.names.param(param), [], vec![set]);
}

/// ```text
/// pub fn sort_by(mut self, field: ItemSort, direction: impl Into<SortDirection>) -> Self {
///     let direction: SortDirection = direction.into();
///     self.call.add_query("sort_by", field.as_str(), &direction);
///     self
/// }
/// ```
fn order(builder: &Builder<'_>, param: &Param, direction: TypeId, out: &mut String) {
    let fields = types::rust(builder.plan, builder.home, &param.ty);
    let (ty, convert) = builder.converted(&TypeRef::Named(direction), "direction");
    let add = format!(
        "self.call.add_query({}, field.as_str(), &direction);",
        text::literal(&param.wire)
    );
    let arguments = [format!("field: {fields}"), format!("direction: {ty}")];
    let statements = convert.into_iter().chain([add]).collect();
    setter(out, builder.plan.names.param(param), arguments, statements);
}

/// ```text
/// pub fn name(mut self, name: impl Into<String>) -> Self {
///     let name: String = name.into();
///     self.call.set_query("name", QueryStyle::Form, &name);
///     self
/// }
/// ```
fn value(builder: &Builder<'_>, param: &Param, out: &mut String) {
    let argument = argument_name(builder, param);
    let (ty, convert) = if is_cursor(builder, param) {
        let cursor = builder.name("Cursor");
        let convert = format!("let {argument}: {cursor} = {argument}.into();");
        (format!("impl Into<{cursor}>"), Some(convert))
    } else {
        builder.converted(&param.ty, argument)
    };
    let mut set = set_parameter::set(builder, param, "self.call", argument);
    if is_cursor(builder, param) {
        set = set.replacen(set_parameter::setting(param), "set_cursor", 1);
    }
    let statements = convert.into_iter().chain([set]).collect();
    setter(
        out,
        builder.plan.names.param(param),
        [format!("{argument}: {ty}")],
        statements,
    );
}

/// Whether the parameter takes the cursor of a page, which is bound to its list.
fn is_cursor(builder: &Builder<'_>, param: &Param) -> bool {
    let pages = builder.operation.pagination.as_ref();
    pages.is_some_and(|pages| pages.cursor.wire == param.wire)
        && param.ty == TypeRef::Primitive(Primitive::String)
        && matches!(param.location, Location::Query(_))
}

/// The argument's name: `with_fields` takes `fields`.
fn argument_name<'a>(builder: &Builder<'a>, param: &Param) -> &'a str {
    let name = builder.plan.names.param(param);
    let short = name
        .strip_prefix("with_")
        .filter(|_| !matches!(param.role, Role::Plain | Role::Paging));
    short
        .filter(|name| syn::parse_str::<Ident>(name).is_ok())
        .unwrap_or(name)
}
