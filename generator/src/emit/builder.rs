//! Builders: one per operation, and the method of the handle that creates it.

use std::fmt::Write as _;

use super::{
    body::BodyShape,
    context::{Context, Place},
    docs::{self, Doc},
    field_docs,
    markdown::Book,
    model,
    names::{bare, free},
    request, setters, support_docs, text,
    types::{self, Argument},
};
use crate::ir::{Home, Location, Operation, Param, QueryStyle, ResponseType, TypeRef};

/// An operation, with everything needed to emit its builder.
pub(crate) struct Builder<'a> {
    pub(crate) context: &'a Context<'a>,
    /// The module that contains the builder.
    pub(crate) home: Home,
    place: Place<'a>,
    pub(crate) operation: &'a Operation,
    /// The handle whose method creates the builder: `Contacts`.
    handle: &'a str,
    pub(crate) shape: BodyShape<'a>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(context: &'a Context<'a>, place: Place<'a>, handle: &'a str) -> Self {
        Self {
            context,
            home: Home::Resource(place.api, place.resource),
            place,
            operation: place.operation,
            handle,
            shape: BodyShape::of(context, place.operation),
        }
    }

    /// Emits the builder, its setters and the invocation of the runtime's `request!` macro.
    ///
    /// ```text
    /// /// A request for [`create`](Contacts::create): call its setters, then `.await` it.
    /// #[derive(Clone, Debug)]
    /// #[must_use = "a request does nothing until it is sent"]
    /// pub struct CreateContact {
    ///     call: truto_runtime::Call,
    ///     body: ContactCreate,
    /// }
    ///
    /// impl CreateContact { setters }
    ///
    /// truto_runtime::request! { … }
    /// ```
    pub(crate) fn emit(&self) -> String {
        let mut out = String::new();
        let (name, method) = (&self.operation.builder, bare(&self.operation.method));
        let link = format!("[`{method}`]({}::{method})", self.handle);
        let docs = format!("A request for {link}: call its setters, then `.await` it.");
        let mut docs = Doc::new(docs);
        if let Some((_, of)) = self.context.krate.body_struct(self.operation)
            && model::is_patch(of)
        {
            docs.block(model::NULL);
        }
        if self.operation.response == ResponseType::Stream {
            docs.block("The timeout includes reading the whole file; set a longer one with `with_timeout`.");
        }
        let book = Book {
            context: self.context,
        };
        docs.page(&book.operation_page(self.place));
        docs.text("", &mut out);
        out.push_str(
            "#[derive(Clone, Debug)]\n#[must_use = \"a request does nothing until it is sent\"]\n",
        );
        docs::deprecated(&self.operation.docs, "", &mut out);
        let _ = writeln!(out, "pub struct {name} {{\n    call: truto_runtime::Call,");
        if let Some(body) = self.shape.body() {
            let ty = types::rust(self.context, self.home, &body.ty);
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
        out
    }

    /// Emits the method of the handle that creates the builder.
    ///
    /// ```text
    /// /// Change a contact.
    /// pub fn update(&self, id: impl Into<String>) -> UpdateContact {
    ///     let id: String = id.into();
    ///     let mut call = truto_runtime::Call::new(&self.scope, &UPDATE);
    ///     call.set_path("id", &id);
    ///     UpdateContact { call, body: ContactUpdate::new() }
    /// }
    /// ```
    pub(crate) fn method(&self, out: &mut String) {
        let operation = self.operation;
        let params = self.arguments();
        let taken: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
        let (call, body) = (free("call", &taken), free("body", &taken));
        let mut arguments = vec!["&self".to_owned()];
        let mut statements = Vec::new();
        for param in &params {
            let (ty, convert) = self.converted(&param.ty, &param.name);
            arguments.push(format!("{}: {ty}", param.name));
            statements.extend(convert);
            statements.push(set(param, &call, &param.name));
        }
        let new = format!(
            "truto_runtime::Call::new(&self.scope, &{})",
            operation.constant
        );
        let mut fields = if params.is_empty() {
            vec![format!("call: {new}")]
        } else {
            statements.insert(0, format!("let mut {call} = {new};"));
            vec![types::init("call", &call)]
        };
        let (argument, value) = self.body_argument(&body);
        arguments.extend(argument);
        fields.extend(value);
        let mut made = String::new();
        text::list(
            &mut made,
            8,
            &format!("{} {{", operation.builder),
            &fields,
            true,
            "}",
        );
        statements.push(made.trim().to_owned());
        self.docs().text("    ", out);
        if model::is_many(arguments.len()) {
            out.push_str("    #[allow(clippy::too_many_arguments)]\n");
        }
        docs::deprecated(&operation.docs, "    ", out);
        text::method(
            out,
            &operation.method,
            &arguments,
            &operation.builder,
            &statements,
        );
    }

    /// The required parameters, path parameters first.
    pub(crate) fn arguments(&self) -> Vec<&'a Param> {
        let params = self.operation.params.iter();
        let mut required: Vec<&Param> = params
            .filter(|param| param.required && param.role.has_setter())
            .collect();
        required.sort_by_key(|param| param.location != Location::Path);
        required
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
                        format!("{}::new()", types::rust(self.context, self.home, &body.ty))
                    }
                    _ => "Default::default()".to_owned(),
                };
                (None, Some(format!("body: {empty}")))
            }
            BodyShape::Argument(body, _) => {
                let Argument { ty, value } =
                    types::argument(self.context, self.home, &body.ty, name);
                (
                    Some(format!("{name}: {ty}")),
                    Some(types::init("body", &value)),
                )
            }
        }
    }

    fn docs(&self) -> Doc {
        let operation = self.operation;
        let mut doc = Doc::of(&operation.docs, || format!("`{}`", operation.id));
        doc.block(request::address(operation));
        if let Some(about) = request::integrations(self.context, self.home, operation) {
            doc.block(format!("{about} Details: [`{0}`].", operation.constant));
        }
        doc.block_of(self.arguments().iter().map(|param| {
            let mut about = field_docs::short(&param.docs)
                .unwrap_or_else(|| "see the vendor's documentation.".to_owned());
            let support =
                support_docs::parameter(self.context, operation, param, support_docs::Note::Words);
            let provenance = docs::provenance(param.docs.provenance, "parameter");
            for more in support.into_iter().chain(provenance) {
                about.push(' ');
                about.push_str(&more);
            }
            format!("- `{}`: {about}", bare(&param.name))
        }));
        doc.source(&operation.docs, "operation");
        doc
    }

    /// The type of the argument, and the statement that converts it, if a conversion is needed.
    pub(crate) fn converted(&self, ty: &TypeRef, name: &str) -> (String, Option<String>) {
        let argument = types::argument(self.context, self.home, ty, name);
        let exact = types::rust(self.context, self.home, ty);
        let convert = format!("let {name}: {exact} = {};", argument.value);
        (argument.ty, (argument.value != name).then_some(convert))
    }
}

/// `call.set_query("limit", truto_runtime::QueryStyle::Form, &limit);`
pub(crate) fn set(param: &Param, call: &str, value: &str) -> String {
    let wire = text::literal(&param.wire);
    match param.location {
        Location::Path => format!("{call}.set_path({wire}, &{value});"),
        Location::Header => format!("{call}.set_header({wire}, &{value});"),
        Location::Query(style) => format!(
            "{call}.{}({wire}, truto_runtime::QueryStyle::{}, &{value});",
            setting(param),
            self::style(style)
        ),
    }
}

/// The method of `Call` that sets a query parameter. Options are not in the support matrix. A cursor is bound to options that
/// have a value, since they can change the list.
pub(crate) fn setting(param: &Param) -> &'static str {
    if param.role.is_checked() {
        "set_query"
    } else if param.role == crate::ir::Role::Option && !super::parameters::is_switch(param) {
        "set_passthrough"
    } else {
        "set_option"
    }
}

/// The variant of the runtime's `QueryStyle`.
pub(crate) fn style(style: QueryStyle) -> &'static str {
    match style {
        QueryStyle::Form => "Form",
        QueryStyle::FormJoined => "FormJoined",
        QueryStyle::SpaceDelimited => "SpaceDelimited",
        QueryStyle::PipeDelimited => "PipeDelimited",
        QueryStyle::DeepObject => "DeepObject",
        QueryStyle::Json => "Json",
    }
}
