//! How the crate of a state is generated. The verdict is about the crate, so it depends on these options.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::git::Revision;
use super::repository::Repository;
use crate::Options;
use crate::cli::documents::absolute;
use crate::cli::manifest;
use crate::cli::report::Failure;
use crate::cli::settings::Settings;
use crate::load::Files;

/// How the crate is generated: the arguments of `generate` that decide its modules, names and content.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct CrateFlags {
    /// The directory of the crate, relative to the current directory: the options that its Cargo.toml records apply, as in `generate`.
    /// For a state in a revision of git, they are those of Cargo.toml in this revision, if it has this file.
    #[arg(long = "crate", value_name = "DIR")]
    pub directory: Option<PathBuf>,

    /// The crate is generated with `--api-module`.
    #[arg(long)]
    pub api_module: bool,

    /// An overlay with which the crate is generated, relative to the current directory. Repeat it for more of them. For a state in a
    /// revision of git, it is read from this revision.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,

    /// A directory that references of the documents in it cannot leave, relative to the current directory. Repeat it for documents
    /// elsewhere [default: the work tree of git or the current directory, the outer one of those that contain the documents, or else the
    /// directory that they have in common].
    #[arg(long, value_name = "DIR")]
    pub base: Vec<PathBuf>,

    /// A part of the API with which the crate is generated. Repeat it for more of them [default: that of the Cargo.toml of the crate
    /// or, if it has none, everything].
    #[arg(long, value_name = "WHAT")]
    pub only: Vec<String>,

    /// The crate is generated with `--feature-per-tag`.
    #[arg(long)]
    pub feature_per_tag: bool,
}

impl CrateFlags {
    fn settings(&self) -> Settings {
        Settings {
            only: self.only.clone(),
            feature_per_tag: self.feature_per_tag,
            api_module: self.api_module,
        }
    }

    /// Returns the options of a crate for documents on disk, without its overlays.
    pub(super) fn on_disk(&self) -> Result<Options, Failure> {
        let Some(directory) = &self.directory else {
            return Ok(options(self.settings()));
        };
        if !manifest::exists(directory) {
            return Err(format!("there is no Cargo.toml in {}", directory.display()));
        }
        let recorded = Settings::recorded(directory)?;
        Ok(options(Settings::of(self.settings(), recorded)))
    }

    /// Returns the options of a crate for documents in a revision, without its overlays.
    pub(super) fn in_revision(
        &self,
        revision: &Revision,
        repository: &Repository,
    ) -> Result<Options, Failure> {
        let path = match &self.directory {
            Some(directory) => repository.path_of(&directory.join("Cargo.toml"))?,
            None => None,
        };
        let Some(path) = path else {
            return self.on_disk();
        };
        let shown = format!("{}:{path}", revision.name());
        let text = match revision.read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return self.on_disk(),
            Err(error) => return Err(format!("{shown} cannot be read: {error}")),
        };
        let recorded = Settings::parse(&String::from_utf8_lossy(&text), &shown)?;
        Ok(options(Settings::of(self.settings(), recorded)))
    }
}

fn options(settings: Settings) -> Options {
    Options {
        only: settings.only,
        feature_per_tag: settings.feature_per_tag,
        api_module: settings.api_module,
        ..Options::default()
    }
}

/// The overlays of a state in a revision.
#[derive(Default)]
pub(super) struct Overlays {
    /// Their paths among the files of the state.
    pub(super) paths: Vec<String>,
    /// Those outside of the repository: the path among the files, and on disk.
    pub(super) outside: Vec<(String, PathBuf)>,
}

impl Overlays {
    /// Finds the overlays. One that the repository has, but not yet in this revision, was not applied then.
    pub(super) fn of(
        paths: &[PathBuf],
        revision: &Revision,
        repository: &Repository,
    ) -> Result<Self, Failure> {
        let mut overlays = Self::default();
        for path in paths {
            match repository.path_of(path)? {
                Some(known) if revision.has_file(&known)? => overlays.paths.push(known),
                Some(known) => eprintln!(
                    "{} has no {known}, so it is compared without this overlay",
                    revision.name()
                ),
                None => overlays.add_outside(path),
            }
        }
        Ok(overlays)
    }

    fn add_outside(&mut self, path: &Path) {
        let path = absolute(path);
        let name = path.to_string_lossy().replace('\\', "/");
        let name = name.trim_start_matches('/').to_owned();
        self.paths.push(name.clone());
        self.outside.push((name, path));
    }
}
