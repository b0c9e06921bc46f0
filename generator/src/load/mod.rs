//! Reads the root documents and every file that they refer to, and records the location of each value.

mod files;
mod json;
mod offsets;
mod refs;
mod scalar;
mod spans;
mod yaml;
mod yaml_syntax;

#[cfg(test)]
mod tests;

pub use files::{Disk, Files, Memory};
pub use spans::{Spans, escaped, unescaped};

pub(crate) use refs::{Reference, names_a_file, references};

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
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
    /// The values. Keys are strings, in document order.
    pub value: Value,
    /// The locations of the values.
    pub spans: Spans,
    /// The file could not be read, which has been reported. `value` is null, and references to the file are not reported again.
    pub broken: bool,
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
pub enum Unread {
    /// The file could not be read, which has been reported.
    Reported,
    /// No reference that this phase follows points to the file.
    NotAsked,
}

impl Loaded {
    /// Returns the content of `file`, or `None` for a file of another run.
    #[must_use]
    pub fn document(&self, file: FileId) -> Option<&Document> {
        self.documents.get(file.index())
    }

    /// Returns the target of the reference `text` in the file `from`.
    ///
    /// # Errors
    ///
    /// The file has not been read.
    pub fn target(&self, from: FileId, text: &str) -> Result<Target, Unread> {
        let (path, pointer) = refs::split(text);
        let file = if path.is_empty() {
            from
        } else {
            match refs::resolve(self.sources.path(from), &path) {
                Ok(path) => match self.by_path.get(&path) {
                    Some(file) => *file,
                    None if self.missing.contains(&path) => return Err(Unread::Reported),
                    None => return Err(Unread::NotAsked),
                },
                Err(_) if self.refused.contains(&(from, path)) => return Err(Unread::Reported),
                Err(_) => return Err(Unread::NotAsked),
            }
        };
        Ok(Target { file, pointer })
    }
}

/// Reads `roots`, which are paths relative to the base of `files`, and all files that they reach through references.
pub fn load(roots: &[String], files: &dyn Files, diags: &mut Diagnostics) -> Loaded {
    let mut loader = Loader {
        files,
        diags,
        loaded: Loaded::default(),
        queue: VecDeque::new(),
    };
    for root in roots {
        loader.root(root);
    }
    while let Some(file) = loader.queue.pop_front() {
        loader.follow(file);
    }
    loader.loaded
}

struct Loader<'a> {
    files: &'a dyn Files,
    diags: &'a mut Diagnostics,
    loaded: Loaded,
    /// Files whose references have not been followed yet.
    queue: VecDeque<FileId>,
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
        if let Some(file) = self.read(&path, None)
            && self
                .loaded
                .document(file)
                .is_some_and(|document| !document.broken)
        {
            self.loaded.roots.push(file);
        }
    }

    /// Reads the files that `file` refers to.
    fn follow(&mut self, file: FileId) {
        for (path, origin) in self.mentioned(file) {
            let resolved = refs::resolve(self.loaded.sources.path(file), &path);
            match resolved {
                Err(bad) => {
                    let fault = Diagnostic::error(origin, bad.message(&path)).help(bad.help());
                    self.diags.push(fault);
                    self.loaded.refused.insert((file, path));
                }
                Ok(path) if self.known(&path) => {}
                Ok(path) => {
                    self.read(&path, origin);
                }
            }
        }
    }

    fn known(&self, path: &str) -> bool {
        self.loaded.by_path.contains_key(path) || self.loaded.missing.contains(path)
    }

    /// Returns the paths in the references of `file`, and their locations.
    fn mentioned(&self, file: FileId) -> Vec<(String, Option<Origin>)> {
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
    fn read(&mut self, path: &str, origin: Option<Origin>) -> Option<FileId> {
        match self.files.read(path) {
            Ok(bytes) => Some(self.add(path, bytes)),
            Err(error) => {
                self.loaded.missing.insert(path.to_owned());
                self.diags.push(unreadable(path, origin, &error));
                None
            }
        }
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) -> FileId {
        let (text, fault) = text_of(bytes);
        let file = self.loaded.sources.push(path, text);
        let text = self.loaded.sources.text(file);
        let content = match fault {
            Some(fault) => {
                self.diags.push(fault.located(file));
                None
            }
            None => parse(file, path, text, self.diags),
        };
        let broken = content.is_none();
        let (value, spans) = content.unwrap_or_default();
        self.loaded.documents.push(Document {
            file,
            value,
            spans,
            broken,
        });
        self.loaded.by_path.insert(path.to_owned(), file);
        self.queue.push_back(file);
        file
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
        Ok(document) => json::read(file, document.as_ref(), diags),
        Err(error) if is_named_json => {
            diags.push(json::syntax_error(file, &error));
            None
        }
        Err(_) => yaml::read(file, text, diags),
    }
}

/// The maximum nesting of lists and mappings. Later phases recurse over values.
const MAX_DEPTH: usize = 128;

fn empty(file: FileId) -> Diagnostic {
    let help = "write an OpenAPI document, or remove the file and the references to it";
    Diagnostic::error(Origin::new(file, 0..0), "the file is empty").help(help)
}

fn too_deep(origin: Origin) -> Diagnostic {
    let message = format!("nesting exceeds the limit of {MAX_DEPTH} lists and mappings");
    let help = "move inner schemas to `components`, and write a `$ref` to each";
    Diagnostic::error(origin, message).help(help)
}

fn duplicate_key(second: Origin, first: Origin, name: &str) -> Diagnostic {
    Diagnostic::error(second, format!("duplicate key `{name}`"))
        .help("remove or rename one of the two")
        .related(first, "first defined here")
}

/// Reports a file that could not be read. Common causes have our own messages, because those of the system differ.
fn unreadable(path: &str, origin: Option<Origin>, error: &io::Error) -> Diagnostic {
    let (what, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            "does not exist".to_owned(),
            "correct the path, or add the file",
        ),
        io::ErrorKind::IsADirectory => (
            "is a directory".to_owned(),
            "write the path of a file in it",
        ),
        io::ErrorKind::PermissionDenied => (
            "cannot be read: permission denied".to_owned(),
            "change the file's permissions",
        ),
        _ => (
            format!("cannot be read: {error}"),
            "check that it is a readable file",
        ),
    };
    Diagnostic::error(origin, format!("`{path}` {what}")).help(help)
}

/// The reason why bytes are not text.
enum NotText {
    /// The byte at this offset is not valid UTF-8.
    Utf8(usize, u8),
    /// The file is too long for 32-bit offsets.
    TooLong,
}

impl NotText {
    fn located(self, file: FileId) -> Diagnostic {
        match self {
            Self::Utf8(offset, byte) => {
                let message = format!("invalid UTF-8: byte {offset} of the file is 0x{byte:02X}");
                let origin = Origin::new(file, offset..offset + 1);
                Diagnostic::error(origin, message).help("save the file as UTF-8")
            }
            Self::TooLong => {
                Diagnostic::error(Origin::new(file, 0..0), "the file is larger than 4 GiB")
                    .help("split it into several files")
            }
        }
    }
}

/// Returns the text of a file, without a byte order mark. Invalid UTF-8 is replaced, so that the text around it can be shown.
fn text_of(mut bytes: Vec<u8>) -> (String, Option<NotText>) {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if u32::try_from(bytes.len()).is_err() {
        return (String::new(), Some(NotText::TooLong));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(NotText::Utf8(offset, byte)))
        }
    }
}
