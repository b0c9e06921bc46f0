//! One Rust file, from tokens and preformatted text to bytes.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::diag::Diagnostic;
use crate::emit::header::HEADER;
use crate::emit::rust::doc::Doc;

/// A Rust file under construction.
///
/// Items that vary arrive as tokens and are formatted by prettyplease in one run. Regular code, such as macro invocations and
/// long tables, arrives as preformatted text; a placeholder marks its position.
#[derive(Default)]
pub(crate) struct File {
    tokens: TokenStream,
    texts: Vec<String>,
}

impl File {
    /// Starts a file with the `docs` of its module.
    pub(crate) fn new(docs: &Doc) -> Self {
        let docs = docs.inner();
        Self {
            tokens: quote!(#docs),
            texts: Vec::new(),
        }
    }

    /// Appends items.
    pub(crate) fn tokens(&mut self, items: TokenStream) {
        self.tokens.extend(items);
    }

    /// Appends a preformatted item. Text from documents must be inside literals.
    pub(crate) fn text(&mut self, item: String) {
        let index = Literal::usize_unsuffixed(self.texts.len());
        self.tokens.extend(quote!(verbatim! { #index }));
        self.texts.push(item);
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The tokens are not valid Rust, which is a bug in an emitter.
    pub(crate) fn finish(self, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Self { tokens, texts } = self;
        let file: syn::File = syn::parse2(tokens).map_err(|error| {
            let message =
                format!("bug in the generator: the emitted `{path}` is not valid Rust: {error}");
            Box::new(Diagnostic::error(None, message))
        })?;
        let formatted = prettyplease::unparse(&file);
        let mut out = format!("// {HEADER}\n#![cfg_attr(rustfmt, rustfmt_skip)]\n");
        write_spaced(&formatted, &texts, &mut out);
        Ok(out.into_bytes())
    }
}

/// Copies formatted Rust, adds blank lines between items with a body, and replaces the placeholders.
fn write_spaced(formatted: &str, texts: &[String], out: &mut String) {
    let mut before = "";
    let mut in_placeholder = false;
    for line in formatted.lines() {
        if in_placeholder || line == "verbatim! {" {
            if let Some(text) = line
                .trim()
                .parse()
                .ok()
                .and_then(|index: usize| texts.get(index))
            {
                let _ = write!(out, "\n{}\n", text.trim_end());
            }
            in_placeholder = line != "}";
            before = "}";
            continue;
        }
        if is_apart(before, line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
}

/// Whether `line` begins an item that needs a blank line before it: after the end of another item, or after the module docs.
fn is_apart(before: &str, line: &str) -> bool {
    if before.starts_with("//!") {
        return !line.starts_with("//!");
    }
    if before.trim_start().starts_with("//") {
        return false;
    }
    let (outer, inner) = (indent(before), indent(line));
    let text = line.trim_start();
    let begins = [
        "///",
        "#[",
        "fn ",
        "pub fn ",
        "pub struct ",
        "pub use ",
        "impl",
        "mod ",
    ];
    let begins = inner <= 4 && begins.iter().any(|start| text.starts_with(start));
    let ended = before.trim_start();
    let is_list = ended == "};" && text.starts_with("pub use ")
        || ["pub use ", "pub mod ", "mod "]
            .iter()
            .any(|start| ended.starts_with(start) && text.starts_with(start));
    outer == inner && begins && !is_list && (ended.starts_with('}') || ended.ends_with(';'))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
