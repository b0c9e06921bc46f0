//! Rewrites a generated file so that models derive serde's traits.

use std::collections::HashMap;

use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Fields, File, Ident, Item, ItemStruct, LitInt, LitStr, Token, braced, parse_quote};

/// `text` with the calls of `model!` replaced by derives of `Serialize` and `Deserialize`.
pub(crate) fn rewrite(text: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut file: File = syn::parse_file(text)?;
    let mut models = Models::default();
    let mut kept = Vec::new();
    for item in file.items {
        match item {
            Item::Macro(call)
                if call
                    .mac
                    .path
                    .segments
                    .last()
                    .is_some_and(|name| name.ident == "model") =>
            {
                let Model { name, fields } = call.mac.parse_body()?;
                models.0.insert(name.to_string(), fields);
            }
            item => kept.push(item),
        }
    }
    file.items = kept;
    models.visit_file_mut(&mut file);
    Ok(prettyplease::unparse(&file))
}

/// The names of the fields in JSON, by model.
#[derive(Default)]
struct Models(HashMap<String, Vec<String>>);

/// The contents of a `model!` invocation.
struct Model {
    name: Ident,
    fields: Vec<String>,
}

impl Parse for Model {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let lines;
        braced!(lines in input);
        let fields: Punctuated<String, Token![,]> = lines.parse_terminated(field, Token![,])?;
        Ok(Self {
            name,
            fields: fields.into_iter().collect(),
        })
    }
}

/// The JSON name in `0 "id" => id: required`.
fn field(line: ParseStream<'_>) -> syn::Result<String> {
    line.parse::<LitInt>()?;
    let name: LitStr = line.parse()?;
    line.parse::<Token![=>]>()?;
    line.parse::<Ident>()?;
    line.parse::<Token![:]>()?;
    line.parse::<Ident>()?;
    Ok(name.value())
}

impl VisitMut for Models {
    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        let Some(names) = self.0.get(&item.ident.to_string()) else {
            return;
        };
        item.attrs
            .push(parse_quote!(#[derive(serde::Serialize, serde::Deserialize)]));
        let Fields::Named(fields) = &mut item.fields else {
            return;
        };
        for (index, field) in fields.named.iter_mut().enumerate() {
            let ty = field.ty.to_token_stream().to_string();
            let attribute = match names.get(index) {
                None => quote!(skip),
                Some(name) if ty.starts_with("Option") => {
                    quote!(rename = #name, default, skip_serializing_if = "Option::is_none")
                }
                Some(name) if ty.contains("Patch") => {
                    quote!(rename = #name, default, skip_serializing_if = "truto_runtime::Patch::is_absent")
                }
                Some(name) => quote!(rename = #name),
            };
            field.attrs.push(parse_quote!(#[serde(#attribute)]));
        }
    }
}
