//! Methods of a builder: setters of body fields, of optional parameters and of options.

use crate::emit::prose::extensions::{provenance, support};
use crate::emit::prose::fields;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::checks;
use crate::emit::rust::types::Argument;
use crate::emit::rust::{doc, parameters, types};
use crate::emit::text;
use crate::ir::{Field, TypeRef};
use crate::plan::body::BodyShape;
use crate::plan::builders::Builder;
use crate::plan::names::bare;

/// Emits the methods of a builder.
pub(crate) fn emit(builder: &Builder<'_>, out: &mut String) {
    of_body(builder, out);
    parameters::emit(builder, out);
    whole_body(builder, out);
    checks::builder_check(builder, out);
}

/// ```text
/// /// Given name. See [`ContactCreate::first_name`](field@ContactCreate::first_name).
/// pub fn first_name(mut self, first_name: impl Into<String>) -> Self {
///     self.body = self.body.first_name(first_name);
///     self
/// }
/// ```
fn of_body(builder: &Builder<'_>, out: &mut String) {
    for field in builder.shape.setters() {
        let argument = types::field_argument(builder.plan, builder.module, field);
        text::apart(out);
        field_docs(builder, field).text("    ", out);
        doc::deprecated(&field.docs, "    ", out);
        let name = builder.plan.names.field(field);
        let body = match builder.shape.is_optional() {
            // The first setter that is called creates an empty body.
            true => format!("Some(self.body.unwrap_or_default().{name}({name}))"),
            false => format!("self.body.{name}({name})"),
        };
        let set = format!("self.body = {body};");
        text::setter(out, name, [format!("{name}: {}", argument.ty)], vec![set]);
    }
}

fn field_docs(builder: &Builder<'_>, field: &Field) -> Doc {
    let Some(TypeRef::Named(id)) = builder.shape.body().map(|body| &body.ty) else {
        return Doc::default();
    };
    let def = builder.plan.package.ty(*id);
    let owner = builder.plan.path(
        builder.module,
        builder.plan.module(def.id),
        builder.plan.names.ty(def.id),
    );
    let name = bare(builder.plan.names.field(field));
    let link = format!(
        "[`{}::{name}`](field@{owner}::{name})",
        builder.plan.names.ty(def.id)
    );
    let mut doc = match fields::short(&field.docs) {
        Some(sentence) => Doc::new(format!("{sentence} See {link}.")),
        None => Doc::new(format!("Sets {link}.")),
    };
    let mut rows = builder.operation.matrix.request.iter();
    if let Some(row) = rows.find(|row| row.path == field.wire) {
        doc.block(support::required(
            builder.plan,
            &row.support,
            &builder.style(),
        ));
    }
    doc.block(provenance::of_item(field.docs.provenance, "field").unwrap_or_default());
    doc
}

/// Sets the whole body, if it is not an argument. Named like an option, since a field can be called `body`.
fn whole_body(builder: &Builder<'_>, out: &mut String) {
    let Some(body) = builder.shape.body() else {
        return;
    };
    if matches!(builder.shape, BodyShape::Argument(..)) {
        return;
    }
    let Argument { ty, value } = types::argument(builder.plan, builder.module, &body.ty, "body");
    let value = if builder.shape.is_optional() {
        format!("Some({value})")
    } else {
        value
    };
    text::apart(out);
    out.push_str("    /// Sets the whole body, replacing fields that were set before.\n");
    let statements = vec![
        format!("self.body = {value};"),
        "self.call.clear_fields();".to_owned(),
    ];
    text::setter(out, "with_body", [format!("body: {ty}")], statements);
}
