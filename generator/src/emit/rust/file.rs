//! One Rust file, from items to text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::emit::output::{Language, Output};
use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::plan::imports::{Imports, Uses};
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;
use crate::syntax::{Parser, Tokens};

/// A Rust file under construction.
pub(crate) struct File<'a> {
    path: String,
    /// The docs of the module, then the items.
    text: String,
    /// The length of the docs, after which the imports are.
    docs: usize,
    /// Where items end: the text between two of these is Rust on its own.
    ends: Vec<usize>,
    /// The module, if the file imports what it uses.
    module: Option<(&'a Imports<'a>, ModuleId)>,
}

impl<'a> File<'a> {
    /// Starts a file with the `docs` of its module.
    pub(crate) fn new(path: impl Into<String>, docs: &Doc) -> Self {
        let mut text = String::new();
        docs.inner_text(&mut text);
        let docs = text.len();
        if docs > 0 {
            text.push('\n');
        }
        Self {
            path: path.into(),
            text,
            docs,
            ends: Vec::new(),
            module: None,
        }
    }

    /// Starts the file of a module, with `use` items for what its code uses.
    pub(crate) fn of_module(docs: &Doc, plan: &'a Plan<'_>, module: ModuleId) -> Self {
        let mut file = Self {
            module: Some((&plan.imports, module)),
            ..Self::new(plan.file(module), docs)
        };
        let is_shared = !matches!(module, ModuleId::Resource(..));
        if plan.features.is_per_resource() && is_shared {
            file.text
                .push_str("#![allow(unused_imports, reason = \"some types require features\")]\n");
            file.docs = file.text.len();
        }
        file
    }

    /// Appends quoted items. If they are not Rust, they are appended unformatted, and the check of the whole file fails there.
    pub(crate) fn tokens(&mut self, items: TokenStream) {
        match syn::parse2(items.clone()) {
            Ok(file) => write_spaced(&prettyplease::unparse(&file), &mut self.text),
            Err(_) => self.text.push_str(&items.to_string()),
        }
        self.ends.push(self.text.len());
    }

    /// Appends an item as text. Text from documents must be inside literals.
    pub(crate) fn text(&mut self, item: &str) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self.text.push_str(item.trim_end());
        self.text.push_str("\n\n");
        self.ends.push(self.text.len());
    }

    /// The file; the caller is its emitter.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Output {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        let Some((imports, module)) = self.module else {
            return Output::new(Language::Rust, self.path, self.text);
        };
        let mut uses = Uses::default();
        // If an item is not Rust, the check of the whole file reports it.
        let mut parser = Parser::default();
        let is_parsed = self.items().all(|item| {
            let tokens = Tokens::of(item);
            imports.add_uses(module, &tokens, &mut uses);
            parser.accepts(&tokens)
        });
        let mut text = String::new();
        if is_parsed {
            write_uses(&uses.names, &mut text);
        }
        self.text.insert_str(self.docs, &text);
        Output {
            is_parsed,
            ..Output::new(Language::Rust, self.path, self.text)
        }
    }

    /// Divides the text into items, the first of which follows the docs. The tokens of a large file would take ten times the memory
    /// of its text.
    fn items(&self) -> impl Iterator<Item = &str> {
        let length = self.text.len();
        let ends = self.ends.iter().copied().filter(move |end| *end < length);
        let mut start = 0;
        ends.chain([length]).map(move |end| {
            let item = self.text.get(start..end).unwrap_or_default();
            start = end;
            item
        })
    }
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
            let names: Vec<&str> = names.iter().copied().collect();
            match names.as_slice() {
                [name] => {
                    let _ = writeln!(out, "use {module}::{name};");
                }
                names => text::fill(out, 0, &format!("use {module}::{{"), names, "};"),
            }
        }
    }
}

/// Appends formatted Rust, with blank lines between items with a body.
fn write_spaced(formatted: &str, out: &mut String) {
    let mut before = out.lines().next_back().unwrap_or_default().to_owned();
    for line in formatted.lines() {
        if is_apart(&before, line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        line.clone_into(&mut before);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_docs_and_its_items() {
        let mut file = File::new("src/a.rs", &Doc::new("A."));
        for item in ["struct A;", "struct B;", "struct C;"] {
            file.text(item);
        }
        let items: Vec<&str> = file.items().collect();
        assert_eq!(items.concat(), file.text);
        let firsts = ["//! A.\n\nstruct A;\n\n", "struct B;\n\n"];
        assert_eq!(items.get(..2), Some(&firsts[..]));
        assert!(items.iter().all(|item| Tokens::of(item).parse().is_ok()));
    }
}
