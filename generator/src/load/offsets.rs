//! Converts character offsets to byte offsets.

/// The byte offsets of characters: the parsers count characters, all other code counts bytes.
pub(super) enum Offsets {
    /// The text is ASCII, so both are the same.
    Ascii,
    /// The offset of every [`STEP`]th character.
    Every(Vec<usize>),
}

const STEP: usize = 64;

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii
        } else {
            Self::Every(
                text.char_indices()
                    .step_by(STEP)
                    .map(|(at, _)| at)
                    .collect(),
            )
        }
    }

    /// Returns the byte offset of a character, counted from 0, or the end of the text if there are fewer characters.
    pub(super) fn byte(&self, text: &str, character: usize) -> usize {
        let Self::Every(offsets) = self else {
            return character.min(text.len());
        };
        let Some(start) = offsets.get(character / STEP) else {
            return text.len();
        };
        let mut rest = text.get(*start..).unwrap_or_default().char_indices();
        rest.nth(character % STEP)
            .map_or(text.len(), |(at, _)| start + at)
    }
}
