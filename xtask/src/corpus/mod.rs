//! `cargo xtask corpus`, on systems that can measure a process and its child processes.

mod crates;
mod documents;
mod log;
mod table;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use self::crates::Workshop;
use self::documents::Document;
use self::table::Row;
use crate::project;
use crate::report::{self, Failure};

/// Generates a crate from each of many documents, and measures it.
///
/// Prints one table: the size of each document, whether it generates, if necessary with --keep-going, its number of warnings,
/// and the CPU time and peak memory of the generator; with --check also whether the crate compiles with warnings denied, what
/// that takes, and whether it compiles with all of its features, too. Each document has a process of its own. CPU time is that of all threads and child processes, in seconds;
/// memory is the largest resident set of one process, in MiB. Exits with 1 if a document does not generate, or a crate does not
/// compile.
///
/// The crates and the messages of each document are kept in the directory `corpus` of the target directory.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask corpus --dir ~/openapi --check --jobs 4
      Generate and compile a crate from every document in a directory.
  cargo xtask corpus --dir ~/openapi --list some.txt
      Generate only from the documents in a list.")]
pub(crate) struct Arguments {
    /// A directory of OpenAPI documents. Without --list, each of its .yaml, .yml and .json files is a document.
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,

    /// A text file with one document per line, as a path relative to the directory. `plain` or `keep-going` behind it says how it
    /// must generate, and `only=WHAT` generates a part of it, as `codegen --only` does. `#` begins a comment.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,

    /// Compile each crate with `cargo check`, with warnings denied. Its dependencies are compiled before, and not measured.
    #[arg(long)]
    check: bool,

    /// How many documents to generate from at a time. Crates are compiled one after another, since they share their dependencies.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,

    /// How many seconds one process may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    timeout: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let documents = documents::find(&arguments.dir, arguments.list.as_deref())?;
    let timeout = Duration::from_secs(arguments.timeout);
    let workshop = Workshop::new(project::target()?.join("corpus"), timeout)?;
    let mut rows = generate(&workshop, &documents, arguments.jobs)?;
    if arguments.check {
        for row in rows.iter_mut().filter(|row| row.generation.is_success()) {
            let (check, features) = workshop.check(&row.name)?;
            (row.check, row.features) = (Some(check), features);
        }
    }
    print!("{}", table::render(&rows));
    let failed = rows.iter().filter(|row| !row.is_success()).count();
    if failed > 0 {
        let failed = report::count(failed, "document");
        let (all, kept) = (rows.len(), workshop.folder().display());
        return Err(format!(
            "{failed} of {all} failed; the messages are in {kept}"
        ));
    }
    Ok(())
}

/// Generates from all documents, `jobs` at a time. The rows have the order of the documents.
fn generate(workshop: &Workshop, documents: &[Document], jobs: usize) -> Result<Vec<Row>, Failure> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(documents.len()));
    let work = || {
        while let Some((index, document)) = take(&next, documents) {
            let row = workshop.generate(document);
            if let Ok(mut done) = done.lock() {
                done.push((index, row));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, documents.len().max(1)) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().map_err(|_| "a thread panicked")?;
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, row)| row).collect()
}

fn take<'d>(next: &AtomicUsize, documents: &'d [Document]) -> Option<(usize, &'d Document)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((index, documents.get(index)?))
}
