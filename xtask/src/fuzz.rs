//! `cargo xtask fuzz`

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::value_parser;
use serde_json::Value;

use crate::project::{artifacts, cargo, program, root, target};
use crate::report::Failure;

/// The package with the targets, whose program runs one of them.
const PACKAGE: &str = "truto-fuzz";

/// The environment variable by which the program with libFuzzer gets the name of its target.
const CHOSEN: &str = "TRUTO_FUZZ_TARGET";

/// Looks for inputs for which a property of the code does not hold.
///
/// Without names, runs all targets, one after the other. If cargo-fuzz is installed (`cargo install cargo-fuzz`), libFuzzer looks
/// for inputs that reach new code, and keeps them in `fuzz/corpus` of the target directory; no nightly toolchain is needed, but a
/// C++ compiler. Otherwise, the inputs are pseudorandom. A target stops at its first finding: the input is written to a file, and
/// the command that repeats it is printed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The targets, as listed by `cargo run --package truto-fuzz -- --list`.
    targets: Vec<String>,

    /// How long to run each target.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = value_parser!(u64).range(1..))]
    minutes: u64,

    /// Do not use libFuzzer.
    #[arg(long)]
    plain: bool,
}

/// A target, as listed by its program.
#[derive(Debug, PartialEq)]
struct Target {
    name: String,
    /// The maximum length of an input, in bytes.
    longest: usize,
}

/// The result of one target.
struct Report {
    target: String,
    executions: Option<u64>,
    /// In seconds.
    time: f64,
    /// The number of places in the code that inputs have reached.
    coverage: Option<u64>,
    finding: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let dir = target()?.join("fuzz");
    let plain = built()?;
    let targets = chosen(&plain, &arguments.targets)?;
    let fuzzer = match arguments.plain || !has_cargo_fuzz() {
        true => None,
        false => Some(built_with_fuzzer(&dir)?),
    };
    match &fuzzer {
        Some(_) => println!("with libFuzzer, which looks for new code"),
        None => println!("with pseudorandom inputs; libFuzzer needs `cargo install cargo-fuzz`"),
    }
    let is_failed = |target: &&Target| {
        let report = match &fuzzer {
            Some(fuzzer) => with_fuzzer(fuzzer, &plain, target, &dir, arguments.minutes),
            None => without_fuzzer(&plain, target, &dir, arguments.minutes),
        };
        match report {
            Ok(report) => {
                report.print();
                report.finding.is_some()
            }
            // The other targets are still worth running.
            Err(why) => {
                eprintln!("{:12} failed: {why}", target.name);
                true
            }
        }
    };
    match targets.iter().filter(is_failed).count() {
        0 => Ok(()),
        1 => Err("1 target has a finding or failed".to_owned()),
        many => Err(format!("{many} targets have findings or failed")),
    }
}

/// The targets to run, in the order of the list.
fn chosen(plain: &Path, given: &[String]) -> Result<Vec<Target>, Failure> {
    let output = Command::new(plain).arg("--list").output();
    let output = output.map_err(|error| format!("{}: {error}", plain.display()))?;
    if !output.status.success() {
        return Err(format!(
            "`{} --list` failed: {}",
            plain.display(),
            output.status
        ));
    }
    let list = String::from_utf8_lossy(&output.stdout);
    let all = listed(&list)?;
    let is_unknown = |name: &&String| all.iter().all(|target| target.name != **name);
    if let Some(unknown) = given.iter().find(is_unknown) {
        return Err(format!("no target `{unknown}`; there are:\n{list}"));
    }
    let is_chosen = |target: &Target| given.is_empty() || given.contains(&target.name);
    Ok(all.into_iter().filter(is_chosen).collect())
}

/// Parses the list, in which each line has a name, a length and a description. With no target, the command would check nothing.
fn listed(list: &str) -> Result<Vec<Target>, Failure> {
    let targets = list.lines().map(|line| {
        let mut words = line.split_whitespace();
        Some(Target {
            name: words.next()?.to_owned(),
            longest: words.next()?.parse().ok()?,
        })
    });
    let targets: Option<Vec<Target>> = targets.collect();
    let targets = targets.filter(|targets| !targets.is_empty());
    targets.ok_or_else(|| format!("`{PACKAGE} --list` printed no list of targets: `{list}`"))
}

fn has_cargo_fuzz() -> bool {
    let mut command = cargo();
    let command = command.args(["fuzz", "--version"]);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Builds the program without libFuzzer, and returns its path.
fn built() -> Result<PathBuf, Failure> {
    let output = cargo()
        .args(["build", "--package", PACKAGE])
        // Errors of the compiler are printed, not among the messages.
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(NOT_BUILT.to_owned());
    }
    executable(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| format!("cargo did not build a program `{PACKAGE}`"))
}

/// The path of the program in the messages of cargo, whose configuration can move it.
fn executable(messages: &str) -> Option<PathBuf> {
    let paths = artifacts(messages).filter(|artifact| artifact["target"]["name"] == PACKAGE);
    let mut paths = paths.filter_map(|artifact| match &artifact["executable"] {
        Value::String(path) => Some(PathBuf::from(path)),
        _ => None,
    });
    paths.next()
}

/// Builds the program with libFuzzer. The code has no `unsafe` blocks, so no sanitizer is needed, and the stable toolchain will do.
fn built_with_fuzzer(dir: &Path) -> Result<PathBuf, Failure> {
    let host = host()?;
    let arguments = [
        "fuzz",
        "build",
        "--fuzz-dir",
        "generator/fuzz",
        "--sanitizer",
        "none",
    ];
    let mut command = cargo();
    command
        .args(arguments)
        .args(["--target", &host, "--target-dir"])
        .arg(dir)
        .arg(PACKAGE);
    quietly(&mut command)?;
    let program = format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX);
    Ok(dir.join(host).join("release").join(program))
}

fn host() -> Result<String, Failure> {
    let output = Command::new(program("RUSTC", "rustc")).arg("-vV").output();
    let output = output.map_err(|error| format!("rustc cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "rustc does not name its host".to_owned())
}

const NOT_BUILT: &str = "the targets cannot be built";

fn quietly(command: &mut Command) -> Result<(), Failure> {
    let status = command.current_dir(root()).stdout(Stdio::null()).status();
    let status = status.map_err(|error| format!("cargo cannot be started: {error}"))?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| NOT_BUILT.to_owned())
}

fn created(dir: PathBuf) -> Result<PathBuf, Failure> {
    fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    Ok(dir)
}

/// The options of libFuzzer for all targets.
///
/// Two of its defaults are for smaller programs than a generator. The entropic schedule sorts each feature that a run reaches into a
/// list: with documents, which reach more than 100,000, that took most of the time. Inputs begin with 4 bytes and grow with the
/// number of runs, so slow targets never had longer ones.
///
/// libFuzzer also keeps inputs that take longer than `-report_slow_units`, in seconds. On a busy machine, that can be any input, so only
/// the limits of the targets count, which measure CPU time.
const FUZZER: [&str; 7] = [
    "-entropic=0",
    "-len_control=0",
    "-print_final_stats=1",
    "-timeout=60",
    "-report_slow_units=61",
    "-rss_limit_mb=4096",
    "-use_value_profile=1",
];

fn with_fuzzer(
    fuzzer: &Path,
    plain: &Path,
    Target { name, longest }: &Target,
    dir: &Path,
    minutes: u64,
) -> Result<Report, Failure> {
    let corpus = created(dir.join("corpus").join(name))?;
    let findings = created(dir.join("findings"))?;
    quietly(Command::new(plain).args(["--seeds", name]).arg(&corpus))?;
    let log = dir.join(format!("{name}.log"));
    let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let start = Instant::now();
    let status = Command::new(fuzzer)
        .env(CHOSEN, name)
        .arg(&corpus)
        .arg(format!("-artifact_prefix={}/{name}-", findings.display()))
        .arg(format!("-max_total_time={}", minutes * 60))
        .arg(format!("-max_len={longest}"))
        .args(FUZZER)
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(file)
        .status()
        .map_err(|error| format!("{}: {error}", fuzzer.display()))?;
    let time = start.elapsed().as_secs_f64();
    let text = fs::read(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let text = String::from_utf8_lossy(&text);
    let report = Report {
        target: name.to_owned(),
        executions: number_behind(&text, "stat::number_of_executed_units:"),
        time,
        coverage: number_behind(&text, " cov: "),
        finding: behind(&text, "Test unit written to ").map(PathBuf::from),
    };
    match status.success() || report.finding.is_some() {
        true => Ok(report),
        false => Err(format!("libFuzzer failed: {}", log.display())),
    }
}

fn without_fuzzer(
    plain: &Path,
    target: &Target,
    dir: &Path,
    minutes: u64,
) -> Result<Report, Failure> {
    let findings = created(dir.join("findings"))?;
    let output = Command::new(plain)
        .args([&target.name, "--seconds", &(minutes * 60).to_string()])
        .arg(&findings)
        .current_dir(root())
        .output()
        .map_err(|error| format!("{}: {error}", plain.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let report = Report {
        target: target.name.clone(),
        executions: number_behind(&text, "executions: "),
        time: behind(&text, "seconds: ")
            .and_then(|text| text.parse().ok())
            .unwrap_or_default(),
        coverage: None,
        finding: finding(&text, &errors),
    };
    match output.status.success() || report.finding.is_some() {
        true => Ok(report),
        false => Err(format!("{}\n{errors}", output.status)),
    }
}

/// The file with the input of a finding. An input that ended the process is left in the file of the current input.
fn finding(printed: &str, errors: &str) -> Option<PathBuf> {
    let named = behind(errors, "finding: ").or_else(|| behind(printed, "current input: "));
    named.map(PathBuf::from).filter(|file| file.exists())
}

/// The rest of the last line that contains `label`, behind it.
fn behind<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut lines = text.lines().rev();
    lines.find_map(|line| Some(line.split_once(label)?.1.trim()))
}

fn number_behind(text: &str, label: &str) -> Option<u64> {
    behind(text, label)?.split_whitespace().next()?.parse().ok()
}

impl Report {
    fn print(&self) {
        let executions = self
            .executions
            .map_or_else(|| "?".to_owned(), |count| count.to_string());
        #[allow(clippy::cast_precision_loss)]
        let speed = self
            .executions
            .map(|count| count as f64 / self.time.max(0.001));
        let speed = speed.map_or_else(|| "?".to_owned(), |speed| format!("{speed:.0}"));
        let coverage = self
            .coverage
            .map_or_else(|| "unknown".to_owned(), |count| format!("{count} edges"));
        let finding = if self.finding.is_some() {
            "1 finding"
        } else {
            "no finding"
        };
        println!(
            "{:12} {executions:>10} executions  {speed:>7} per second  coverage {coverage:14} {finding}",
            self.target
        );
        if let Some(file) = &self.finding {
            let file = file.display();
            println!(
                "             {file}\n             repeat: cargo run --package {PACKAGE} -- {} {file}",
                self.target
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use serde_json::json;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        arguments: Arguments,
    }

    #[test]
    fn a_run_takes_at_least_a_minute() {
        // For libFuzzer, 0 means without an end.
        assert!(Line::try_parse_from(["fuzz", "--minutes", "0"]).is_err());
        let line = Line::try_parse_from(["fuzz", "yaml", "--minutes", "2"]).unwrap();
        assert_eq!(line.arguments.minutes, 2);
    }

    #[test]
    fn a_list_without_targets_is_an_error() {
        let expected = Target {
            name: "yaml".to_owned(),
            longest: 4096,
        };
        assert_eq!(listed("yaml  4096 YAML, as read\n"), Ok(vec![expected]));
        assert!(listed("").is_err());
        assert!(listed("usage: truto-fuzz TARGET FILE\n").is_err());
    }

    #[test]
    fn the_path_of_the_program_is_that_of_cargo() {
        let artifact = |name: &str, executable: Option<&str>| {
            json!({
                "reason": "compiler-artifact",
                "target": { "name": name },
                "executable": executable,
            })
            .to_string()
        };
        let program = artifact(PACKAGE, Some("x86_64/debug/truto-fuzz"));
        let messages = [artifact("truto_fuzz", None), program].join("\n");
        assert_eq!(
            executable(&messages),
            Some(PathBuf::from("x86_64/debug/truto-fuzz"))
        );
        assert_eq!(executable(&artifact("truto_fuzz", None)), None);
    }

    #[test]
    fn an_input_that_ends_the_process_is_a_finding() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join("yaml-from-7");
        let printed = format!("first input: 7\ncurrent input: {}\n", left.display());
        assert_eq!(finding(&printed, "stack overflow"), None);
        std::fs::write(&left, "x").unwrap();
        assert_eq!(finding(&printed, "stack overflow"), Some(left));
    }

    #[test]
    fn the_program_reads_the_same_variable() {
        let program = include_str!("../../generator/fuzz/src/main.rs");
        assert!(program.contains(&format!("\"{CHOSEN}\"")));
    }

    /// What libFuzzer prints.
    const LOG: &str = "\
#2\tINITED cov: 1204 ft: 1205 corp: 1/1b exec/s: 0 rss: 60Mb
#91\tNEW    cov: 1310 ft: 1499 corp: 2/9b lim: 4 exec/s: 45 rss: 61Mb L: 3/3 MS: 2 CopyPart-
artifact_prefix='target/x-'; Test unit written to target/x-crash-da39
stat::number_of_executed_units: 93
";

    #[test]
    fn the_last_figures_of_a_log_are_read() {
        assert_eq!(number_behind(LOG, " cov: "), Some(1310));
        assert_eq!(
            number_behind(LOG, "stat::number_of_executed_units:"),
            Some(93)
        );
        assert_eq!(
            behind(LOG, "Test unit written to "),
            Some("target/x-crash-da39")
        );
        assert_eq!(behind(LOG, "no such label"), None);
    }
}
