//! The tokens of a JSON text, with their offsets.

/// A token of a JSON text.
pub(crate) enum Token<'a> {
    Open {
        is_list: bool,
    },
    Close,
    Comma,
    Colon,
    /// With its quotes.
    Text(&'a str),
    /// A number, a word, or text that is not JSON.
    Scalar,
}

/// An iterator over the tokens of a text. Text that is not JSON is split into tokens too, without an error.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    /// The offset of the next token, or of the white space before it.
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The offset after the last token.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is not white space.
    pub(crate) fn peek(&self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        rest.bytes().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Skips white space and returns the offset of the next token.
    pub(crate) fn start(&mut self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_ascii_start().len();
        self.at
    }

    /// Skips the next value and returns its text, and how deep arrays and objects are nested in it.
    pub(crate) fn value(&mut self) -> (&'a str, usize) {
        let start = self.start();
        let bytes = self.text.as_bytes();
        if !matches!(bytes.get(start), Some(b'{' | b'[' | b'}' | b']')) {
            self.next();
            return (self.text.get(start..self.at).unwrap_or_default(), 0);
        }
        let (mut open, mut deepest) = (0_usize, 0);
        // Inside arrays and objects, only strings, brackets and braces matter.
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'{' | b'[' => {
                    open += 1;
                    deepest = deepest.max(open);
                }
                b'}' | b']' => open = open.saturating_sub(1),
                b'"' => {
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    self.at += text_length(rest).unwrap_or(rest.len());
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                break;
            }
        }
        (self.text.get(start..self.at).unwrap_or_default(), deepest)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..)?;
        let token = rest.trim_ascii_start();
        let first = *token.as_bytes().first()?;
        let (length, found) = match first {
            b'{' => (1, Token::Open { is_list: false }),
            b'[' => (1, Token::Open { is_list: true }),
            b'}' | b']' => (1, Token::Close),
            b',' => (1, Token::Comma),
            b':' => (1, Token::Colon),
            b'"' => match text_length(token.as_bytes()) {
                Some(length) => (length, Token::Text(token.get(..length)?)),
                None => (token.len(), Token::Scalar),
            },
            _ => {
                let ends = |byte: u8| b",:[]{}\" \n\r\t".contains(&byte);
                let end = token.bytes().position(ends);
                (end.unwrap_or(token.len()), Token::Scalar)
            }
        };
        self.at += rest.len() - token.len() + length;
        Some(found)
    }
}

/// Returns the length of the string at the beginning of `token`, including its quotes; `None` if it does not end.
fn text_length(token: &[u8]) -> Option<usize> {
    let mut length = 1;
    loop {
        let rest = token.get(length..)?;
        length += 1 + rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        if token.get(length - 1) == Some(&b'"') {
            return Some(length);
        }
        length += 1; // the escaped character
    }
}
