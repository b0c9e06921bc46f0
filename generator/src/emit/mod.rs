//! Emits files from the IR: Rust source and Markdown.
//!
//! Emitting is pure: the same IR gives the same bytes. Text from documents reaches Rust only through escaped literals and doc
//! attributes, and through Markdown that was parsed and rendered again.
//!
//! | file | content | emitter |
//! |---|---|---|
//! | `src/lib.rs` | front page, modules, re-exports | `krate` |
//! | `src/client.rs` | the client and its handles | `client` |
//! | `src/integration.rs` | the integrations | `integration` |
//! | `src/types.rs` | types that several APIs share | `krate` |
//! | `src/testing.rs` | what a fake needs to know about the APIs | `testing` |
//! | `src/guides.rs` | the hand-written guides, as documentation and doctests; if there are any | `guides` |
//! | `src/<api>/mod.rs` | the API's handle, and types that its resources share | `api` |
//! | `src/<api>/<resource>.rs` | handle, builders, matrices, models | `resource` |
//! | `docs/**.md` | the reference | `markdown` |
//! | `docs/support-chooser/` | a page that finds the integrations that support a selection | `chooser` |
//! | `tests/generated/calls.rs` | a call of each operation, for a test of the crate; on request | `calls` |
//! | `tests/generated/models.rs` | the list of models, for a test of the crate; on request | `models` |
//! | `tests/generated/samples.rs` | the samples of the pages, to be compiled by a test; on request | `samples` |

mod api;
mod body;
mod builder;
mod calling;
mod calls;
mod chooser;
mod client;
mod context;
mod conversions;
mod convert;
mod defaults;
mod docs;
mod enums;
mod field_docs;
mod file;
mod front;
mod guides;
mod integration;
mod krate;
mod live;
mod markdown;
mod matrix;
mod model;
mod models;
mod names;
mod parameters;
mod queries;
mod request;
mod resource;
mod sample;
mod samples;
mod setters;
mod support_docs;
mod testing;
mod text;
mod types;
mod unions;

use std::collections::BTreeMap;

use context::Context;
use markdown::Book;
use names::bare;

use crate::{diag::Diagnostic, ir::Crate};

/// What the documents do not say about the crate.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the crate in code: `truto_unified`.
    pub krate: String,
    /// The hand-written guides, in reading order.
    pub guides: Vec<Guide>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            krate: "client".to_owned(),
            guides: Vec::new(),
        }
    }
}

/// A hand-written guide: `guides/<stem>.md` in the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The name of its file, without the extension.
    pub stem: String,
    /// Its heading, as Markdown.
    pub title: String,
}

/// Emits every file, with its path relative to the output folder.
///
/// # Errors
/// An emitter has a bug: its output is not valid Rust.
pub fn emit(
    krate: &Crate,
    options: &Options,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let context = Context::new(krate, options);
    let mut files = Files::default();
    files.add("src/lib.rs".to_owned(), |_| krate::emit(&context));
    files.add("src/client.rs".to_owned(), |_| client::emit(krate));
    if let Some(registry) = &krate.registry {
        files.add("src/integration.rs".to_owned(), |_| {
            integration::emit(registry)
        });
    }
    files.add("src/testing.rs".to_owned(), |path| {
        testing::emit(&context, path)
    });
    if !options.guides.is_empty() {
        files.add("src/guides.rs".to_owned(), |_| Ok(guides::emit(options)));
    }
    match krate::shared_types(&context) {
        Ok(Some(types)) => files.add("src/types.rs".to_owned(), |_| Ok(types)),
        Ok(None) => {}
        Err(bug) => files.bugs.push(*bug),
    }
    for (index, of) in krate.apis.iter().enumerate() {
        let folder = bare(&of.module);
        files.add(format!("src/{folder}/mod.rs"), |path| {
            api::emit(&context, index, of, path)
        });
        for (at, resource) in of.resources.iter().enumerate() {
            let name = bare(&resource.module);
            files.add(format!("src/{folder}/{name}.rs"), |path| {
                resource::emit(&context, index, at, resource, path)
            });
        }
    }
    let book = Book { context: &context };
    files.done.extend(markdown::pages(&book));
    files.done.extend(chooser::emit(&book));
    if files.bugs.is_empty() {
        Ok(files.done)
    } else {
        Err(files.bugs)
    }
}

/// Emits the calls of all operations, the list of models and the samples of the pages, for tests of the crate.
pub(crate) fn tests(krate: &Crate, options: &Options) -> [(String, Vec<u8>); 3] {
    let context = Context::new(krate, options);
    let calls = (calls::PATH, calls::emit(&context));
    let samples = (samples::PATH, samples::emit(&context));
    let models = (models::PATH, models::emit(&context));
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
