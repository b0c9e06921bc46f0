//! The samples of every page run as printed, against the fake. Each request succeeds.
//!
//! They require `curl`, `node`, and `python3` with `requests`. Those for the vendor's SDKs require clones of the SDKs: see
//! [`SDKS`]. If something is missing, its test says so and tests nothing.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "testing",
    feature = "ticketing"
))]

#[allow(dead_code)]
mod openapi;
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use openapi::Spec;
use truto_unified::testing::{Account, FakeTruto};

/// The account that the samples name.
const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/// The pages of operations, by the operation's id.
fn pages() -> BTreeMap<String, String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages = BTreeMap::new();
    for api in ["crm", "discovery", "ticketing"] {
        for resource in fs::read_dir(docs.join(api)).unwrap() {
            let resource = resource.unwrap().path();
            let pages_of = fs::read_dir(&resource).into_iter().flatten();
            for page in pages_of.map(|page| page.unwrap().path()) {
                let id = page.strip_prefix(&docs).unwrap().with_extension("");
                let names: Vec<_> = id.iter().map(|name| name.to_str().unwrap()).collect();
                let id = names.join(".");
                if !id.ends_with(".matrix") {
                    pages.insert(id, fs::read_to_string(page).unwrap());
                }
            }
        }
    }
    let spec = Spec::read();
    let described = ["crm", "discovery", "ticketing"].map(|api| spec.operations(api));
    let described: BTreeSet<String> = described.into_iter().flatten().map(|of| of.id).collect();
    assert_eq!(pages.keys().cloned().collect::<BTreeSet<_>>(), described);
    pages
}

/// The sample under a heading of every page that has one, by operation id. Samples that delete objects come last.
fn samples(heading: &str) -> Vec<(String, String)> {
    let sample = |text: &str| {
        let (_, after) = text.split_once(&format!("\n### {heading}\n"))?;
        let section = after.split("\n### ").next()?;
        let (_, code) = section.split_once("```")?.1.split_once('\n')?;
        Some(code.split_once("\n```\n")?.0.to_owned())
    };
    let samples = pages().into_iter();
    let samples = samples.filter_map(|(id, text)| Some((id, sample(&text)?)));
    let mut samples: Vec<_> = samples.collect();
    samples.sort_by_key(|(id, _)| id.ends_with("delete"));
    samples
}

/// The ids that the samples name: the numbers in the paths and in the bodies.
fn ids() -> BTreeSet<String> {
    let samples = samples("curl");
    let ids = samples.iter().flat_map(|(_, code)| {
        let words = code.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit()))
    });
    ids.chain(["call"]).map(str::to_owned).collect()
}

/// A fake with the objects that the samples name, in each resource.
fn fake() -> FakeTruto {
    let fake = FakeTruto::builder()
        .account(ACCOUNT, Account::new())
        .start()
        .unwrap();
    let (ids, operations) = (ids(), pages().into_keys());
    let resources = operations.filter_map(|id| Some(id.rsplit_once('.')?.0.to_owned()));
    // Discovery has no objects.
    let resources: BTreeSet<String> = resources
        .filter(|name| !name.starts_with("discovery"))
        .collect();
    for resource in &resources {
        let objects = ids.iter().map(|id| serde_json::json!({"id": id}));
        fake.seed(ACCOUNT, resource, objects).unwrap();
    }
    // The account has no integration, so that it supports every sample. So the fake cannot compute what it supports.
    for id in ["capabilities", "meta"] {
        let id = format!("discovery.integrated_account.{id}");
        fake.set_response(&id, serde_json::json!({})).unwrap();
    }
    fake
}

/// A program with the address of the fake in its environment.
fn program(name: &str, fake: &FakeTruto, dir: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .env("TRUTO_BASE_URL", fake.url())
        .env("TRUTO_API_TOKEN", fake.token())
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .current_dir(dir);
    command
}

fn is_there(name: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(name).args(arguments).output();
    let is_there = ran.is_ok_and(|output| output.status.success());
    if !is_there {
        let why = format!("`{name} {}` does not run here", arguments.join(" "));
        let needs = if arguments.contains(&"import requests") {
            "requests"
        } else {
            name
        };
        tools::missing(needs, "the samples of the pages", &why);
    }
    is_there
}

fn assert_succeeded(what: &str, output: &Output) {
    assert!(
        output.status.success(),
        "{what}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Asserts that every operation was called exactly once, with success.
fn assert_all_called(fake: &FakeTruto) {
    assert_called(fake, pages().into_keys().collect());
}

fn assert_called(fake: &FakeTruto, expected: BTreeSet<String>) {
    let requests = fake.requests();
    let mut called = BTreeSet::new();
    for request in &requests {
        let status = request.status().unwrap();
        let shown = request.redacted_path();
        assert!(
            (200..300).contains(&status),
            "{} {shown}: {status}",
            request.method()
        );
        called.insert(request.operation().unwrap().to_owned());
    }
    assert_eq!(requests.len(), expected.len());
    assert_eq!(called, expected);
}

#[test]
fn every_sample_can_be_sent_to_another_address() {
    let (mut blocks, mut languages) = (0, BTreeSet::new());
    for (id, text) in pages() {
        for block in text
            .split("\n```\n")
            .filter_map(|part| part.rsplit_once("\n```"))
        {
            let (language, code) = block.1.split_once('\n').unwrap_or_default();
            if code.contains("TRUTO_API_TOKEN") {
                assert!(code.contains("TRUTO_BASE_URL"), "{id}: {code}");
                languages.insert(language.to_owned());
                blocks += 1;
            }
        }
    }
    let expected = ["js", "python", "sh", "typescript"].map(str::to_owned);
    assert_eq!(languages, expected.into());
    assert!(blocks > 600, "{blocks}");
}

#[test]
fn every_sample_of_curl_is_answered() {
    if !is_there("curl", &["--version"]) || !is_there("sh", &["-c", "true"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    for (id, code) in samples("curl") {
        let mut command = program("sh", &fake, dir.path());
        let output = command.args(["-c", &code]).output().unwrap();
        assert_succeeded(&id, &output);
    }
    assert_all_called(&fake);
}

#[test]
fn every_sample_of_fetch_is_answered() {
    if !is_there("node", &["--input-type=module", "-e", "fetch"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let mut all = String::new();
    for (id, code) in samples("JavaScript (fetch)") {
        let _ = writeln!(all, "console.log('{id}')\n{{\n{code}\n}}");
    }
    let file = dir.path().join("samples.mjs");
    fs::write(&file, all).unwrap();
    let output = program("node", &fake, dir.path())
        .arg(&file)
        .output()
        .unwrap();
    assert_succeeded("node", &output);
    assert_all_called(&fake);
}

#[test]
fn every_sample_of_requests_is_answered() {
    if !is_there("python3", &["-c", "import requests"]) {
        return;
    }
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let mut all = String::new();
    for (id, code) in samples("Python (requests)") {
        let _ = writeln!(all, "print({id:?})\n{code}");
    }
    let file = dir.path().join("samples.py");
    fs::write(&file, all).unwrap();
    let output = program("python3", &fake, dir.path())
        .arg(&file)
        .output()
        .unwrap();
    assert_succeeded("python3", &output);
    assert_all_called(&fake);
}

/// The variable with the path of a directory that contains clones of the vendor's SDKs: `ts`, the TypeScript SDK with its `dist`,
/// `py`, the Python SDK, and `node_modules` with `typescript` and `@types/node`. `python3` must have `aiohttp`.
const SDKS: &str = "TRUTO_SDKS";

/// The directory of the SDKs, if it contains this file.
fn sdks(file: &str) -> Option<PathBuf> {
    let dir = std::env::var_os(SDKS).map(PathBuf::from);
    let dir = dir.filter(|dir| dir.join(file).exists());
    if dir.is_none() {
        let why = format!("{SDKS} names no directory with {file}");
        tools::missing("sdks", "the samples of the pages", &why);
    }
    dir
}

#[test]
fn every_sample_of_the_typescript_sdk_compiles_and_is_answered() {
    let Some(sdks) = sdks("ts/dist/module.js") else {
        return;
    };
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let samples = samples("TypeScript SDK");
    let mut all = String::new();
    for (id, code) in &samples {
        fs::write(dir.path().join(format!("{id}.ts")), code).unwrap();
        let _ = writeln!(all, "await import('./{id}.js')");
    }
    fs::write(dir.path().join("all.ts"), all + "export {}\n").unwrap();
    let sdk = sdks.join("ts");
    let options = serde_json::json!({
        "compilerOptions": {
            "strict": true, "target": "es2022", "module": "es2022", "moduleResolution": "node", "skipLibCheck": true,
            "baseUrl": ".", "paths": {"@truto/truto-ts-sdk": [sdk.join("dist/types.d.ts")]},
            "typeRoots": [sdks.join("node_modules/@types")], "types": ["node"],
        },
    });
    fs::write(dir.path().join("tsconfig.json"), options.to_string()).unwrap();
    fs::write(dir.path().join("package.json"), r#"{"type": "module"}"#).unwrap();
    let scope = dir.path().join("node_modules/@truto/truto-ts-sdk");
    fs::create_dir_all(&scope).unwrap();
    let entry = format!(
        "export {{ default }} from {:?}\n",
        sdk.join("dist/module.js")
    );
    fs::write(scope.join("index.js"), entry).unwrap();
    fs::write(
        scope.join("package.json"),
        r#"{"type": "module", "main": "index.js"}"#,
    )
    .unwrap();

    let tsc = sdks.join("node_modules/typescript/bin/tsc");
    let output = program("node", &fake, dir.path())
        .arg(tsc)
        .output()
        .unwrap();
    assert_succeeded("tsc", &output);
    let output = program("node", &fake, dir.path())
        .arg("all.js")
        .output()
        .unwrap();
    assert_succeeded("node", &output);
    assert_all_called(&fake);
}

#[test]
fn every_sample_of_the_python_sdk_is_answered() {
    let Some(sdks) = sdks("py/truto_python_sdk/__init__.py") else {
        return;
    };
    let (fake, dir) = (fake(), tempfile::tempdir().unwrap());
    let samples = samples("Python SDK");
    let mut all = String::new();
    for (id, code) in &samples {
        let _ = writeln!(all, "print({id:?})\n{code}");
    }
    let file = dir.path().join("samples.py");
    fs::write(&file, all).unwrap();
    let mut command = program("python3", &fake, dir.path());
    command.env("PYTHONPATH", sdks.join("py"));
    assert_succeeded("python3", &command.arg(&file).output().unwrap());
    assert_all_called(&fake);
}
