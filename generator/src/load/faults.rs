//! The faults of files that all readers report.

use std::io;

use super::files::Refused;
use crate::diag::Diagnostic;
use crate::source::{FileId, Origin};

/// The maximum nesting of lists and mappings. Later phases recurse over values.
pub(super) const MAX_DEPTH: usize = 128;

pub(super) fn empty(file: FileId) -> Diagnostic {
    let help = "write an OpenAPI document, or remove the file and the references to it";
    Diagnostic::error(Origin::new(file, 0..0), "the file is empty").help(help)
}

pub(super) fn too_deep(origin: Origin) -> Diagnostic {
    let message = format!("nesting exceeds the limit of {MAX_DEPTH} lists and mappings");
    let help = "move inner schemas to `components`, and write a `$ref` to each";
    Diagnostic::error(origin, message).help(help)
}

pub(super) fn duplicate_key(second: Origin, first: Origin, name: &str) -> Diagnostic {
    Diagnostic::error(second, format!("duplicate key `{name}`"))
        .help("remove or rename one of the two")
        .related(first, "first defined here")
}

/// Reports a file that could not be read. Common causes have our own messages, because those of the system differ.
pub(super) fn unreadable(path: &str, origin: Option<Origin>, error: &io::Error) -> Diagnostic {
    let refused = error.get_ref().and_then(|cause| cause.downcast_ref());
    let (what, help) = match error.kind() {
        _ if let Some(Refused { help, .. }) = refused => (error.to_string(), *help),
        io::ErrorKind::NotFound => (
            "does not exist".to_owned(),
            "correct the path, or add the file",
        ),
        io::ErrorKind::IsADirectory => (
            "is a directory".to_owned(),
            "write the path of a file in it",
        ),
        io::ErrorKind::PermissionDenied => (
            "cannot be read: permission denied".to_owned(),
            "change the file's permissions",
        ),
        _ => (
            format!("cannot be read: {error}"),
            "check that it is a readable file",
        ),
    };
    Diagnostic::error(origin, format!("`{path}` {what}")).help(help)
}
