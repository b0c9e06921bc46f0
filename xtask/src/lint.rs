//! `cargo xtask lint`

use std::path::PathBuf;

use truto_codegen::Warnings;
use truto_codegen::cli::{self, Documents};
use truto_codegen::diag::Severity;

use crate::project::{own_documents, root};
use crate::report::{self, Failure};

/// Reports errors, warnings and advice for the OpenAPI definitions.
///
/// Advice suggests improvements to valid definitions, such as a missing description or two identical schemas. The rules are in
/// spec/README.md. Advice is only reported if there are no errors. Exits with 1 for errors and warnings, and with 0 if there is
/// only advice. Generates nothing.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask lint
      Check the definitions after a change in spec/.
  cargo xtask lint --spec petstore.yaml
      Check another API.
  cargo xtask lint --counts
      Print the table of counts that spec/README.md contains.")]
pub(crate) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API [default:
    /// spec/ticketing.yaml, spec/crm.yaml, spec/discovery.yaml and spec/webhooks.yaml of the workspace].
    #[arg(long, value_name = "ROOT")]
    spec: Vec<PathBuf>,

    /// Exit with 1 for advice too.
    #[arg(long, conflicts_with = "counts")]
    deny_advice: bool,

    /// Print everything. By default, of warnings and pieces of advice that differ only in names the first is printed, with the number
    /// of the others.
    #[arg(long, conflicts_with = "counts")]
    all: bool,

    /// Print, instead of the report, a Markdown table with the number of operations, fields, parameters, and cells of the support
    /// matrix.
    #[arg(long)]
    counts: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let documents = if arguments.spec.is_empty() {
        own_documents()
    } else {
        Documents::at(&arguments.spec, &[], Some(&root()))?
    };
    if arguments.counts {
        return counts(&documents);
    }
    cli::lint::report_all(&documents, arguments.deny_advice, arguments.all)
}

/// Prints the counts. Warnings do not matter here.
fn counts(documents: &Documents) -> Result<(), Failure> {
    let (analysis, outcome) =
        truto_codegen::analyze(&documents.roots, &documents.files, Warnings::Allow);
    if outcome.diagnostics.has_errors() {
        report::all(&outcome.diagnostics, &outcome.sources);
        let errors = outcome.diagnostics.count(Severity::Error);
        let errors = report::count(errors, "error");
        return Err(format!("{errors} in the definitions; nothing was counted"));
    }
    print!("{}", truto_codegen::counts::table(&analysis));
    Ok(())
}
