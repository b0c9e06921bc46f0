//! `truto-codegen generate`, and the part of `cargo xtask codegen` that it has in common.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::command::{self, quoted};
use super::documents::Documents;
use super::report::{self, Done, Failure, Shown};
use super::settings::Settings;
use super::{guides, history, manifest, runtime};
use crate::emit::Tests;
use crate::write::{Difference, DifferenceKind, WritePlan, is_owned};
use crate::{Manifest, Options, Outcome, Warnings};

/// The directories of the output that contain only generated files.
const OWNED: &[&str] = &["src", "docs", "tests/generated"];

/// Generates a Rust crate and its documentation from OpenAPI documents.
///
/// Reads the root documents and every file that they refer to, and updates src/ and docs/ of the output directory. Files that
/// are up to date are not touched. Files that were not generated are never overwritten or deleted. If there is an error, nothing
/// is written. If the output directory has no Cargo.toml, the command creates one; an existing Cargo.toml is never changed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  truto-codegen generate --spec petstore.yaml --out petstore
      Generate a crate.
  truto-codegen generate --spec petstore.yaml --out petstore --check
      In CI: print the differences, write nothing, and exit with 1 if there are any.
  truto-codegen generate --spec petstore.yaml --overlay names.yaml --out petstore
      Change the document first, for example with names of one's own.
  truto-codegen generate --spec petstore.yaml --out petstore --only pets --only 'GET /users/{id}'
      Generate the operations with the tag `pets` and one more, with the types that they need.
  truto-codegen generate --spec petstore.yaml --out petstore --keep-going
      Generate what does not depend on an error in the document.")]
pub(super) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API.
    #[arg(long, value_name = "ROOT", required = true)]
    spec: Vec<PathBuf>,

    /// The directory of the generated crate, relative to the current directory.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Treat warnings as errors.
    #[arg(long)]
    deny_warnings: bool,

    #[command(flatten)]
    flags: Flags,
}

/// Arguments that both programs have. Those of a new crate, or of documents of one's own, require `--spec`.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Flags {
    /// Write nothing; print the differences, and fail if there are any.
    #[arg(long)]
    pub check: bool,

    /// Write nothing; print which files would be created, updated and removed.
    #[arg(long, conflicts_with = "check")]
    pub dry_run: bool,

    /// Keep the module, accessor and cargo feature of the API around its resources (`client.petstore().pet()`), even if it is the
    /// only one. Cargo.toml records the option, so that later runs repeat it.
    #[arg(long, requires = "spec")]
    pub api_module: bool,

    /// The name of a new crate [default: that of its directory].
    #[arg(long, value_name = "NAME", requires = "spec")]
    pub name: Option<String>,

    /// The directory of the crate truto-runtime, on which a new crate depends, relative to the current directory [default: the one
    /// beside this generator or, if it has none, a version from the registry].
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub runtime: Option<PathBuf>,

    /// An overlay: changes to the root documents, as in the OpenAPI Overlay Specification 1.0 or 1.1. Repeat it for more of them;
    /// they are applied in this order.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub overlay: Vec<PathBuf>,

    /// The directory that references of the documents cannot leave, relative to the current directory [default: the current directory
    /// if it contains the root documents, or else the work tree of git that contains them or, if there is none, the directory that they
    /// have in common].
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub base: Option<PathBuf>,

    /// Generate a part of the API: a tag, an operationId, the name of a webhook, a path ('/pets', '/pets/*'), or a method and a path
    /// ('GET /pets/{id}'). Repeat it for more of them. The crate has the types that this part needs. Cargo.toml records the
    /// selection, so that later runs repeat it; to generate everything again, remove `only` from its table
    /// `package.metadata.truto-codegen` [default: that of Cargo.toml or, if it has none, everything].
    #[arg(long, value_name = "WHAT", requires = "spec")]
    pub only: Vec<String>,

    /// Give each resource (the operations with a tag) a cargo feature, so that a part of a large API can be compiled. Types that only
    /// some resources need exist with their features. All features are on by default. Cargo.toml records the option, so that later
    /// runs repeat it.
    #[arg(long, requires = "spec")]
    pub feature_per_tag: bool,

    /// Leave out what has errors, and what needs it, such as an operation or the type of a field, and generate the rest. All errors
    /// are printed, the documentation of the crate lists what is missing, and the exit code is 3.
    #[arg(long, requires = "spec", conflicts_with = "deny_warnings")]
    pub keep_going: bool,

    /// Print every warning. By default, of warnings that differ only in names the first is printed, with the number of the others.
    #[arg(long)]
    pub all: bool,
}

impl Flags {
    /// The options that Cargo.toml records.
    fn settings(&self) -> Settings {
        Settings {
            only: self.only.clone(),
            feature_per_tag: self.feature_per_tag,
            api_module: self.api_module,
        }
    }

    /// The switches that decide the content of the crate, and are not recorded.
    fn switches(&self) -> Vec<&'static str> {
        let all = [(self.keep_going, "--keep-going")];
        let on = all.into_iter().filter(|(is_on, _)| *is_on);
        on.map(|(_, switch)| switch).collect()
    }

    /// The documents of a run, as in [`Documents::at`].
    ///
    /// # Errors
    /// A path is not Unicode, or a root is outside of the directory of `--base`.
    pub fn documents(
        &self,
        roots: &[PathBuf],
        workspace: Option<&Path>,
    ) -> Result<Documents, Failure> {
        match &self.base {
            Some(base) => Documents::below(base, roots, &self.overlay),
            None => Documents::at(roots, &self.overlay, workspace),
        }
    }

    /// The flags as part of a command that updates the crate: those that only a new crate has a use for are left out.
    fn command(&self) -> String {
        let mut overlays = String::new();
        for overlay in &self.overlay {
            let overlay = quoted(&overlay.display().to_string());
            overlays.push_str(&format!(" --overlay {overlay}"));
        }
        if let Some(base) = &self.base {
            let base = quoted(&base.display().to_string());
            overlays.push_str(&format!(" --base {base}"));
        }
        overlays + &command::options(&self.settings(), &self.switches())
    }
}

/// A run: what the programs decide before.
pub struct Job<'a> {
    /// The documents.
    pub documents: Documents,
    /// The directory of the crate.
    pub out: &'a Path,
    /// The directory as messages show it.
    pub shown: PathBuf,
    /// The flags.
    pub flags: &'a Flags,
    /// Whether warnings are errors.
    pub warnings: Warnings,
    /// The program and its subcommand, as the generated files name it: `truto-codegen generate`.
    pub program: &'a str,
    /// The command that updates the crate, with the arguments that are not among the flags.
    pub command: String,
    /// Whether the crate belongs to the workspace of the generator: it has tests of all generated calls, and a manifest that is
    /// written by hand.
    pub is_own: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let program = "truto-codegen generate";
    generate(&Job {
        documents: arguments.flags.documents(&arguments.spec, None)?,
        out: &arguments.out,
        shown: arguments.out.clone(),
        flags: &arguments.flags,
        warnings: match arguments.deny_warnings {
            true => Warnings::Deny,
            false => Warnings::Allow,
        },
        program,
        command: with_paths(program, &arguments.spec, Some(&arguments.out)),
        is_own: false,
    })
}

/// `truto-codegen generate --spec pets.yaml --out pets`
#[must_use]
pub fn with_paths(program: &str, spec: &[PathBuf], out: Option<&Path>) -> String {
    let mut command = program.to_owned();
    let mut add = |option: &str, path: &Path| {
        let path = quoted(&path.display().to_string());
        command.push_str(&format!(" {option} {path}"));
    };
    spec.iter().for_each(|path| add("--spec", path));
    out.iter().for_each(|path| add("--out", path));
    command
}

/// Generates a crate, or compares what would be generated with what is there.
///
/// # Errors
/// The documents have errors, the crate is out of date, or a file cannot be written.
pub fn generate(job: &Job<'_>) -> Result<Done, Failure> {
    let start = Instant::now();
    let name = manifest::package_name(job.out, job.flags.name.as_deref())?;
    let runtime = runtime::path(job.out, job.flags.runtime.as_deref())?;
    let settings = Settings::of(job.flags.settings(), Settings::recorded(job.out)?);
    let Outcome {
        files,
        manifest,
        diagnostics,
        sources,
    } = outcome(job, &name, &settings)?;
    let warnings = match job.flags.all {
        true => Shown::All,
        false => Shown::Grouped,
    };
    let done = report::generated(&diagnostics, &sources, warnings, !files.is_empty())?;
    let shown = &job.shown;
    let plan = WritePlan::new(job.out, OWNED, files)
        .map_err(|error| report::write_failure(&error, shown))?;
    if job.flags.check {
        let command = format!("{}{}", job.command, job.flags.command());
        return check(&plan, shown, &command).map(|()| done);
    }
    if job.flags.dry_run {
        return dry_run(job, &plan).map(|()| done);
    }
    let applied = plan
        .apply()
        .map_err(|error| report::write_failure(&error, shown))?;
    report::applied(&applied, shown, start.elapsed());
    if !job.is_own {
        write_manifest(job, &name, (&manifest, &settings), runtime.as_deref())?;
    }
    Ok(done)
}

fn outcome(job: &Job<'_>, name: &str, settings: &Settings) -> Result<Outcome, Failure> {
    let options = Options {
        package: name.replace('-', "_"),
        guides: guides::read(job.out)?,
        history: history::read(job.out)?,
        overlays: job.documents.overlays.clone(),
        only: settings.only.clone(),
        api_module: settings.api_module,
        feature_per_tag: settings.feature_per_tag,
        is_new: !job.is_own && !manifest::exists(job.out),
        readme: !job.is_own && is_readme_free(job.out),
        command: job.program.to_owned(),
        update: (!job.is_own).then(|| {
            let switches = job.flags.switches();
            let options = (settings, switches.as_slice());
            command::of_crate(job.program, &job.documents, job.out, options)
        }),
    };
    let Documents { files, roots, .. } = &job.documents;
    if job.flags.keep_going {
        let tests = Tests::Without;
        return Ok(crate::generate_despite_errors(
            roots, files, &options, tests,
        ));
    }
    let generate = match job.is_own {
        true => crate::generate_with_tests,
        false => crate::generate,
    };
    Ok(generate(roots, files, job.warnings, &options))
}

/// Whether there is no README that is written by hand.
fn is_readme_free(out: &Path) -> bool {
    match std::fs::read(out.join("README.md")) {
        Ok(content) => is_owned(&content),
        Err(_) => true,
    }
}

/// Prints what would be written.
fn dry_run(job: &Job<'_>, plan: &WritePlan) -> Result<(), Failure> {
    let differences = plan.differences();
    let new_manifest = !job.is_own && !manifest::exists(job.out);
    for difference in &differences {
        let what = match (difference.refusal, difference.kind) {
            (Some(_), _) => "refuse",
            (None, DifferenceKind::Missing) => "create",
            (None, DifferenceKind::Stale) => "update",
            (None, DifferenceKind::Extra) => "remove",
        };
        println!("{what:>8} {}", job.shown.join(&difference.path).display());
    }
    if new_manifest {
        println!("  create {}", job.shown.join("Cargo.toml").display());
    }
    let of = |kind| {
        let all = differences.iter();
        let all = all.filter(|one| one.kind == kind && one.refusal.is_none());
        all.count()
    };
    println!(
        "{} would be created, {} updated, {} removed; nothing was written",
        of(DifferenceKind::Missing) + usize::from(new_manifest),
        of(DifferenceKind::Stale),
        of(DifferenceKind::Extra),
    );
    let refused = differences.iter().filter(|one| one.refusal.is_some());
    match refused.count() {
        0 => Ok(()),
        count => Err(format!(
            "{} not generated, so a run would write nothing",
            report::count(count, "file")
        )),
    }
}

/// Creates `Cargo.toml` if it is missing, and says on which runtime the crate depends.
fn write_manifest(
    job: &Job<'_>,
    name: &str,
    (about, settings): (&Manifest, &Settings),
    runtime: Option<&Path>,
) -> Result<(), Failure> {
    let path = job.shown.join("Cargo.toml");
    if !manifest::write_missing(job.out, name, (about, settings.table()), runtime)? {
        if let Some(change) = settings.change(&Settings::recorded(job.out)?) {
            println!(
                "{} is not changed: to repeat this run without options, write\n\n{change}",
                path.display()
            );
        }
        let missing = manifest::missing_features(job.out, &about.features)?;
        if !missing.is_empty() {
            println!(
                "{} is not changed: add under [features], and to `default` what is to be on by default,\n\n{missing}",
                path.display()
            );
        }
        return Ok(());
    }
    println!(
        " created {}, which later runs do not change",
        path.display()
    );
    match runtime {
        Some(runtime) => println!(
            "the crate depends on truto-runtime in {}",
            runtime.display()
        ),
        None => println!(
            "the crate depends on truto-runtime {} of the registry; with --runtime DIR, it depends on a checkout",
            runtime::VERSION
        ),
    }
    println!(
        "to generate it again, run `{}{}`",
        job.command,
        job.flags.command()
    );
    Ok(())
}

fn check(plan: &WritePlan, out: &Path, command: &str) -> Result<(), Failure> {
    let differences = plan.differences();
    if differences.is_empty() {
        println!("{} is up to date", out.display());
        return Ok(());
    }
    let mut refused = String::new();
    for difference in &differences {
        match difference.refusal {
            // The generator refuses to change the file, so a diff would mislead.
            Some(reason) => {
                refused.push_str(&report::refusal(out, &difference.path, reason));
            }
            None => show(difference, out),
        }
    }
    let files = report::count(differences.len(), "file");
    let remedy = if refused.is_empty() {
        format!("run `{command}`")
    } else {
        format!("move or delete the files that were not generated, then run `{command}`:{refused}")
    };
    Err(format!(
        "{files} in {} out of date: {remedy}",
        out.display()
    ))
}

fn show(difference: &Difference, out: &Path) {
    let kind = match difference.kind {
        DifferenceKind::Missing => "missing",
        DifferenceKind::Stale => "stale",
        DifferenceKind::Extra => "extra",
    };
    println!("{kind}: {}", out.join(&difference.path).display());
    println!("{}", difference.diff);
}
