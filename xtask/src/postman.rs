//! `cargo xtask postman`

use std::path::PathBuf;

use truto_codegen::cli::{Documents, postman};

use crate::project::{own_documents, root};
use crate::report::Failure;

/// Prints a Postman collection (v2.1) with a request for each operation.
///
/// Each request has sample values; optional parameters are there, but disabled. Base URL and credentials are variables of the
/// collection.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask postman > truto-unified.postman_collection.json
      The collection that the site has for download.
  cargo xtask postman --spec petstore.yaml > petstore.json
      The collection of another API, as `truto-codegen postman` prints it.")]
pub(crate) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API [default: those
    /// of the workspace].
    #[arg(long, value_name = "ROOT")]
    spec: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments.spec.as_slice() {
        [] => postman::print(&own_documents(), Some("truto_unified")),
        spec => postman::print(&Documents::at(spec, &[], Some(&root()))?, None),
    }
}
