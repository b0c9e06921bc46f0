//! Builders: one per operation, and the method of the handle that creates it.

use std::fmt::Write as _;

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::{provenance, support};
use crate::emit::prose::{fields, operation, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::sync;
use crate::emit::rust::sender::Sender;
use crate::emit::rust::set_parameter::set;
use crate::emit::rust::types::Argument;
use crate::emit::rust::{doc, failures, maybe, model, records, request, setters, types};
use crate::emit::text;
use crate::ir::{ResponseType, TypeRef};
use crate::plan::body::BodyShape;
use crate::plan::builders::Builder;
use crate::plan::names::bare;

impl Builder<'_> {
    /// Emits the builder, its setters and the invocation of the runtime's `request!` macro.
    ///
    /// ```text
    /// /// A request for [`create`](Contacts::create): call its setters, then `.await` it. Its support matrix is [`CREATE`].
    /// #[derive(Clone, Debug)]
    /// #[must_use = "a request does nothing until it is sent"]
    /// pub struct CreateContact {
    ///     call: Call,
    ///     body: ContactCreate,
    /// }
    ///
    /// impl CreateContact { setters }
    ///
    /// request! { … }
    /// ```
    pub(crate) fn emit(&self) -> String {
        let mut out = String::new();
        let (name, method) = (
            &self.plan.names.operation(self.operation).builder,
            bare(&self.plan.names.operation(self.operation).method),
        );
        let link = format!("[`{method}`]({}::{method})", self.handle);
        let mut docs = format!("A request for {link}: call its setters, then `.await` it.");
        if self.plan.usage.has_matrix(self.place.api) {
            docs.push_str(&format!(
                " Its support matrix is [`{}`].",
                self.names.constant
            ));
        }
        let mut docs = Doc::new(docs);
        if let Some((_, of)) = self.plan.package.body_struct(self.operation)
            && model::is_patch(self.plan, of)
        {
            docs.block(model::NULL);
        }
        if self.operation.response == ResponseType::Stream {
            docs.block("The timeout includes reading the whole file; set a longer one with `with_timeout`.");
        }
        for about in records::docs(self) {
            docs.block(about);
        }
        failures::docs(self, &mut docs);
        docs.text("", &mut out);
        out.push_str(
            "#[derive(Clone, Debug)]\n#[must_use = \"a request does nothing until it is sent\"]\n",
        );
        doc::deprecated(&self.operation.docs, "", &mut out);
        let call = self.name("Call");
        let _ = writeln!(out, "pub struct {name} {{\n    call: {call},");
        if let Some(body) = self.shape.body() {
            let ty = types::rust(self.plan, self.module, &body.ty);
            let ty = if self.shape.is_optional() {
                format!("Option<{ty}>")
            } else {
                ty
            };
            let _ = writeln!(out, "    body: {ty},");
        }
        out.push_str("}\n\n");
        let start = out.len();
        let _ = writeln!(out, "impl {name} {{");
        let empty = out.len();
        setters::emit(self, &mut out);
        if out.len() == empty {
            out.truncate(start);
        } else {
            out.push_str("}\n\n");
        }
        out.push_str(&request::emit(self));
        maybe::of_builder(self, &mut out);
        out.extend(sync::emit(self));
        out
    }

    /// Emits the method of the handle that creates the builder.
    ///
    /// ```text
    /// /// Change a contact.
    /// pub fn update(&self, id: impl Into<String>) -> UpdateContact {
    ///     let id: String = id.into();
    ///     let mut call = Call::new(&self.scope, &UPDATE);
    ///     call.set_path("id", &id);
    ///     UpdateContact { call, body: ContactUpdate::new() }
    /// }
    /// ```
    pub(crate) fn method(&self, out: &mut String) {
        let operation = self.operation;
        let params = &self.arguments;
        let mut arguments = vec!["&self".to_owned()];
        let mut statements = Vec::new();
        for param in params {
            let name = self.plan.names.param(param);
            let (ty, convert) = self.converted(&param.ty, name);
            arguments.push(format!("{name}: {ty}"));
            statements.extend(convert);
            statements.push(set(self, param, &self.call, name));
        }
        let new = self.new_call();
        let mut fields = if params.is_empty() {
            vec![format!("call: {new}")]
        } else {
            statements.insert(0, format!("let mut {} = {new};", self.call));
            vec![types::init("call", &self.call)]
        };
        let (argument, value) = self.body_argument(&self.body);
        arguments.extend(argument);
        fields.extend(value);
        let mut made = String::new();
        text::list(
            &mut made,
            8,
            &format!("{} {{", self.plan.names.operation(operation).builder),
            &fields,
            true,
            "}",
        );
        statements.push(made.trim().to_owned());
        self.docs().text("    ", out);
        if model::is_many(arguments.len()) {
            out.push_str("    #[allow(clippy::too_many_arguments)]\n");
        }
        doc::deprecated(&operation.docs, "    ", out);
        text::method(
            out,
            &self.plan.names.operation(operation).method,
            &arguments,
            &self.plan.names.operation(operation).builder,
            &statements,
        );
    }

    /// `Call::new(&self.scope, &CREATE)`
    fn new_call(&self) -> String {
        let is_scoped = self.operation.scope.is_some();
        let Sender {
            field, constructor, ..
        } = Sender::of(self.plan, self.module, is_scoped);
        let (call, constant) = (self.name("Call"), &self.names.constant);
        format!("{call}::{constructor}(&self.{field}, &{constant})")
    }

    /// The argument for the body, and the builder's field initializer.
    fn body_argument(&self, name: &str) -> (Option<String>, Option<String>) {
        match &self.shape {
            BodyShape::None => (None, None),
            BodyShape::OptionalFields(..) | BodyShape::Optional(_) => {
                (None, Some("body: None".to_owned()))
            }
            BodyShape::Fields(body, _) => {
                let empty = match body.ty {
                    TypeRef::Named(_) => {
                        format!("{}::new()", types::rust(self.plan, self.module, &body.ty))
                    }
                    _ => "Default::default()".to_owned(),
                };
                (None, Some(format!("body: {empty}")))
            }
            BodyShape::Argument(body, _) => {
                let Argument { ty, value } =
                    types::argument(self.plan, self.module, &body.ty, name);
                (
                    Some(format!("{name}: {ty}")),
                    Some(types::init("body", &value)),
                )
            }
        }
    }

    fn docs(&self) -> Doc {
        let operation = self.operation;
        let mut doc = Doc::of(&operation.docs, || {
            format!("`{}`", self.plan.names.operation(operation).id)
        });
        doc.block(operation::address(operation));
        doc.block(operation::variant(operation));
        doc.block(operation::connection(self.plan, operation));
        if let Some(about) =
            operation::integrations(self.plan, self.module, operation, &Style::short())
        {
            doc.block(format!("{about} Details: [`{0}`].", self.names.constant));
        }
        let style = self.style();
        doc.block_of(self.arguments.iter().map(|param| {
            let mut about = fields::short(&param.docs)
                .unwrap_or_else(|| "see the documentation of the API.".to_owned());
            let support = support::parameter(self.plan, operation, param, &style);
            let provenance = provenance::of_item(param.docs.provenance, "parameter");
            for more in support.into_iter().chain(provenance) {
                about.push(' ');
                about.push_str(&more);
            }
            format!("- `{}`: {about}", bare(self.plan.names.param(param)))
        }));
        doc.source(self.plan, &operation.docs, "operation");
        doc
    }

    /// How the docs of its parameters and fields say which integrations support them.
    pub(crate) fn style(&self) -> Style {
        let details = phrases::item(&self.names.constant, &self.names.constant);
        Style::within(self.operation, Some(details))
    }

    /// The type of the argument, and the statement that converts it, if a conversion is needed.
    pub(crate) fn converted(&self, ty: &TypeRef, name: &str) -> (String, Option<String>) {
        let argument = types::argument(self.plan, self.module, ty, name);
        let exact = types::rust(self.plan, self.module, ty);
        let convert = format!("let {name}: {exact} = {};", argument.value);
        (argument.ty, (argument.value != name).then_some(convert))
    }
}
