//! Reads the root documents and every file that they refer to, and records the location of each value.

mod faults;
mod files;
mod json;
mod moves;
mod overlay;
mod refs;
mod scalar;
mod spans;
mod text;
mod tree;
mod yaml;
mod yaml_syntax;
mod yaml_value;

#[cfg(test)]
mod tests;

pub(crate) use files::read_limited;
pub use files::{Disk, Files, Memory, Renamed};
pub use spans::{Spans, escaped, unescaped};

pub(crate) use spans::NodeId;

pub(crate) use moves::Moves;
use overlay::{Editable, Overlay};
use refs::BadPath;
pub(crate) use refs::{Reference, names_a_file, references};
pub(crate) use tree::{Entries, Entry, NodeContent, Tree};

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::parallel;
use crate::source::{FileId, Origin, Sources};

/// All files of a run.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The path and text of every file.
    pub sources: Sources,
    /// The content of every file, indexed by [`FileId::index`].
    pub documents: Vec<Document>,
    /// The root documents in the given order, without unreadable ones.
    pub roots: Vec<FileId>,
    /// Whether parts with errors have been left out of the documents.
    pub(crate) is_partial: bool,
    /// If the run is restricted to a part of the documents: the operations and components that are skipped, as pointers.
    pub(crate) unselected: Option<HashMap<FileId, HashSet<String>>>,
    by_path: HashMap<String, FileId>,
    /// Paths that could not be read. Each is reported once, where it is first used.
    missing: HashSet<String>,
    /// Paths that are never read, with the file that names them. Each is reported where it is used.
    refused: HashSet<(FileId, String)>,
}

/// The content of one file.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// The values. Keys are strings, in document order. Bundling frees them.
    pub value: Value,
    /// The locations of the values.
    pub spans: Spans,
    /// The file could not be read, which has been reported. `value` is null, and references to the file are not reported again.
    pub broken: bool,
    /// The parts of the document that are not where the file has them, if the document has been rewritten.
    pub(crate) rewritten: Option<Moves>,
}

impl Document {
    /// Takes the content out, to be put back with [`Self::replace`] or [`Self::put`].
    pub(crate) fn take(&mut self) -> Tree {
        Tree::join(std::mem::take(&mut self.value), &self.spans)
    }

    /// Replaces the content by one without some of its parts.
    pub(crate) fn replace(&mut self, tree: Tree) {
        (self.value, self.spans) = tree.split();
    }

    /// Replaces the content by one whose parts have been moved.
    pub(crate) fn put(&mut self, tree: Tree, moves: Moves) {
        self.replace(tree);
        self.rewritten = Some(moves);
    }
}

/// The target of a valid reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file.
    pub file: FileId,
    /// The location in the file: an RFC 6901 pointer, percent-decoded, `""` for the whole file. It is neither known to exist nor
    /// to be a pointer (`#anchor` is not).
    pub pointer: String,
}

/// The reason why a file is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The file could not be read, which has been reported.
    Reported,
    /// No reference that this phase follows points to the file.
    NotLoaded,
}

impl Loaded {
    /// Returns the content of `file`, or `None` for a file of another run.
    #[must_use]
    pub fn document(&self, file: FileId) -> Option<&Document> {
        self.documents.get(file.index())
    }

    /// Whether the run is restricted to a part of the documents, to which the value at a pointer does not belong.
    pub(crate) fn is_unselected(&self, file: FileId, pointer: &str) -> bool {
        let unselected = self.unselected.as_ref().and_then(|all| all.get(&file));
        unselected.is_some_and(|pointers| pointers.contains(pointer))
    }

    /// Returns the path of the file in a reference of the file `from`, which may not exist.
    pub(crate) fn path_of(&self, from: FileId, text: &str) -> Option<String> {
        let (path, _) = refs::split(text);
        refs::resolve(self.sources.path(from), &path).ok()
    }

    /// Returns the target of the reference `text` in the file `from`.
    ///
    /// # Errors
    ///
    /// The file has not been read.
    pub fn target(&self, from: FileId, text: &str) -> Result<Target, Unavailable> {
        let (path, pointer) = refs::split(text);
        let file = if path.is_empty() {
            from
        } else {
            match refs::resolve(self.sources.path(from), &path) {
                Ok(path) => match self.by_path.get(&path) {
                    Some(file) => *file,
                    None if self.missing.contains(&path) => return Err(Unavailable::Reported),
                    None => return Err(Unavailable::NotLoaded),
                },
                Err(_) if self.refused.contains(&(from, path)) => {
                    return Err(Unavailable::Reported);
                }
                Err(_) => return Err(Unavailable::NotLoaded),
            }
        };
        let document = self.document(file);
        let pointer = match document.and_then(|document| document.rewritten.as_ref()) {
            Some(moves) => moves.target(&pointer).into_owned(),
            None => pointer,
        };
        Ok(Target { file, pointer })
    }
}

/// Reads `roots`, applies `overlays` to them in order, and reads all files that they then reach through references. All are paths
/// relative to the base of `files`.
pub fn load(
    roots: &[String],
    overlays: &[String],
    files: &dyn Files,
    diags: &mut Diagnostics,
) -> Loaded {
    let mut loader = Loader {
        files,
        diags,
        loaded: Loaded::default(),
        unparsed: Vec::new(),
    };
    for root in roots {
        loader.root(root);
    }
    loader.parse();
    let documents = loader.loaded.documents.iter();
    let sound = documents.filter(|document| !document.broken);
    loader.loaded.roots = sound.map(|document| document.file).collect();
    loader.overlay(overlays);
    let mut followed = 0;
    while let Some(document) = loader.loaded.documents.get(followed) {
        loader.follow(document.file);
        followed += 1;
        if followed == loader.loaded.documents.len() {
            loader.parse();
        }
    }
    loader.loaded
}

struct Loader<'a> {
    files: &'a dyn Files,
    diags: &'a mut Diagnostics,
    loaded: Loaded,
    /// The files that have been read but not parsed, and whether they are text.
    unparsed: Vec<(FileId, bool)>,
}

impl Loader<'_> {
    fn root(&mut self, root: &str) {
        let path = match refs::resolve("", root) {
            Ok(path) => path,
            Err(bad) => {
                let help = "write the path relative to the directory that contains all documents";
                self.diags
                    .push(Diagnostic::error(None, bad.message(root)).help(help));
                return;
            }
        };
        if self.loaded.by_path.contains_key(&path) {
            let message = format!("the root document `{path}` is listed twice");
            self.diags
                .push(Diagnostic::error(None, message).help("list each root document once"));
            return;
        }
        self.read(&path, None);
    }

    /// Reads the overlays, and applies them to the root documents.
    fn overlay(&mut self, overlays: &[String]) {
        let first = self.loaded.documents.len();
        for path in overlays {
            self.root(path);
        }
        self.parse();
        let added = self.loaded.documents.get_mut(first..).unwrap_or_default();
        let overlays: Vec<(FileId, Overlay)> = added
            .iter_mut()
            .filter(|document| !document.broken)
            .filter_map(|document| {
                // Nothing refers to an overlay, and its content is not a document.
                let tree = document.take();
                document.spans = Spans::default();
                Some((document.file, Overlay::of(tree, self.diags)?))
            })
            .collect();
        if overlays.is_empty() {
            return;
        }
        let mut targets: Vec<(FileId, Editable)> = Vec::new();
        for root in &self.loaded.roots {
            if let Some(document) = self.loaded.documents.get_mut(root.index()) {
                targets.push((*root, Editable::new(document.take())));
            }
        }
        for (file, overlay) in &overlays {
            let root = self.extended(*file, overlay);
            let chosen = targets
                .iter_mut()
                .filter(|(file, _)| root.is_none_or(|root| root == *file));
            let mut chosen: Vec<&mut Editable> = chosen.map(|(_, target)| target).collect();
            overlay::apply(overlay, &mut chosen, self.diags);
        }
        for (root, target) in targets {
            if let Some(document) = self.loaded.documents.get_mut(root.index()) {
                document.replace(target.finish());
            }
        }
    }

    /// Returns the root document that an overlay names. Without one, it is for all of them.
    fn extended(&mut self, file: FileId, overlay: &Overlay) -> Option<FileId> {
        let (text, origin) = overlay.extends.as_ref()?;
        let path = match refs::resolve(self.loaded.sources.path(file), text) {
            // The document has been saved under another name.
            Err(BadPath::Url) => return None,
            path => path.ok(),
        };
        let named = path.and_then(|path| self.loaded.by_path.get(&path).copied());
        let named = named.filter(|named| self.loaded.roots.contains(named));
        if named.is_none() {
            let message = format!("`extends` has no effect: `{text}` is not a root document");
            let help = "write the path of a root document, relative to this file";
            self.diags
                .push(Diagnostic::warning(*origin, message).help(help));
        }
        named
    }

    /// Reads the files that `file` refers to.
    fn follow(&mut self, file: FileId) {
        for (path, origin) in self.referenced_paths(file) {
            let resolved = refs::resolve(self.loaded.sources.path(file), &path);
            match resolved {
                Err(bad) => {
                    let fault = Diagnostic::error(origin, bad.message(&path)).help(bad.help());
                    self.diags.push(fault);
                    self.loaded.refused.insert((file, path));
                }
                Ok(path) if self.is_known(&path) => {}
                Ok(path) => {
                    self.read(&path, origin);
                }
            }
        }
    }

    fn is_known(&self, path: &str) -> bool {
        self.loaded.by_path.contains_key(path) || self.loaded.missing.contains(path)
    }

    /// Returns the paths in the references of `file`, and their locations.
    fn referenced_paths(&self, file: FileId) -> Vec<(String, Option<Origin>)> {
        let Some(document) = self.loaded.document(file) else {
            return Vec::new();
        };
        let found = references(&document.value).into_iter();
        let paths = found.map(|Reference { pointer, text }| {
            let (path, _) = refs::split(text);
            (path, document.spans.value(&pointer))
        });
        paths.filter(|(path, _)| !path.is_empty()).collect()
    }

    /// Reads one file, which is referred to at `origin`.
    fn read(&mut self, path: &str, origin: Option<Origin>) {
        match self.files.read(path) {
            Ok(bytes) => self.add(path, bytes),
            Err(error) => {
                self.loaded.missing.insert(path.to_owned());
                self.diags
                    .push(faults::unreadable(&self.files.shown(path), origin, &error));
            }
        }
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let (text, fault) = text::text_of(bytes);
        let shown = self.files.shown(path);
        let file = self.loaded.sources.push_shown(path.to_owned(), shown, text);
        self.unparsed.push((file, fault.is_none()));
        self.diags.extend(fault.map(|fault| fault.located(file)));
        self.loaded.by_path.insert(path.to_owned(), file);
    }

    /// Parses the files that have been read, all at once.
    fn parse(&mut self) {
        let sources = &self.loaded.sources;
        let parsed = parallel::map(&self.unparsed, |(file, is_text)| {
            let mut diags = Diagnostics::default();
            let (path, text) = (sources.path(*file), sources.text(*file));
            let content = is_text.then(|| parse(*file, path, text, &mut diags));
            (content.flatten(), diags)
        });
        for ((file, _), (content, diags)) in self.unparsed.drain(..).zip(parsed) {
            let broken = content.is_none();
            let (value, spans) = content.unwrap_or_default();
            self.diags.extend(diags);
            self.loaded.documents.push(Document {
                file,
                value,
                spans,
                broken,
                rewritten: None,
            });
        }
    }
}

/// Parses a file as JSON if its name ends with `.json` or its text is valid JSON, and as YAML otherwise. A YAML parser would
/// reject some JSON.
fn parse(file: FileId, path: &str, text: &str, diags: &mut Diagnostics) -> Option<(Value, Spans)> {
    let is_named_json = path.ends_with(".json");
    if !is_named_json && !text.trim_start().starts_with(['{', '[']) {
        return yaml::read(file, text, diags);
    }
    match json::parse(text) {
        Ok(document) => json::read(file, document, diags),
        Err(error) if is_named_json => {
            diags.push(json::syntax_error(file, &error));
            None
        }
        Err(_) => yaml::read(file, text, diags),
    }
}
