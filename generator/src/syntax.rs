//! The syntax of Rust: whether a text is valid, and the tokens in it.
//!
//! The lexer and the parser are those of rust-analyzer. Without a syntax tree, they take a sixth of the time that `syn` takes, which
//! for a large crate was a third of the whole run.

use std::ops::Range;

use ra_ap_parser::{Edition, Input, LexedStr, Step, SyntaxKind, TopEntryPoint};
use rustc_hash::FxHashSet;

/// The edition of the emitted crates.
const EDITION: Edition = Edition::Edition2024;

/// The tokens of `#[doc = "…"]`, which `/// …` stands for.
const OUTER_DOC: &[SyntaxKind] = &[
    SyntaxKind::POUND,
    SyntaxKind::L_BRACK,
    SyntaxKind::IDENT,
    SyntaxKind::EQ,
    SyntaxKind::STRING,
    SyntaxKind::R_BRACK,
];

/// The tokens of `#![doc = "…"]`, which `//! …` stands for.
const INNER_DOC: &[SyntaxKind] = &[
    SyntaxKind::POUND,
    SyntaxKind::BANG,
    SyntaxKind::L_BRACK,
    SyntaxKind::IDENT,
    SyntaxKind::EQ,
    SyntaxKind::STRING,
    SyntaxKind::R_BRACK,
];

/// The first syntax error of a text.
#[derive(Clone, Debug)]
pub(crate) struct SyntaxError {
    /// The bytes of the unexpected token; empty at the end of the text.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
}

/// A token, unless it is white space or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An identifier or a keyword.
    Word(&'a str),
    /// `(`, `[` or `{`
    Open(char),
    /// `)`, `]` or `}`
    Close,
    /// A sign; an operator such as `::` is several of them.
    Sign {
        sign: char,
        /// Whether no other sign follows immediately.
        is_alone: bool,
    },
    /// A literal or a lifetime.
    Other,
}

/// A Rust text as tokens.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    lexed: LexedStr<'a>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let lexed = LexedStr::new(EDITION, text);
        Self { text, lexed }
    }

    /// Parses the text as a file, or as some of the items in a file.
    pub(crate) fn parse(&self) -> Result<(), SyntaxError> {
        if let Some((index, message)) = self.lexed.errors().next() {
            return Err(self.error(index, message));
        }
        self.parse_read(&self.read())
    }

    /// Parses what the parser reads of the text.
    fn parse_read(&self, all: &[Read]) -> Result<(), SyntaxError> {
        let output = TopEntryPoint::SourceFile.parse(&input(all), EDITION);
        let mut read = 0;
        for step in output.iter() {
            match step {
                Step::Token { n_input_tokens, .. } => read += usize::from(n_input_tokens),
                Step::FloatSplit { .. } => read += 1,
                Step::Error { msg } => return Err(self.error(self.index(read), msg)),
                Step::Enter { .. } | Step::Exit => {}
            }
        }
        Ok(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Token<'a>> {
        let is_code = |index: &usize| !self.kind(*index).is_trivia();
        (0..self.lexed.len())
            .filter(is_code)
            .map(|index| self.token(index))
    }

    fn token(&self, index: usize) -> Token<'a> {
        let text = || self.text.get(self.lexed.text_range(index));
        match self.kind(index) {
            kind if kind == SyntaxKind::UNDERSCORE || kind.is_any_identifier() => {
                Token::Word(text().unwrap_or_default())
            }
            kind if kind.is_punct() => match text().and_then(|text| text.chars().next()) {
                Some(open @ ('(' | '[' | '{')) => Token::Open(open),
                Some(')' | ']' | '}') => Token::Close,
                Some(sign) => {
                    let is_alone = !is_sign(self.kind(index + 1));
                    Token::Sign { sign, is_alone }
                }
                None => Token::Other,
            },
            _ => Token::Other,
        }
    }

    /// The kind of a token, or that of the end.
    fn kind(&self, index: usize) -> SyntaxKind {
        match index < self.lexed.len() {
            true => self.lexed.kind(index),
            false => SyntaxKind::EOF,
        }
    }

    /// What the parser reads.
    fn read(&self) -> Vec<Read> {
        let mut all = Vec::with_capacity(self.lexed.len());
        self.each_read(|index, kind| {
            let text = || self.lexed.text(index);
            let word = match kind {
                SyntaxKind::IDENT => SyntaxKind::from_contextual_keyword(text(), EDITION),
                _ => None,
            };
            let is_joint = match kind {
                // The parser asks this for a float between dots: `a.0.1`.
                SyntaxKind::FLOAT_NUMBER => !text().ends_with('.'),
                kind => kind.is_punct() && self.kind(index + 1).is_punct(),
            };
            all.push(Read {
                kind,
                word: word.unwrap_or(SyntaxKind::IDENT),
                is_joint,
            });
        });
        all
    }

    /// Passes the index and the kind of each token that the parser reads to `each`. A doc comment is several tokens.
    fn each_read(&self, mut each: impl FnMut(usize, SyntaxKind)) {
        let mut before: &[SyntaxKind] = &[];
        for index in 0..self.lexed.len() {
            match self.kind(index) {
                SyntaxKind::WHITESPACE => {}
                SyntaxKind::COMMENT => {
                    let doc = doc(self.lexed.text(index));
                    // Nothing but the first line of a comment can be an error.
                    if doc != before {
                        doc.iter().for_each(|kind| each(index, *kind));
                    }
                    before = doc;
                }
                kind => {
                    each(index, kind);
                    before = &[];
                }
            }
        }
    }

    /// The index of a token that the parser reads, given the number of those before it.
    fn index(&self, read: usize) -> usize {
        let (mut seen, mut found) = (0, self.lexed.len());
        self.each_read(|index, _| {
            if seen == read {
                found = index;
            }
            seen += 1;
        });
        found
    }

    fn error(&self, index: usize, message: &str) -> SyntaxError {
        let end = self.lexed.as_str().len();
        SyntaxError {
            range: match index < self.lexed.len() {
                true => self.lexed.text_range(index),
                false => end..end,
            },
            message: message.to_owned(),
        }
    }
}

/// Parses texts. Whether a text is valid depends on the kinds of its tokens only, and most items have the same kinds as an item before
/// them, so that they need not be parsed.
#[derive(Default)]
pub(crate) struct Parser {
    /// The valid sequences so far.
    valid: FxHashSet<Vec<Read>>,
}

impl Parser {
    /// Whether the text is valid as a file, or as some of the items in a file.
    pub(crate) fn accepts(&mut self, text: &Tokens<'_>) -> bool {
        if text.lexed.errors().next().is_some() {
            return false;
        }
        let read = text.read();
        if self.valid.contains(&read) {
            return true;
        }
        let is_valid = text.parse_read(&read).is_ok();
        if is_valid {
            self.valid.insert(read);
        }
        is_valid
    }
}

/// What the parser reads of a token.
#[derive(PartialEq, Eq, Hash)]
struct Read {
    kind: SyntaxKind,
    /// The keyword that the identifier is in some contexts, such as `union`, or `IDENT`.
    word: SyntaxKind,
    /// Whether another sign follows immediately.
    is_joint: bool,
}

fn input(all: &[Read]) -> Input {
    let mut input = Input::with_capacity(all.len());
    for read in all {
        match read.kind {
            SyntaxKind::IDENT => input.push_ident(read.word),
            kind => input.push(kind),
        }
        if read.is_joint {
            input.was_joint();
        }
    }
    input
}

/// The tokens that a comment stands for, if it is a doc comment.
fn doc(comment: &str) -> &'static [SyntaxKind] {
    match comment {
        text if text.starts_with("//!") => INNER_DOC,
        text if text.starts_with("///") && !text.starts_with("////") => OUTER_DOC,
        _ => &[],
    }
}

/// Whether a token is a sign, and not a bracket.
fn is_sign(kind: SyntaxKind) -> bool {
    use SyntaxKind::{L_BRACK, L_CURLY, L_PAREN, R_BRACK, R_CURLY, R_PAREN, UNDERSCORE};
    let brackets = [L_BRACK, L_CURLY, L_PAREN, R_BRACK, R_CURLY, R_PAREN];
    kind.is_punct() && kind != UNDERSCORE && !brackets.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_tokens() {
        let text = "#[a] fn r#b<'a>(_: u8) { c!(); /* d */ e::f == \"g\" } // h";
        let sign = |sign| Token::Sign {
            sign,
            is_alone: true,
        };
        let joint = |sign| Token::Sign {
            sign,
            is_alone: false,
        };
        let expected = [
            sign('#'),
            Token::Open('['),
            Token::Word("a"),
            Token::Close,
            Token::Word("fn"),
            Token::Word("r#b"),
            sign('<'),
            Token::Other,
            sign('>'),
            Token::Open('('),
            Token::Word("_"),
            sign(':'),
            Token::Word("u8"),
            Token::Close,
            Token::Open('{'),
            Token::Word("c"),
            sign('!'),
            Token::Open('('),
            Token::Close,
            sign(';'),
            Token::Word("e"),
            joint(':'),
            sign(':'),
            Token::Word("f"),
            joint('='),
            sign('='),
            Token::Other,
            Token::Close,
        ];
        assert_eq!(Tokens::of(text).iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn syntax_errors_have_a_place() {
        let faulty = [
            ("struct A { a: u8 b: u8 }", "b"),
            ("/// A.\n/// B.\nstruct A { a.0.1: u8 }", "."),
            ("struct A { /// a\n }", "}"),
            ("struct A;\n//! A.", "//! A."),
            ("fn a() { \"b }", "\"b }"),
            ("mod a {", ""),
        ];
        for (text, expected) in faulty {
            let error = Tokens::of(text).parse().unwrap_err();
            assert_eq!(&text[error.range], expected, "{text}: {}", error.message);
        }
        assert!(!Parser::default().accepts(&Tokens::of("mod a {")));
        let mut parser = Parser::default();
        for (name, is_valid) in [("A", true), ("B", true), ("fn", false)] {
            let text = format!("/// {name}.\nstruct {name};");
            assert_eq!(parser.accepts(&Tokens::of(&text)), is_valid);
        }
        assert_eq!(parser.valid.len(), 1);
        let sound = "//! A.\n//! B.\n\n/// C.\n// D.\nfn a(b: &'static str) -> bool { c.0.1 >= 1.0 && d!{ / } }";
        assert!(Tokens::of(sound).parse().is_ok());
    }
}
