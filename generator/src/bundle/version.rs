//! The version of OpenAPI that a document is written in.

use serde_json::Value;

use super::location::SourceLocation;
use crate::diag::Diagnostic;
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// A version of OpenAPI that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V30,
    V31,
    /// Read as 3.1.
    V32,
}

impl Version {
    /// Returns the version of a document, if it is supported.
    pub(super) fn of(document: &Value) -> Option<Self> {
        let version = document.get("openapi")?.as_str()?;
        let mut parts = version.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Some(Self::V30),
            (Some("3"), Some("1")) => Some(Self::V31),
            (Some("3"), Some("2")) => Some(Self::V32),
            _ => None,
        }
    }
}

/// Reports a root document that is written in no supported version.
pub(super) fn unsupported(loaded: &Loaded, root: FileId, document: &Value) -> Option<Diagnostic> {
    if Version::of(document).is_some() {
        return None;
    }
    let fault = |key: &str, message: String, help: &str| {
        let origin = SourceLocation::new(root, format!("/{key}")).key_origin(loaded);
        Some(Diagnostic::error(origin, message).help(help))
    };
    match (document.get("openapi"), document.get("swagger")) {
        (Some(Value::Number(version)), _) => {
            let message = format!("`openapi` must be a string; found the number {version}");
            let help = "write the version in quotes or with three parts, such as `openapi: 3.0.3`";
            fault("openapi", message, help)
        }
        (Some(version), _) => {
            let message = format!("OpenAPI {} is not supported", shown(version));
            fault(
                "openapi",
                message,
                "write the document in OpenAPI 3.0 or 3.1",
            )
        }
        (None, Some(version)) => {
            let message = format!("Swagger {} is not supported", shown(version));
            let help =
                "convert the document to OpenAPI 3.0, for example with `npx swagger2openapi`";
            fault("swagger", message, help)
        }
        (None, None) => {
            let message = "not an OpenAPI document: it has no `openapi` key";
            let help = "write `openapi: 3.0.3` at the beginning of the root document";
            let start = Origin {
                file: root,
                ..Origin::default()
            };
            Some(Diagnostic::error(start, message).help(help))
        }
    }
}

fn shown(version: &Value) -> String {
    let text = version.as_str().map(str::to_owned);
    text.unwrap_or_else(|| version.to_string())
}
