//! The dependency of a generated crate on the runtime: a version and, where the runtime is on this machine, a path.

use std::path::{Component, Path, PathBuf};

use super::documents::absolute;

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

/// The path from one directory to another: `../generator/runtime`. Both are absolute. Between two drives there is only the absolute
/// path.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other);
    let common = common.count();
    if common == 0 {
        return to.iter().collect();
    }
    let up = from.iter().skip(common).map(|_| Component::ParentDir);
    up.chain(to.iter().skip(common).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_directory_to_directory() {
        let cases = [
            (
                "/work/pets",
                "/work/generator/runtime",
                "../generator/runtime",
            ),
            ("/tmp/pets", "/work/runtime", "../../work/runtime"),
            ("/work", "/work/runtime", "runtime"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(
                relative(Path::new(from), Path::new(to)),
                Path::new(expected)
            );
        }
    }
}
