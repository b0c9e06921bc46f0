//! Packages the crates in a new clone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;

use super::{CRATES, Crate};
use crate::project::{self, git, root, run_to_end};
use crate::report::Failure;

/// A packaged crate.
pub(super) struct Package {
    pub(super) of: &'static Crate,
    /// `truto-runtime-0.1.0`
    pub(super) directory: String,
    archive: PathBuf,
}

/// Packages the current commit. Uncommitted changes are an error, since they would not be part of the release.
pub(super) fn packages(version: &Version) -> Result<Vec<Package>, Failure> {
    let changes = git(&["status", "--porcelain"])?.ok_or("`git status` failed")?;
    if !changes.is_empty() {
        return Err(format!(
            "commit these changes first:\n{}",
            changes.trim_end()
        ));
    }
    let work = super::work()?;
    let clone = work.join("clone");
    project::clone_to(&clone, &[])?;
    for command in [&["package"][..], &["publish", "--dry-run"]] {
        let mut cargo = project::cargo();
        // Cargo would only build the packages. They are built and tested outside of the workspace afterwards.
        cargo.args(command).arg("--no-verify");
        for of in &CRATES {
            cargo.args(["--package", of.name]);
        }
        cargo.current_dir(&clone).env("CARGO_TARGET_DIR", &work);
        run_to_end(&mut cargo, &format!("cargo {}", command.join(" ")))?;
    }
    let packages = CRATES.iter().map(|of| {
        let directory = format!("{}-{version}", of.name);
        let archive = work.join("package").join(format!("{directory}.crate"));
        Package {
            of,
            directory,
            archive,
        }
    });
    Ok(packages.collect())
}

/// Prints the sizes of the packages, and fails if one is above its limit.
pub(super) fn sizes(packages: &[Package]) -> Result<(), Failure> {
    let mut faults = Vec::new();
    println!("{:<21} {:>9} {:>9}", "package", "bytes", "limit");
    for Package { of, archive, .. } in packages {
        let size = fs::metadata(archive);
        let size = size.map_err(|error| format!("{}: {error}", archive.display()))?;
        let size = size.len();
        println!("{:<21} {size:>9} {:>9}", of.name, of.limit);
        faults.extend(judge(of, size));
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.join("\n")),
    }
}

fn judge(of: &Crate, size: u64) -> Option<String> {
    (size > of.limit).then(|| {
        format!(
            "the package of {} has {size} bytes, more than {}: `cargo package --list --package {}` lists its files. Exclude what \
             users do not need, or raise the limit in xtask/src/release.rs",
            of.name, of.limit, of.name
        )
    })
}

impl Package {
    /// Unpacks the package into its directory in `parent`, and checks that it has the licences and a readme.
    pub(super) fn unpack(&self, parent: &Path) -> Result<(), Failure> {
        let mut tar = Command::new("tar");
        // `m` sets the times of the files to now. Otherwise they would be those that cargo gives to all packaged files, and cargo would
        // not notice that they differ from those of the package before.
        tar.arg("-xzmf").arg(&self.archive).arg("-C").arg(parent);
        run_to_end(&mut tar, "tar")?;
        let directory = parent.join(&self.directory);
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let (ours, theirs) = (root().join(name), directory.join(name));
            let is_symlink = theirs.is_symlink();
            if is_symlink || fs::read(&ours).ok() != fs::read(&theirs).ok() {
                return Err(format!(
                    "{name} in the package of {} is not that of the repository",
                    self.of.name
                ));
            }
        }
        // Cargo packages a readme from outside of the crate, under this name.
        match directory.join("README.md").is_file() {
            true => Ok(()),
            false => Err(format!("the package of {} has no README.md", self.of.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn unpacked_files_are_new_to_cargo() {
        let dir = tempfile::tempdir().unwrap();
        let package = Package {
            of: &CRATES[0],
            directory: "crate-1.0.0".to_owned(),
            archive: dir.path().join("crate-1.0.0.crate"),
        };
        let source = dir.path().join(&package.directory);
        fs::create_dir(&source).unwrap();
        for name in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
            fs::copy(root().join(name), source.join(name)).unwrap();
        }
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        let old = SystemTime::UNIX_EPOCH + 36 * year;
        let mut options = fs::File::options();
        let readme = options.append(true).open(source.join("README.md"));
        readme.unwrap().set_modified(old).unwrap();
        let mut tar = Command::new("tar");
        tar.arg("-czf")
            .arg(&package.archive)
            .arg("-C")
            .arg(dir.path());
        run_to_end(tar.arg(&package.directory), "tar").unwrap();

        let outside = tempfile::tempdir().unwrap();
        package.unpack(outside.path()).unwrap();
        let unpacked = outside.path().join("crate-1.0.0/README.md");
        let modified = fs::metadata(unpacked).unwrap().modified().unwrap();
        assert!(modified > old + year, "{modified:?}");
    }

    #[test]
    fn a_package_up_to_its_limit_passes() {
        for of in &CRATES {
            assert_eq!(judge(of, of.limit), None);
            let fault = judge(of, of.limit + 1).unwrap();
            assert!(fault.contains("cargo package --list"), "{fault}");
        }
    }
}
