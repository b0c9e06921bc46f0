//! Decodes the text of a file.

use crate::diag::Diagnostic;
use crate::source::{FileId, Origin};

/// The reason why bytes are not text.
pub(super) enum NotText {
    /// The byte at this offset is not valid UTF-8.
    Utf8(usize, u8),
    /// The file is too long for 32-bit offsets.
    TooLong,
}

impl NotText {
    pub(super) fn located(self, file: FileId) -> Diagnostic {
        match self {
            Self::Utf8(offset, byte) => {
                let message = format!("invalid UTF-8: byte {offset} of the file is 0x{byte:02X}");
                // In the text that excerpts are printed from, a replacement character takes the place of the byte.
                let end = offset + char::REPLACEMENT_CHARACTER.len_utf8();
                let origin = Origin::new(file, offset..end);
                Diagnostic::error(origin, message).help("save the file as UTF-8")
            }
            Self::TooLong => {
                Diagnostic::error(Origin::new(file, 0..0), "the file is larger than 4 GiB")
                    .help("split it into several files")
            }
        }
    }
}

/// Returns the text of a file, without a byte order mark. Invalid UTF-8 is replaced, so that the text around it can be shown.
pub(super) fn text_of(mut bytes: Vec<u8>) -> (String, Option<NotText>) {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if u32::try_from(bytes.len()).is_err() {
        return (String::new(), Some(NotText::TooLong));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(NotText::Utf8(offset, byte)))
        }
    }
}
