//! What a module imports with `use`, so that its code can use short names.
//!
//! A name is imported unless the module uses it for an item of its own: a schema can be called `Cursor` or `Call`. Then the code has
//! the full path. Emitters ask for each name with [`Plan::name`](super::root::Plan::name), and [`Imports::uses`] finds the names
//! in the tokens of a finished file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rustc_hash::FxHashSet;

use crate::ir::{Api, TypeDef, TypeKind};
use crate::plan::analysis::Analysis;
use crate::plan::modules::{Layout, ModuleId};
use crate::plan::names::Names;
use crate::syntax::{Token, Tokens};

/// The types that generated code can import, each with its module.
const TYPES: [(&str, &str); 30] = [
    ("AccountScope", "truto_runtime"),
    ("BTreeMap", "std::collections"),
    ("Base64", "truto_runtime"),
    ("Base64Url", "truto_runtime"),
    ("Bytes", "truto_runtime"),
    ("Call", "truto_runtime"),
    ("CookieStyle", "truto_runtime"),
    ("Cursor", "truto_runtime"),
    ("Date", "truto_runtime"),
    ("Decimal", "truto_runtime"),
    ("Endpoint", "truto_runtime"),
    ("Error", "truto_runtime"),
    ("Extra", "truto_runtime"),
    ("FilePart", "truto_runtime"),
    ("HeaderStyle", "truto_runtime"),
    ("Integration", "crate"),
    ("LiveResource", "crate::support"),
    ("LiveSupport", "crate::support"),
    ("Map", "truto_runtime"),
    ("Operation", "crate::support"),
    ("PageNames", "truto_runtime"),
    ("Patch", "truto_runtime"),
    ("PathStyle", "truto_runtime"),
    ("QueryStyle", "truto_runtime"),
    ("RawJson", "truto_runtime"),
    ("Report", "crate::support"),
    ("Response", "truto_runtime"),
    ("Timestamp", "truto_runtime"),
    ("Value", "truto_runtime"),
    ("Webhook", "truto_runtime"),
];

/// The macros of the runtime. They have a namespace of their own, so they never clash.
const MACROS: [&str; 9] = [
    "closed_enum",
    "from_text",
    "listing",
    "maybe",
    "model",
    "one_of",
    "open_enum",
    "preflight_report",
    "request",
];

/// What the code of a module uses, so far.
#[derive(Default)]
pub(crate) struct Uses<'t> {
    /// The names to import, by module.
    pub(crate) names: BTreeMap<&'static str, BTreeSet<&'t str>>,
    /// All words: most occur many times.
    known: FxHashSet<&'t str>,
}

/// The names that the modules of the crate use for their own items.
#[derive(Default)]
pub(crate) struct Imports<'a> {
    /// Every name that the module must not import, including those of enum variants.
    own: HashMap<ModuleId, HashSet<&'a str>>,
    /// The types that the module defines.
    types: HashMap<ModuleId, HashSet<&'a str>>,
    /// Where the modules of resources are.
    layout: Layout,
}

impl<'a> Imports<'a> {
    pub(crate) fn of(analysis: &'a Analysis) -> Self {
        let Analysis {
            package,
            modules,
            names,
        } = analysis;
        let mut imports = Self {
            layout: modules.layout(),
            ..Self::default()
        };
        for def in &package.types {
            imports.define(def, modules.module(def.id), names);
        }
        for (index, api) in package.apis.iter().enumerate() {
            imports.define_items(index, api, names);
        }
        imports
    }

    fn define(&mut self, def: &'a TypeDef, module: ModuleId, names: &'a Names) {
        self.types
            .entry(module)
            .or_default()
            .insert(names.ty(def.id));
        let own = self.own.entry(module).or_default();
        own.insert(names.ty(def.id));
        match &def.kind {
            TypeKind::Struct(_) => {}
            TypeKind::Enum(_) | TypeKind::Union(_) => {
                own.extend(names.variants(def.id).iter().map(String::as_str));
            }
        }
        // The module of the API re-exports the types of its resources.
        if let ModuleId::Resource(api, _) | ModuleId::Webhooks(api) = module {
            self.own
                .entry(ModuleId::Api(api))
                .or_default()
                .insert(names.ty(def.id));
        }
    }

    fn define_items(&mut self, index: usize, api: &'a Api, names: &'a Names) {
        let own = self.own.entry(ModuleId::Api(index)).or_default();
        let handles = names.api(api).handles.iter();
        own.extend(handles.map(|handle| handle.name.as_str()));
        for (at, resource) in api.resources.iter().enumerate() {
            let own = self.own.entry(ModuleId::Resource(index, at)).or_default();
            own.insert(&names.resource(resource).handle);
            for operation in &resource.operations {
                let named = names.operation(operation);
                own.insert(&named.builder);
                own.extend(named.former_builder.as_deref());
            }
        }
    }

    /// Whether the module uses the name for an item of its own.
    fn is_own(&self, module: ModuleId, name: &str) -> bool {
        self.own.get(&module).is_some_and(|own| own.contains(name))
    }

    fn defines(&self, module: ModuleId, name: &str) -> bool {
        self.types
            .get(&module)
            .is_some_and(|types| types.contains(name))
    }

    /// How code of the module `from` writes one of [`TYPES`].
    pub(crate) fn name(&self, from: ModuleId, name: &str) -> String {
        match self.module(from, name) {
            Some(_) => name.to_owned(),
            None => {
                fixed(name).map_or_else(|| name.to_owned(), |module| format!("{module}::{name}"))
            }
        }
    }

    /// Whether code of the module `from` can use the type of another module, `to`, by its name alone.
    pub(crate) fn has_short_name(&self, from: ModuleId, to: ModuleId, name: &str) -> bool {
        let module = match to {
            ModuleId::Crate => "crate",
            ModuleId::Api(_) => self.parent(),
            ModuleId::Resource(..) | ModuleId::Webhooks(_) => return false,
        };
        (to == ModuleId::Crate || from.api() == to.api()) && self.module(from, name) == Some(module)
    }

    /// The module of an API, as seen from those of its resources.
    fn parent(&self) -> &'static str {
        match self.layout {
            Layout::Flat => "crate::types",
            Layout::Nested => "super",
        }
    }

    /// The module from which `from` imports the name, or `None` if it does not import it.
    ///
    /// It can be one of [`TYPES`], a type of the API's module, or a type of the crate root, in this order.
    fn module(&self, from: ModuleId, name: &str) -> Option<&'static str> {
        if self.is_own(from, name) {
            return None;
        }
        let of_api = || match from {
            ModuleId::Resource(api, _) | ModuleId::Webhooks(api)
                if self.defines(ModuleId::Api(api), name) =>
            {
                Some(self.parent())
            }
            _ => None,
        };
        let of_crate = || self.defines(ModuleId::Crate, name).then_some("crate");
        fixed(name).or_else(of_api).or_else(of_crate)
    }

    /// Adds the `use` items that code of a module requires, which imports nothing itself.
    ///
    /// ```text
    /// use truto_runtime::{Call, Patch, model, request};
    ///
    /// use crate::Integration;
    /// use super::Email;
    /// ```
    pub(crate) fn add_uses<'t>(&self, module: ModuleId, code: &Tokens<'t>, uses: &mut Uses<'t>) {
        first_words(code, |word, is_macro| {
            // Types begin with a capital letter; most words do not.
            let is_lowercase = word.starts_with(|first: char| first.is_ascii_lowercase());
            if is_macro != is_lowercase || !uses.known.insert(word) {
                return;
            }
            let module = match is_macro {
                true => MACROS.contains(&word).then_some("truto_runtime"),
                false => self.module(module, word),
            };
            if let Some(module) = module {
                uses.names.entry(module).or_default().insert(word);
            }
        });
    }
}

/// The module of one of [`TYPES`].
fn fixed(name: &str) -> Option<&'static str> {
    let at = TYPES.binary_search_by_key(&name, |(known, _)| known).ok()?;
    TYPES.get(at).map(|(_, module)| *module)
}

/// Passes the words at the beginning of a path to `found`, and whether each is the name of a macro that is called.
///
/// The name of an associated type is no such word: `Item` in `impl Iterator<Item = T>`, `Error` in `type Error = T;`.
fn first_words<'t>(code: &Tokens<'t>, mut found: impl FnMut(&'t str, bool)) {
    let mut tokens = code.iter().peekable();
    // What is before the open brackets.
    let mut outer = Vec::new();
    let mut before = Before::default();
    while let Some(token) = tokens.next() {
        match token {
            // The traits in `#[derive(PartialEq)]` are those of the prelude.
            Token::Open('[') if before.begins_attribute() => {
                skip(&mut tokens);
                before.sign(' ');
            }
            Token::Open(_) => outer.push(std::mem::take(&mut before)),
            Token::Close => {
                before = outer.pop().unwrap_or_default();
                before.sign(' ');
            }
            Token::Word(word) => {
                if !before.is_path() {
                    let can_be_assigned = before.can_be_assigned();
                    before.word = word;
                    let next = tokens.peek();
                    if !(can_be_assigned && is_sign(next, '=')) {
                        found(word, is_sign(next, '!'));
                    }
                }
                before.sign(' ');
            }
            Token::Sign { sign, .. } => before.sign(sign),
            Token::Other => before.sign(' '),
        }
    }
}

/// What is before a token, inside of the same brackets.
#[derive(Default)]
struct Before<'t> {
    /// The last word that begins a path.
    word: &'t str,
    /// The last two signs.
    signs: (char, char),
}

impl Before<'_> {
    fn sign(&mut self, sign: char) {
        self.signs = (self.signs.1, sign);
    }

    fn begins_attribute(&self) -> bool {
        matches!(self.signs, (_, '#') | ('#', '!'))
    }

    /// Whether the path continues: `a.b` and `a::b` are paths, but `..b` is not.
    fn is_path(&self) -> bool {
        match self.signs {
            (before, '.') => before != '.',
            signs => signs == (':', ':'),
        }
    }

    /// Whether a word can be the name of an associated type.
    fn can_be_assigned(&self) -> bool {
        matches!(self.signs.1, '<' | ',') || self.word == "type"
    }
}

/// Skips the rest of what is inside of brackets.
fn skip<'t>(tokens: &mut impl Iterator<Item = Token<'t>>) {
    let mut depth = 1;
    while depth > 0 {
        match tokens.next() {
            Some(Token::Open(_)) => depth += 1,
            Some(Token::Close) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// Whether the token is this sign alone: `!=` and `==` are two signs.
fn is_sign(token: Option<&Token<'_>>, expected: char) -> bool {
    let is_alone = true;
    token
        == Some(&Token::Sign {
            sign: expected,
            is_alone,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted() {
        assert!(TYPES.is_sorted());
    }

    #[test]
    fn words_begin_a_path() {
        let code = r##"
/// A `Date`.
pub fn a(b: Patch<crate::Value>, _: A<Item = B>) -> c::Map { "Error\"s"; r#"Cursor"#; 'd'; b.Call; ..Extra::new() }
/* Bytes */
model! { 0..e != f }
"##;
        let mut words = Vec::new();
        first_words(&Tokens::of(code), |word, is_macro| {
            words.push(format!("{word}{}", if is_macro { "!" } else { "" }));
        });
        let expected = [
            "pub", "fn", "a", "b", "Patch", "crate", "_", "A", "B", "c", "b", "Extra", "model!",
            "e", "f",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn attributes_use_nothing() {
        let code = "#![Map] #[derive(Value)] struct A([Date; 1]);";
        let mut words = Vec::new();
        first_words(&Tokens::of(code), |word, _| {
            words.push(word.to_owned());
        });
        assert_eq!(words, ["struct", "A", "Date"]);
    }

    #[test]
    fn associated_types_do_not_begin_a_path() {
        let code = "
impl A<Item = Value> for B<C, Output = Map> { type Error = Error; const D: Date = E == Date; }
";
        let mut words = Vec::new();
        first_words(&Tokens::of(code), |word, _| {
            words.push(word.to_owned());
        });
        let expected = [
            "impl", "A", "Value", "for", "B", "C", "Map", "type", "Error", "const", "D", "Date",
            "E", "Date",
        ];
        assert_eq!(words, expected);
    }
}
