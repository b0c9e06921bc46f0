//! Checks the structure of the generator's own source: modules that import each other in a circle or against the order of the
//! phases, extensions outside their folders, long files, long functions.
//! Tests are exempt, except that they count towards the length of their file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Block, ImplItem, ImplItemFn, Item, ItemMod, Signature, TraitItem, UseTree, Visibility};

/// The limits. Those of functions include their signatures.
const LINES_OF_FILE: usize = 500;
const LINES_OF_FUNCTION: usize = 70;
const MEDIAN_OF_FUNCTIONS: usize = 11;
const P90_OF_FUNCTIONS: usize = 30;

/// The name of the root module.
const ROOT: &str = "crate";

/// The modules of the root: the phases in their order, and between them the modules beside them. Each imports only from those
/// before it.
const LAYERS: [&str; 22] = [
    "source", "day", "history", "suggest", "parallel", "syntax", "diag", "load", "bundle", "ir",
    "lower", "check", "plan", "compare", "chooser", "emit", "write", "lint", "counts", ROOT,
    "refresh", "cli",
];

/// The phases that look at OpenAPI. Of those after them, only `lint` does, since it advises on documents.
const OF_OPENAPI: [&str; 3] = ["load", "bundle", "lower"];
const AFTER_OPENAPI: [&str; 7] = [
    "check", "plan", "compare", "chooser", "emit", "write", "counts",
];

/// The rooms of `emit`, with the other rooms from which each imports.
const ROOMS: [(&str, &[&str]); 4] = [
    ("emit::prose", &[]),
    ("emit::rust", &["emit::prose"]),
    ("emit::samples", &["emit::prose"]),
    ("emit::reference", &["emit::prose", "emit::samples"]),
];

/// The files that name `x-truto-*` extensions, besides those in folders `extensions/`: `bundle` knows the grammar of all keywords,
/// and messages about names say how a document chooses another one.
const NAMING_EXTENSIONS: [&str; 3] = ["bundle/", "plan/names/scope.rs", "plan/names/types.rs"];

#[test]
fn modules_do_not_import_each_other_in_a_circle() {
    let circles = circles(&IMPORTS);
    assert!(circles.is_empty(), "circular imports: {circles:#?}");
}

#[test]
fn phases_import_only_from_those_before_them() {
    let wrong = imports_against_the_order(&IMPORTS);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_against_the_order_are_found() {
    let source = [
        ("lower/mod.rs", "use crate::{lint, plan::names, bundle};"),
        ("plan/mod.rs", "mod names; use crate::{ir, load};"),
        ("plan/names.rs", ""),
        ("lint.rs", "use crate::{load, plan};"),
        ("load.rs", ""),
        ("bundle.rs", "use crate::load;"),
        ("ir.rs", ""),
        (
            "emit/mod.rs",
            "mod prose; mod rust; mod samples; mod reference; use self::{rust, reference};",
        ),
        ("emit/prose.rs", "use crate::emit::rust::a;"),
        (
            "emit/rust.rs",
            "use crate::emit::prose::a; use crate::emit::samples;",
        ),
        ("emit/samples.rs", ""),
        ("emit/reference.rs", "use crate::emit::{prose, samples};"),
        ("other.rs", "use crate::plan;"),
        ("lib.rs", ""),
    ];
    let source = source.map(|(path, text)| File::new(path.to_owned(), text.to_owned()));
    let expected = [
        "emit::prose -> emit::rust",
        "emit::rust -> emit::samples",
        "lower -> lint",
        "lower -> plan::names",
        "other -> plan",
        "plan -> load",
    ];
    assert_eq!(imports_against_the_order(&imports(&source)), expected);
}

#[test]
fn extensions_are_named_in_their_folders() {
    let source = source();
    let is_allowed = |path: &str| {
        let mut allowed = NAMING_EXTENSIONS.iter();
        path.contains("/extensions/") || allowed.any(|start| path.starts_with(start))
    };
    let naming = source.iter().filter(|file| names_extensions(file));
    let naming: Vec<&str> = naming.map(|file| file.path.as_str()).collect();
    let wrong = naming.iter().filter(|path| !is_allowed(path));
    let wrong: Vec<_> = wrong.collect();
    assert!(
        wrong.is_empty(),
        "extensions outside their folders: {wrong:?}"
    );
    let is_used = |start: &&str| naming.iter().any(|path| path.starts_with(start));
    assert!(NAMING_EXTENSIONS.iter().all(is_used), "{naming:?}");
}

#[test]
fn files_are_short() {
    let source = source();
    let length = |file: &&File| file.text.lines().count();
    let long = source.iter().filter(|file| length(file) > LINES_OF_FILE);
    let long: Vec<&str> = long.map(|file| file.path.as_str()).collect();
    assert!(long.is_empty(), "files with too many lines: {long:?}");
}

#[test]
fn functions_are_short() {
    let mut lengths: Vec<(usize, String)> = Vec::new();
    for file in source() {
        let functions = lengths_of_functions(&file).into_iter();
        lengths.extend(functions.map(|(name, lines)| (lines, format!("{}: {name}", file.path))));
    }
    lengths.sort_unstable();
    let long = lengths
        .iter()
        .filter(|(lines, _)| *lines > LINES_OF_FUNCTION);
    let long: Vec<&str> = long.map(|(_, name)| name.as_str()).collect();
    assert!(long.is_empty(), "functions with too many lines: {long:?}");
    let percentile = |percent: usize| lengths[(lengths.len() * percent).div_ceil(100) - 1].0;
    assert!(
        percentile(50) <= MEDIAN_OF_FUNCTIONS,
        "median: {}",
        percentile(50)
    );
    assert!(
        percentile(90) <= P90_OF_FUNCTIONS,
        "90th percentile: {}",
        percentile(90)
    );
}

#[test]
fn imports_are_found_wherever_they_are_written() {
    let source = [
        ("lib.rs", "mod a; mod b; mod c; mod d; pub struct Root;"),
        (
            "a.rs",
            "use crate::{b::{self, B}, c as other}; fn f() { other::g(); }",
        ),
        (
            "b/mod.rs",
            "mod inner; #[cfg(test)] mod tests; fn f() { println!(\"{}\", inner::g()); }",
        ),
        (
            "b/inner.rs",
            "pub(in crate::b) fn g() -> super::super::d::D { quote!(crate::X) }",
        ),
        ("b/tests.rs", "use crate::a;"),
        (
            "c.rs",
            "#[cfg(test)] mod tests { use crate::a; } fn g() -> crate::Root { crate::Root }",
        ),
        ("d.rs", "use super::a::*;"),
    ];
    let source = source.map(|(path, text)| File::new(path.to_owned(), text.to_owned()));
    let imports = imports(&source);
    let expected = [
        ("a", vec!["b", "c"]),
        ("b", vec!["b::inner"]),
        ("b::inner", vec!["d"]),
        ("b::tests", vec![]),
        ("c", vec!["crate"]),
        ("crate", vec![]),
        ("d", vec!["a"]),
    ];
    let expected = expected.map(|(module, to)| {
        let to = to.into_iter().map(str::to_owned);
        (module.to_owned(), to.collect())
    });
    assert_eq!(imports, Imports::from(expected));
    let circles = circles(&imports);
    let members: Vec<Vec<_>> = circles
        .iter()
        .map(|circle| circle.keys().collect())
        .collect();
    assert_eq!(members, [["a", "b", "b::inner", "d"]]);
}

#[test]
fn the_length_of_a_function_includes_its_signature() {
    let text = "\
/// fn one() {}
#[must_use]
pub fn one(
    a: u8,
) -> u8 {
    quote! {
        fn two() {}
    }
    a
}

impl A {
    fn two() {
        let text = r#\"
    }
\"#;
    }
}

#[cfg(test)]
mod tests {
    fn three() {}
}
";
    let file = File::new("a.rs".to_owned(), text.to_owned());
    let expected = [("one".to_owned(), 8), ("two".to_owned(), 5)];
    assert_eq!(lengths_of_functions(&file), expected);
}

/// A file of the generator.
struct File {
    /// The path below `src`: `emit/mod.rs`.
    path: String,
    text: String,
}

impl File {
    fn new(path: String, text: String) -> Self {
        Self { path, text }
    }

    /// Returns the items that are not tests.
    fn items(&self) -> Vec<Item> {
        let parsed = syn::parse_file(&self.text);
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let is_of_tests = self.path.ends_with("tests.rs");
        let items = parsed.items.into_iter();
        let items = items.filter(|item| !is_of_tests && !is_tests(item));
        items.collect()
    }

    /// Returns the path of the module: `emit::markdown`.
    fn module(&self) -> String {
        let path = self.path.trim_end_matches(".rs").replace('/', "::");
        match path.strip_suffix("::mod") {
            Some(parent) => parent.to_owned(),
            None if path == "lib" => ROOT.to_owned(),
            None => path,
        }
    }
}

/// Returns the files of the generator, sorted by path.
fn source() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut source = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let names = path.strip_prefix(&root).unwrap().iter();
                let names: Vec<_> = names.map(|name| name.to_str().unwrap()).collect();
                source.push(File::new(
                    names.join("/"),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    source.sort_by(|one, other| one.path.cmp(&other.path));
    source
}

/// Whether the code of the file, without comments and tests, names an extension.
fn names_extensions(file: &File) -> bool {
    let is_of_tests = file.path.ends_with("tests.rs");
    let lines = file.text.lines();
    let mut code = lines.take_while(|line| !is_of_tests && *line != "#[cfg(test)]");
    code.any(|line| !line.trim_start().starts_with("//") && line.contains("x-truto-"))
}

/// Whether an item is a module of tests.
fn is_tests(item: &Item) -> bool {
    let is_test = |of: &ItemMod| {
        let attributes = of
            .attrs
            .iter()
            .map(|one| one.meta.to_token_stream().to_string());
        attributes.into_iter().any(|one| one == "cfg (test)")
    };
    matches!(item, Item::Mod(of) if is_test(of))
}

/// The modules that each module imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The imports of the generator.
static IMPORTS: LazyLock<Imports> = LazyLock::new(|| imports(&source()));

/// Returns the imports of all modules: their `use` items and the paths in their code.
fn imports(source: &[File]) -> Imports {
    let modules: BTreeSet<String> = source.iter().map(File::module).collect();
    let imports = source.iter().map(|file| {
        let module = file.module();
        let mut to = imported(file, &modules);
        to.remove(&module);
        (module, to)
    });
    imports.collect()
}

fn imported(file: &File, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let mut scope = Scope {
        module: file.module(),
        modules,
        names: BTreeMap::new(),
    };
    let mut paths = Vec::new();
    for item in file.items() {
        if let Item::Use(item) = item {
            let names = names_of(&item.tree, Vec::new());
            paths.extend(names.iter().map(|(_, path)| path.clone()));
            scope.names.extend(names);
        } else {
            collect_paths(item.to_token_stream(), &mut paths);
        }
    }
    let paths = paths.iter().filter_map(|path| scope.absolute(path));
    paths.map(|path| scope.module_at(&path)).collect()
}

/// Returns the names that a `use` item imports, each with its path.
fn names_of(tree: &UseTree, mut path: Vec<String>) -> Vec<(String, Vec<String>)> {
    let (name, rename) = match tree {
        UseTree::Path(of) => {
            path.push(of.ident.to_string());
            return names_of(&of.tree, path);
        }
        UseTree::Group(of) => {
            let inner = of.items.iter();
            return inner
                .flat_map(|tree| names_of(tree, path.clone()))
                .collect();
        }
        UseTree::Name(of) => (of.ident.to_string(), None),
        UseTree::Rename(of) => (of.ident.to_string(), Some(of.rename.to_string())),
        // A glob
        _ => ("self".to_owned(), None),
    };
    if name != "self" {
        path.push(name);
    }
    let name = rename.or_else(|| path.last().cloned());
    vec![(name.unwrap_or_default(), path)]
}

/// The meaning of names in a file.
struct Scope<'a> {
    module: String,
    modules: &'a BTreeSet<String>,
    /// The paths of the names that `use` items import.
    names: BTreeMap<String, Vec<String>>,
}

impl Scope<'_> {
    /// Returns the path from the root of the crate, or `None` if it is in another crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let used = self
            .names
            .get(first)
            .filter(|used| used.first() != Some(first));
        let mut base: Vec<String> = self.module.split("::").map(str::to_owned).collect();
        base.retain(|name| name != ROOT);
        match first.as_str() {
            ROOT => base.clear(),
            "self" => {}
            "super" => {
                let rest = rest.iter().skip_while(|name| *name == "super");
                base.truncate(base.len().checked_sub(path.len() - rest.clone().count())?);
                return Some(base.into_iter().chain(rest.cloned()).collect());
            }
            _ => {
                base.push(first.clone());
                if !self.modules.contains(&base.join("::")) {
                    base = self.absolute(used?)?;
                }
            }
        }
        Some([base.as_slice(), rest].concat())
    }

    /// Returns the module that contains the item at a path from the root.
    fn module_at(&self, path: &[String]) -> String {
        let prefixes = (1..=path.len()).rev().map(|end| path[..end].join("::"));
        let mut modules = prefixes.filter(|prefix| self.modules.contains(prefix));
        modules.next().unwrap_or_else(|| ROOT.to_owned())
    }
}

/// Adds the paths in `tokens`, such as `a::b::c`, including those in the arguments of macros. Skips the paths of visibilities,
/// and quoted code, which belongs to another crate.
fn collect_paths(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (TokenTree::Ident(name), [TokenTree::Group(group), after @ ..])
                if name == "pub" && group.delimiter() == Delimiter::Parenthesis =>
            {
                after
            }
            (TokenTree::Ident(name), [_, TokenTree::Group(_), after @ ..]) if name == "quote" => {
                after
            }
            (TokenTree::Ident(_), _) => {
                let (path, after) = split_path(rest);
                paths.extend((path.len() > 1).then_some(path));
                after
            }
            (TokenTree::Group(group), _) => {
                collect_paths(group.stream(), paths);
                after
            }
            _ => after,
        };
    }
}

/// Splits the path off from the tokens that begin with it.
fn split_path(mut tokens: &[TokenTree]) -> (Vec<String>, &[TokenTree]) {
    let mut path = Vec::new();
    while let [TokenTree::Ident(name), after @ ..] = tokens {
        path.push(name.to_string());
        tokens = match after {
            [TokenTree::Punct(one), TokenTree::Punct(two), next @ ..]
                if one.as_char() == ':'
                    && two.as_char() == ':'
                    && matches!(next, [TokenTree::Ident(_), ..]) =>
            {
                next
            }
            _ => return (path, after),
        };
    }
    (path, tokens)
}

/// Returns the groups of modules that can all reach each other, with the imports inside of each group.
fn circles(imports: &Imports) -> BTreeSet<Imports> {
    let reached: Imports = imports
        .keys()
        .map(|module| (module.clone(), reachable(imports, module)))
        .collect();
    let circular = imports
        .keys()
        .filter(|module| reached[*module].contains(*module));
    let circle = |module: &String| {
        let back = |other: &&String| reached[*other].contains(module);
        let members: BTreeSet<String> = reached[module].iter().filter(back).cloned().collect();
        let within = |of: &String| imports[of].intersection(&members).cloned().collect();
        members.iter().map(|of| (of.clone(), within(of))).collect()
    };
    circular.map(circle).collect()
}

/// Returns the imports that the order of the phases or the rooms of `emit` do not allow: `lower -> plan::names`.
fn imports_against_the_order(imports: &Imports) -> Vec<String> {
    let edges = imports
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| (from.as_str(), to.as_str())));
    let wrong = edges.filter(|(from, to)| !may_import(from, to));
    wrong.map(|(from, to)| format!("{from} -> {to}")).collect()
}

fn may_import(from: &str, to: &str) -> bool {
    let top = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let layer = |module: &str| LAYERS.iter().position(|layer| *layer == top(module));
    let (Some(from_layer), Some(to_layer)) = (layer(from), layer(to)) else {
        return false;
    };
    let looks_at_openapi = !AFTER_OPENAPI.contains(&top(from).as_str());
    let is_in = |module: &str, room: &str| {
        let rest = module.strip_prefix(room);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let room = |module: &str| ROOMS.iter().find(|(room, _)| is_in(module, room));
    let is_room_open = match (room(from), room(to)) {
        (Some((one, others)), Some((other, _))) => one == other || others.contains(other),
        _ => true,
    };
    to_layer <= from_layer
        && (looks_at_openapi || !OF_OPENAPI.contains(&top(to).as_str()))
        && is_room_open
}

/// Returns the modules that `module` imports, directly or through others.
fn reachable(imports: &Imports, module: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![module];
    while let Some(next) = open.pop() {
        let new = imports[next]
            .iter()
            .filter(|to| reached.insert((*to).clone()));
        open.extend(new.map(String::as_str));
    }
    reached
}

/// Returns the names of the functions of a file and their numbers of lines, from the signature to the closing brace.
fn lengths_of_functions(file: &File) -> Vec<(String, usize)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut functions = Vec::new();
    collect_functions(&file.items(), &mut functions);
    let mut from = 0;
    let mut lengths = Vec::new();
    for (name, tokens) in functions {
        let range = (from..lines.len()).find_map(|start| {
            let has_name = lines[start].contains(&format!("fn {name}"));
            let end = has_name.then(|| last_line(&lines, start, &tokens))?;
            Some(start..end? + 1)
        });
        let range = range.unwrap_or_else(|| panic!("{}: no function `{name}`", file.path));
        from = range.end;
        lengths.push((name, range.len()));
    }
    lengths
}

/// Returns the last line of the function with these tokens, if it begins at `start`. Tokens alone do not have line numbers.
fn last_line(lines: &[&str], start: usize, tokens: &str) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_end = |line: &str| indent(line) == indent(lines[start]) && line.ends_with('}');
    let mut ends = (start..lines.len()).filter(|end| is_end(lines[*end]));
    ends.find(|end| {
        let parsed = syn::parse_str::<ImplItemFn>(&lines[start..=*end].join("\n"));
        parsed
            .is_ok_and(|of| of.attrs.is_empty() && tokens_of(&of.vis, &of.sig, &of.block) == tokens)
    })
}

/// Adds the names and tokens of the functions with a body, in the order of the file.
fn collect_functions(items: &[Item], functions: &mut Vec<(String, String)>) {
    let mut add = |vis: &Visibility, sig: &Signature, block: &Block| {
        functions.push((sig.ident.to_string(), tokens_of(vis, sig, block)));
    };
    for item in items {
        match item {
            Item::Fn(of) => add(&of.vis, &of.sig, &of.block),
            Item::Impl(of) => of.items.iter().for_each(|item| {
                if let ImplItem::Fn(of) = item {
                    add(&of.vis, &of.sig, &of.block);
                }
            }),
            Item::Trait(of) => of.items.iter().for_each(|item| {
                if let TraitItem::Fn(of) = item
                    && let Some(block) = &of.default
                {
                    add(&Visibility::Inherited, &of.sig, block);
                }
            }),
            _ => {}
        }
    }
}

fn tokens_of(vis: &Visibility, sig: &Signature, block: &Block) -> String {
    quote!(#vis #sig #block).to_string()
}
