//! Rewrites a generated file: models derive what they implement.

use std::collections::HashMap;

use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Expr, Fields, File, ImplItem, Item, ItemImpl, ItemStruct, parse_quote};

/// `text` with `Model`, `Serialize` and `Deserialize` implementations replaced by derives.
pub(crate) fn rewrite(text: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut file: File = syn::parse_file(text)?;
    let mut models = Models::default();
    for item in &file.items {
        if let Item::Impl(item) = item {
            models.note(item);
        }
    }
    file.items
        .retain(|item| !matches!(item, Item::Impl(item) if is_replaced(item, &models)));
    models.visit_file_mut(&mut file);
    Ok(prettyplease::unparse(&file))
}

/// The names of the fields in JSON, by model.
#[derive(Default)]
struct Models(HashMap<String, Vec<String>>);

impl Models {
    fn note(&mut self, item: &ItemImpl) {
        if trait_of(item).as_deref() != Some("Model") {
            return;
        }
        let names = item.items.iter().find_map(|item| match item {
            ImplItem::Const(constant) if constant.ident == "FIELDS" => {
                Some(literals(&constant.expr))
            }
            _ => None,
        });
        self.0.insert(
            item.self_ty.to_token_stream().to_string(),
            names.unwrap_or_default(),
        );
    }
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

fn is_replaced(item: &ItemImpl, models: &Models) -> bool {
    let is_model = models
        .0
        .contains_key(&item.self_ty.to_token_stream().to_string());
    is_model
        && matches!(
            trait_of(item).as_deref(),
            Some("Model" | "Serialize" | "Deserialize")
        )
}

fn trait_of(item: &ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    Some(path.segments.last()?.ident.to_string())
}

/// The texts in `&["a", "b"]`.
fn literals(expression: &Expr) -> Vec<String> {
    let Expr::Reference(reference) = expression else {
        return Vec::new();
    };
    let Expr::Array(array) = &*reference.expr else {
        return Vec::new();
    };
    let texts = array.elems.iter().filter_map(|element| match element {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    texts.collect()
}
