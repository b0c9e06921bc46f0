//! Emits files from the IR: Rust source and Markdown.
//!
//! Emitting is pure: the same IR gives the same bytes. Text from documents reaches Rust only through escaped literals and doc
//! attributes, and through Markdown that was parsed and rendered again.
//!
//! | file | content | emitter |
//! |---|---|---|
//! | `src/lib.rs` | front page, modules, re-exports | `rust::crate_root` |
//! | `src/client.rs` | the client and its handles | `rust::client` |
//! | `src/integration.rs` | the integrations | `rust::integration` |
//! | `src/types.rs` | types that several APIs share | `rust::crate_root` |
//! | `src/testing.rs` | what a fake needs to know about the APIs | `rust::fake` |
//! | `src/guides.rs` | the hand-written guides, as documentation and doctests; if there are any | `rust::guides` |
//! | `src/<api>/mod.rs` | the API's handle, and types that its resources share | `rust::api` |
//! | `src/<api>/<resource>.rs` | handle, builders, models | `rust::resource` |
//! | `src/<api>/<resource>/support.rs` | the support matrices of the resource; if there are any | `rust::matrix` |
//! | `docs/**.md` | the reference | `reference` |
//! | `docs/support-chooser/` | a page that finds the integrations that support a selection | `reference::chooser` |
//! | `tests/generated/calls.rs` | a call of each operation, for a test of the crate; on request | `samples::calls` |
//! | `tests/generated/models.rs` | the list of models, for a test of the crate; on request | `rust::model_list` |
//! | `tests/generated/samples.rs` | the samples of the pages, to be compiled by a test; on request | `samples::compiled` |
//!
//! `rust`, `reference`, `samples` and `prose` are separate rooms. `prose` is below all others, and only `reference` uses
//! `samples`.

use std::collections::BTreeMap;

pub(crate) use header::HEADER;

use crate::diag::Diagnostic;
use crate::emit::reference::chooser;
use crate::emit::rust::{
    api, client, crate_root, fake, guides, integration, matrix, model_list, resource,
};
use crate::emit::samples::{calls, compiled};
use crate::ir::Home;
use crate::plan::names::bare;
use crate::plan::pages::Book;
use crate::plan::root::Plan;
use crate::plan::{Analysis, Options};

mod header;
mod prose;
mod reference;
mod rust;
mod samples;
mod text;

/// Emits every file, with its path relative to the output folder.
///
/// # Errors
/// An emitter has a bug: its output is not valid Rust.
pub fn emit(
    analysis: &Analysis,
    options: &Options,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let plan = Plan::new(analysis, options);
    let krate = plan.krate;
    let mut files = Files::default();
    files.add("src/lib.rs".to_owned(), |_| crate_root::emit(&plan));
    files.add("src/client.rs".to_owned(), |_| client::emit(krate));
    if let Some(registry) = &krate.registry {
        files.add("src/integration.rs".to_owned(), |_| {
            integration::emit(&plan, registry)
        });
    }
    files.add("src/testing.rs".to_owned(), |path| fake::emit(&plan, path));
    if !options.guides.is_empty() {
        files.add("src/guides.rs".to_owned(), |_| Ok(guides::emit(options)));
    }
    match crate_root::shared_types(&plan) {
        Ok(Some(types)) => files.add("src/types.rs".to_owned(), |_| Ok(types)),
        Ok(None) => {}
        Err(bug) => files.bugs.push(*bug),
    }
    for (index, of) in krate.apis.iter().enumerate() {
        let folder = bare(&of.module);
        files.add(format!("src/{folder}/mod.rs"), |path| {
            api::emit(&plan, index, of, path)
        });
        for (at, resource) in of.resources.iter().enumerate() {
            let name = bare(&resource.module);
            files.add(format!("src/{folder}/{name}.rs"), |path| {
                resource::emit(&plan, index, at, resource, path)
            });
            if plan.has_matrix(index) && !resource.operations.is_empty() {
                files.add(format!("src/{folder}/{name}/support.rs"), |path| {
                    matrix::emit(&plan, Home::Resource(index, at), resource, path)
                });
            }
        }
    }
    let book = Book { plan: &plan };
    files.done.extend(reference::pages(&book));
    files.done.extend(chooser::emit(&book));
    if files.bugs.is_empty() {
        Ok(files.done)
    } else {
        Err(files.bugs)
    }
}

/// Emits the calls of all operations, the list of models and the samples of the pages, for tests of the crate.
pub(crate) fn tests(analysis: &Analysis, options: &Options) -> [(String, Vec<u8>); 3] {
    let plan = Plan::new(analysis, options);
    let calls = (calls::PATH, calls::emit(&plan));
    let samples = (compiled::PATH, compiled::emit(&plan));
    let models = (model_list::PATH, model_list::emit(&plan));
    [calls, models, samples].map(|(path, content)| (path.to_owned(), content.into_bytes()))
}

#[derive(Default)]
struct Files {
    done: BTreeMap<String, Vec<u8>>,
    bugs: Vec<Diagnostic>,
}

impl Files {
    fn add(&mut self, path: String, emit: impl FnOnce(&str) -> Result<Vec<u8>, Box<Diagnostic>>) {
        match emit(&path) {
            Ok(bytes) => {
                self.done.insert(path, bytes);
            }
            Err(bug) => self.bugs.push(*bug),
        }
    }
}
