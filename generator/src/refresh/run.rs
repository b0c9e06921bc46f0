//! A refresh: the registry first, then everything that names integrations.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use super::decisions;
use super::draft::Draft;
use super::extensions;
use super::matrix;
use super::report::Report;
use super::sites::Documents;
use super::snapshot::Snapshot;
use super::state::Run;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Files;
use crate::source::{Origin, Sources};
use crate::{Warnings, analyze};

/// What a refresh is made of.
#[non_exhaustive]
pub struct Request<'a> {
    /// The paths of the root documents.
    pub roots: &'a [String],
    /// The documents.
    pub files: &'a dyn Files,
    /// The path of the file with decisions, which need not exist.
    pub decisions: &'a str,
    /// The answers of the API.
    pub snapshot: &'a Snapshot,
    /// The models that are compared: names of root documents. Without one, all models of the snapshot are.
    pub models: &'a [String],
}

impl<'a> Request<'a> {
    /// Creates a request for all models of the snapshot.
    pub fn new(
        roots: &'a [String],
        files: &'a dyn Files,
        decisions: &'a str,
        snapshot: &'a Snapshot,
    ) -> Self {
        Self {
            roots,
            files,
            decisions,
            snapshot,
            models: &[],
        }
    }

    /// Compares only these models.
    #[must_use]
    pub fn models(mut self, models: &'a [String]) -> Self {
        self.models = models;
        self
    }
}

/// The result of a refresh.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Refreshed {
    /// The files that change, by path.
    pub files: BTreeMap<String, FileEdit>,
    /// What changes, and what does not.
    pub report: Report,
    /// The faults of the documents before or after the changes, and of the decisions. If there are errors, no file changes.
    pub diagnostics: Diagnostics,
    /// The files of the diagnostics.
    pub sources: Sources,
}

/// The content of a file before and after a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The content that was compared.
    pub old: Vec<u8>,
    /// The new content.
    pub new: Vec<u8>,
}

impl Refreshed {
    fn failed(diagnostics: Diagnostics, sources: Sources) -> Self {
        Self {
            diagnostics,
            sources,
            ..Self::default()
        }
    }
}

/// Compares the documents with a snapshot, and plans their changes. Writes nothing.
///
/// # Errors
///
/// Returns a message if the documents or the snapshot do not have one of the models.
pub fn refresh(request: &Request<'_>) -> Result<Refreshed, String> {
    let mut diagnostics = Diagnostics::default();
    let (court, sources) = decisions::read(request.decisions, request.files, &mut diagnostics);
    if diagnostics.has_errors() {
        return Ok(Refreshed::failed(diagnostics, sources));
    }
    let mut files = Edited::new(request.files);
    let (analysis, outcome) = analyze(request.roots, &files, Warnings::Allow);
    if outcome.diagnostics.has_errors() {
        return Ok(Refreshed::failed(outcome.diagnostics, outcome.sources));
    }
    let known: Vec<&str> = matrix::models(&analysis.package).collect();
    let models = request.snapshot.models(request.models, &known)?;
    let mut answers = request.snapshot.read(&analysis.package, models);
    let mut report = Report::default();
    let documents = Documents::read(request.roots, &files);
    let mut draft = Draft::new(documents.sites());
    extensions::plan_registry(&analysis.package, &mut answers, &mut draft, &mut report);
    if let Err(at) = files.apply(draft) {
        return Ok(overlap(at, documents.sources));
    }
    let (analysis, outcome) = analyze(request.roots, &files, Warnings::Allow);
    if outcome.diagnostics.has_errors() {
        return Ok(Refreshed::failed(outcome.diagnostics, outcome.sources));
    }
    let documents = Documents::read(request.roots, &files);
    let package = &analysis.package;
    let mut run = Run {
        package,
        answers: &answers,
        registry: matrix::slugs(package),
        draft: Draft::new(documents.sites()),
        court,
        report,
        day: request.snapshot.day,
    };
    matrix::plan(&mut run, models);
    run.court
        .check(&matrix::places(package), &run.registry, &mut diagnostics);
    if diagnostics.has_errors() {
        return Ok(Refreshed::failed(diagnostics, sources));
    }
    let Run {
        draft,
        court,
        mut report,
        ..
    } = run;
    if let Err(at) = files.apply(draft) {
        return Ok(overlap(at, documents.sources));
    }
    report.denials = court.open;
    report.decided = court.decided;
    report.faults.extend(answers.faults.iter().cloned());
    Ok(finished(request, &files, report))
}

/// Checks the new documents as a whole.
fn finished(request: &Request<'_>, files: &Edited<'_>, report: Report) -> Refreshed {
    let mut refreshed = Refreshed {
        report,
        ..Refreshed::default()
    };
    if files.texts.is_empty() {
        return refreshed;
    }
    let (_, outcome) = analyze(request.roots, files, Warnings::Allow);
    if !outcome.diagnostics.has_errors() {
        refreshed.files = files.edits();
    }
    refreshed.diagnostics = outcome.diagnostics;
    refreshed.sources = outcome.sources;
    refreshed
}

/// Two edits of one text are a fault of this program.
fn overlap(at: Origin, sources: Sources) -> Refreshed {
    let message = "two changes of this text contradict each other";
    let help = "this is a bug: please report it; to go on, change the text by hand";
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Diagnostic::error(at, message).help(help));
    Refreshed::failed(diagnostics, sources)
}

/// Files with changes in memory. Each file is read once, so that all steps see the same content.
struct Edited<'a> {
    files: &'a dyn Files,
    read: RefCell<BTreeMap<String, Vec<u8>>>,
    texts: BTreeMap<String, Vec<u8>>,
}

impl<'a> Edited<'a> {
    fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            read: RefCell::default(),
            texts: BTreeMap::new(),
        }
    }

    fn apply(&mut self, draft: Draft<'_>) -> Result<(), Origin> {
        for (path, text) in draft.texts()? {
            // The texts of the documents have no byte order mark.
            let old = self.read(&path).unwrap_or_default();
            let mark: &[u8] = b"\xEF\xBB\xBF";
            let mark = if old.starts_with(mark) { mark } else { b"" };
            let new = [mark, text.as_bytes()].concat();
            if new != old {
                self.texts.insert(path, new);
            }
        }
        Ok(())
    }

    fn edits(&self) -> BTreeMap<String, FileEdit> {
        let read = self.read.borrow();
        let edits = self.texts.iter().map(|(path, new)| {
            let old = read.get(path).cloned().unwrap_or_default();
            let new = new.clone();
            (path.clone(), FileEdit { old, new })
        });
        edits.collect()
    }
}

impl Files for Edited<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.texts.get(path) {
            return Ok(bytes.clone());
        }
        let mut read = self.read.borrow_mut();
        if let Some(bytes) = read.get(path) {
            return Ok(bytes.clone());
        }
        let bytes = self.files.read(path)?;
        read.insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn shown(&self, path: &str) -> String {
        self.files.shown(path)
    }
}
