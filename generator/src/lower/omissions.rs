//! The parts that are left out because of errors.

use crate::bundle::{LeftOut, What};
use crate::ir::{Omission, Omitted};
use crate::source::Sources;

/// Describes the parts without the structure of OpenAPI.
pub(crate) fn omissions(parts: Vec<LeftOut>, sources: &Sources) -> Vec<Omission> {
    let omission = |part: LeftOut| {
        let path = sources.path(part.origin.file);
        Omission {
            what: match part.what {
                What::Operation => Omitted::Operation,
                What::Path => Omitted::Path,
                What::Schema => Omitted::Type,
                What::Property => Omitted::Property,
                What::Keyword | What::Other => Omitted::Other,
            },
            name: part.name,
            reason: part.message,
            file: path.rsplit('/').next().unwrap_or(path).to_owned(),
            line: sources.line_column(part.origin).line,
        }
    };
    parts.into_iter().map(omission).collect()
}
