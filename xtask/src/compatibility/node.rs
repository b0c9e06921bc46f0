//! A test of WebAssembly: a program in node calls the fake server.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::ci::{StepOutcome, WASM, is_installed};
use crate::project::{self, root, run_to_end};
use crate::report::Failure;
use crate::tool::Tool;

/// The example that is compiled for WebAssembly.
const PACKAGE: &str = "in_node";

/// The expected output of the example.
const EXPECTED: &str = "\
created Ada
created Grace
created Mary
listed 3
updated Some(\"Countess\") None
missing Some(404)
";

pub(crate) fn run() -> Result<StepOutcome, Failure> {
    if !is_installed(WASM)? {
        return Ok(StepOutcome::Skipped(format!(
            "the target is not installed; run `rustup target add {WASM}`"
        )));
    }
    let target = project::target()?;
    let mut build = project::cargo();
    build
        .args(["build", "--package", PACKAGE, "--target", WASM])
        .current_dir(root());
    run_to_end(&mut build, "cargo build")?;
    let out = target.join("node");
    let mut bind = Command::new(bindgen()?);
    bind.args(["--target", "nodejs", "--out-dir"])
        .arg(&out)
        .arg(
            target
                .join(WASM)
                .join("debug")
                .join(format!("{PACKAGE}.wasm")),
        );
    run_to_end(&mut bind, "wasm-bindgen")?;
    let mut server = Server::start()?;
    let printed = in_node(&out, &server.address()?)?;
    match printed == EXPECTED {
        true => Ok(StepOutcome::Passed),
        false => Err(format!(
            "expected\n{EXPECTED}but the program printed\n{printed}"
        )),
    }
}

/// Returns the path of `wasm-bindgen`, which makes a module for node. It must have the same version as the library `wasm-bindgen`.
fn bindgen() -> Result<std::path::PathBuf, Failure> {
    let metadata = project::metadata(&["--locked"])?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let library = packages.find(|package| package["name"] == "wasm-bindgen");
    let version = library.and_then(|package: &Value| package["version"].as_str());
    let version = version.ok_or("the workspace does not depend on wasm-bindgen")?;
    let tool = Tool {
        program: "wasm-bindgen",
        ..Tool::new("wasm-bindgen-cli", version)
    };
    tool.path()
}

/// Runs the example in node, and returns its output.
fn in_node(module: &Path, address: &str) -> Result<String, Failure> {
    let script = root()
        .join("generated/examples")
        .join(PACKAGE)
        .join("run.cjs");
    let output = Command::new("node")
        .arg(script)
        .arg(module)
        .args([address, "fake-token"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("node cannot be started: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err("the program in node failed".to_owned()),
    }
}

/// The fake server, which is stopped when this is dropped.
struct Server(Child);

impl Server {
    fn start() -> Result<Self, Failure> {
        let mut command = project::cargo();
        command
            .args(["run", "--quiet", "--package", "truto-unified"])
            .args(["--example", "serve"])
            .current_dir(root())
            .stdout(Stdio::piped());
        let child = command.spawn();
        child
            .map(Self)
            .map_err(|error| format!("cargo cannot be started: {error}"))
    }

    /// Returns the address of the server, which is the first line that it prints.
    fn address(&mut self) -> Result<String, Failure> {
        let output = self
            .0
            .stdout
            .take()
            .ok_or("the fake server has no output")?;
        let mut line = String::new();
        let mut output = BufReader::new(output);
        let read = output.read_line(&mut line);
        read.map_err(|error| format!("the fake server cannot be read: {error}"))?;
        // Kept open, since the server prints its requests.
        self.0.stdout = Some(output.into_inner());
        match line.trim() {
            "" => Err("the fake server did not start".to_owned()),
            address => Ok(address.to_owned()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
