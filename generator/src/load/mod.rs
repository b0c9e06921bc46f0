//! Reads the roots and every file that they reach, and remembers where each value stands.

mod files;
mod json;
mod offsets;
mod refs;
mod scalar;
mod spans;
mod yaml;

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

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Path and text of every file.
    pub sources: Sources,
    /// Its content; [`FileId::index`] is the position.
    pub documents: Vec<Document>,
    /// The roots, in the order in which they were given, without those that could not be read.
    pub roots: Vec<FileId>,
    by_path: HashMap<String, FileId>,
    /// Paths that could not be read: each is reported once, where it is first mentioned.
    missing: HashSet<String>,
    /// Paths that are not read whatever is there, with the file that names them: each is reported where it stands.
    refused: HashSet<(FileId, String)>,
}

/// One file's content.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// The values: keys as text, in their order.
    pub value: Value,
    /// Where they stand.
    pub spans: Spans,
    /// It could not be read, which has been reported: `value` is null, and what leads here needs no report of its own.
    pub broken: bool,
}

/// Where a reference leads that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file.
    pub file: FileId,
    /// The place in it: an RFC 6901 pointer, percent-decoded, `""` for the whole file. Whether something is there
    /// remains to be seen, and whether it is a pointer at all (`#anchor` is not).
    pub pointer: String,
}

/// Why a file is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It could not be read, which has been reported.
    Reported,
    /// Nothing that is followed by this phase asks for it.
    NotAsked,
}

impl Loaded {
    /// The content of `file`; `None` for a file of another run.
    #[must_use]
    pub fn document(&self, file: FileId) -> Option<&Document> {
        self.documents.get(file.index())
    }

    /// Where the reference `text` in the file `from` leads.
    ///
    /// # Errors
    ///
    /// The file that it names has not been read.
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

/// Reads `roots`, paths relative to the base of `files`, and all files that they reach through references.
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
                let help = "give the paths of root documents relative to the directory that holds all documents";
                self.diags
                    .push(Diagnostic::error(None, bad.message(root)).help(help));
                return;
            }
        };
        if self.loaded.by_path.contains_key(&path) {
            let message = format!("the root `{path}` is given twice");
            self.diags
                .push(Diagnostic::error(None, message).help("give each root once"));
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

    /// The paths that the references of `file` name, and where they do.
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

    /// Reads one file, which `origin` mentions.
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

/// Reads a file by its name or, where its name says nothing, as JSON if it is JSON, and else as YAML: YAML has most of JSON,
/// but not all of it.
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

/// How deeply lists and mappings may be nested. The later phases recurse over values.
const MAX_DEPTH: usize = 128;

fn empty(file: FileId) -> Diagnostic {
    let help = "write an OpenAPI document, or remove the file and what refers to it";
    Diagnostic::error(Origin::new(file, 0..0), "the file is empty").help(help)
}

fn too_deep(origin: Origin) -> Diagnostic {
    let message = format!("more than {MAX_DEPTH} lists and mappings stand in each other here");
    let help = "give inner parts a name under `components` and use `$ref`";
    Diagnostic::error(origin, message).help(help)
}

fn duplicate_key(second: Origin, first: Origin, name: &str) -> Diagnostic {
    Diagnostic::error(second, format!("the key `{name}` is already there"))
        .help("remove or rename one of the two")
        .related(first, "first here")
}

/// A file that could not be read. The system's own words differ between systems, so common causes get ours.
fn unreadable(path: &str, origin: Option<Origin>, error: &io::Error) -> Diagnostic {
    let (what, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            "does not exist".to_owned(),
            "correct the path, or add the file",
        ),
        io::ErrorKind::IsADirectory => ("is a directory".to_owned(), "name a file in it"),
        io::ErrorKind::PermissionDenied => (
            "may not be read".to_owned(),
            "change the file's permissions",
        ),
        _ => (
            format!("cannot be read: {error}"),
            "make it a readable file",
        ),
    };
    Diagnostic::error(origin, format!("`{path}` {what}")).help(help)
}

/// Why bytes are no text.
enum NotText {
    /// The byte at this offset is not part of any character.
    Utf8(usize, u8),
    /// Offsets have 32 bits.
    TooLong,
}

impl NotText {
    fn located(self, file: FileId) -> Diagnostic {
        match self {
            Self::Utf8(offset, byte) => {
                let message = format!("not UTF-8: byte {offset} of the file is 0x{byte:02X}");
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

/// The text of a file, without a byte order mark. What is not UTF-8 is replaced, so that its neighbourhood can be shown.
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
