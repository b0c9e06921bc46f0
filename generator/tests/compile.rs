//! Every golden definition becomes a crate that compiles without warnings, and whose example payloads survive a round trip. An ignored
//! test documents them all.
//!
//! `golden/<case>/` has `spec.yaml` (and the files that it refers to), `roundtrip.rs`, and in `expected/` the emitted files that
//! are worth reading in a diff. `only.txt` lists what is generated of the definition, if that is not everything. `changes/` has the recorded changes of releases, if
//! there are any. `UPDATE_GOLDENS=1` rewrites them. All cases are members of one workspace in `target/`, so that
//! cargo builds them in one run and one program runs all tests. `GOLDEN=<case>` restricts a run to one case.

mod cargo;

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use truto_codegen::{
    Feature, Options, Outcome, Warnings, diag,
    emit::Tests,
    generate_despite_errors, generate_with_tests,
    history::Release,
    load::{Disk, Memory},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The directories in `golden/`, by name.
fn cases() -> Result<BTreeMap<String, PathBuf>> {
    let only = std::env::var("GOLDEN").ok();
    let mut cases = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/golden"))? {
        let path = entry?.path();
        if let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| path.is_dir() && only.as_deref().is_none_or(|only| only == *name))
        {
            cases.insert(name.to_owned(), path);
        }
    }
    Ok(cases)
}

/// The cases whose only API has a module of its own.
const WITH_API_MODULE: [&str; 2] = ["events", "scopes"];

/// The package whose tests use the crates of all cases.
const TRIPS: &str = "--package=golden-trips";

/// The cases whose resources have cargo features. Each feature is compiled alone, too.
const WITH_FEATURES: [&str; 1] = ["features"];

/// The cases that have a README. Its examples are tests.
const WITH_README: [&str; 2] = ["features", "single"];

/// The cases that show what is generated despite a warning.
const WITH_WARNINGS: [&str; 3] = ["faults", "names-clash", "parameters"];

/// The cases that show what is generated despite errors.
const WITH_ERRORS: [&str; 1] = ["keep-going"];

fn generated(name: &str, case: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    outcome(name, case).map(|outcome| outcome.files)
}

/// What `changes/` of a case records.
fn history(case: &Path) -> Result<Option<Vec<Release>>> {
    let folder = case.join("changes");
    let mut releases = Vec::new();
    for name in files_under(&folder)? {
        let text = fs::read_to_string(folder.join(&name))?;
        releases.push(Release::read(&name, &text)?);
    }
    Release::sort(&mut releases);
    Ok(folder.exists().then_some(releases))
}

fn outcome(name: &str, case: &Path) -> Result<Outcome> {
    let files = Disk::new(case);
    let overlays = ["overlay.yaml"].into_iter();
    let options = Options {
        package: format!("golden_{}", name.replace('-', "_")),
        overlays: overlays
            .filter(|overlay| case.join(overlay).exists())
            .map(str::to_owned)
            .collect(),
        only: fs::read_to_string(case.join("only.txt"))
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect(),
        api_module: WITH_API_MODULE.contains(&name),
        feature_per_tag: WITH_FEATURES.contains(&name),
        readme: WITH_README.contains(&name),
        history: history(case)?,
        ..Options::default()
    };
    let roots = ["spec.yaml".to_owned()];
    let warnings = match WITH_WARNINGS.contains(&name) {
        true => Warnings::Allow,
        false => Warnings::Deny,
    };
    let outcome = match WITH_ERRORS.contains(&name) {
        true => generate_despite_errors(&roots, &files, &options, Tests::With),
        false => generate_with_tests(&roots, &files, warnings, &options),
    };
    if outcome.files.is_empty() {
        return Err(diag::render(&outcome.diagnostics, &outcome.sources, false).into());
    }
    Ok(outcome)
}

#[test]
fn what_is_emitted_is_what_was_read_before() -> Result<()> {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let (mut stale, mut gone) = (Vec::new(), Vec::new());
    for (name, path) in cases()? {
        let files = generated(&name, &path)?;
        for expected in files_under(&path.join("expected"))? {
            let kept = path.join("expected").join(&expected);
            let shown = format!("{name}/expected/{expected}");
            match files.get(&expected) {
                None => gone.push(shown),
                Some(emitted) if fs::read(&kept)? == *emitted => {}
                Some(emitted) if update => fs::write(&kept, emitted)?,
                Some(_) => stale.push(shown),
            }
        }
    }
    assert!(
        gone.is_empty(),
        "no longer emitted; if that is intended, delete them: {gone:#?}"
    );
    assert!(
        stale.is_empty(),
        "these files differ; review the difference, then run again with UPDATE_GOLDENS=1: {stale:#?}"
    );
    Ok(())
}

/// The paths of all files in `folder`, relative to it, with `/` on each system.
fn files_under(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop().filter(|next| next.is_dir()) {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let names = path.strip_prefix(folder)?.iter();
                let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
                found.push(names.join("/"));
            }
        }
    }
    Ok(found)
}

/// Words that occur only in crates of documents with extensions.
const OF_EXTENSIONS: [&str; 9] = [
    "truto",
    "integration",
    "matrix",
    "preflight",
    "vendor",
    "debugenvelope",
    "keyedpage",
    "pagenames",
    "account",
];

#[test]
fn a_crate_without_a_registry_has_nothing_of_integrations() -> Result<()> {
    let mut found = Vec::new();
    let mut checked = 0;
    for (name, path) in cases()? {
        let spec = fs::read_to_string(path.join("spec.yaml"))?;
        if spec.contains("x-truto-registry") {
            continue;
        }
        checked += 1;
        let has_accounts = spec.contains("x-truto-role: scope");
        let has_pages = spec.contains("x-truto-pagination");
        let words = OF_EXTENSIONS.iter();
        let words: Vec<&&str> = words
            .filter(|word| !has_accounts || **word != "account")
            .filter(|word| !has_pages || **word != "pagenames")
            // What the document itself speaks of.
            .filter(|word| !spec.contains(**word))
            .collect();
        let Outcome {
            files, manifest, ..
        } = outcome(&name, &path)?;
        let features = manifest.features.iter();
        let forms = features.filter(|feature| feature.name == "forms");
        found.extend(forms.map(|_| format!("{name}/Cargo.toml: the feature forms")));
        for (file, bytes) in files {
            // Records of releases speak of what other states of the document had.
            if file.ends_with("api-changes.md") {
                continue;
            }
            for line in String::from_utf8(bytes)?.lines() {
                let neutral = line.to_lowercase();
                let neutral = neutral
                    .replace("truto_runtime", "")
                    .replace("truto-codegen", "");
                if words.iter().any(|word| neutral.contains(**word)) {
                    found.push(format!("{name}/{file}: {line}"));
                }
            }
        }
    }
    assert!(checked > 5, "only {checked} cases have no registry");
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn writes_are_repeated_only_if_the_server_executes_them_once() -> Result<()> {
    for (key, is_off) in [("", true), ("x-truto-idempotency: true\n", false)] {
        let text = format!("openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{}}\n{key}");
        let files: Memory = [("a.yaml", text.as_str())].into_iter().collect();
        let roots = ["a.yaml".to_owned()];
        let outcome = generate_with_tests(&roots, &files, Warnings::Deny, &Options::default());
        let client = outcome.files.get("src/client.rs").ok_or("no client")?;
        let client = std::str::from_utf8(client)?;
        let keys = client.contains(".idempotency_keys(false)");
        let retries = client.contains(".retry_writes(false)");
        assert_eq!((retries, keys), (is_off, is_off), "{client}");
    }
    Ok(())
}

#[test]
fn names_of_apis_come_before_those_of_the_runtime_but_not_of_features() -> Result<()> {
    let names = ["time", "http"];
    let texts = names.map(|name| {
        let operation = "{operationId: list, tags: [a], responses: {'204': {description: d}}}";
        format!("openapi: 3.0.3\ninfo: {{title: {name}, version: '1'}}\npaths: {{/a: {{get: {operation}}}}}\n")
    });
    let paths = names.map(|name| format!("{name}.yaml"));
    let files = paths.iter().zip(&texts);
    let files: Memory = files
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let outcome = generate_with_tests(&paths, &files, Warnings::Deny, &Options::default());
    let features = outcome.manifest.features.iter();
    let features: Vec<&str> = features.map(|feature| feature.name.as_str()).collect();
    assert_eq!(features, ["time_api", "http"]);
    let root = outcome.files.get("src/lib.rs").ok_or("no root")?;
    let root = std::str::from_utf8(root)?;
    for expected in ["pub mod time_api;", "pub mod http;", "http as runtime_http"] {
        assert!(root.contains(expected), "{root}");
    }
    // The only API of a crate has no module.
    let options = Options::default();
    let only = generate_with_tests(&paths[..1], &files, Warnings::Deny, &options);
    let mut found = only.diagnostics.iter();
    assert!(!found.any(|one| one.message.contains("time_api")));
    Ok(())
}

#[test]
fn a_manifest_has_the_version_of_the_only_document_and_no_webhooks_by_default() -> Result<()> {
    let operation = "post: {operationId: add, tags: [a], responses: {'204': {description: d}}}";
    let text = |version: &str, kind: &str, path: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: A, version: '{version}'}}\n{kind}: {{{path}: {{{operation}}}}}\n"
        )
    };
    let texts = [
        ("shop.yaml", text("2.3.4", "paths", "/a")),
        ("hooks.yaml", text("5.0.0", "webhooks", "added")),
    ];
    let files: Memory = texts
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let manifest = |paths: &[&str]| {
        let roots: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        generate_with_tests(&roots, &files, Warnings::Deny, &Options::default()).manifest
    };
    assert_eq!(manifest(&["shop.yaml"]).version, "2.3.4");
    let both = manifest(&["shop.yaml", "hooks.yaml"]);
    assert_eq!(both.version, "0.1.0");
    let features = both.features.iter();
    let features = features.map(|feature| (feature.name.as_str(), feature.is_default));
    assert_eq!(
        features.collect::<Vec<_>>(),
        [("shop", true), ("hooks", false)]
    );
    Ok(())
}

/// A type can contain itself through a list, a map, a sum type, or only in responses, which are also as the server documents them when
/// no value can be complete.
#[test]
fn samples_end_where_types_contain_themselves() -> Result<()> {
    let node = "{$ref: '#/components/schemas/Node'}";
    let next = |next: &str, required: &str| {
        format!("{{type: object, required: [{required}], properties: {{next: {next}}}}}")
    };
    let either = |case: &str| format!("{{oneOf: [{case}, {{type: integer}}]}}");
    let (list, map) = (
        format!("{{type: array, items: {node}}}"),
        format!("{{type: object, additionalProperties: {node}}}"),
    );
    let nullable = format!("{{nullable: true, allOf: [{node}]}}");
    let read_only = format!("{{readOnly: true, allOf: [{node}]}}");
    let write_only = format!("{{writeOnly: true, allOf: [{node}]}}");
    let kinds = [node, &list, &map, &nullable, &read_only, &write_only];
    let inner = kinds
        .into_iter()
        .flat_map(|kind| [kind.to_owned(), either(kind)]);
    for inner in inner.flat_map(|inner| {
        let nested = format!("{{type: array, items: {inner}}}");
        [inner, either(&nested), nested]
    }) {
        for required in ["", "next"] {
            let node = next(&inner, required);
            for is_sent in [false, true] {
                let text = recursive(&node, is_sent);
                let files: Memory = [("a.yaml", text.as_str())].into_iter().collect();
                let outcome = generate_despite_errors(
                    &["a.yaml".to_owned()],
                    &files,
                    &Options::default(),
                    Tests::With,
                );
                let page = outcome.files.get("docs/a/add.md").map_or(0, Vec::len);
                assert!(page < 20_000, "{page} bytes: {text}");
                let is_generated = page > 0 || outcome.diagnostics.has_errors();
                assert!(is_generated, "{text}");
            }
        }
    }
    Ok(())
}

/// A document whose responses, and requests if asked for, are of the schema `Node`.
fn recursive(node: &str, is_sent: bool) -> String {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}";
    let request = match is_sent {
        true => format!("requestBody: {{required: true, {content}}}, "),
        false => String::new(),
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {{post: {{operationId: add, tags: [a], \
         {request}responses: {{'200': {{description: d, {content}}}}}}}}}}}\n\
         components: {{schemas: {{Node: {node}}}}}\n"
    )
}

/// Each of 17 schemas requires two values of a sum type with the next schema: more than a hundred thousand paths.
#[test]
fn samples_end_where_required_values_multiply() -> Result<()> {
    let body = "content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}";
    let mut text = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {{post: {{operationId: add, tags: [a], \
         requestBody: {{required: true, {body}}}, responses: {{'200': {{description: d, {body}}}}}}}}}}}\n\
         components:\n  schemas:\n    S17: {{type: string}}\n"
    );
    for at in 0..17 {
        let next = at + 1;
        let value =
            format!("{{oneOf: [{{$ref: '#/components/schemas/S{next}'}}, {{type: integer}}]}}");
        writeln!(
            text,
            "    S{at}: {{type: object, required: [a, b], properties: {{a: {value}, b: {value}}}}}"
        )?;
    }
    let files: Memory = [("a.yaml", text.as_str())].into_iter().collect();
    let roots = ["a.yaml".to_owned()];
    let outcome = generate_with_tests(&roots, &files, Warnings::Allow, &Options::default());
    for name in ["docs/a/add.md", "tests/generated/samples.rs"] {
        let file = outcome.files.get(name).ok_or(name)?;
        assert!(file.len() < 200_000, "{name}: {} bytes", file.len());
    }
    Ok(())
}

#[test]
fn generation_is_repeatable() -> Result<()> {
    for (name, path) in cases()? {
        let twice = [generated(&name, &path)?, generated(&name, &path)?];
        assert_eq!(twice[0], twice[1], "{}", path.display());
    }
    Ok(())
}

#[test]
fn all_cases_compile_and_round_trip() -> Result<()> {
    let workspace = workspace()?;
    let mut with_readme = Vec::new();
    for (name, path) in cases()? {
        let package = format!("--package=golden-{name}");
        if WITH_FEATURES.contains(&name.as_str()) {
            let features = outcome(&name, &path)?.manifest.features;
            check_features(&workspace, &package, &features)?;
        }
        if WITH_README.contains(&name.as_str()) {
            with_readme.push(package);
        }
    }
    // This compiles the crates of all cases.
    cargo_in(&workspace, &["test", TRIPS])?;
    // With the trips, dependencies have the features with which they are compiled already. Alone, cargo would compile them again.
    let mut arguments = vec!["test", "--doc", TRIPS];
    arguments.extend(with_readme.iter().map(String::as_str));
    cargo_in(&workspace, &arguments)
}

/// Checks a crate without features, with each alone, and with each and the fake.
fn check_features(workspace: &Path, package: &str, features: &[Feature]) -> Result<()> {
    let alone = features.iter().flat_map(|feature| {
        let with_fake = format!("{},blocking,testing", feature.name);
        [feature.name.clone(), with_fake]
    });
    for features in std::iter::once(String::new()).chain(alone) {
        let features = format!("--features={features}");
        let arguments = ["check", package, "--no-default-features", &features];
        cargo_in(workspace, &arguments)?;
    }
    Ok(())
}

#[test]
#[ignore = "it takes minutes; `cargo xtask ci --nightly` runs this test"]
fn all_cases_are_documented() -> Result<()> {
    let workspace = workspace()?;
    cargo_in(&workspace, &["test", "--workspace", "--doc"])?;
    cargo_in(&workspace, &["doc", "--workspace", "--no-deps"])
}

/// The crates of all cases. They are written once, since both tests that compile them can run at the same time.
fn workspace() -> Result<PathBuf> {
    static WRITTEN: LazyLock<std::result::Result<PathBuf, String>> = LazyLock::new(|| {
        let workspace = cargo::target().join("golden");
        let written = write_workspace(&workspace);
        written.map_err(|error| error.to_string())?;
        Ok(workspace)
    });
    Ok(WRITTEN.clone()?)
}

fn cargo_in(workspace: &Path, arguments: &[&str]) -> Result<()> {
    let output = cargo::cargo()
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(workspace)
        .env("RUSTDOCFLAGS", "-D warnings")
        // The compiler with the lints of clippy, as `cargo clippy` starts it. `cargo clippy` itself would compile all again.
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    Err(format!("cargo {arguments:?}\n{out}\n{err}").into())
}

fn write_workspace(workspace: &Path) -> Result<()> {
    let runtime = fs::canonicalize(root().join("runtime"))?;
    let mut members = String::new();
    let mut dependencies = String::new();
    let mut program =
        String::from("//! Round trips of example payloads.\n\nmod support;\nmod fake;\n");
    if std::env::var_os("GOLDEN").is_some() {
        // One case does not use all helpers.
        program = program.replacen("\n\n", "\n#![allow(dead_code)]\n\n", 1);
    }
    for (name, path) in cases()? {
        let Outcome {
            files, manifest, ..
        } = outcome(&name, &path)?;
        let package = workspace.join(&name);
        if package.is_dir() {
            fs::remove_dir_all(&package)?;
        }
        write_all(&package, &files)?;
        write(
            &package.join("Cargo.toml"),
            &manifest_of(&name, &manifest.features),
        )?;
        let _ = write!(members, "{name:?}, ");
        let _ = writeln!(dependencies, "golden-{name} = {{ path = \"../{name}\" }}");
        let test = path.join("roundtrip.rs");
        let _ = writeln!(
            program,
            "#[path = {:?}]\nmod {};",
            test.display().to_string(),
            name.replace('-', "_")
        );
        let [calls, samples] =
            ["calls", "samples"].map(|name| package.join(format!("tests/generated/{name}.rs")));
        let _ = writeln!(
            program,
            "#[allow(dead_code, deprecated, unused_imports, clippy::module_inception)]\nmod calls_{0} {{\n    use golden_{0} as api;\n    \
             #[path = {1:?}]\n    pub(crate) mod calls;\n    #[path = {2:?}]\n    mod samples;\n}}",
            name.replace('-', "_"),
            calls.display().to_string(),
            samples.display().to_string(),
        );
        // Other APIs need the handle of an account, whose name only the case knows.
        if fs::read_to_string(&calls)?.contains("const CLIENT: ") {
            let _ = writeln!(
                program,
                "#[test]\nfn {0}_can_be_faked() {{\n    fake::calls(calls_{0}::calls::CLIENT);\n}}",
                name.replace('-', "_"),
            );
        }
    }
    let trips = workspace.join("trips");
    for module in ["support", "fake"] {
        let path = root().join(format!("tests/golden/{module}.rs"));
        let declared = format!("#[path = {:?}]\nmod {module};", path.display().to_string());
        program = program.replace(&format!("mod {module};"), &declared);
    }
    write(&trips.join("tests/trips.rs"), &program)?;
    write(&trips.join("src/lib.rs"), "//! The tests of all cases.\n")?;
    write(
        &trips.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"golden-trips\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             truto-runtime = {{ workspace = true, features = [\"blocking\", \"testing\"] }}\nbytes = \"1\"\nfutures-core = \"0.3\"\nhttp = \"1\"\nserde = \"1\"\nserde_json = \"1\"\n{dependencies}\n[lints]\nworkspace = true\n"
        ),
    )?;
    write(
        &workspace.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}\"trips\"]\n\n[workspace.dependencies]\n\
             truto-runtime = {{ path = {runtime:?}, default-features = false }}\n\n[workspace.lints.rust]\n\
             warnings = \"deny\"\nmissing_docs = \"deny\"\nunreachable_pub = \"deny\"\nunsafe_code = \"forbid\"\n\n[workspace.lints.clippy]\nall = \"deny\"\n"
        ),
    )?;
    let lock = workspace.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(root().join("../Cargo.lock"), lock)?;
    }
    Ok(())
}

fn manifest_of(name: &str, of_apis: &[Feature]) -> String {
    let features = of_apis.iter();
    let features = features.map(|one| format!("{} = {:?}\n", one.name, one.requires));
    let features: String = features.collect();
    let default = of_apis.iter().map(|feature| feature.name.as_str());
    let default: Vec<&str> = default.chain(["blocking", "testing", "tokio"]).collect();
    format!(
        "[package]\nname = \"golden-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\ndefault = {default:?}\n\
         {features}blocking = [\"truto-runtime/blocking\"]\ntesting = [\"truto-runtime/testing\"]\ntokio = [\"truto-runtime/tokio\"]\n\n\
         [lib]\ntest = false\n\n\
         [dependencies]\nserde = {{ version = \"1\", default-features = false, features = [\"std\"] }}\n\
         truto-runtime.workspace = true\n\n[lints]\nworkspace = true\n"
    )
}

fn write_all(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
