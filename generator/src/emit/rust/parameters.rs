//! Setters of a builder for everything besides the body: query parameters, headers, options of a request.

use std::fmt::Write as _;

use proc_macro2::Ident;

use crate::emit::prose::{escape, fields, support};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::{doc, set_parameter, types};
use crate::emit::text;
use crate::emit::text::setter;
use crate::ir::{Location, Param, Primitive, Role, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::parameters::is_switch;

/// Emits the setters of optional parameters, in their order.
///
/// ```text
/// query_setters! {
///     /// How many items a page has.
///     set_query("limit", Form) limit(limit: i64) = i64: limit;
///     /// Leaves `remote_data` out of the result.
///     set_option("ignore", Form) without_remote_data() = bool: true;
/// }
/// ```
pub(crate) fn emit(builder: &Builder<'_>, out: &mut String) {
    let params = builder.operation.params.iter();
    let mut lines = String::new();
    for param in params.filter(|param| !param.required && param.role.has_setter()) {
        match param.location {
            Location::Query(style) if !matches!(param.role, Role::Sort { .. }) => {
                let set = format!(
                    "{}({}, {})",
                    if is_cursor(builder, param) {
                        "set_cursor"
                    } else {
                        set_parameter::setting(param)
                    },
                    text::literal(&param.wire),
                    set_parameter::style(style)
                );
                about(builder, param).text("        ", &mut lines);
                doc::deprecated(&param.docs, "        ", &mut lines);
                line(builder, param, &set, &mut lines);
            }
            _ => {
                flush(&mut lines, out);
                text::apart(out);
                about(builder, param).text("    ", out);
                doc::deprecated(&param.docs, "    ", out);
                function(builder, param, out);
            }
        }
    }
    flush(&mut lines, out);
}

fn flush(lines: &mut String, out: &mut String) {
    if !lines.is_empty() {
        text::apart(out);
        let _ = write!(out, "    query_setters! {{\n{lines}    }}\n");
        lines.clear();
    }
}

fn about(builder: &Builder<'_>, param: &Param) -> Doc {
    let mut doc = Doc::of(&param.docs, || {
        format!("Sets {}.", escape::code(&param.wire))
    });
    doc.block(fields::limits(&[], param.default.as_ref()));
    doc.block_of(support::parameter(
        builder.plan,
        builder.operation,
        param,
        support::Note::Words,
    ));
    if matches!(param.role, Role::Sort { .. }) {
        let inside = support::inside(builder.plan, builder.operation, param, support::Note::Words);
        doc.block_of(inside.map(|about| format!("- {about}")));
        doc.block("Call it again to add a secondary order: the first call takes precedence.");
    }
    doc.source(&param.docs, "parameter");
    doc
}

/// `set_query("limit", Form) limit(limit: i64) = i64: limit;`
fn line(builder: &Builder<'_>, param: &Param, set: &str, out: &mut String) {
    let name = &param.name;
    let mut exact = types::rust(builder.plan, builder.home, &param.ty);
    let (argument, value) = if is_switch(param) {
        (String::new(), "true".to_owned())
    } else if is_cursor(builder, param) {
        exact = builder.name("Cursor");
        let argument = argument_name(param);
        let taken = format!("{argument}: impl Into<{exact}>");
        (taken, format!("{argument}.into()"))
    } else {
        let argument = argument_name(param);
        let taken = types::argument(builder.plan, builder.home, &param.ty, argument);
        (format!("{argument}: {}", taken.ty), taken.value)
    };
    let (takes, makes) = (
        format!("{set} {name}({argument})"),
        format!("= {exact}: {value};"),
    );
    if 8 + takes.len() + 1 + makes.len() <= text::WIDTH {
        let _ = writeln!(out, "        {takes} {makes}");
    } else {
        let _ = writeln!(out, "        {takes}\n            {makes}");
    }
}

/// A setter that is emitted as a function: for a header, or for the order of a list.
///
/// ```text
/// pub fn sort_by(mut self, field: ItemSort, direction: impl Into<SortDirection>) -> Self {
///     let direction: SortDirection = direction.into();
///     self.call.add_query("sort_by", field.as_str(), &direction);
///     self
/// }
/// ```
fn function(builder: &Builder<'_>, param: &Param, out: &mut String) {
    if let Role::Sort { direction } = param.role {
        let fields = types::rust(builder.plan, builder.home, &param.ty);
        let (ty, convert) = builder.converted(&TypeRef::Named(direction), "direction");
        let add = format!(
            "self.call.add_query({}, field.as_str(), &direction);",
            text::literal(&param.wire)
        );
        let arguments = [format!("field: {fields}"), format!("direction: {ty}")];
        let statements = convert.into_iter().chain([add]).collect();
        return setter(out, &param.name, arguments, statements);
    }
    let argument = argument_name(param);
    let (ty, convert) = builder.converted(&param.ty, argument);
    let set = set_parameter::set(builder, param, "self.call", argument);
    let statements = convert.into_iter().chain([set]).collect();
    setter(out, &param.name, [format!("{argument}: {ty}")], statements);
}

/// Whether the parameter takes the cursor of a page, which is bound to its list.
fn is_cursor(builder: &Builder<'_>, param: &Param) -> bool {
    let pages = builder.operation.pagination.as_ref();
    pages.is_some_and(|pages| pages.cursor.wire == param.wire)
        && param.ty == TypeRef::Primitive(Primitive::String)
        && matches!(param.location, Location::Query(_))
}

/// The argument's name: `with_fields` takes `fields`.
fn argument_name(param: &Param) -> &str {
    let short = param
        .name
        .strip_prefix("with_")
        .filter(|_| !matches!(param.role, Role::Plain | Role::Paging));
    short
        .filter(|name| syn::parse_str::<Ident>(name).is_ok())
        .unwrap_or(&param.name)
}
