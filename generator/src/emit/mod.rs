//! Emits files from the IR, as [`Output`] values: Rust source and Markdown.
//!
//! Emitting is pure: the same IR gives the same bytes. Text from documents reaches Rust only through escaped literals and doc
//! attributes, and through Markdown that was parsed and rendered again.
//!
//! | file | content | emitter |
//! |---|---|---|
//! | `README.md` | introduction, examples, features; on request | `rust::readme` |
//! | `src/lib.rs` | front page, modules, re-exports | `rust::crate_root` |
//! | `src/client.rs` | the client and its handles | `rust::client` |
//! | `src/integration.rs` | the integrations | `rust::extensions::integration` |
//! | `src/integration/forms.rs` | the schemas of requests, for forms | `rust::extensions::forms` |
//! | `src/types.rs` | types that several APIs share | `rust::crate_root` |
//! | `src/testing.rs` | what a fake needs to know about the APIs | `rust::fake` |
//! | `src/guides.rs` | the hand-written guides, as documentation and doctests; if there are any | `rust::guides` |
//! | `src/<api>/mod.rs`, or `src/types.rs` for the only API | the API's handle, and types that its resources share | `rust::api` |
//! | `src/<api>/<resource>.rs`, or `src/<resource>.rs` | handle, builders, models | `rust::resource` |
//! | `src/<api>/<resource>/support.rs` | the support matrices of the resource; if there are any | `rust::extensions::matrix` |
//! | `docs/**.md` | the reference | `reference` |
//! | `docs/support-chooser/` | a page that finds the integrations that support a selection | `reference::extensions::chooser` |
//! | `docs/compare/` | a page that shows in what two or three integrations differ | `reference::extensions::compare` |
//! | `docs/by-integration/coverage.svg` | a picture of how many operations of each resource an integration supports | `reference::extensions::coverage` |
//! | `tests/generated/calls.rs` | a call of each operation, for a test of the crate; on request | `samples::calls` |
//! | `tests/generated/models.rs` | the list of models, for a test of the crate; on request | `rust::model_list` |
//! | `tests/generated/samples.rs` | the samples of the pages, to be compiled by a test; on request | `samples::compiled` |
//!
//! `rust`, `reference`, `samples` and `prose` are separate rooms. `prose` is below all others, and only `reference` uses
//! `samples`.

pub use output::{Language, Output};

pub(crate) use output::{HEADER, Part};

use crate::diag::Diagnostic;
use crate::emit::rust::extensions::{forms, integration, matrix};
use crate::emit::rust::{
    api, client, crate_root, fake, guides, model_list, readme, resource, webhooks,
};
use crate::emit::samples::{calls, compiled, postman};
use crate::ir::Api;
use crate::parallel;
use crate::plan::modules::ModuleId;
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
    let book = Book::new(&plan);
    let mut parts = crate_parts(&plan);
    for (api, of) in plan.package.apis.iter().enumerate() {
        parts.extend(api_parts(&plan, api, of));
    }
    if tests == Tests::With {
        parts.extend(test_parts(&plan));
    }
    parts.extend(reference::parts(&book));
    let checked = parallel::map(&parts, |part| {
        let outputs = part();
        let faults = verify::faults(&outputs);
        (outputs, faults)
    });
    let (outputs, faults): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
    let outputs: Vec<Output> = outputs.into_iter().flatten().collect();
    let faults: Vec<_> = faults.into_iter().flatten().collect();
    let bugs = verify::bugs(&outputs, &faults, sources);
    if bugs.is_empty() {
        let command = command(options);
        let outputs = outputs.into_iter();
        Ok(outputs.map(|one| one.with_command(&command)).collect())
    } else {
        Err(bugs)
    }
}

/// Emits a Postman collection, which is no part of the crate.
pub(crate) fn postman(analysis: &Analysis, options: &Options) -> String {
    postman::emit(&Plan::new(analysis, options))
}

/// What to run to generate the crate again, for the first line of each file.
fn command(options: &Options) -> String {
    match options.readme && options.update.is_some() {
        true => "the command in README.md".to_owned(),
        false => format!("`{}`", options.command),
    }
}

/// The files that the crate has once. The table of the fake is the longest of all.
fn crate_parts<'a>(plan: &'a Plan<'a>) -> Vec<Part<'a>> {
    let registry = plan.package.registry.as_ref();
    let has_guides = !plan.options.guides.is_empty();
    vec![
        Box::new(|| vec![fake::emit(plan)]),
        Box::new(|| vec![crate_root::emit(plan), client::emit(plan)]),
        Box::new(|| {
            let is_wanted = plan.options.readme;
            is_wanted.then(|| readme::emit(plan)).into_iter().collect()
        }),
        Box::new(|| crate_root::shared_types(plan).into_iter().collect()),
        Box::new(move || {
            let registry = registry.map(|of| [integration::emit(plan, of), forms::emit(plan)]);
            registry.into_iter().flatten().collect()
        }),
        Box::new(move || has_guides.then(|| guides::emit(plan)).into_iter().collect()),
    ]
}

/// The files of an API and its resources.
fn api_parts<'a>(plan: &'a Plan<'a>, index: usize, api: &'a Api) -> impl Iterator<Item = Part<'a>> {
    let root = plan
        .has_module()
        .then(|| -> Part<'a> { Box::new(move || vec![api::emit(plan, index, api)]) });
    let resources = api.resources.iter().enumerate();
    let resources = resources.flat_map(move |(at, resource)| {
        let has_matrix = plan.usage.has_matrix(index) && !resource.operations.is_empty();
        let matrix = has_matrix.then(|| -> Part<'a> {
            Box::new(move || vec![matrix::emit(plan, ModuleId::Resource(index, at), resource)])
        });
        let code: Part<'a> = Box::new(move || vec![resource::emit(plan, index, at, resource)]);
        std::iter::once(code).chain(matrix)
    });
    let webhooks: Part<'a> =
        Box::new(move || webhooks::emit(plan, index, api).into_iter().collect());
    resources.chain(root).chain([webhooks])
}

fn test_parts<'a>(plan: &'a Plan<'a>) -> [Part<'a>; 3] {
    [
        Box::new(|| vec![calls::emit(plan)]),
        Box::new(|| vec![compiled::emit(plan)]),
        Box::new(|| vec![model_list::emit(plan)]),
    ]
}
