//! The dependency of a generated crate on the runtime: a version and, where the runtime is on this machine, a path.

use std::path::{Path, PathBuf};

use super::documents::{absolute, relative};

/// The version of the runtime, which is that of the generator.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the path of the runtime as `Cargo.toml` in `out` writes it; `None` if there is only the version.
///
/// `given` is relative to the current directory. Without it, the runtime is the one beside this generator. A generator that was
/// installed from a registry has none.
pub(super) fn path(out: &Path, given: Option<&Path>) -> Result<Option<PathBuf>, String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let runtime = given.unwrap_or(&beside);
    if !runtime.join("Cargo.toml").is_file() {
        return match given {
            Some(given) => Err(format!(
                "there is no runtime at {}: give the directory that contains the Cargo.toml of `truto-runtime`",
                given.display()
            )),
            None => Ok(None),
        };
    }
    Ok(Some(relative(&absolute(out), &absolute(runtime))))
}
