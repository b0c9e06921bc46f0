//! Setters of a builder for everything besides the body: query parameters, headers, options of a request.

use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, fields, written};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{doc, set_parameter, types};
use crate::emit::text;
use crate::emit::text::setter;
use crate::ir::{Location, Param, Role, TypeId, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::parameters::Setter;

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
    for (param, setter) in &builder.setters {
        text::apart(out);
        about(builder, param).text("    ", out);
        doc::deprecated(&param.docs, "    ", out);
        function(builder, param, *setter, out);
    }
}

fn about(builder: &Builder<'_>, param: &Param) -> Doc {
    let mut doc = Doc::of(&param.docs, || {
        format!("Sets {}.", escape::code(&param.wire))
    });
    doc.block_of(param.default.as_ref().map(fields::default));
    // The types of queries and their docs are enough to know what is sent.
    if !matches!(param.location, Location::Query(_)) {
        doc.block_of(written::written(builder.plan, param));
    }
    doc.block_of(written::unescaped(param));
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

fn function(builder: &Builder<'_>, param: &Param, setter: Setter, out: &mut String) {
    match setter {
        Setter::Order(direction) => order(builder, param, direction, out),
        Setter::Switch => switch(builder, param, out),
        Setter::Cursor => cursor(builder, param, out),
        Setter::Value => value(builder, param, out),
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
    let fields = types::rust(builder.plan, builder.module, &param.ty);
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
    let argument = builder.plan.names.argument(param);
    let (ty, convert) = builder.converted(&param.ty, argument);
    let set = set_parameter::set(builder, param, "self.call", argument);
    let statements = convert.into_iter().chain([set]).collect();
    let arguments = [format!("{argument}: {ty}")];
    setter(out, builder.plan.names.param(param), arguments, statements);
}

/// ```text
/// pub fn next_cursor(mut self, next_cursor: impl Into<Cursor>) -> Self {
///     let next_cursor: Cursor = next_cursor.into();
///     self.call.set_cursor("next_cursor", QueryStyle::Form, &next_cursor);
///     self
/// }
/// ```
fn cursor(builder: &Builder<'_>, param: &Param, out: &mut String) {
    let (argument, ty) = (builder.plan.names.argument(param), builder.name("Cursor"));
    let convert = format!("let {argument}: {ty} = {argument}.into();");
    let set = set_parameter::cursor(builder, param, "self.call", argument);
    let arguments = [format!("{argument}: impl Into<{ty}>")];
    setter(
        out,
        builder.plan.names.param(param),
        arguments,
        vec![convert, set],
    );
}
