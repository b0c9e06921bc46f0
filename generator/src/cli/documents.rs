//! The root documents and overlays of a run, and the directory that contains all documents.

use std::path::{Component, Path, PathBuf};

use crate::load::Disk;

/// The root documents and overlays of a run, relative to the directory that contains all documents.
pub struct Documents {
    /// All documents.
    pub files: Disk,
    /// The paths of the roots.
    pub roots: Vec<String>,
    /// The paths of the overlays.
    pub overlays: Vec<String>,
}

impl Documents {
    /// Documents from the command line, relative to the current directory. If `workspace` contains all of them, messages show paths
    /// relative to it. References do not leave the workspace or the current directory if the roots are there; otherwise, the work tree
    /// of git that contains the roots or, if there is none, the directory that they have in common.
    ///
    /// # Errors
    /// A path is not Unicode.
    pub fn at(
        roots: &[PathBuf],
        overlays: &[PathBuf],
        workspace: Option<&Path>,
    ) -> Result<Self, String> {
        let current = absolute(Path::new("."));
        let mut places: Vec<&Path> = workspace.into_iter().collect();
        places.push(&current);
        Self::new(roots, overlays, &places, |roots| within(roots, &places))
    }

    /// The documents of a state that is compared, as in [`Self::at`], except that references can also lead to any file of the work tree
    /// of git that contains the roots, as in a revision. If one of the directories `bases` contains all roots, references do not leave
    /// that one.
    ///
    /// # Errors
    /// A path is not Unicode.
    pub fn of_state(
        roots: &[PathBuf],
        overlays: &[PathBuf],
        bases: &[PathBuf],
    ) -> Result<Self, String> {
        let absolute_roots: Vec<PathBuf> = roots.iter().map(|path| absolute(path)).collect();
        let has_roots = |base: &&PathBuf| contains(&absolute(base), &absolute_roots);
        if let Some(base) = bases.iter().find(has_roots) {
            return Self::below(base, roots, overlays);
        }
        let tree = work_tree(&absolute_roots);
        let current = absolute(Path::new("."));
        let mut places: Vec<&Path> = tree.as_deref().into_iter().collect();
        places.push(&current);
        // If both contain the roots, one contains the other.
        places.sort_by_key(|place| place.components().count());
        Self::new(roots, overlays, &places, |roots| within(roots, &places))
    }

    /// Documents from the command line as in [`Self::at`], except that references do not leave the directory `base`.
    ///
    /// # Errors
    /// A path is not Unicode, or a root is outside of the directory.
    pub fn below(base: &Path, roots: &[PathBuf], overlays: &[PathBuf]) -> Result<Self, String> {
        let directory = absolute(base);
        if let Some(root) = roots
            .iter()
            .find(|root| !absolute(root).starts_with(&directory))
        {
            let (root, base) = (root.display(), base.display());
            return Err(format!(
                "{root} is outside {base}, the directory of `--base`"
            ));
        }
        Self::new(roots, overlays, &[&directory], |_| Some(directory.clone()))
    }

    fn new(
        roots: &[PathBuf],
        overlays: &[PathBuf],
        places: &[&Path],
        within: impl FnOnce(&[PathBuf]) -> Option<PathBuf>,
    ) -> Result<Self, String> {
        let paths = roots.iter().chain(overlays);
        let absolute: Vec<PathBuf> = paths.map(|path| absolute(path)).collect();
        let base = base(&absolute, places);
        let within = within(absolute.get(..roots.len()).unwrap_or_default());
        let relative: Result<Vec<String>, String> =
            absolute.iter().map(|path| below(&base, path)).collect();
        let mut paths = relative?;
        let named = paths.clone();
        let overlays = paths.split_off(roots.len());
        Ok(Self {
            files: Disk {
                base,
                within,
                named,
            },
            roots: paths,
            overlays,
        })
    }
}

/// Resolves symbolic links and `..`. A file that does not exist is reported when it is read, so here its directory is enough.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let in_its_directory = || {
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(directory.join(path.file_name()?))
    };
    path.canonicalize()
        .ok()
        .or_else(in_its_directory)
        .or_else(|| std::path::absolute(path).ok())
        .unwrap_or_else(|| path.to_owned())
}

/// The directory that contains all documents; messages show paths relative to it. It is one of `places`, such as the current
/// directory, or else the root of the file system.
fn base(paths: &[PathBuf], places: &[&Path]) -> PathBuf {
    let mut places = places.iter().copied();
    let whole = || paths.first().and_then(|path| path.ancestors().last());
    let base = places.find(|dir| contains(dir, paths)).or_else(whole);
    base.map(Path::to_owned).unwrap_or_default()
}

/// The directory that references of the roots cannot leave: one of `places` if it contains all roots, or else their work tree of git
/// or, if there is none, the directory that they have in common. It is never the root of the file system.
pub(super) fn within(roots: &[PathBuf], places: &[&Path]) -> Option<PathBuf> {
    let mut places = places.iter().filter(|dir| dir.parent().is_some());
    match places.find(|dir| contains(dir, roots)) {
        Some(dir) => Some(dir.to_path_buf()),
        None => work_tree(roots).or_else(|| common(roots)),
    }
}

/// The work tree of git that contains all files, unless it is the root of the file system.
fn work_tree(files: &[PathBuf]) -> Option<PathBuf> {
    let tree = repository(files.first()?)?;
    let contains_all = tree.parent().is_some() && contains(tree, files);
    contains_all.then(|| tree.to_owned())
}

/// The work tree of git that contains a file or directory.
pub(super) fn repository(path: &Path) -> Option<&Path> {
    path.ancestors().find(|dir| dir.join(".git").exists())
}

/// The deepest directory that contains all files, unless it is the root of the file system.
pub(super) fn common(files: &[PathBuf]) -> Option<PathBuf> {
    let mut above = files.first()?.ancestors().skip(1);
    let common = above.find(|dir| contains(dir, files))?;
    common.parent().map(|_| common.to_owned())
}

fn contains(dir: &Path, files: &[PathBuf]) -> bool {
    files.iter().all(|path| path.starts_with(dir))
}

/// The path below `base`, with slashes.
fn below(base: &Path, path: &Path) -> Result<String, String> {
    let parts = path.strip_prefix(base).unwrap_or(path).components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    let parts = parts.ok_or_else(|| format!("the path {} is not Unicode", path.display()))?;
    Ok(parts.join("/"))
}

/// The path from one directory to another: `../generator/runtime`. Both are absolute. Between two drives there is only the absolute
/// path.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
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
    fn references_do_not_leave_the_directory_of_the_documents() {
        let cases = [
            ("/work", &["/work/api/a.yaml"] as &[_], Some("/work")),
            ("/work/w1", &["/work/w2/a.yaml"], Some("/work/w2")),
            (
                "/work/w1",
                &["/work/w2/a/a.yaml", "/work/w2/b/b.yaml"],
                Some("/work/w2"),
            ),
            ("/", &["/work/a.yaml"], Some("/work")),
            ("/", &["/a.yaml"], None),
            ("/work", &["/home/a.yaml", "/tmp/b.yaml"], None),
        ];
        for (current, roots, expected) in cases {
            let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
            let found = within(&roots, &[Path::new(current)]);
            assert_eq!(found.as_deref(), expected.map(Path::new), "{roots:?}");
        }
    }

    #[test]
    fn references_stay_in_the_work_tree_of_the_documents() {
        let dir = tempfile::tempdir().unwrap();
        let base = absolute(dir.path());
        for folder in ["one/.git", "one/api", "one/inner/.git", "two"] {
            std::fs::create_dir_all(base.join(folder)).unwrap();
        }
        for (current, roots, expected) in [
            ("two", &["one/api/a.yaml"] as &[_], "one"),
            ("one/api", &["one/api/a.yaml"], "one/api"),
            ("two", &["one/inner/a.yaml"], "one/inner"),
            ("two", &["one/api/a.yaml", "two/a.yaml"], ""),
        ] {
            let roots: Vec<PathBuf> = roots.iter().map(|root| base.join(root)).collect();
            let found = within(&roots, &[&base.join(current)]);
            assert_eq!(found, Some(base.join(expected)), "{roots:?}");
        }
    }

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
