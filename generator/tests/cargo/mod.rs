//! Starts cargo.

use std::process::Command;

/// Cargo without the variables about a package that cargo itself has set for this process.
///
/// The build scripts of some dependencies run again when these change, and all that depends on them is compiled again.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
