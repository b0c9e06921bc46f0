//! `cargo xtask bench`

mod compile;
mod peers;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use self::table::Row;
use crate::project::{cargo, root, target};
use crate::report::Failure;

/// Runs the benchmarks, and writes one table of their results.
///
/// Each row has the measured time and, except for `load`, `features` and peers that fail, the time with which it is compared (its floor) and their ratio.
/// Only ratios can be compared between machines. The table is printed and written to the file `bench.md` in the target directory.
/// generated/guides/performance.md explains it.
///
/// The benchmarks are: `generate` (the generator, compared with parsing and printing), `refresh` (refreshing the definitions, compared
/// with parsing them), `serde` (decoding and encoding, compared with serde's derives), `list` (all pages of a list, compared with parsing
/// their JSON), `overhead` (calls, compared with bare reqwest), `load` (calls by 200 tasks), `compile` (the crate, compared with the same
/// crate with derives), `features` (the CPU time of a release build of the crate, by feature), and `peers` (generating crates of your own
/// documents and checking them, compared with other generators from crates.io; it needs --document).
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench
      Run all benchmarks but `peers`: about half an hour on two cores.
  cargo xtask bench serde overhead
      Run two of them.
  cargo xtask bench peers --document box.json
      Compare crates of a document with those of ploidy and oas3-gen.")]
pub(crate) struct Arguments {
    /// The benchmarks to run [default: all].
    #[arg(value_name = "NAME", value_parser = NAMES)]
    names: Vec<String>,

    /// An OpenAPI document for `peers`. Can be given several times. Without it, `peers` is left out.
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,

    /// The file for the table [default: bench.md in the target directory].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The benchmarks that are not programs of their own.
const FEATURES: &str = "features";
const PEERS: &str = "peers";

const NAMES: [&str; 9] = [
    "generate", "refresh", "serde", "list", "overhead", "load", "compile", FEATURES, PEERS,
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let is_named = arguments.names.iter().any(|name| name == PEERS);
    if is_named && arguments.documents.is_empty() {
        return Err("`peers` needs a document: name one with --document FILE".to_owned());
    }
    if !arguments.names.is_empty() && !is_named && !arguments.documents.is_empty() {
        return Err("--document is only for `peers`: name that benchmark, too".to_owned());
    }
    for document in &arguments.documents {
        fs::metadata(document).map_err(|error| format!("{}: {error}", document.display()))?;
    }
    let folder = target()?.join("bench");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let is_wanted =
        |name: &&str| arguments.names.is_empty() || arguments.names.iter().any(|one| one == name);
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for name in NAMES.into_iter().filter(is_wanted) {
        rows.extend(match name {
            FEATURES => compile::by_feature(&folder)?,
            PEERS if arguments.documents.is_empty() => {
                println!("==> peers: left out, since no --document is given");
                Vec::new()
            }
            PEERS => peers::compared(&arguments.documents, &folder, &mut failures)?,
            _ => program(name, &folder.join("rows"))?,
        });
    }
    let table = table::render(&rows);
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => target()?.join("bench.md"),
    };
    fs::write(&out, &table).map_err(|error| format!("cannot write {}: {error}", out.display()))?;
    print!("\n{table}");
    println!("\nwritten to {}", out.display());
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.join("\n")),
    }
}

/// Runs a program of `benches/`, which adds its rows to a file.
fn program(name: &str, file: &Path) -> Result<Vec<Row>, Failure> {
    let package = match name {
        "generate" => "truto-codegen",
        "refresh" => "xtask",
        _ => "truto-unified",
    };
    let failed = |error| format!("{}: {error}", file.display());
    fs::write(file, "").map_err(failed)?;
    println!("==> {name}");
    let status = cargo()
        .args(["bench", "--quiet", "--package", package, "--bench", name])
        .current_dir(root())
        .env("BENCH_ROWS", file)
        .status()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !status.success() {
        return Err(format!("the benchmark `{name}` failed: {status}"));
    }
    let text = fs::read_to_string(file).map_err(failed)?;
    table::parse(&text).map_err(|why| format!("the benchmark `{name}`: {why}"))
}
