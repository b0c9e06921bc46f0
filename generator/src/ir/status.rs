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

impl StatusRange {
    /// Returns the words of a name: `no content`.
    #[must_use]
    pub fn words(self) -> String {
        let words = match self {
            Self::Code(200) => "ok",
            Self::Code(201) => "created",
            Self::Code(202) => "accepted",
            Self::Code(204) => "no content",
            Self::Code(206) => "partial content",
            Self::Code(code) => return format!("status {code}"),
            Self::Class(_) => "success",
            Self::Default => "default",
        };
        words.to_owned()
    }
}

impl StatusRange {
    /// Whether a response with such a status is successful.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }
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
