//! How long the crate takes to check and to build for release, compared with the same crate whose models derive serde's traits.
//!
//! Copies `src/` twice below `target/tmp/compile-bench`, rewrites one copy to use derives, and compiles both by turns.

#[path = "../../generator/benches/compare.rs"]
#[allow(dead_code, reason = "cargo is no function")]
mod compare;
#[path = "compile/derives.rs"]
mod derives;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

const ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    // `cargo test --benches` only checks that the benchmark starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-bench");
    let emitted = Variant::new(&base, package, "emitted", |text| Ok(text.to_owned()))?;
    let derived = Variant::new(&base, package, "derived", derives::rewrite)?;
    println!(
        "lines: {} emitted, {} derived",
        emitted.lines, derived.lines
    );
    for (title, arguments) in [
        ("cargo check", &["check"][..]),
        ("cargo build --release", &["build", "--release"]),
    ] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let times = (emitted.compile(arguments)?, derived.compile(arguments)?);
            // The first round compiles the dependencies.
            if round > 0 {
                ours.push(times.0);
                theirs.push(times.1);
            }
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let floor = Some(("with derives", theirs));
        compare::record("compile the crate alone", title, floor, ours);
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "{title}, of this crate alone ({ROUNDS} rounds): emitted {ours:.2?}, derived {theirs:.2?}: {ratio:.2}x"
        );
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A copy of the crate.
struct Variant {
    directory: PathBuf,
    lines: usize,
}

impl Variant {
    fn new(
        base: &Path,
        package: &Path,
        name: &str,
        rewrite: impl Fn(&str) -> Result<String, Failure>,
    ) -> Result<Self, Failure> {
        let directory = base.join(name);
        let runtime = package.join("../generator/runtime").canonicalize()?;
        fs::create_dir_all(&directory)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\ndefault = [\"crm\", \"ticketing\"]\n\
             crm = []\nticketing = []\n\n[dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
             truto-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
        );
        fs::write(directory.join("Cargo.toml"), manifest)?;
        fs::copy(package.join("../Cargo.lock"), directory.join("Cargo.lock"))?;
        let mut variant = Self {
            directory,
            lines: 0,
        };
        variant.copy(&package.join("src"), Path::new("src"), &rewrite)?;
        Ok(variant)
    }

    fn copy(
        &mut self,
        from: &Path,
        to: &Path,
        rewrite: &impl Fn(&str) -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        fs::create_dir_all(self.directory.join(to))?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.copy(&entry.path(), &target, rewrite)?;
            } else {
                let text = rewrite(&fs::read_to_string(entry.path())?)?;
                self.lines += text.lines().count();
                fs::write(self.directory.join(target), text)?;
            }
        }
        Ok(())
    }

    /// The time that cargo takes after the root file was touched.
    fn compile(&self, arguments: &[&str]) -> Result<Duration, Failure> {
        let root = self.directory.join("src/lib.rs");
        fs::write(&root, fs::read_to_string(&root)?)?;
        let start = Instant::now();
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--quiet", "--offline"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.directory.join("target"))
            .output()?;
        let time = start.elapsed();
        if output.status.success() {
            Ok(time)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }
}
