//! Applies a plan completely, or not at all.
//!
//! All new files are first written to a temporary directory next to the owned ones, on the same file system, and then renamed
//! into place one by one. Replaced files are kept until the end. So the owned directories never contain a partial or temporary
//! file, and a rollback only renames files: a restored file has its original modification time.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::change::{Applied, Change};
use super::error::Error;

pub(super) fn apply(dir: &Path, changes: &[Change]) -> Result<Applied, Error> {
    if changes.is_empty() {
        return Ok(Applied::default());
    }
    let mut run = Run::new(dir)?;
    match run.apply(changes) {
        Ok(applied) => Ok(applied),
        Err(cause) => Err(run.roll_back(cause)),
    }
}

/// Creates a file in an existing directory, unless there is one, and returns whether it did. `write` writes the content. If it fails,
/// for example because the disk is full, there is no file.
pub(crate) fn create_missing(
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<bool> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let staging = staging_in(dir.unwrap_or(Path::new(".")))?;
    let staged = staging.path().join("new");
    let written = File::create_new(&staged).and_then(|mut file| write(&mut file));
    written?;
    match place(&staged, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// A temporary directory on the file system of `dir`.
fn staging_in(dir: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new()
        .prefix(".truto-codegen-")
        .tempdir_in(dir)
}

/// Moves a new file to its path, without replacing a file that was created there in the meantime.
fn place(staged: &Path, path: &Path) -> io::Result<()> {
    // Unlike a rename, a link never replaces a file. Not every file system has links.
    fs::hard_link(staged, path).or_else(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Err(error),
        _ if fs::symlink_metadata(path).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        _ => fs::rename(staged, path),
    })
}

struct Run<'a> {
    dir: &'a Path,
    staging: TempDir,
    /// The created directories that contain everything else, outermost first.
    created: Vec<PathBuf>,
    /// The steps to undo, last one first.
    journal: Vec<Undo>,
}

/// How to undo a step.
enum Undo {
    /// The directory was created.
    RemoveDir(PathBuf),
    /// The directory was removed.
    CreateDir(PathBuf),
    /// The file was created.
    RemoveFile(PathBuf),
    /// The file was replaced or removed, and the old one is kept.
    Restore { kept: PathBuf, path: PathBuf },
}

impl<'a> Run<'a> {
    fn new(dir: &'a Path) -> Result<Self, Error> {
        let created = create_dir(dir)?;
        let failed = Error::io("create a temporary directory in", dir);
        Ok(Self {
            dir,
            staging: staging_in(dir).map_err(failed)?,
            created,
            journal: Vec::new(),
        })
    }

    fn apply(&mut self, changes: &[Change]) -> Result<Applied, Error> {
        for (index, change) in changes.iter().enumerate() {
            if let Some(new) = &change.new {
                self.stage(index, &self.dir.join(&change.path), new)?;
            }
        }
        let mut applied = Applied::default();
        for (index, change) in changes.iter().enumerate() {
            let path = self.dir.join(&change.path);
            if let Some(old) = &change.old {
                unchanged(&path, old)?;
            }
            let done = match (&change.old, &change.new) {
                (None, _) => self.create(index, path).map(|()| &mut applied.written),
                (Some(_), Some(_)) => self.replace(index, path).map(|()| &mut applied.changed),
                (Some(_), None) => self.remove(index, path).map(|()| &mut applied.removed),
            };
            done?.push(change.path.clone());
        }
        for path in &applied.removed {
            self.remove_empty(path)?;
        }
        Ok(applied)
    }

    fn staged(&self, index: usize) -> PathBuf {
        self.staging.path().join(format!("new-{index}"))
    }

    fn kept(&self, index: usize) -> PathBuf {
        self.staging.path().join(format!("old-{index}"))
    }

    /// Writes a new file to the temporary directory, with the permissions of the file that it will replace.
    fn stage(&self, index: usize, path: &Path, content: &[u8]) -> Result<(), Error> {
        let staged = self.staged(index);
        let failed = || Error::io("write", &staged);
        let mut file = File::create_new(&staged).map_err(failed())?;
        file.write_all(content).map_err(failed())?;
        if let Ok(metadata) = fs::symlink_metadata(path) {
            file.set_permissions(metadata.permissions())
                .map_err(failed())?;
        }
        Ok(())
    }

    fn create(&mut self, index: usize, path: PathBuf) -> Result<(), Error> {
        if let Some(parent) = path.parent() {
            let created = create_dir(parent)?;
            self.journal
                .extend(created.into_iter().map(Undo::RemoveDir));
        }
        place(&self.staged(index), &path).map_err(Error::io("create", &path))?;
        self.journal.push(Undo::RemoveFile(path));
        Ok(())
    }

    fn replace(&mut self, index: usize, path: PathBuf) -> Result<(), Error> {
        let kept = self.kept(index);
        // With a second name for the old file, the path always has a file. Not every file system supports that.
        let linked = fs::hard_link(&path, &kept).or_else(|_| fs::rename(&path, &kept));
        linked.map_err(Error::io("keep", &path))?;
        let undo = Undo::Restore {
            kept,
            path: path.clone(),
        };
        self.journal.push(undo);
        fs::rename(self.staged(index), &path).map_err(Error::io("replace", &path))
    }

    fn remove(&mut self, index: usize, path: PathBuf) -> Result<(), Error> {
        let kept = self.kept(index);
        fs::rename(&path, &kept).map_err(Error::io("remove", &path))?;
        self.journal.push(Undo::Restore { kept, path });
        Ok(())
    }

    /// Removes the empty directories above a removed file.
    fn remove_empty(&mut self, path: &str) -> Result<(), Error> {
        for (end, _) in path.rmatch_indices('/') {
            let parent = self.dir.join(path.get(..end).unwrap_or_default());
            let Ok(mut list) = fs::read_dir(&parent) else {
                // The directory was removed together with an earlier file.
                continue;
            };
            if list.next().is_some() {
                break;
            }
            fs::remove_dir(&parent).map_err(Error::io("remove", &parent))?;
            self.journal.push(Undo::CreateDir(parent));
        }
        Ok(())
    }

    /// Undoes every step.
    fn roll_back(mut self, cause: Error) -> Error {
        let mut lost = Vec::new();
        while let Some(undo) = self.journal.pop() {
            let (done, path) = match undo {
                Undo::RemoveDir(path) => (fs::remove_dir(&path), path),
                Undo::CreateDir(path) => (fs::create_dir(&path), path),
                Undo::RemoveFile(path) => (fs::remove_file(&path), path),
                Undo::Restore { kept, path } => (fs::rename(&kept, &path), path),
            };
            if done.is_err() {
                lost.push(path);
            }
        }
        if !lost.is_empty() {
            return Error::RollbackFailed {
                cause: Box::new(cause),
                kept: self.staging.keep(),
                lost,
            };
        }
        // Only empty directories can be left here.
        drop(self.staging);
        let outwards = self.created.iter().rev();
        outwards
            .take_while(|path| fs::remove_dir(path).is_ok())
            .for_each(drop);
        cause
    }
}

/// Checks that the file is as the plan found it: a file that was changed since then must not be replaced.
fn unchanged(path: &Path, old: &[u8]) -> Result<(), Error> {
    let failed = || Error::io("replace", path);
    let is_file = fs::symlink_metadata(path).map_err(failed())?.is_file();
    if is_file && fs::read(path).map_err(failed())? == old {
        return Ok(());
    }
    let changed = io::Error::other("it was changed while the generator ran; run the command again");
    Err(failed()(changed))
}

/// Creates `dir` and its missing parents, and returns them, outermost first. If one cannot be created, none is.
fn create_dir(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let missing: Vec<&Path> = dir
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && fs::symlink_metadata(path).is_err())
        .collect();
    let mut created = Vec::new();
    for path in missing.into_iter().rev() {
        if let Err(error) = fs::create_dir(path) {
            created
                .iter()
                .rev()
                .take_while(|path| fs::remove_dir(path).is_ok())
                .for_each(drop);
            return Err(Error::io("create", path)(error));
        }
        created.push(path.to_owned());
    }
    Ok(created)
}
