//! Crates of foreign documents, compared with those of other generators.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::table::Row;
use crate::process::{self, Ended};
use crate::project::{cargo, root, run_to_end, target};
use crate::report::Failure;
use crate::tool::Tool;

/// How often each generator and each crate is measured.
const ROUNDS: usize = 3;

/// A process that takes longer counts as failed.
const TIMEOUT: Duration = Duration::from_secs(1_800);

/// The other generators, which crates.io has as programs.
const PEERS: [(Tool<'_>, Arguments); 2] = [
    (Tool::new("ploidy", "0.15.0"), |command, document, out| {
        command.args(["generate", "rust"]).arg(document);
        command.arg("--output").arg(out);
    }),
    (Tool::new("oas3-gen", "0.29.0"), |command, document, out| {
        command.args(["generate", "client-mod", "--workspace"]);
        command.arg("--input").arg(document);
        command.arg("--output").arg(out);
    }),
];

/// Adds the arguments that generate a crate from a document into a directory.
type Arguments = fn(&mut Command, &Path, &Path);

struct Generator {
    name: String,
    program: PathBuf,
    arguments: Arguments,
}

/// The CPU times of one generator for one document. What fails is not repeated, so it has fewer times than there are rounds.
#[derive(Default)]
struct Measured {
    generating: Vec<Duration>,
    checking: Vec<Duration>,
}

/// Generates and checks a crate from each document with each generator. The time of its dependencies is not included.
///
/// A document of which this generator makes no crate that compiles has no rows, and is one of the failures.
pub(super) fn compared(
    documents: &[PathBuf],
    folder: &Path,
    failures: &mut Vec<Failure>,
) -> Result<Vec<Row>, Failure> {
    println!("==> peers");
    let generators = generators()?;
    let folder = folder.join("peers");
    let mut rows = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let path = document.canonicalize();
        let path = path.map_err(|error| failed(document, &error))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        // Documents in different directories can have the same name.
        let crates = folder.join(format!("{name}-{}", number + 1));
        fs::create_dir_all(&crates).map_err(|error| failed(&crates, &error))?;
        let [this, peers @ ..] = measure(&generators, &path, &crates)?;
        if this.checking.len() < ROUNDS {
            let crates = crates.display();
            failures.push(format!(
                "truto-codegen or the check of its crate failed: see {crates}"
            ));
            continue;
        }
        for (generator, peer) in generators.iter().skip(1).zip(peers) {
            let title = format!("crate of `{name}`, CPU time");
            rows.extend(compare(&title, &this, &generator.name, &peer));
        }
    }
    Ok(rows)
}

/// This generator, and then the others.
fn generators() -> Result<[Generator; 3], Failure> {
    let this = Generator {
        name: "truto-codegen".to_owned(),
        program: this()?,
        arguments: |command, document, out| {
            command.arg("codegen").arg("--spec").arg(document);
            command.arg("--out").arg(out);
        },
    };
    let [first, second] = PEERS.map(|(tool, arguments)| {
        Ok::<_, Failure>(Generator {
            name: format!("{} {}", tool.package, tool.version),
            program: tool.path()?,
            arguments,
        })
    });
    Ok([this, first?, second?])
}

/// Compiles this program for release, as the others are, and returns its path.
fn this() -> Result<PathBuf, Failure> {
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--package", "xtask"]);
    run_to_end(build.current_dir(root()), "cargo build --release")?;
    let name = format!("xtask{}", std::env::consts::EXE_SUFFIX);
    Ok(target()?.join("release").join(name))
}

/// Measures the generators alternately, so other load on the machine slows all of them.
fn measure(
    generators: &[Generator; 3],
    document: &Path,
    crates: &Path,
) -> Result<[Measured; 3], Failure> {
    let mut all: [Measured; 3] = Default::default();
    for before in 0..ROUNDS {
        for (generator, measured) in generators.iter().zip(&mut all) {
            let package = crates.join(generator.name.replace([' ', '.'], "-"));
            generator.round(document, &package, measured, before)?;
        }
    }
    Ok(all)
}

impl Generator {
    /// Generates a crate, and checks it, unless that has failed in one of the rounds before.
    fn round(
        &self,
        document: &Path,
        package: &Path,
        measured: &mut Measured,
        before: usize,
    ) -> Result<(), Failure> {
        if measured.generating.len() < before {
            return Ok(());
        }
        match fs::remove_dir_all(package) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed(package, &error));
            }
            _ => {}
        }
        let mut generate = Command::new(&self.program);
        (self.arguments)(&mut generate, document, package);
        let Some(took) = run(&mut generate, &package.with_extension("generate.log"))? else {
            return Ok(());
        };
        measured.generating.push(took);
        if measured.checking.len() < before {
            return Ok(());
        }
        make_root(package).map_err(|error| failed(package, &error))?;
        let log = package.with_extension("check.log");
        let lock = package.with_extension("lock");
        if before == 0 {
            // This finds and compiles its dependencies, too.
            if run(&mut check(package), &log)?.is_none() {
                return Ok(());
            }
            let copied = fs::copy(package.join("Cargo.lock"), &lock);
            copied.map_err(|error| failed(&lock, &error))?;
            touch(package).map_err(|error| failed(package, &error))?;
        } else {
            let copied = fs::copy(&lock, package.join("Cargo.lock"));
            copied.map_err(|error| failed(&lock, &error))?;
        }
        let mut check = check(package);
        let took = run(check.args(["--locked", "--offline"]), &log)?;
        measured.checking.extend(took);
        Ok(())
    }
}

/// Makes the crate independent of the workspace around it.
fn make_root(package: &Path) -> io::Result<()> {
    let manifest = package.join("Cargo.toml");
    let mut text = fs::read_to_string(&manifest)?;
    if !text.lines().any(|line| line.trim() == "[workspace]") {
        text.push_str("\n[workspace]\n");
        fs::write(manifest, text)?;
    }
    Ok(())
}

fn check(package: &Path) -> Command {
    let mut command = cargo();
    command
        .args(["check", "--quiet", "--lib"])
        .current_dir(package)
        // All crates of a generator have the same dependencies.
        .env("CARGO_TARGET_DIR", package.with_file_name("../build"))
        .env("CARGO_INCREMENTAL", "0");
    command
}

/// Makes the crate newer than what was compiled of it.
fn touch(package: &Path) -> io::Result<()> {
    let library = File::options()
        .append(true)
        .open(package.join("src/lib.rs"))?;
    library.set_modified(SystemTime::now())
}

/// Returns the CPU time of the command and its child processes; `None` if it fails. Its output is kept in `log`.
fn run(command: &mut Command, log: &Path) -> Result<Option<Duration>, Failure> {
    let file = File::create(log).map_err(|error| failed(log, &error))?;
    let (ended, usage) = process::run(command, &file, TIMEOUT)
        .map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    match ended {
        Ended::Code(0) => Ok(Some(usage.cpu)),
        ended => {
            let program = command.get_program().display();
            println!("{program} ended with {ended:?}: see {}", log.display());
            Ok(None)
        }
    }
}

/// Rows that compare this generator with another. Where the other fails, its time is missing, and the row says so.
fn compare(title: &str, this: &Measured, name: &str, peer: &Measured) -> [Row; 2] {
    let row = |what: &str, times: &[Duration], others: &[Duration]| Row {
        title: title.to_owned(),
        name: match others.len() {
            ROUNDS => what.to_owned(),
            _ => format!("{what} ({name} fails)"),
        },
        took: median(times),
        floor: (others.len() == ROUNDS).then(|| (name.to_owned(), median(others))),
    };
    [
        row("generating", &this.generating, &peer.generating),
        row("`cargo check` of the crate", &this.checking, &peer.checking),
    ]
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_peer_fails_at_has_no_time() {
        let times = |millis: [u64; 3]| millis.map(Duration::from_millis).to_vec();
        let this = Measured {
            generating: times([30, 10, 20]),
            checking: times([300, 100, 200]),
        };
        let peer = Measured {
            generating: times([7, 9, 8]),
            ..Measured::default()
        };
        let [generating, checking] = compare("pets", &this, "peer 1.0", &peer);
        assert_eq!(generating.took, Duration::from_millis(20));
        let floor = ("peer 1.0".to_owned(), Duration::from_millis(8));
        assert_eq!(generating.floor, Some(floor));
        assert_eq!(checking.name, "`cargo check` of the crate (peer 1.0 fails)");
        assert_eq!(checking.took, Duration::from_millis(200));
        assert_eq!(checking.floor, None);
    }
}
