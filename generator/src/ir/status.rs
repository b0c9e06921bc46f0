//! Statuses of responses.

/// The statuses of a [`Case`](super::Case), ordered as they are compared with the status of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
            Self::Code(400) => "bad request",
            Self::Code(401) => "unauthorized",
            Self::Code(402) => "payment required",
            Self::Code(403) => "forbidden",
            Self::Code(404) => "not found",
            Self::Code(405) => "method not allowed",
            Self::Code(406) => "not acceptable",
            Self::Code(408) => "request timeout",
            Self::Code(409) => "conflict",
            Self::Code(410) => "gone",
            Self::Code(412) => "precondition failed",
            Self::Code(413) => "content too large",
            Self::Code(415) => "unsupported media type",
            Self::Code(422) => "unprocessable",
            Self::Code(423) => "locked",
            Self::Code(429) => "too many requests",
            Self::Code(500) => "internal server error",
            Self::Code(501) => "not implemented",
            Self::Code(502) => "bad gateway",
            Self::Code(503) => "service unavailable",
            Self::Code(504) => "gateway timeout",
            Self::Code(code) => return format!("status {code}"),
            Self::Class(2) => "success",
            Self::Class(3) => "redirection",
            Self::Class(4) => "client error",
            Self::Class(5) => "server error",
            Self::Class(class) => return format!("status {class}XX"),
            Self::Default => "default",
        };
        words.to_owned()
    }
}

impl StatusRange {
    /// Whether it consists of several statuses.
    #[must_use]
    pub fn is_range(self) -> bool {
        !matches!(self, Self::Code(_))
    }

    /// Whether `other` is a part of the range.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        match (self, other) {
            (Self::Class(class), Self::Code(code)) => u16::from(class) == code / 100,
            (Self::Default, other) => other != Self::Default,
            (Self::Code(_) | Self::Class(_), _) => false,
        }
    }

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
