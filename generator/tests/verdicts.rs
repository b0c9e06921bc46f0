//! What changes of a document mean for programs; in the nightly set, confirmed by a compiler.
//!
//! `compare/<case>/` has a document before and after a change, `old.yaml` and `new.yaml`, and `program.rs`, which uses the crate of
//! the old one. The program must compile against both crates with warnings denied, and send and read the same. It says where it does
//! not:
//!
//! - A line with a comment that begins with `breaks` does not compile against the new crate, and every other line does.
//! - `//! behaviour: …` in the first line: it compiles, but does something else, which breaks it.
//! - `//! fix: …` in the first line: it compiles, and does what the new document says.
//!
//! `//! answer: …` is the JSON that the server returns, and `//! features: …` are the cargo features of its crate that it turns on; without
//! this line, all those of APIs and tags are. In a program, `api` is the crate. `flags.txt` has the options with which the crates are
//! generated.
//!
//! All old crates are modules of one crate, and so are all new crates: each is compiled in one run. So are all programs, except those
//! that do not compile, which are programs of their own. `VERDICT=<case>` restricts a run to one case. The crates of some documents before
//! and after a refresh are compiled with them.

mod cargo;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use truto_codegen::{
    Feature, Options, Warnings, diag, generate_with_tests, load::Renamed, selecting,
};

#[path = "compare/flags.rs"]
mod flags;
#[path = "compare/refreshed.rs"]
mod refreshed;
#[path = "compare/semver.rs"]
mod semver;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare")
}

/// A cargo feature that is never on.
const OFF: &str = "off";

/// The two states of a document.
const SIDES: [&str; 2] = ["old", "new"];

/// The name of the program of all programs that compile against the crates of a side.
fn all(side: &str) -> String {
    format!("all_with_{side}")
}

/// A kind of change.
struct Case {
    name: String,
    folder: PathBuf,
    program: Option<Program>,
}

impl Case {
    /// The name of the modules of its crates and of its programs.
    fn module(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// A program that uses the crate of the old document.
struct Program {
    text: String,
    /// The lines that do not compile against the new crate, from 1.
    broken: BTreeSet<u64>,
    effect: Effect,
    /// What the server returns.
    answer: String,
    /// The cargo features that it turns on, if not all.
    features: Option<BTreeSet<String>>,
}

/// What a program that compiles does with the new crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// The same.
    None,
    /// What the new document says.
    Fix,
    /// Something that it does not expect.
    Behaviour,
}

impl Program {
    fn new(text: String) -> Self {
        let lines = (1..).zip(text.lines());
        let broken = lines.filter(|(_, line)| line.contains("// breaks"));
        let effect = match text.lines().next() {
            Some(line) if line.starts_with("//! behaviour: ") => Effect::Behaviour,
            Some(line) if line.starts_with("//! fix: ") => Effect::Fix,
            _ => Effect::None,
        };
        let header = |name| text.lines().find_map(|line| line.strip_prefix(name));
        let answer = header("//! answer: ");
        let features: Option<&str> = header("//! features: ");
        let features = features.map(|names| names.split(", ").map(str::to_owned).collect());
        Self {
            broken: broken.map(|(number, _)| number).collect(),
            effect,
            answer: answer.unwrap_or("{}").to_owned(),
            features,
            text,
        }
    }

    /// The program with the path of a crate.
    fn with(&self, api: &str) -> String {
        self.text.replace("api::", &format!("{api}::"))
    }
}

/// The cases, by name.
fn cases() -> Result<Vec<Case>> {
    let only = std::env::var("VERDICT").ok();
    let mut cases = Vec::new();
    for entry in fs::read_dir(cases_folder())? {
        let folder = entry?.path();
        let name = folder.file_name().and_then(|name| name.to_str());
        let name = name.ok_or("a name that is no text")?.to_owned();
        if folder.is_dir() && only.as_deref().is_none_or(|only| only == name) {
            let program = fs::read_to_string(folder.join("program.rs")).ok();
            cases.push(Case {
                program: program.map(Program::new),
                folder,
                name,
            });
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cases)
}

/// Documents before and after a refresh. They have no programs: their crates must compile.
fn refreshed_cases() -> Result<Vec<Case>> {
    let only = std::env::var("VERDICT").ok();
    let mut cases = Vec::new();
    for of in refreshed::CASES {
        let name = format!("refreshed-{of}");
        if only.as_deref().is_some_and(|only| only != name) {
            continue;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        let case = cases_folder().join("../refresh").join(of);
        refreshed::write_pair(&case, &folder)?;
        cases.push(Case {
            name,
            folder,
            program: None,
        });
    }
    Ok(cases)
}

#[test]
fn verdicts_agree_with_programs_and_the_generated_code() -> Result<()> {
    let mut faults = Vec::new();
    for case in cases()? {
        let expected = fs::read_to_string(case.folder.join("expected.txt"))?;
        let verdict =
            Verdict::new(&expected).ok_or_else(|| format!("{}: no verdict", case.name))?;
        let [old, new] = SIDES.map(|side| Generated::new(&case, side));
        if let Some(fault) = verdict.fault(&case, &old?, &new?) {
            faults.push(format!("{}: {fault}", case.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

/// The verdict of `truto-codegen diff`.
struct Verdict<'a> {
    /// `major`
    level: &'a str,
    /// `2 breaking, 1 docs only`
    changes: &'a str,
}

impl<'a> Verdict<'a> {
    fn new(text: &'a str) -> Option<Self> {
        let of = |name| text.lines().find_map(|line| line.strip_prefix(name));
        Some(Self {
            level: of("verdict: ")?.split(',').next()?,
            changes: of("changes: ").unwrap_or_default(),
        })
    }

    /// What contradicts it, if anything.
    fn fault(&self, case: &Case, old: &Generated, new: &Generated) -> Option<&'static str> {
        let is_broken = |it: &Program| !it.broken.is_empty() || it.effect == Effect::Behaviour;
        let is_broken = case.program.as_ref().is_some_and(is_broken);
        let is_docs_only = self.changes.ends_with(" docs only") && !self.changes.contains(',');
        let is_same = old.words() == new.words();
        match self.level {
            "major" if !is_broken => Some("breaking, but no program shows it"),
            "major" => None,
            _ if is_broken => Some("its program breaks"),
            "minor" if is_same => Some("additive, but the code is the same"),
            "none" if !is_same => Some("no change, but the code differs"),
            "patch" if is_docs_only && !is_same => Some("only documentation, but the code differs"),
            _ => None,
        }
    }
}

#[test]
#[ignore = "it compiles all crates and programs; `cargo xtask ci --nightly` runs this test"]
fn programs_confirm_what_a_change_breaks() -> Result<()> {
    let mut cases = cases()?;
    cases.extend(refreshed_cases()?);
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdicts");
    write_workspace(&workspace, &cases)?;
    let built = Built::new(&workspace)?;
    let mut faults = built.unexpected(&cases);
    // If a crate does not compile, nothing else is tried.
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    for case in &cases {
        if let Some(program) = case.program.as_ref().filter(|it| !it.broken.is_empty()) {
            faults.extend(built.broken_otherwise(case, program));
        }
    }
    let (old, new) = (built.run("old")?, built.run("new")?);
    let programs = cases.iter().filter_map(|case| {
        let program = case.program.as_ref()?;
        done_otherwise(case, program, &old, &new)
    });
    faults.extend(programs);
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

/// The programs have a transport of their own, so only this test compiles what needs another one, and fakes.
#[test]
#[ignore = "it compiles all crates once more; `cargo xtask ci --nightly` runs this test"]
fn the_crates_compile_with_transports() -> Result<()> {
    let mut cases = cases()?;
    cases.extend(refreshed_cases()?);
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transports");
    write_workspace(&workspace, &cases)?;
    for side in SIDES {
        let output = cargo::cargo()
            .args(["check", "--offline", "--quiet", "--package", side])
            .args(["--features", "blocking,testing,tokio"])
            .current_dir(&workspace)
            .output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{side}: {errors}");
    }
    Ok(())
}

/// cargo-semver-checks, which knows only the crates, reports no pair that our verdict calls compatible. The guide has the counts.
#[test]
#[ignore = "`cargo xtask ci --nightly` installs cargo-semver-checks and runs this test"]
fn cargo_semver_checks_finds_no_other_break() -> Result<()> {
    let cases = cases()?;
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    write_packages(&workspace, &cases)?;
    let modules = cases.iter().map(Case::module).collect();
    let theirs = semver::breaking(&workspace, &modules)?;
    let mut ours = BTreeSet::new();
    for case in &cases {
        let expected = fs::read_to_string(case.folder.join("expected.txt"))?;
        if Verdict::new(&expected).is_some_and(|verdict| verdict.level == "major") {
            ours.insert(case.module());
        }
    }
    let missed: Vec<_> = theirs.difference(&ours).collect();
    let more: Vec<_> = ours.difference(&theirs).collect();
    println!(
        "of {} pairs, {} are major; cargo-semver-checks reports {} of them, and {} others\nit does not report {more:?}",
        cases.len(),
        ours.len(),
        theirs.len() - missed.len(),
        missed.len(),
    );
    assert!(
        missed.is_empty(),
        "our verdict does not call these major: {missed:?}"
    );
    let guide = include_str!("../guides/comparing-definitions.md").replace('\n', " ");
    for text in [
        format!("crates of {} pairs of documents", cases.len()),
        format!(
            "Of the {} pairs with the verdict major, it reports {},",
            ours.len(),
            theirs.len()
        ),
        format!("It does not report the other {},", more.len()),
    ] {
        assert!(guide.contains(&text), "the guide does not say `{text}`");
    }
    Ok(())
}

/// What is wrong with the effect of a program. A program that fails shows nothing, so it must succeed with the old crate, and with the
/// new one unless that is what breaks.
fn done_otherwise(
    case: &Case,
    program: &Program,
    old: &Transcripts,
    new: &Transcripts,
) -> Option<String> {
    let name = &case.name;
    let fault = |what: String| Some(format!("{name}: {what}"));
    let Some(old) = old.get(name) else {
        return fault("was not run with the old crate".to_owned());
    };
    if let Some(error) = old["error"].as_str() {
        return fault(format!("fails with the old crate: {error}"));
    }
    let new = match (new.get(name), program.broken.is_empty()) {
        (Some(new), true) => new,
        (None, true) => return fault("was not run with the new crate".to_owned()),
        (Some(_), false) => return fault("was run although it does not compile".to_owned()),
        (None, false) => return None,
    };
    let error = new["error"].as_str();
    match (program.effect, old == new) {
        (Effect::None, false) => fault(format!("does something else:\n{old}\n{new}")),
        (effect @ (Effect::Fix | Effect::Behaviour), true) => {
            fault(format!("{effect:?}, but it does the same:\n{old}"))
        }
        (Effect::Fix, false) => error.and_then(|error| fault(format!("fails now: {error}"))),
        (Effect::None, true) | (Effect::Behaviour, false) => None,
    }
}

/// What programs sent and read, by case.
type Transcripts = BTreeMap<String, Value>;

/// The result of a build.
struct Built {
    /// The errors, by the name of the target.
    errors: BTreeMap<String, Vec<CompileError>>,
    /// The programs, by name.
    executables: BTreeMap<String, PathBuf>,
}

struct CompileError {
    /// The places: the name of the file without its extension, and the line.
    places: Vec<(String, u64)>,
    /// As a person reads it.
    text: String,
}

impl Built {
    fn new(workspace: &Path) -> Result<Self> {
        let output = cargo::cargo()
            .args(["build", "--offline", "--keep-going", "--quiet"])
            .args(["--package=programs", "--message-format=json"])
            .current_dir(workspace)
            .output()?;
        let (mut errors, mut executables) = (BTreeMap::new(), BTreeMap::new());
        for line in String::from_utf8(output.stdout)?.lines() {
            let message: Value = serde_json::from_str(line)?;
            let target = message["target"]["name"].as_str().unwrap_or_default();
            if let Some(program) = message["executable"].as_str() {
                executables.insert(target.to_owned(), program.into());
            }
            if message["message"]["level"] == "error" {
                let errors: &mut Vec<_> = errors.entry(target.to_owned()).or_default();
                errors.push(CompileError::new(&message["message"]));
            }
        }
        if errors.is_empty() && executables.is_empty() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(Self {
            errors,
            executables,
        })
    }

    /// The errors in the crates and in programs that should compile.
    fn unexpected(&self, cases: &[Case]) -> Vec<String> {
        let is_case = |target: &str| cases.iter().any(|case| case.module() == target);
        let errors = self.errors.iter();
        let errors = errors.filter(|(target, _)| !is_case(target));
        let texts = errors.flat_map(|(target, errors)| {
            let texts = errors.iter().map(|error| &error.text);
            texts.map(move |text| format!("{target}: {text}"))
        });
        texts.collect()
    }

    /// How the errors of a program differ from those that it expects.
    fn broken_otherwise(&self, case: &Case, program: &Program) -> Option<String> {
        let module = case.module();
        let errors = self.errors.get(&module).map_or(&[][..], Vec::as_slice);
        let places = errors.iter().flat_map(|error| &error.places);
        let places = places.filter(|(file, _)| *file == module);
        let found: BTreeSet<u64> = places.map(|(_, line)| *line).collect();
        let texts = errors.iter().map(|error| error.text.as_str());
        (found != program.broken).then(|| {
            format!(
                "{}: expected errors in the lines {:?}, found them in {found:?}\n{}",
                case.name,
                program.broken,
                texts.collect::<String>(),
            )
        })
    }

    /// Runs the programs of a side that compile.
    fn run(&self, side: &str) -> Result<Transcripts> {
        let name = all(side);
        let program = self.executables.get(&name);
        let program = program.ok_or_else(|| format!("{name} was not built"))?;
        let output = Command::new(program).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let mut transcripts = BTreeMap::new();
        for line in String::from_utf8(output.stdout)?.lines() {
            let line: Value = serde_json::from_str(line)?;
            let case = line["case"].as_str().unwrap_or_default().to_owned();
            transcripts.insert(case, line);
        }
        Ok(transcripts)
    }
}

impl CompileError {
    fn new(message: &Value) -> Self {
        let spans = message["spans"].as_array().into_iter().flatten();
        let places = spans
            .filter(|span| span["is_primary"] == true)
            .filter_map(|span| {
                let file = Path::new(span["file_name"].as_str()?).file_stem()?;
                Some((file.to_str()?.to_owned(), span["line_start"].as_u64()?))
            });
        Self {
            places: places.collect(),
            text: message["rendered"].as_str().unwrap_or_default().to_owned(),
        }
    }
}

/// Writes the crates of both sides, with all cases as modules, and returns their features.
fn write_sides(workspace: &Path, cases: &[Case]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut features = BTreeMap::new();
    for side in SIDES {
        let package = workspace.join(side);
        let mut modules = String::from("//! All crates of one side.\n\n");
        for case in cases {
            features.extend(write_crate(&package, case, side)?);
            let _ = writeln!(
                modules,
                "#[allow(missing_docs)]\npub mod {};",
                case.module()
            );
        }
        write(&package.join("src/lib.rs"), &modules)?;
    }
    Ok(features)
}

fn write_workspace(workspace: &Path, cases: &[Case]) -> Result<()> {
    if workspace.join("programs").is_dir() {
        fs::remove_dir_all(workspace.join("programs"))?;
    }
    let features = write_sides(workspace, cases)?;
    for side in SIDES {
        let manifest = manifest(side, &features);
        write(&workspace.join(side).join("Cargo.toml"), &manifest)?;
    }
    write_programs(&workspace.join("programs"), cases)?;
    let root = root_of(&["old", "new", "programs"])?;
    write(&workspace.join("Cargo.toml"), &root)?;
    copy_lock(workspace)
}

/// Writes the crates of both sides as packages of one name, each in a workspace of its own.
fn write_packages(workspace: &Path, cases: &[Case]) -> Result<()> {
    let features = write_sides(workspace, cases)?;
    for side in SIDES {
        let package = workspace.join(side);
        let manifest = manifest(semver::PACKAGE, &features) + "\n" + &root_of(&[])?;
        write(&package.join("Cargo.toml"), &manifest)?;
        copy_lock(&package)?;
    }
    Ok(())
}

/// The part of a manifest about the workspace.
fn root_of(members: &[&str]) -> Result<String> {
    let runtime = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime"))?;
    Ok(format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.dependencies]\n\
         truto-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    ))
}

/// The versions of the workspace are those that a machine without a network has.
fn copy_lock(workspace: &Path) -> Result<()> {
    let lock = workspace.join("Cargo.lock");
    if !lock.exists() {
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(ours, lock)?;
    }
    Ok(())
}

/// What is generated from one side.
struct Generated {
    /// The texts in `src/`, by path.
    source: BTreeMap<String, String>,
    features: Vec<Feature>,
}

impl Generated {
    fn new(case: &Case, side: &str) -> Result<Self> {
        let name = format!("{side}.yaml");
        let source = flags::source(&case.folder, &name);
        // An API with a registry is named after its file.
        let files = Renamed {
            files: &*source.files,
            path: name,
            alias: "shop.yaml".to_owned(),
        };
        let roots = [files.alias.clone()];
        let options = Options {
            package: "pets".to_owned(),
            // In one of the documents, a part of the selection can be missing.
            only: selecting(
                &roots,
                &files,
                &source.options.overlays,
                &source.options.only,
            ),
            ..source.options
        };
        let outcome = generate_with_tests(&roots, &files, Warnings::Allow, &options);
        if outcome.files.is_empty() {
            let shown = diag::render(&outcome.diagnostics, &outcome.sources, false);
            return Err(format!("{}: {shown}", case.name).into());
        }
        let mut source = BTreeMap::new();
        for (path, bytes) in outcome.files {
            if let Some(path) = path.strip_prefix("src/") {
                source.insert(path.to_owned(), String::from_utf8(bytes)?);
            }
        }
        Ok(Self {
            source,
            features: outcome.manifest.features,
        })
    }

    /// The words of the code, without documentation. They are sorted, since the order of items in a document means nothing.
    fn words(&self) -> Vec<&str> {
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let lines = self.source.values().flat_map(|text| text.lines());
        let words = lines
            .filter(is_code)
            .flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
        let mut words: Vec<&str> = words.filter(|word| word.parse::<u16>().is_err()).collect();
        words.sort_unstable();
        words
    }
}

/// Writes the crate of one side as a module, and returns its features.
fn write_crate(package: &Path, case: &Case, side: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let Generated { source, features } = Generated::new(case, side)?;
    let on = case.program.as_ref().and_then(|of| of.features.as_ref());
    let is_off = |name: &String| on.is_some_and(|on| !on.contains(name));
    let off: Vec<&String> = features
        .iter()
        .map(|of| &of.name)
        .filter(|name| is_off(name))
        .collect();
    let module = case.module();
    let path_of_crate = format!("crate::{module}");
    for (path, text) in source {
        let path = match path.as_str() {
            "lib.rs" => "mod.rs",
            other => other,
        };
        let text = text.replace("crate::", &format!("{path_of_crate}::"));
        let text = text.replace("use crate as ", &format!("use {path_of_crate} as "));
        let text = off.iter().fold(text, |text, name| {
            text.replace(
                &format!("feature = {name:?}"),
                &format!("feature = {OFF:?}"),
            )
        });
        write(&package.join("src").join(&module).join(path), &text)?;
    }
    let features = features.into_iter();
    Ok(features
        .map(|Feature { name, requires, .. }| (name, requires))
        .collect())
}

fn write_programs(package: &Path, cases: &[Case]) -> Result<()> {
    for side in SIDES {
        let mut main = String::from(
            "//! All programs that compile.\n#![deny(warnings)]\n#![allow(deprecated)]\n\n",
        );
        let wire = cases_folder().join("wire.rs");
        let _ = writeln!(main, "#[path = {wire:?}]\nmod wire;");
        let mut calls = String::new();
        for case in cases {
            let (module, Some(program)) = (case.module(), &case.program) else {
                continue;
            };
            let crate_ = format!("{side}::{module}");
            let path = package.join(side).join(format!("{module}.rs"));
            write(&path, &program.with(&crate_))?;
            if side == "new" && !program.broken.is_empty() {
                let text = format!("#[path = {path:?}]\nmod {module};\n\nfn main() {{}}\n");
                write(&package.join(format!("src/bin/{module}.rs")), &text)?;
                continue;
            }
            let _ = writeln!(main, "#[path = {path:?}]\nmod {module};");
            let _ = writeln!(
                calls,
                "    wire::run({:?}, {:?}, {crate_}::Client::builder(), {module}::program);",
                case.name, program.answer,
            );
        }
        let _ = writeln!(main, "\nfn main() {{\n{calls}}}");
        write(&package.join(format!("src/bin/{}.rs", all(side))), &main)?;
    }
    write(
        &package.join("Cargo.toml"),
        "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         new = { path = \"../new\" }\nold = { path = \"../old\" }\n\
         truto-runtime.workspace = true\nbytes = \"1\"\nhttp = \"1\"\nserde_json = \"1\"\n",
    )
}

fn manifest(name: &str, of_apis: &BTreeMap<String, Vec<String>>) -> String {
    let features = of_apis.iter();
    let features = features.map(|(name, requires)| format!("{name} = {requires:?}\n"));
    let features: String = features.collect();
    let default = of_apis.keys().map(String::as_str);
    let default: Vec<&str> = default.collect();
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\ndefault = {default:?}\n\
         {features}{OFF} = []\nblocking = [\"truto-runtime/blocking\"]\ntesting = [\"truto-runtime/testing\"]\ntokio = [\"truto-runtime/tokio\"]\n\n\
         [dependencies]\nserde = {{ version = \"1\", default-features = false, features = [\"std\"] }}\n\
         truto-runtime.workspace = true\n"
    )
}

/// Writes a file unless it has this text, so that cargo does not compile it again.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
