//! Builders: one per operation, from the method that makes it to the request that it sends.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    context::{Context, Place, is_argument},
    docs::{self, Doc},
    field_docs,
    file::File,
    names::{bare, free, ident},
    request,
    types::{self, Argument},
};
use crate::ir::{
    Body, Field, Home, Location, Media, Operation, Param, Primitive, QueryStyle, Role, TypeRef,
};

/// An operation with what its builder needs to know of it.
pub(crate) struct Builder<'a> {
    pub(crate) context: &'a Context<'a>,
    /// The module that the builder stands in.
    pub(crate) home: Home,
    pub(crate) operation: &'a Operation,
    /// The handle whose method makes the builder: `Contacts`.
    pub(crate) handle: &'a str,
    pub(crate) shape: BodyShape<'a>,
}

/// How the body is put together.
pub(crate) enum BodyShape<'a> {
    None,
    /// The builder begins with an empty one and has a setter per field.
    Fields(&'a Body, &'a [Field]),
    /// As `Fields`, and nothing is sent unless a field is set.
    OptionalFields(&'a Body, &'a [Field]),
    /// An argument of the method; the fields that are not arguments of its `new` have setters.
    Argument(&'a Body, &'a [Field]),
    /// Given whole, or not at all.
    Optional(&'a Body),
}

impl<'a> BodyShape<'a> {
    fn of(context: &Context<'a>, operation: &'a Operation) -> Self {
        let Some(body) = &operation.body else {
            return Self::None;
        };
        let fields = context
            .body_struct(operation)
            .map(|(_, of)| of.fields.as_slice());
        match (fields, body.required) {
            (Some(fields), true) if fields.iter().any(is_argument) => Self::Argument(body, fields),
            (Some(fields), true) => Self::Fields(body, fields),
            (Some(fields), false) if !fields.iter().any(is_argument) => {
                Self::OptionalFields(body, fields)
            }
            (_, true) => Self::Argument(body, &[]),
            (_, false) => Self::Optional(body),
        }
    }

    pub(crate) fn body(&self) -> Option<&'a Body> {
        match self {
            Self::None => None,
            Self::Fields(body, _)
            | Self::OptionalFields(body, _)
            | Self::Argument(body, _)
            | Self::Optional(body) => Some(body),
        }
    }

    fn fields(&self) -> &'a [Field] {
        match self {
            Self::None | Self::Optional(_) => &[],
            Self::Fields(_, fields)
            | Self::OptionalFields(_, fields)
            | Self::Argument(_, fields) => fields,
        }
    }

    /// The builder holds an `Option`.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::OptionalFields(..) | Self::Optional(_))
    }
}

impl<'a> Builder<'a> {
    pub(crate) fn new(context: &'a Context<'a>, place: Place<'a>, handle: &'a str) -> Self {
        let home = Home::Resource(place.api, place.resource);
        let shape = BodyShape::of(context, place.operation);
        Self {
            context,
            home,
            operation: place.operation,
            handle,
            shape,
        }
    }

    /// Emits the builder, its setters, `check`, and the call of the runtime's `request!`.
    ///
    /// ```text
    /// /// A call of [`Contacts::create`]: `.await` sends it.
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
    pub(crate) fn emit(&self, file: &mut File) {
        let name = ident(&self.operation.builder);
        let method = bare(&self.operation.method);
        let docs = format!(
            " A call of [`{method}`]({}::{method}): set what it needs, then `.await` it.",
            self.handle
        );
        let deprecated = docs::deprecated(&self.operation.docs);
        let body = self.body_type().map(|ty| quote!(body: #ty,));
        let setters: Vec<TokenStream> = self.setters().collect();
        file.tokens(quote! {
            #[doc = #docs]
            #[derive(Clone, Debug)]
            #[must_use = "a request does nothing until it is sent"]
            #deprecated
            pub struct #name {
                call: truto_runtime::Call,
                #body
            }
        });
        if !setters.is_empty() {
            file.tokens(quote!(impl #name { #(#setters)* }));
        }
        file.text(request::emit(self));
    }

    fn body_type(&self) -> Option<TokenStream> {
        let ty = types::rust(self.context, self.home, &self.shape.body()?.ty);
        Some(if self.shape.is_optional() {
            quote!(Option<#ty>)
        } else {
            ty
        })
    }

    /// Emits the method of the handle that makes the builder.
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
    pub(crate) fn method(&self) -> TokenStream {
        let operation = self.operation;
        let (method, builder, constant) = (
            ident(&operation.method),
            ident(&operation.builder),
            ident(&operation.constant),
        );
        let params = self.arguments();
        let taken: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
        let (call, body) = (ident(&free("call", &taken)), free("body", &taken));
        let (arguments, statements): (Vec<_>, Vec<_>) = params
            .iter()
            .map(|param| {
                let name = ident(&param.name);
                let (ty, convert) = self.converted(&param.ty, &param.name);
                let set = set(param, &quote!(#call));
                (quote!(#name: #ty), quote!(#convert #set))
            })
            .unzip();
        let (body_argument, body_value) = self.body_argument(&body);
        let is_mut = (!params.is_empty()).then(|| quote!(mut));
        let call_field = if taken.contains(&"call") {
            quote!(call: #call)
        } else {
            quote!(call)
        };
        let many =
            super::model::too_many(1 + arguments.len() + usize::from(body_argument.is_some()));
        let docs = self.docs().outer();
        let deprecated = docs::deprecated(&operation.docs);
        let value = if params.is_empty() {
            quote!(#builder { call: truto_runtime::Call::new(&self.scope, &#constant), #body_value })
        } else {
            quote! {
                let #is_mut #call = truto_runtime::Call::new(&self.scope, &#constant);
                #(#statements)*
                #builder { #call_field, #body_value }
            }
        };
        let arguments = arguments.into_iter().chain(body_argument);
        quote! {
            #docs
            #many
            #deprecated
            pub fn #method(&self, #(#arguments),*) -> #builder {
                #value
            }
        }
    }

    /// The required parameters: path first.
    fn arguments(&self) -> Vec<&'a Param> {
        let required = || {
            self.operation
                .params
                .iter()
                .filter(|param| param.required && param.role != Role::ResponseFormat)
        };
        let is_path = |param: &&Param| param.location == Location::Path;
        required()
            .filter(is_path)
            .chain(required().filter(|param| !is_path(param)))
            .collect()
    }

    /// The argument for the body, and the field of the builder.
    fn body_argument(&self, name: &str) -> (Option<TokenStream>, Option<TokenStream>) {
        match &self.shape {
            BodyShape::None => (None, None),
            BodyShape::OptionalFields(..) | BodyShape::Optional(_) => {
                (None, Some(quote!(body: None)))
            }
            BodyShape::Fields(body, _) => {
                let ty = types::rust(self.context, self.home, &body.ty);
                (None, Some(quote!(body: #ty::new())))
            }
            BodyShape::Argument(body, _) => {
                let Argument { ty, value } =
                    types::argument(self.context, self.home, &body.ty, name);
                let name = ident(name);
                (
                    Some(quote!(#name: #ty)),
                    Some(types::init(&ident("body"), &value)),
                )
            }
        }
    }

    fn docs(&self) -> Doc {
        let operation = self.operation;
        let mut doc = Doc::of(&operation.docs, || format!("`{}`", operation.id));
        doc.block(request::address(operation));
        if let Some(about) = request::integrations(self.context, operation) {
            doc.block(format!(
                "{about} Details: [`{0}`].",
                bare(&operation.constant)
            ));
        }
        doc.block_of(self.arguments().iter().map(|param| {
            let about = field_docs::short(&param.docs)
                .unwrap_or_else(|| "see the API's documentation.".to_owned());
            format!("- `{}`: {about}", bare(&param.name))
        }));
        doc.source(&operation.docs);
        doc
    }

    fn setters(&self) -> impl Iterator<Item = TokenStream> {
        let params = self.operation.params.iter();
        let params = params.filter(|param| !param.required && param.role != Role::ResponseFormat);
        let fields = self
            .shape
            .fields()
            .iter()
            .filter(|field| !is_argument(field) && !field.read_only);
        fields
            .map(|field| self.field_setter(field))
            .chain(params.map(|param| self.param_setter(param)))
            .chain(self.whole_body())
            .chain(self.check())
    }

    /// ```text
    /// /// Given name. See [`ContactCreate::first_name`](field@ContactCreate::first_name).
    /// pub fn first_name(mut self, first_name: impl Into<String>) -> Self {
    ///     self.body = self.body.first_name(first_name);
    ///     self
    /// }
    /// ```
    fn field_setter(&self, field: &Field) -> TokenStream {
        let ty = types::field_argument(self.context, self.home, field).ty;
        let name = ident(&field.name);
        let docs = self.field_docs(field).outer();
        let deprecated = docs::deprecated(&field.docs);
        let body = if self.shape.is_optional() {
            quote!(Some(self.body.unwrap_or_default().#name(#name)))
        } else {
            quote!(self.body.#name(#name))
        };
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, #name: #ty) -> Self {
                self.body = #body;
                self
            }
        }
    }

    fn field_docs(&self, field: &Field) -> Doc {
        let Some(TypeRef::Named(id)) = self.shape.body().map(|body| &body.ty) else {
            return Doc::default();
        };
        let def = self.context.krate.ty(*id);
        let owner = self.context.path_text(self.home, def.home, &def.name);
        let name = bare(&field.name);
        let link = format!("[`{}::{name}`](field@{owner}::{name})", def.name);
        let mut doc = match field_docs::short(&field.docs) {
            Some(sentence) => Doc::new(format!("{sentence} See {link}.")),
            None => Doc::new(format!("Sets {link}.")),
        };
        let mut rows = self
            .operation
            .matrix
            .request
            .iter()
            .filter(|row| row.path == field.wire);
        if let Some(row) = rows.next() {
            doc.block(field_docs::required(self.context, &row.support));
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
    fn param_setter(&self, param: &Param) -> TokenStream {
        let name = ident(&param.name);
        let mut doc = Doc::of(&param.docs, || format!("Sets `{}`.", bare(&param.name)));
        doc.block(field_docs::limits(&[], param.default.as_ref()));
        let mut rows = self
            .operation
            .matrix
            .query
            .iter()
            .filter(|row| row.path == param.wire);
        if let Some(row) = rows.next() {
            doc.block(field_docs::sentence(
                self.context,
                super::context::Direction::Request,
                &row.support,
            ));
        }
        doc.source(&param.docs);
        let (docs, deprecated) = (doc.outer(), docs::deprecated(&param.docs));
        let call = quote!(self.call);
        if is_switch(param) {
            let set = set_to(param, &call, &quote!(true));
            return quote! {
                #docs
                #deprecated
                pub fn #name(mut self) -> Self { #set self }
            };
        }
        let argument = argument_name(param);
        let (ty, convert) = self.converted(&param.ty, argument);
        let argument = ident(argument);
        let set = set_to(param, &call, &quote!(#argument));
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, #argument: #ty) -> Self { #convert #set self }
        }
    }

    /// The argument's type, and the statement that makes the value of it.
    fn converted(&self, ty: &TypeRef, name: &str) -> (TokenStream, TokenStream) {
        let argument = types::argument(self.context, self.home, ty, name);
        let (ident, exact) = (ident(name), types::rust(self.context, self.home, ty));
        if ident == argument.value.to_string() {
            return (argument.ty, TokenStream::new());
        }
        let value = argument.value;
        (argument.ty, quote!(let #ident: #exact = #value;))
    }

    /// Sets the body as a whole, where it is not an argument.
    fn whole_body(&self) -> Option<TokenStream> {
        let body = self
            .shape
            .body()
            .filter(|_| !matches!(self.shape, BodyShape::Argument(..)))?;
        let Argument { ty, value } = types::argument(self.context, self.home, &body.ty, "body");
        let value = if self.shape.is_optional() {
            quote!(Some(#value))
        } else {
            value
        };
        Some(quote! {
            #[doc = " Sets the whole body, in place of what was set of it so far."]
            pub fn with_body(mut self, body: #ty) -> Self {
                self.body = #value;
                self
            }
        })
    }

    /// ```text
    /// /// Checks what is set so far against [`CREATE`]: all issues at once, before anything is sent.
    /// pub fn check(&self, integration: crate::Integration) -> crate::support::Report { … }
    /// ```
    fn check(&self) -> Option<TokenStream> {
        if !self.context.has_registry() || !request::has_matrix(self.operation) {
            return None;
        }
        let constant = ident(&self.operation.constant);
        let docs = format!(
            " Checks what is set so far against [`{constant}`]: all issues at once, before anything is sent."
        );
        let is_json = self
            .shape
            .body()
            .is_some_and(|body| matches!(body.media, Media::Json(_)));
        let body = if is_json {
            quote!(&self.body)
        } else {
            quote!(&())
        };
        Some(quote! {
            #[doc = #docs]
            pub fn check(&self, integration: crate::Integration) -> crate::support::Report {
                self.call.check(&#constant, integration, #body)
            }
        })
    }
}

/// `with_fields` takes `fields`.
fn argument_name(param: &Param) -> &str {
    let short = param
        .name
        .strip_prefix("with_")
        .filter(|_| param.role != Role::Plain);
    short
        .filter(|name| syn::parse_str::<Ident>(name).is_ok())
        .unwrap_or(&param.name)
}

/// `without_…`: naming it is all that it takes.
fn is_switch(param: &Param) -> bool {
    param.role == Role::Option
        && param.ty == TypeRef::Primitive(Primitive::Bool)
        && param.name.starts_with("without_")
}

/// `call.set_query("limit", truto_runtime::QueryStyle::Form, &limit);`
fn set(param: &Param, call: &TokenStream) -> TokenStream {
    let name: Ident = ident(&param.name);
    set_to(param, call, &quote!(#name))
}

fn set_to(param: &Param, call: &TokenStream, value: &TokenStream) -> TokenStream {
    let wire = Literal::string(&param.wire);
    match param.location {
        Location::Path => quote!(#call.set_path(#wire, &#value);),
        Location::Header => quote!(#call.set_header(#wire, &#value);),
        Location::Query(style) => {
            let style = ident(match style {
                QueryStyle::Form => "Form",
                QueryStyle::FormJoined => "FormJoined",
                QueryStyle::SpaceDelimited => "SpaceDelimited",
                QueryStyle::PipeDelimited => "PipeDelimited",
                QueryStyle::DeepObject => "DeepObject",
                QueryStyle::Json => "Json",
            });
            quote!(#call.set_query(#wire, truto_runtime::QueryStyle::#style, &#value);)
        }
    }
}

/// The constant that the builder refers to, in a crate without a registry: only what a call needs.
///
/// ```text
/// const CREATE: truto_runtime::support::Operation<truto_runtime::support::NoIntegration> = …;
/// ```
pub(crate) fn bare_constant(operation: &Operation) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "const {}: truto_runtime::support::Operation<truto_runtime::support::NoIntegration> = {{",
        operation.constant
    );
    out.push_str("    use truto_runtime::support::{Endpoint, Operation};\n");
    let _ = writeln!(
        out,
        "    Operation::new({})",
        super::matrix::endpoint(operation)
    );
    out.push_str("};\n");
    out
}
