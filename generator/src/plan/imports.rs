//! What a module imports with `use`, so that its code can use short names.
//!
//! A name is imported unless the module uses it for an item of its own: a schema can be called `Cursor` or `Call`. Then the code has
//! the full path. Emitters ask for each name with [`Plan::name`](super::root::Plan::name), and [`Imports::uses`] finds the names
//! that a finished file contains.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::ir::{Api, Home, TypeDef, TypeKind};
use crate::plan::analysis::Analysis;
use crate::plan::names::Names;

/// The types that generated code can import, each with its module.
const TYPES: [(&str, &str); 22] = [
    ("AccountScope", "truto_runtime"),
    ("BTreeMap", "std::collections"),
    ("Bytes", "truto_runtime"),
    ("Call", "truto_runtime"),
    ("Cursor", "truto_runtime"),
    ("Date", "truto_runtime"),
    ("Endpoint", "truto_runtime"),
    ("Error", "truto_runtime"),
    ("Extra", "truto_runtime"),
    ("Integration", "crate"),
    ("LiveResource", "crate::support"),
    ("LiveSupport", "crate::support"),
    ("Map", "truto_runtime"),
    ("Operation", "crate::support"),
    ("PageNames", "truto_runtime"),
    ("Patch", "truto_runtime"),
    ("QueryStyle", "truto_runtime"),
    ("RawJson", "truto_runtime"),
    ("Report", "crate::support"),
    ("Response", "truto_runtime"),
    ("Timestamp", "truto_runtime"),
    ("Value", "truto_runtime"),
];

/// The macros of the runtime. They have a namespace of their own, so they never clash.
const MACROS: [&str; 8] = [
    "closed_enum",
    "from_text",
    "listing",
    "model",
    "one_of",
    "open_enum",
    "preflight_report",
    "request",
];

/// The names that the modules of the crate use for their own items.
#[derive(Default)]
pub(crate) struct Imports<'a> {
    /// Every name that the module must not import, including those of enum variants.
    own: HashMap<Home, HashSet<&'a str>>,
    /// The types that the module defines.
    types: HashMap<Home, HashSet<&'a str>>,
}

impl<'a> Imports<'a> {
    pub(crate) fn of(analysis: &'a Analysis) -> Self {
        let Analysis { package, names } = analysis;
        let mut imports = Self::default();
        for def in &package.types {
            imports.define(def, names);
        }
        for (index, api) in package.apis.iter().enumerate() {
            imports.define_items(index, api, names);
        }
        imports
    }

    fn define(&mut self, def: &'a TypeDef, names: &'a Names) {
        self.types
            .entry(def.home)
            .or_default()
            .insert(names.ty(def.id));
        let own = self.own.entry(def.home).or_default();
        own.insert(names.ty(def.id));
        match &def.kind {
            TypeKind::Struct(_) => {}
            TypeKind::Enum(_) | TypeKind::Union(_) => {
                own.extend(names.variants(def.id).iter().map(String::as_str));
            }
        }
        // The module of the API re-exports the types of its resources.
        if let Home::Resource(api, _) = def.home {
            self.own
                .entry(Home::Api(api))
                .or_default()
                .insert(names.ty(def.id));
        }
    }

    fn define_items(&mut self, index: usize, api: &'a Api, names: &'a Names) {
        let own = self.own.entry(Home::Api(index)).or_default();
        let handles = names.api(api).handles.iter();
        own.extend(handles.map(|handle| handle.name.as_str()));
        for (at, resource) in api.resources.iter().enumerate() {
            let own = self.own.entry(Home::Resource(index, at)).or_default();
            own.insert(&names.resource(resource).handle);
            for operation in &resource.operations {
                let named = names.operation(operation);
                own.insert(&named.builder);
                own.extend(named.former_builder.as_deref());
            }
        }
    }

    /// Whether the module uses the name for an item of its own.
    fn is_own(&self, home: Home, name: &str) -> bool {
        self.own.get(&home).is_some_and(|own| own.contains(name))
    }

    fn defines(&self, home: Home, name: &str) -> bool {
        self.types
            .get(&home)
            .is_some_and(|types| types.contains(name))
    }

    /// How code of the module `from` writes one of [`TYPES`].
    pub(crate) fn name(&self, from: Home, name: &str) -> String {
        match self.module(from, name) {
            Some(_) => name.to_owned(),
            None => {
                fixed(name).map_or_else(|| name.to_owned(), |module| format!("{module}::{name}"))
            }
        }
    }

    /// Whether code of the module `from` can use the type of another module, `to`, by its name alone.
    pub(crate) fn has_short_name(&self, from: Home, to: Home, name: &str) -> bool {
        let module = match to {
            Home::Crate => "crate",
            Home::Api(_) => "super",
            Home::Resource(..) => return false,
        };
        (to == Home::Crate || from.api() == to.api()) && self.module(from, name) == Some(module)
    }

    /// The module from which `from` imports the name, or `None` if it does not import it.
    ///
    /// It can be one of [`TYPES`], a type of the API's module, or a type of the crate root, in this order.
    fn module(&self, from: Home, name: &str) -> Option<&'static str> {
        if self.is_own(from, name) {
            return None;
        }
        let of_api = || match from {
            Home::Resource(api, _) if self.defines(Home::Api(api), name) => Some("super"),
            _ => None,
        };
        let of_crate = || self.defines(Home::Crate, name).then_some("crate");
        fixed(name).or_else(of_api).or_else(of_crate)
    }

    /// The `use` items that the `code` of a module requires.
    ///
    /// ```text
    /// use truto_runtime::{Call, Patch, model, request};
    ///
    /// use crate::Integration;
    /// use super::Email;
    /// ```
    pub(crate) fn uses<'b>(
        &self,
        home: Home,
        code: &'b str,
    ) -> BTreeMap<&'static str, BTreeSet<&'b str>> {
        let mut uses: BTreeMap<&'static str, BTreeSet<&'b str>> = BTreeMap::new();
        for word in words(code) {
            let module = match word {
                Word::Macro(name) => MACROS.contains(&name).then_some("truto_runtime"),
                // Types begin with a capital letter; most words do not.
                Word::Name(name) if name.starts_with(|first: char| first.is_ascii_lowercase()) => {
                    None
                }
                Word::Name(name) => self.module(home, name),
            };
            if let Some(module) = module {
                uses.entry(module).or_default().insert(word.text());
            }
        }
        uses
    }
}

/// The module of one of [`TYPES`].
fn fixed(name: &str) -> Option<&'static str> {
    let at = TYPES.binary_search_by_key(&name, |(known, _)| known).ok()?;
    TYPES.get(at).map(|(_, module)| *module)
}

/// A word of Rust code that a `use` item can import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'a> {
    Name(&'a str),
    Macro(&'a str),
}

impl<'a> Word<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Name(text) | Self::Macro(text) => text,
        }
    }
}

/// The words at the beginning of a path. Comments and strings have none.
fn words(code: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = code;
    let (mut before, mut follows_path) = ("", false);
    std::iter::from_fn(move || {
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                '"' => string_length(rest),
                _ if is_word(first) => rest.find(|next| !is_word(next)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (token, after) = rest.split_at(length);
            let found = is_word(first) && !follows_path;
            // `..` is no path: `..Value::default()`.
            follows_path =
                token == "::" || token == "." && !after.starts_with('.') && before != ".";
            before = token;
            rest = after;
            if found && token == "use" {
                // The names in a `use` item are imports, not uses.
                rest = rest.find(';').map_or("", |end| &rest[end..]);
            } else if found {
                return Some(match after.starts_with('!') {
                    true => Word::Macro(token),
                    false => Word::Name(token),
                });
            }
        }
        None
    })
}

fn is_word(text: char) -> bool {
    text == '_' || text.is_alphanumeric()
}

/// The length of the string literal at the beginning of `code`.
pub(crate) fn string_length(code: &str) -> usize {
    let mut escaped = false;
    let end = code.char_indices().skip(1).find(|(_, next)| {
        let ends = *next == '"' && !escaped;
        escaped = *next == '\\' && !escaped;
        ends
    });
    end.map_or(code.len(), |(at, _)| at + 1)
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
        let code = "/// A `Date`.\npub fn a(b: Patch<crate::Value>) -> c::Map { \"Error\\\"s\"; b.Call; ..Extra::new() }\nuse a::{Call, Error};\nmodel! {}";
        let found: Vec<Word<'_>> = words(code).collect();
        let name = Word::Name;
        let expected = [
            name("pub"),
            name("fn"),
            name("a"),
            name("b"),
            name("Patch"),
            name("crate"),
            name("c"),
            name("b"),
            name("Extra"),
            Word::Macro("model"),
        ];
        assert_eq!(found, expected);
    }
}
