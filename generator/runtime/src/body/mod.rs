//! Bodies of requests: bytes, or the parts of a multipart body, of which some are read while they are sent.

mod file;
mod multipart;
mod outgoing;
mod source;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;

pub use file::FilePart;
pub(crate) use multipart::encode;
pub use outgoing::RequestBody;
use source::Source;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(crate) use source::{Chunks, Reader, piece_of};

/// The body of a call. Each attempt sends it from the beginning.
#[derive(Clone)]
pub(crate) enum Content {
    /// In memory.
    Whole(Bytes),
    /// In several pieces, which are not joined in memory. With the length, if it is known.
    Pieces(Arc<[Source]>, Option<u64>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

impl Content {
    fn of_sources(sources: Vec<Source>) -> Self {
        let lengths = sources.iter().map(Source::length);
        let length = lengths.sum::<Option<u64>>();
        Self::Pieces(sources.into(), length)
    }

    /// The bytes, if they are in memory in one piece.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Pieces(..) => None,
        }
    }

    /// Whether an attempt can send the whole body: nothing that can be read only once has been read.
    pub(crate) fn is_unread(&self) -> bool {
        self.sources().iter().all(Source::is_unread)
    }

    /// Whether a part is a stream, which a blocking call cannot wait for.
    pub(crate) fn has_stream(&self) -> bool {
        let mut sources = self.sources().iter();
        sources.any(|source| matches!(source, Source::Stream { .. }))
    }

    /// The body for one attempt.
    pub(crate) fn body(&self) -> RequestBody {
        match self {
            Self::Whole(bytes) => bytes.clone().into(),
            Self::Pieces(sources, length) => RequestBody::new(sources.iter().cloned(), *length),
        }
    }

    fn sources(&self) -> &[Source] {
        match self {
            Self::Whole(_) => &[],
            Self::Pieces(sources, _) => sources,
        }
    }
}
