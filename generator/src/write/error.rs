//! Why files cannot be written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An obstacle that the generator does not own, so that the plan cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The path, relative to the directory.
    pub path: String,
    /// What is wrong, and what to do.
    pub reason: &'static str,
}

/// Why a plan could not be made or applied.
#[derive(Debug)]
pub enum Error {
    /// Files that the generator does not own are in the way.
    Refused(Vec<Refusal>),
    /// A generated path or file is invalid, which is a bug of the generator.
    Invalid {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file system reported an error. Nothing was changed.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The failed action: `create`.
        action: &'static str,
        /// The error of the file system.
        source: io::Error,
    },
    /// The file system reported an error, and another one during the rollback.
    RollbackFailed {
        /// The first error.
        cause: Box<Error>,
        /// The directory with the old files.
        kept: PathBuf,
        /// The paths that could not be restored.
        lost: Vec<PathBuf>,
    },
}

impl Error {
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            path,
            action,
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusals) => {
                f.write_str("nothing was written, because of these files:")?;
                let mut refusals = refusals.iter();
                refusals.try_for_each(|one| write!(f, "\n  {}: {}", one.path, one.reason))
            }
            Self::Invalid { path, reason } => write!(f, "the generated file `{path}` {reason}"),
            Self::Io {
                path,
                action,
                source,
            } => write!(
                f,
                "cannot {action} {}: {source}; nothing was changed",
                path.display()
            ),
            Self::RollbackFailed { cause, kept, lost } => {
                write!(f, "{cause}, except for files that could not be restored:")?;
                lost.iter()
                    .try_for_each(|path| write!(f, "\n  {}", path.display()))?;
                write!(f, "\nthe old files are kept in {}", kept.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::RollbackFailed { cause, .. } => Some(cause),
            Self::Refused(_) | Self::Invalid { .. } => None,
        }
    }
}
