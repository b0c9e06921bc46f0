//! Generates a typed Rust client from OpenAPI 3.0 and 3.1 documents: files in, files out.
//!
//! A run has seven phases. Each is a module that passes its result to the next:
//!
//! | phase | from | to | where |
//! |---|---|---|---|
//! | `load` | paths of root documents | all files that they refer to, with the location of each value | [`load`] |
//! | `bundle` | many files | one valid document of OpenAPI 3.0 per API, with local references only | [`mod@bundle`] |
//! | `lower` | OpenAPI | the intermediate representation, [`ir`]: nothing of OpenAPI | [`lower`] |
//! | `check` | the intermediate representation | the same, checked for consistency | [`check`] |
//! | `plan` | the intermediate representation | what all emitters must agree on: names, paths, defaults, conversions, samples | [`plan`] |
//! | `emit` | the plan | Rust and Markdown, as [`emit::Output`] values | [`emit`] |
//! | `write` | these files | files on disk; the only phase with side effects | [`mod@write`] |
//!
//! There are four more modules: [`mod@lint`] gives advice on the documents and the intermediate representation, [`mod@counts`]
//! counts their content, [`mod@chooser`] finds the integrations that support given operations and fields, and [`mod@compare`] compares
//! two states of documents. [`mod@history`] has the recorded changes of releases. With the cargo feature `cli`, the module `cli` has the command line.
//!
//! Every fault in the input is reported as a [`diag::Diagnostic`] with its location. All diagnostics of a run are reported
//! together; if there is an error, nothing is generated, unless [`generate_despite_errors`] is asked to leave out what has errors
//! and what needs it. The generator supports OpenAPI and the `x-truto-*` extensions; its
//! source names no API, resource, field or integration.

use std::collections::BTreeMap;

use crate::bundle::{Bundle, Cuts, Reach};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::emit::Tests;
use crate::lower::Failures;
use crate::plan::{Modules, names};
use crate::source::Sources;
pub use plan::{Analysis, Feature, Guide, Manifest, Options};

pub mod bundle;
pub mod check;
pub mod chooser;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod counts;
pub mod day;
pub mod diag;
pub mod emit;
pub mod history;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lower;
mod parallel;
pub mod plan;
pub mod refresh;
pub mod source;
mod suggest;
mod syntax;
pub mod write;

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files, by path relative to the output directory; empty if there are errors, unless what has errors was left out.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What `Cargo.toml` says about the crate.
    pub manifest: Manifest,
    /// All diagnostics for the input.
    pub diagnostics: Diagnostics,
    /// The input, for rendering the diagnostics.
    pub sources: Sources,
}

/// Whether warnings stop a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Warnings {
    /// Warnings are reported only.
    #[default]
    Allow,
    /// Warnings are errors.
    Deny,
}

/// Lowers `roots`, which are paths relative to the base of `files`, and all files that they refer to.
pub fn analyze(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
) -> (Analysis, Outcome) {
    analyze_for(roots, files, warnings, &Options::default())
}

fn analyze_for(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
) -> (Analysis, Outcome) {
    let (analysis, mut outcome) = analyze_and(roots, files, options, |_, _, _| {});
    if warnings == Warnings::Deny {
        outcome.diagnostics.deny_warnings();
    }
    (analysis, outcome)
}

/// Reports errors and warnings and, if there are no errors, advice. Generates no files.
pub fn lint(roots: &[String], files: &dyn load::Files) -> Outcome {
    let advise = |bundles: &[Bundle<'_>], analysis: &Analysis, diagnostics: &mut Diagnostics| {
        if !diagnostics.has_errors() {
            lint::lint(bundles, analysis, diagnostics);
        }
    };
    let (_, outcome) = analyze_and(roots, files, &Options::default(), advise);
    outcome
}

/// Runs the phases up to the modules and names of the plan, and passes their results to `look`.
fn analyze_and(
    roots: &[String],
    files: &dyn load::Files,
    options: &Options,
    look: impl FnOnce(&[Bundle<'_>], &Analysis, &mut Diagnostics),
) -> (Analysis, Outcome) {
    let mut diagnostics = Diagnostics::default();
    let mut loaded = documents(roots, files, options, &mut diagnostics);
    let analysis = analyze_loaded(&mut loaded, options, &mut diagnostics, look);
    let manifest = manifest(&analysis, options, &mut diagnostics);
    let outcome = Outcome {
        files: BTreeMap::new(),
        manifest,
        diagnostics,
        sources: loaded.sources,
    };
    (analysis, outcome)
}

/// Reads the documents, and selects a part of them if the options say so.
fn documents(
    roots: &[String],
    files: &dyn load::Files,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> load::Loaded {
    let mut loaded = load::load(roots, &options.overlays, files, diagnostics);
    bundle::select(&mut loaded, &options.only, diagnostics);
    loaded
}

/// Decides what `Cargo.toml` says. What the documents say in another form is reported only if the file is going to be written.
fn manifest(analysis: &Analysis, options: &Options, diagnostics: &mut Diagnostics) -> Manifest {
    match options.is_new {
        true => Manifest::of(analysis, options, diagnostics),
        false => Manifest::of(analysis, options, &mut Diagnostics::default()),
    }
}

/// Runs the phases after `load`.
fn analyze_loaded(
    loaded: &mut load::Loaded,
    options: &Options,
    diagnostics: &mut Diagnostics,
    look: impl FnOnce(&[Bundle<'_>], &Analysis, &mut Diagnostics),
) -> Analysis {
    let bundles = bundle::bundle(loaded, diagnostics);
    let analysis = analyze_bundles(&bundles, options, diagnostics);
    look(&bundles, &analysis, diagnostics);
    analysis
}

/// Runs the phases after `bundle`. If all errors are about schemas that only error responses use, these responses are any JSON, and
/// the errors become warnings.
fn analyze_bundles(
    bundles: &[Bundle<'_>],
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Analysis {
    if diagnostics.has_errors() {
        return analyze_with(bundles, Failures::Typed, options, diagnostics);
    }
    let mut found = Diagnostics::default();
    let analysis = analyze_with(bundles, Failures::Typed, options, &mut found);
    if found.has_errors() {
        let mut others = Diagnostics::default();
        let without = analyze_with(bundles, Failures::Json, options, &mut others);
        if !others.has_errors() {
            let effect = "until this is fixed, the bodies of error responses are any JSON";
            found.excuse_errors(effect);
            diagnostics.extend(found);
            return without;
        }
    }
    diagnostics.extend(found);
    analysis
}

fn analyze_with(
    bundles: &[Bundle<'_>],
    failures: Failures,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Analysis {
    let package = lower::lower(bundles, failures, diagnostics);
    check::check(&package, diagnostics);
    let modules = Modules::of(&package, options.layout(&package));
    let names = names::mint(&package, &modules, diagnostics);
    Analysis {
        package,
        modules,
        names,
    }
}

/// Returns those of the texts in `only` that select an operation of the documents, after overlays.
pub fn selecting(
    roots: &[String],
    files: &dyn load::Files,
    overlays: &[String],
    only: &[String],
) -> Vec<String> {
    let loaded = load::load(roots, overlays, files, &mut Diagnostics::default());
    bundle::selecting(&loaded, only)
}

/// Generates the crate for `roots`, which are paths relative to the base of `files`.
pub fn generate(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
) -> Outcome {
    emitted(roots, files, warnings, options, Tests::Without)
}

/// Generates the crate as [`generate`] does, and three files for its tests: `tests/generated/calls.rs` calls every operation with
/// all fields and parameters, `tests/generated/models.rs` lists the models, and `tests/generated/samples.rs` contains the samples
/// of the pages.
pub fn generate_with_tests(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
) -> Outcome {
    emitted(roots, files, warnings, options, Tests::With)
}

/// Generates the crate as [`generate`] does. If there are errors, it leaves out the parts of the documents that have errors, and
/// what needs these parts: an operation, a component, the type of a value. The crate lists what is left out. Generates nothing if
/// an error concerns a whole document. `tests` says whether to add the files of [`generate_with_tests`].
pub fn generate_despite_errors(
    roots: &[String],
    files: &dyn load::Files,
    options: &Options,
    tests: Tests,
) -> Outcome {
    match analyze_despite_errors(roots, files, options) {
        (Some(analysis), outcome) => with_files(outcome, &analysis, options, tests),
        (None, outcome) => outcome,
    }
}

/// Lowers the documents as [`analyze`] does, without the parts that have errors, and without what needs these parts. Returns no
/// analysis if an error concerns a whole document.
pub fn analyze_despite_errors(
    roots: &[String],
    files: &dyn load::Files,
    options: &Options,
) -> (Option<Analysis>, Outcome) {
    let mut cuts = Cuts::default();
    let mut errors = Diagnostics::default();
    let mut reaches = REACHES.iter();
    loop {
        let mut diagnostics = Diagnostics::default();
        let mut loaded = documents(roots, files, options, &mut diagnostics);
        let mut read = loaded.roots.iter();
        let is_unreadable = read.all(|root| loaded.document(*root).is_none());
        // The parts with these errors were left out after the first attempt.
        diagnostics.retain(|one| !errors.contains(one));
        cuts.apply(&mut loaded);
        let mut analysis = analyze_loaded(&mut loaded, options, &mut diagnostics, |_, _, _| {});
        let manifest = manifest(&analysis, options, &mut diagnostics);
        let has_errors = diagnostics.has_errors();
        let found = diagnostics.clone();
        diagnostics.extend(errors.iter().cloned());
        let outcome = Outcome {
            files: BTreeMap::new(),
            manifest,
            diagnostics,
            sources: loaded.sources,
        };
        if is_unreadable {
            return (None, outcome);
        }
        if !has_errors {
            analysis.package.omissions = lower::omissions(cuts.left_out(), &outcome.sources);
            return (Some(analysis), outcome);
        }
        let unchanged = documents(roots, files, options, &mut Diagnostics::default());
        let reach = reaches.next();
        if !reach.is_some_and(|reach| cuts.extend(&unchanged, found.iter(), *reach)) {
            return (None, outcome);
        }
        errors.extend(
            found
                .into_iter()
                .filter(|one| one.severity == Severity::Error),
        );
    }
}

/// How much each repetition of a run leaves out. Most errors are gone after the first one; others appear only when the first
/// are gone, or are in a larger part than their place says.
const REACHES: [Reach; 10] = [
    Reach::Innermost,
    Reach::Innermost,
    Reach::Innermost,
    Reach::Innermost,
    Reach::Outermost,
    Reach::Outermost,
    Reach::Outermost,
    Reach::Outermost,
    Reach::Outermost,
    Reach::Outermost,
];

/// Analyzes the documents and, unless they have errors, emits files.
fn emitted(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    options: &Options,
    tests: Tests,
) -> Outcome {
    let (analysis, outcome) = analyze_for(roots, files, warnings, options);
    if outcome.diagnostics.has_errors() {
        return outcome;
    }
    with_files(outcome, &analysis, options, tests)
}

/// Adds the files to an outcome.
fn with_files(
    mut outcome: Outcome,
    analysis: &Analysis,
    options: &Options,
    tests: Tests,
) -> Outcome {
    match emit::emit(analysis, options, tests, &mut outcome.sources) {
        Ok(outputs) => {
            let files = outputs.into_iter();
            outcome.files = files
                .map(|output| (output.path, output.content.into_bytes()))
                .collect();
        }
        Err(bugs) => outcome.diagnostics.extend(bugs),
    }
    outcome
}

/// Builds a Postman collection (v2.1) with a request per operation, as JSON. The same documents and options give the same text.
#[must_use]
pub fn postman_collection(analysis: &Analysis, options: &Options) -> String {
    emit::postman(analysis, options)
}

/// Builds one YAML document per root, `<name>.yaml`, with local references only.
pub fn bundle_files(roots: &[String], files: &dyn load::Files, warnings: Warnings) -> Outcome {
    let yaml = |document: &serde_json::Value| {
        serde_yaml::to_string(document).map_err(|error| error.to_string())
    };
    bundled(roots, files, warnings, "yaml", yaml)
}

/// Builds one JSON document per root, `<name>.json`, with local references only.
pub fn bundle_json_files(roots: &[String], files: &dyn load::Files, warnings: Warnings) -> Outcome {
    let json = |document: &serde_json::Value| Ok(format!("{document:#}\n"));
    bundled(roots, files, warnings, "json", json)
}

fn bundled(
    roots: &[String],
    files: &dyn load::Files,
    warnings: Warnings,
    extension: &str,
    text: impl Fn(&serde_json::Value) -> Result<String, String>,
) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut loaded = load::load(roots, &[], files, &mut diagnostics);
    let mut bundled = BTreeMap::new();
    for bundle in bundle::bundle(&mut loaded, &mut diagnostics) {
        match text(&bundle.value) {
            Ok(text) => {
                bundled.insert(format!("{}.{extension}", bundle.name), text.into_bytes());
            }
            Err(error) => diagnostics.push(Diagnostic::error(
                None,
                format!(
                    "`{}` cannot be written as {extension}: {error}",
                    bundle.name
                ),
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
        manifest: Manifest::default(),
        diagnostics,
        sources: loaded.sources,
    }
}
