//! `truto-codegen postman`

use std::io::{self, Write};
use std::path::PathBuf;

use heck::ToSnakeCase;

use super::documents::Documents;
use super::report::{self, Failure};
use crate::{Options, Outcome, Warnings};

/// Prints a Postman collection (v2.1) with a request for each operation.
///
/// Each request has sample values; optional parameters are there, but disabled. Base URL and credentials are variables of the
/// collection.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API.
    #[arg(long, value_name = "ROOT", required = true)]
    spec: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    print(&Documents::at(&arguments.spec, &[], None)?, None)
}

/// Prints the collection of the documents. The names of its variables begin with `package`, or else with the name of the first
/// document.
///
/// # Errors
/// The documents have errors, or standard output cannot be written.
pub fn print(documents: &Documents, package: Option<&str>) -> Result<(), Failure> {
    let first = documents.roots.first().map_or("", String::as_str);
    let stem = first.rsplit('/').next().unwrap_or(first);
    let stem = stem.split('.').next().unwrap_or(stem).to_snake_case();
    let options = Options {
        package: package.map_or(stem, str::to_owned),
        overlays: documents.overlays.clone(),
        ..Options::default()
    };
    let (analysis, outcome) = crate::analyze(&documents.roots, &documents.files, Warnings::Allow);
    let Outcome {
        diagnostics,
        sources,
        ..
    } = outcome;
    report::diagnostics(&diagnostics, &sources)?;
    let collection = crate::postman_collection(&analysis, &options);
    match io::stdout().lock().write_all(collection.as_bytes()) {
        // The reader, such as `head`, has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| format!("cannot write the output: {error}")),
    }
}
