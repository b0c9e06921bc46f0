//! Emits files from the IR, as [`Output`] values: Rust source and Markdown.
//!
//! Emitting is pure: the same IR gives the same bytes. Text from documents reaches Rust only through escaped literals and doc
//! attributes, and through Markdown that was parsed and rendered again.
//!
//! | file | content | emitter |
//! |---|---|---|
//! | `src/lib.rs` | front page, modules, re-exports | `rust::crate_root` |
//! | `src/client.rs` | the client and its handles | `rust::client` |
//! | `src/integration.rs` | the integrations | `rust::extensions::integration` |
//! | `src/types.rs` | types that several APIs share | `rust::crate_root` |
//! | `src/testing.rs` | what a fake needs to know about the APIs | `rust::fake` |
//! | `src/guides.rs` | the hand-written guides, as documentation and doctests; if there are any | `rust::guides` |
//! | `src/<api>/mod.rs` | the API's handle, and types that its resources share | `rust::api` |
//! | `src/<api>/<resource>.rs` | handle, builders, models | `rust::resource` |
//! | `src/<api>/<resource>/support.rs` | the support matrices of the resource; if there are any | `rust::extensions::matrix` |
//! | `docs/**.md` | the reference | `reference` |
//! | `docs/support-chooser/` | a page that finds the integrations that support a selection | `reference::extensions::chooser` |
//! | `tests/generated/calls.rs` | a call of each operation, for a test of the crate; on request | `samples::calls` |
//! | `tests/generated/models.rs` | the list of models, for a test of the crate; on request | `rust::model_list` |
//! | `tests/generated/samples.rs` | the samples of the pages, to be compiled by a test; on request | `samples::compiled` |
//!
//! `rust`, `reference`, `samples` and `prose` are separate rooms. `prose` is below all others, and only `reference` uses
//! `samples`.

pub use output::{Kind, Output};

pub(crate) use output::HEADER;

use crate::diag::Diagnostic;
use crate::emit::rust::extensions::{integration, matrix};
use crate::emit::rust::{api, client, crate_root, fake, guides, model_list, resource};
use crate::emit::samples::{calls, compiled};
use crate::ir::Home;
use crate::plan::pages::Book;
use crate::plan::root::Plan;
use crate::plan::{Analysis, Options};
use crate::source::Sources;

mod output;
mod prose;
mod reference;
mod rust;
mod samples;
mod text;
mod verify;

/// The files for tests of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tests {
    /// None.
    Without,
    /// `tests/generated/calls.rs`, `models.rs` and `samples.rs`.
    With,
}

/// Emits every file. Each path is there once, and every Rust file can be parsed.
///
/// # Errors
/// An emitter has a bug. `sources` receives the faulty files, for rendering the diagnostics.
pub fn emit(
    analysis: &Analysis,
    options: &Options,
    tests: Tests,
    sources: &mut Sources,
) -> Result<Vec<Output>, Vec<Diagnostic>> {
    let plan = Plan::new(analysis, options);
    let mut outputs = crate_files(&plan);
    for api in 0..plan.krate.apis.len() {
        outputs.extend(api_files(&plan, api));
    }
    outputs.extend(reference::pages(&Book { plan: &plan }));
    if tests == Tests::With {
        outputs.extend([
            calls::emit(&plan),
            model_list::emit(&plan),
            compiled::emit(&plan),
        ]);
    }
    let bugs = verify::verify(&outputs, sources);
    if bugs.is_empty() {
        Ok(outputs)
    } else {
        Err(bugs)
    }
}

/// The files that the crate has once.
fn crate_files(plan: &Plan<'_>) -> Vec<Output> {
    let mut outputs = vec![
        crate_root::emit(plan),
        client::emit(plan.krate),
        fake::emit(plan),
    ];
    outputs.extend(
        plan.krate
            .registry
            .as_ref()
            .map(|of| integration::emit(plan, of)),
    );
    outputs.extend(crate_root::shared_types(plan));
    outputs.extend((!plan.options.guides.is_empty()).then(|| guides::emit(plan.options)));
    outputs
}

/// The files of an API and its resources.
fn api_files(plan: &Plan<'_>, index: usize) -> Vec<Output> {
    let Some(api) = plan.krate.apis.get(index) else {
        return Vec::new();
    };
    let mut outputs = vec![api::emit(plan, index, api)];
    for (at, resource) in api.resources.iter().enumerate() {
        outputs.push(resource::emit(plan, index, at, resource));
        if plan.has_matrix(index) && !resource.operations.is_empty() {
            outputs.push(matrix::emit(plan, Home::Resource(index, at), resource));
        }
    }
    outputs
}
