//! Parts of files.

use std::collections::HashMap;

use crate::bundle::location::SourceLocation;
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// Ranges of bytes in files.
pub(super) struct FileSpans {
    /// By file: ranges that do not overlap, sorted.
    by_file: HashMap<FileId, Vec<(u32, u32)>>,
}

impl FileSpans {
    /// The places of values and of their keys.
    pub(super) fn of<'a>(
        loaded: &Loaded,
        locations: impl Iterator<Item = &'a SourceLocation>,
    ) -> Self {
        let mut by_file: HashMap<FileId, Vec<(u32, u32)>> = HashMap::new();
        for at in locations {
            let value = at.value_origin(loaded);
            let key = at.key_origin(loaded);
            let spans = by_file.entry(at.file).or_default();
            match at.pointer.is_empty() {
                true => spans.push((0, u32::MAX)),
                false => spans.extend([key, value].map(|at| (at.start, at.end))),
            }
        }
        for spans in by_file.values_mut() {
            spans.sort_unstable();
            let mut merged: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
            for span in spans.drain(..) {
                match merged.last_mut().filter(|last| span.0 <= last.1) {
                    Some(last) => last.1 = last.1.max(span.1),
                    None => merged.push(span),
                }
            }
            *spans = merged;
        }
        Self { by_file }
    }

    /// Whether a place begins inside one of the ranges.
    pub(super) fn contain(&self, place: Origin) -> bool {
        let spans = self.by_file.get(&place.file).map_or(&[][..], Vec::as_slice);
        let next = spans.partition_point(|span| span.0 <= place.start);
        let span = next.checked_sub(1).and_then(|last| spans.get(last));
        span.is_some_and(|span| place.start < span.1)
    }
}
