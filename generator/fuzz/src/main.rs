//! Runs one target: with libFuzzer if it is built by cargo-fuzz, and otherwise with given or pseudorandom inputs.

#![cfg_attr(fuzzing, no_main)]
// The entry point of libFuzzer.
#![cfg_attr(fuzzing, allow(unsafe_code))]

use truto_fuzz::Target;

/// The environment variable with the name of the target. The command line belongs to libFuzzer.
#[cfg(fuzzing)]
const TARGET: &str = "TRUTO_FUZZ_TARGET";

#[cfg(fuzzing)]
static CHOSEN: std::sync::LazyLock<&Target> = std::sync::LazyLock::new(|| {
    let name = std::env::var(TARGET).unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| panic!("{TARGET} names no target: `{name}`"))
});

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let length = data.len().min(CHOSEN.longest);
    (CHOSEN.run)(&data[..length]);
});

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    plain::main()
}

#[cfg(not(fuzzing))]
mod plain {
    use std::{
        fs::{self, File},
        io::{self, Seek as _, Write as _},
        path::PathBuf,
        process::ExitCode,
        time::Duration,
    };

    use truto_fuzz::{Run, TARGETS, generating_document, run};

    use super::Target;

    const USAGE: &str = "\
usage: truto-fuzz TARGET FILE               runs the input in a file, and shows what it means
       truto-fuzz TARGET --number N         runs the pseudorandom input with this number, and shows what it means
       truto-fuzz TARGET --seconds N DIR    runs pseudorandom inputs, and writes a finding to a directory
       truto-fuzz --seeds TARGET DIR        writes the seeds of a target to a directory
       truto-fuzz --documents COUNT DIR     writes changed documents that generate, for `cargo xtask corpus --check --dir DIR`
       truto-fuzz --list                    lists the targets, with the maximum length of an input in bytes";

    pub(crate) fn main() -> ExitCode {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let result = match arguments.as_slice() {
            ["--list"] => {
                TARGETS.iter().for_each(|target| {
                    println!("{:12} {:>4} {}", target.name, target.longest, target.about);
                });
                Ok(())
            }
            ["--documents", count, dir] => write_documents(count, dir),
            ["--seeds", name, dir] => named(name).and_then(|target| write_seeds(target, dir)),
            [name, "--seconds", seconds, dir] => {
                named(name).and_then(|target| for_seconds(target, seconds, dir))
            }
            [name, "--number", number] => {
                named(name).and_then(|target| replay_number(target, number))
            }
            [name, file] => named(name).and_then(|target| replay_file(target, file)),
            _ => Err(USAGE.to_owned()),
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                eprintln!("{why}");
                ExitCode::FAILURE
            }
        }
    }

    fn named(name: &str) -> Result<&'static Target, String> {
        Target::named(name).ok_or_else(|| format!("no target `{name}`\n{USAGE}"))
    }

    fn parsed(text: &str) -> Result<u64, String> {
        text.parse().map_err(|error| format!("`{text}`: {error}"))
    }

    fn replay_file(target: &Target, file: &str) -> Result<(), String> {
        let input = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        replay(target, &input);
        Ok(())
    }

    fn replay_number(target: &Target, text: &str) -> Result<(), String> {
        replay(target, &target.input(&(target.seeds)(), parsed(text)?));
        Ok(())
    }

    fn replay(target: &Target, input: &[u8]) {
        println!("{}", (target.show)(input));
        (target.run)(input);
        println!("the property holds");
    }

    /// Each input is written to a file before it runs. If the input ends the process, the file is left.
    fn for_seconds(target: &Target, seconds: &str, dir: &str) -> Result<(), String> {
        let seconds = Duration::from_secs(parsed(seconds)?);
        // Random, so that each run has other inputs.
        let first = u64::from(fastrand::u32(..)) << 16;
        let path = PathBuf::from(dir).join(format!("{}-from-{first}", target.name));
        let failed = |error| format!("{}: {error}", path.display());
        let file = File::create(&path).map_err(failed)?;
        println!("first input: {first}");
        println!("current input: {}", path.display());
        let totals = run(target, first, Run::For(seconds), &|input| {
            replace(&file, input).expect("the file of the current input can be written");
        });
        println!("executions: {}", totals.executions);
        println!("seconds: {:.1}", totals.time.as_secs_f64());
        let Some(finding) = totals.finding else {
            return fs::remove_file(&path).map_err(failed);
        };
        let named = path.with_file_name(format!("{}-{}", target.name, finding.number));
        fs::rename(&path, &named).map_err(failed)?;
        Err(format!("finding: {}", named.display()))
    }

    /// Replaces the content. The file stays open, and keeps its blocks, so this takes some microseconds.
    fn replace(mut file: &File, content: &[u8]) -> io::Result<()> {
        file.rewind()?;
        file.write_all(content)?;
        file.set_len(content.len() as u64)
    }

    /// Writes the documents of the first `count` inputs, except those from which nothing is generated.
    fn write_documents(count: &str, dir: &str) -> Result<(), String> {
        let target = named("documents")?;
        for number in 0..parsed(count)? {
            let name = format!("document{number}.json");
            let Some(text) = generating_document(&target.input(&[], number), &name) else {
                continue;
            };
            let file = PathBuf::from(dir).join(name);
            fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }

    fn write_seeds(target: &Target, dir: &str) -> Result<(), String> {
        let dir = PathBuf::from(dir);
        for (index, seed) in (target.seeds)().iter().enumerate() {
            let file = dir.join(format!("seed-{index:04}"));
            fs::write(&file, seed).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }
}
