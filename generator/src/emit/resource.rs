//! One resource: its handle, its operations with builders and matrices, its models.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder::{self, Builder},
    context::{Context, Place},
    docs::Doc,
    enums,
    file::File,
    matrix, model,
    names::{bare, ident},
    unions,
};
use crate::{
    diag::Diagnostic,
    ir::{Home, Resource, TypeDef, TypeKind},
};

/// Emits `src/<api>/<resource>.rs`.
///
/// ```text
/// //! People known to the help desk.
///
/// /// The operations on contacts.
/// pub struct Contacts { … }
/// impl Contacts { pub fn create(&self) -> CreateContact { … } }
///
/// pub const CREATE: … = …;
/// pub struct CreateContact { … }
/// …models
/// ```
pub(crate) fn emit(
    context: &Context<'_>,
    api: usize,
    index: usize,
    resource: &Resource,
    path: &str,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut file = File::new(&docs(resource));
    let builders: Vec<Builder<'_>> = resource
        .operations
        .iter()
        .map(|operation| {
            Builder::new(
                context,
                Place {
                    api,
                    resource: index,
                    operation,
                },
                &resource.handle,
            )
        })
        .collect();
    file.tokens(handle(resource, &builders));
    for builder in &builders {
        file.text(if context.has_registry() {
            matrix::constant(context, &resource.handle, builder.operation)
        } else {
            builder::bare_constant(builder.operation)
        });
        builder.emit(&mut file);
    }
    types(context, Home::Resource(api, index), &mut file);
    file.finish(path)
}

/// Emits the types of a module.
pub(crate) fn types(context: &Context<'_>, home: Home, file: &mut File) {
    for def in context.krate.types_in(home) {
        match &def.kind {
            TypeKind::Struct(of) => file.tokens(model::emit(context, def, of)),
            TypeKind::Enum(of) => file.text(enums::emit(def, of)),
            TypeKind::Union(of) => file.tokens(unions::emit(context, def, of)),
        }
    }
}

/// The names of the types of a module.
pub(crate) fn type_names<'a>(context: &Context<'a>, home: Home) -> impl Iterator<Item = &'a str> {
    let types: Vec<&TypeDef> = context.krate.types_in(home).collect();
    types.into_iter().map(|def| def.name.as_str())
}

fn docs(resource: &Resource) -> Doc {
    let mut doc = Doc::of(&resource.docs, || {
        format!("The resource `{}`.", bare(&resource.module))
    });
    let methods = resource.operations.iter().map(|operation| {
        let method = bare(&operation.method);
        format!("- [`{method}`]({}::{method})", resource.handle)
    });
    doc.block("Operations:");
    doc.block_of(methods);
    doc.source(&resource.docs);
    doc
}

fn handle(resource: &Resource, builders: &[Builder<'_>]) -> TokenStream {
    let handle = ident(&resource.handle);
    let docs = format!(
        " The operations of the resource `{}`.",
        bare(&resource.module)
    );
    let methods = builders.iter().map(Builder::method);
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        pub struct #handle {
            pub(crate) scope: truto_runtime::Scope,
        }
        impl #handle { #(#methods)* }
    }
}
