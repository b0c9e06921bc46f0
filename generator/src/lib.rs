//! Generates a typed Rust client from OpenAPI 3.0 documents: files in, files out.
//!
//! One run is six phases, each a module, each handing its result to the next:
//!
//! | phase | from | to | where |
//! |---|---|---|---|
//! | `load` | paths of root documents | every file that they reach, with the place of each value | [`load`] |
//! | `bundle` | many files | one document per API, all references local, all shapes sound | [`mod@bundle`] |
//! | `lower` | OpenAPI | the generator's own picture, [`ir`]: names final, nothing of OpenAPI left | [`lower`] |
//! | `check` | that picture | the same, known to be consistent | [`check`] |
//! | `emit` | that picture | Rust and Markdown, as a map from path to bytes | [`emit`] |
//! | `write` | that map | files on disk; the only phase with side effects | [`mod@write`] |
//!
//! Beside them, [`mod@lint`] looks at the documents and the picture and gives advice, [`mod@counts`] says how much there is, and
//! [`mod@chooser`] which integrations can do what somebody wants.
//!
//! Whatever is wrong with the input becomes a [`diag::Diagnostic`] that says where it stands; all of a run are reported
//! together, and one error is enough for nothing to be generated. The generator knows OpenAPI and the `x-truto-*` extensions;
//! no API, resource, field or integration is named in its source.

pub mod bundle;
pub mod check;
pub mod chooser;
pub mod counts;
pub mod diag;
pub mod emit;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lower;
pub mod source;
mod spelling;
pub mod write;

use std::collections::BTreeMap;

use bundle::Bundle;
use diag::{Diagnostic, Diagnostics};
pub use emit::Options;
use ir::Crate;
use source::Sources;

/// What a run brings.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files, by their path relative to the output folder; empty when there are errors.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Everything that is to be said of the input.
    pub diagnostics: Diagnostics,
    /// The input, for rendering the diagnostics.
    pub sources: Sources,
}

/// Which warnings stop a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Warnings {
    /// They are reported.
    #[default]
    Allow,
    /// They are errors.
    Deny,
}

/// Lowers `roots`, paths relative to the base of `files`, and all that they reach into the generator's picture of them.
pub fn analyze(roots: &[String], files: &dyn load::Files, warnings: Warnings) -> (Crate, Outcome) {
    let (krate, mut outcome) = analyze_and(roots, files, |_, _, _| {});
    if warnings == Warnings::Deny {
        outcome.diagnostics.deny_warnings();
    }
    (krate, outcome)
}

/// Analyzes and, where nothing is an error, gives advice. No files come of it.
pub fn lint(roots: &[String], files: &dyn load::Files) -> Outcome {
    let advise = |bundles: &[Bundle<'_>], krate: &Crate, diagnostics: &mut Diagnostics| {
        if !diagnostics.has_errors() {
            lint::lint(bundles, krate, diagnostics);
        }
    };
    let (_, outcome) = analyze_and(roots, files, advise);
    outcome
}

/// Goes through the phases to `check`, and looks at what they made with `look` while all of it is there.
fn analyze_and(
    roots: &[String],
    files: &dyn load::Files,
    look: impl FnOnce(&[Bundle<'_>], &Crate, &mut Diagnostics),
) -> (Crate, Outcome) {
    let mut diagnostics = Diagnostics::default();
    let loaded = load::load(roots, files, &mut diagnostics);
    let bundles = bundle::bundle(&loaded, &mut diagnostics);
    let krate = lower::lower(&bundles, &mut diagnostics);
    check::check(&krate, &mut diagnostics);
    look(&bundles, &krate, &mut diagnostics);
    drop(bundles);
    let outcome = Outcome {
        files: BTreeMap::new(),
        diagnostics,
        sources: loaded.sources,
    };
    (krate, outcome)
}

/// Generates the crate that `roots`, paths relative to the base of `files`, describe.
pub fn generate(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
) -> Outcome {
    let (krate, outcome) = analyze(roots, files, warnings);
    emitted(&krate, outcome, options)
}

/// As [`generate`], and with three files for tests of the crate: `tests/generated/calls.rs` calls every operation with everything
/// set, `tests/generated/models.rs` lists the models, and `tests/generated/samples.rs` has the samples of the pages.
pub fn generate_with_tests(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
) -> Outcome {
    let (krate, outcome) = analyze(roots, files, warnings);
    let mut outcome = emitted(&krate, outcome, options);
    if !outcome.diagnostics.has_errors() {
        outcome.files.extend(emit::tests(&krate, options));
    }
    outcome
}

fn emitted(krate: &ir::Crate, mut outcome: Outcome, options: &Options) -> Outcome {
    if !outcome.diagnostics.has_errors() {
        match emit::emit(krate, options) {
            Ok(files) => outcome.files = files,
            Err(bugs) => outcome.diagnostics.extend(bugs),
        }
    }
    outcome
}

/// Makes one YAML document of each root: `<name>.yaml`, all references inside it.
pub fn bundle_files(roots: &[String], files: &dyn load::Files, warnings: Warnings) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let loaded = load::load(roots, files, &mut diagnostics);
    let mut bundled = BTreeMap::new();
    for bundle in bundle::bundle(&loaded, &mut diagnostics) {
        match serde_yaml::to_string(&bundle.value) {
            Ok(text) => {
                bundled.insert(format!("{}.yaml", bundle.name), text.into_bytes());
            }
            Err(error) => diagnostics.push(Diagnostic::error(
                None,
                format!("`{}` cannot be written as YAML: {error}", bundle.name),
            )),
        }
    }
    if warnings == Warnings::Deny {
        diagnostics.deny_warnings();
    }
    if diagnostics.has_errors() {
        bundled.clear();
    }
    Outcome {
        files: bundled,
        diagnostics,
        sources: loaded.sources,
    }
}
