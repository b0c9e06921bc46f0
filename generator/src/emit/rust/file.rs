//! One Rust file, from tokens and preformatted text to bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::diag::Diagnostic;
use crate::emit::header::HEADER;
use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::ir::Home;
use crate::plan::imports::Imports;
use crate::plan::root::Plan;

/// A Rust file under construction.
///
/// Items that vary arrive as tokens and are formatted by prettyplease in one run. Regular code, such as macro invocations and
/// long tables, arrives as preformatted text; a placeholder marks its position.
#[derive(Default)]
pub(crate) struct File<'a> {
    tokens: TokenStream,
    texts: Vec<String>,
    /// The module, if the file imports what it uses.
    module: Option<(&'a Imports<'a>, Home)>,
}

impl<'a> File<'a> {
    /// Starts a file with the `docs` of its module.
    pub(crate) fn new(docs: &Doc) -> Self {
        let docs = docs.inner();
        Self {
            tokens: quote!(#docs),
            ..Self::default()
        }
    }

    /// Starts the file of a module, with `use` items for what its code uses.
    pub(crate) fn of_module(docs: &Doc, plan: &'a Plan<'_>, home: Home) -> Self {
        Self {
            module: Some((&plan.imports, home)),
            ..Self::new(docs)
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
        let Self {
            tokens,
            texts,
            module,
        } = self;
        let file: syn::File = syn::parse2(tokens).map_err(|error| {
            let message =
                format!("bug in the generator: the emitted `{path}` is not valid Rust: {error}");
            Box::new(Diagnostic::error(None, message))
        })?;
        let formatted = prettyplease::unparse(&file);
        let mut out = format!("// {HEADER}\n#![cfg_attr(rustfmt, rustfmt_skip)]\n");
        let (docs, items) = formatted.split_at(end_of_docs(&formatted));
        out.push_str(docs);
        if let Some((imports, home)) = module {
            let code = texts.iter().map(String::as_str).chain([items]);
            write_uses(&imports.uses(home, code), &mut out);
        }
        if !docs.is_empty() {
            out.push('\n');
        }
        write_spaced(items, &texts, &mut out);
        Ok(out.into_bytes())
    }
}

/// The length of the module's docs, which come first.
fn end_of_docs(formatted: &str) -> usize {
    let lines = formatted.split_inclusive('\n');
    let docs = lines.take_while(|line| line.starts_with("//!"));
    docs.map(str::len).sum()
}

/// Writes `use` items: those of other crates first.
///
/// ```text
/// use truto_runtime::{Call, Patch, model, request};
///
/// use super::Email;
/// use crate::Integration;
/// ```
fn write_uses(uses: &BTreeMap<&str, BTreeSet<&str>>, out: &mut String) {
    let is_own = |module: &str| module.starts_with("crate") || module == "super";
    let (mut own, foreign): (Vec<_>, Vec<_>) = uses.iter().partition(|(module, _)| is_own(module));
    // Like rustfmt: a list of items follows the modules beside them.
    own.sort_by_key(|(module, _)| (**module != "super", **module == "crate"));
    for group in [foreign, own].iter().filter(|group| !group.is_empty()) {
        out.push('\n');
        for (module, names) in group {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            match names.as_slice() {
                [name] => {
                    let _ = writeln!(out, "use {module}::{name};");
                }
                names => text::fill(out, 0, &format!("use {module}::{{"), names, "};"),
            }
        }
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
                if !out.ends_with("\n\n") {
                    out.push('\n');
                }
                let _ = writeln!(out, "{}", text.trim_end());
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

/// Whether `line` begins an item that needs a blank line before it: after the end of another item.
fn is_apart(before: &str, line: &str) -> bool {
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
