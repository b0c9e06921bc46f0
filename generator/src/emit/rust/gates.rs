//! Code that exists only with cargo features.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::text;

/// `#[cfg(feature = "pets")]`, for code that requires any of the features; nothing without features.
pub(crate) fn attribute<'f>(features: impl IntoIterator<Item = &'f str>) -> TokenStream {
    let features: Vec<&str> = features.into_iter().collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(#[cfg(feature = #only)]),
        all => quote!(#[cfg(any(#(feature = #all),*))]),
    }
}

/// The attribute of a field that only code with features reads; nothing if some of that code has no feature.
pub(crate) fn unread<'f>(features: impl Iterator<Item = Option<&'f str>>) -> TokenStream {
    let features: Option<Vec<&str>> = features.collect();
    let features =
        features.map(|all| quote!(#[cfg_attr(not(any(#(feature = #all),*)), allow(dead_code))]));
    features.unwrap_or_default()
}

/// The attribute as text. What follows is on the same line if the attribute is short.
pub(crate) fn inline(feature: Option<&str>) -> String {
    match feature {
        Some(feature) => format!("#[cfg(feature = {})] ", text::literal(feature)),
        None => String::new(),
    }
}

/// The items, each with the attribute. There is a blank line between two items.
pub(crate) fn items(features: &[&str], items: &str) -> String {
    if features.is_empty() {
        return items.to_owned();
    }
    let attribute = attribute_lines(features);
    let mut out = String::with_capacity(items.len());
    let mut is_before = true;
    for line in items.lines() {
        let is_outside = !line.is_empty() && !line.starts_with([' ', '}', ']', ')']);
        if is_outside && is_before && !line.starts_with("//") {
            out.push_str(&attribute);
            is_before = false;
        }
        // Inside of an item, the line after a blank one is indented.
        is_before |= line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn attribute_lines(features: &[&str]) -> String {
    let conditions = features.iter();
    let conditions = conditions.map(|name| format!("feature = {}", text::literal(name)));
    let conditions: Vec<String> = conditions.collect();
    let mut out = String::new();
    match conditions.as_slice() {
        [only] => {
            let _ = writeln!(out, "#[cfg({only})]");
        }
        all => text::fill(&mut out, 0, "#[cfg(any(", all, "))]"),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_has_the_attribute() {
        let code = "/// A.\n///\n/// B.\npub struct A {\n    b: B,\n\n    c: C,\n}\n\nmodel! {\n}\n\n/// C.\n#[d]\nimpl A {}\n";
        let expected = "/// A.\n///\n/// B.\n#[cfg(feature = \"x\")]\npub struct A {\n    b: B,\n\n    c: C,\n}\n\n#[cfg(feature = \"x\")]\nmodel! {\n}\n\n/// C.\n#[cfg(feature = \"x\")]\n#[d]\nimpl A {}\n";
        assert_eq!(items(&["x"], code), expected);
        assert_eq!(items(&[], code), code);
        let several = "#[cfg(any(feature = \"x\", feature = \"y\"))]\nuse a;\n";
        assert_eq!(items(&["x", "y"], "use a;\n"), several);
    }
}
