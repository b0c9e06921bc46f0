//! Statuses of responses.

/// The statuses of a [`Case`](super::Case).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// A class of statuses: `2` for `2XX`.
    Class(u8),
    /// All statuses without a case.
    Default,
}

impl std::fmt::Display for StatusRange {
    /// Prints `201`, `2XX` or `Any other status`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(out, "{code}"),
            Self::Class(class) => write!(out, "{class}XX"),
            Self::Default => out.write_str("Any other status"),
        }
    }
}
