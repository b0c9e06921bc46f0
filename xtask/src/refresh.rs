//! `cargo xtask refresh`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use truto_codegen::refresh::{self, FileEdit, Refreshed, Request, Snapshot};
use truto_codegen::write::{WritePlan, diff_of_edit};

use crate::project::own_documents;
use crate::report::{self, Failure};

/// Updates the OpenAPI definitions with what the API itself says.
///
/// DIR is a snapshot of the API, which `cargo run --example snapshot_support -- --out DIR` takes. The command edits the lists of
/// integrations, the integrations that support a field, the values of enums, and the registry, and adds parameters and fields of
/// bodies. What
/// the definitions say and the API denies is kept and reported: decide in spec/decisions.yaml which side wins. Exits with 1 for
/// errors in the definitions or decisions and, with --check, if there is something to change.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask refresh target/snapshot --check
      Print what would change, as a diff.
  cargo xtask refresh target/snapshot --model crm
      Change the definitions of the CRM only.")]
pub(crate) struct Arguments {
    /// The directory of the snapshot.
    dir: PathBuf,

    /// Compare only this model. Repeat it for several.
    #[arg(long, value_name = "MODEL")]
    model: Vec<String>,

    /// Print the changes as a diff, and write nothing. Exit with 1 if there are any.
    #[arg(long)]
    check: bool,
}

/// The decisions of the maintainers.
const DECISIONS: &str = "spec/decisions.yaml";

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let start = Instant::now();
    let documents = own_documents();
    let snapshot = Snapshot::new(files(&arguments.dir)?)?;
    let request = Request::new(&documents.roots, &documents.files, DECISIONS, &snapshot);
    let refreshed = refresh::refresh(&request.models(&arguments.model))?;
    let Refreshed {
        files,
        report,
        diagnostics,
        sources,
        ..
    } = refreshed;
    if diagnostics.has_errors() {
        report::all(&diagnostics, &sources);
        return Err("the definitions were not changed".to_owned());
    }
    if arguments.check {
        for (path, FileEdit { old, new }) in &files {
            print!("{}", diff_of_edit(path, old, new));
        }
    }
    print!("{report}");
    if arguments.check {
        return match files.len() {
            0 => Ok(()),
            count => Err(format!("{} would change", report::count(count, "file"))),
        };
    }
    let base = &documents.files.base;
    let edits = files
        .into_iter()
        .map(|(path, FileEdit { old, new })| (path, [old, new]));
    let plan = WritePlan::edits(base, edits.collect());
    let applied = plan.and_then(WritePlan::apply);
    let applied = applied.map_err(|error| report::write_failure(&error, base))?;
    report::applied(&applied, base, start.elapsed());
    Ok(())
}

/// Reads all JSON files of a snapshot, by path.
fn files(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let failed = |path: &Path| format!("{} cannot be read", path.display());
    let mut files = BTreeMap::new();
    let mut open = vec![(dir.to_owned(), String::new())];
    while let Some((dir, prefix)) = open.pop() {
        let entries = fs::read_dir(&dir).map_err(|error| format!("{}: {error}", failed(&dir)))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("{}: {error}", failed(&dir)))?;
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = entry
                .file_type()
                .map_err(|error| format!("{}: {error}", failed(&path)))?;
            if kind.is_dir() {
                open.push((path, format!("{prefix}{name}/")));
            } else if name.ends_with(".json") {
                let bytes =
                    fs::read(&path).map_err(|error| format!("{}: {error}", failed(&path)))?;
                files.insert(format!("{prefix}{name}"), bytes);
            }
        }
    }
    Ok(files)
}
