//! The words of a paragraph, a heading or a table cell, with their escapes and delimiters.

use crate::emit::prose::escape;

/// Words, and the delimiters that are open.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Finished words; `None` is a hard break.
    finished: Vec<Option<String>>,
    /// The current word.
    word: String,
    /// The opening delimiters of the open spans: of emphasis, strong emphasis or a link.
    open: Vec<&'static str>,
    /// How many of `open` are written. The others wait for content: Markdown does not open a span before a space.
    written: usize,
    /// Whether the word ends with a closing delimiter of emphasis.
    ends_emphasis: bool,
}

impl Words {
    /// Appends text, which is escaped. URLs become links.
    pub(super) fn text(&mut self, text: &str) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            if index > 0 {
                self.space();
            }
            if !word.is_empty() {
                self.text_word(word);
            }
        }
    }

    /// Appends a code span. Its spaces do not end the word, so it stays on one line.
    pub(super) fn code(&mut self, code: &str) {
        if self.word.ends_with('`') && self.written == self.open.len() {
            // Two code spans without a space between them would be one.
            self.space();
        }
        self.content('`').push_str(&escape::code(code));
    }

    /// Ends the word.
    pub(super) fn space(&mut self) {
        if !self.word.is_empty() {
            self.finished.push(Some(std::mem::take(&mut self.word)));
        }
    }

    /// Ends the line.
    pub(super) fn hard_break(&mut self) {
        self.space();
        self.finished.push(None);
    }

    /// Opens a span with its delimiter.
    pub(super) fn open(&mut self, delimiter: &'static str) {
        self.open.push(delimiter);
    }

    /// Closes the span that was opened last. Without content, the span is dropped.
    pub(super) fn close(&mut self, delimiter: &str) {
        self.open.pop();
        if self.written <= self.open.len() {
            return;
        }
        self.written = self.open.len();
        let last = match self.word.is_empty() {
            true => self.finished.iter_mut().rev().flatten().next(),
            false => Some(&mut self.word),
        };
        if let Some(last) = last {
            last.push_str(delimiter);
            self.ends_emphasis = delimiter.starts_with(['*', '_']);
        }
    }

    /// Closes emphasis or strong emphasis, whose delimiters are equal.
    pub(super) fn close_emphasis(&mut self) {
        self.close(self.open.last().copied().unwrap_or_default());
    }

    /// Takes all words as one line.
    pub(super) fn take_line(&mut self) -> String {
        let words: Vec<String> = self.take().into_iter().flatten().collect();
        words.join(" ")
    }

    /// Takes all words as lines of the width, if no word is longer.
    pub(super) fn take_lines(&mut self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in self.take() {
            let is_full = |word: &String| line.len() + 1 + word.len() > width;
            if !line.is_empty() && word.as_ref().is_none_or(is_full) {
                if word.is_none() {
                    line.push('\\');
                }
                lines.push(std::mem::take(&mut line));
            }
            let Some(word) = word else { continue };
            if line.is_empty() {
                line = escape::line_start(&word).unwrap_or(word);
            } else {
                line.push(' ');
                line.push_str(&word);
            }
        }
        lines.extend(Some(line).filter(|line| !line.is_empty()));
        lines
    }

    /// Takes all words, without hard breaks at the end.
    fn take(&mut self) -> Vec<Option<String>> {
        self.space();
        let mut words = std::mem::take(&mut self.finished);
        while words.pop_if(|last| last.is_none()).is_some() {}
        words
    }

    /// Returns the word to append content to, with all delimiters that wait for it. `first` is the first character of the content.
    fn content(&mut self, first: char) -> &mut String {
        if self.needs_space(first) {
            self.space();
        }
        self.ends_emphasis = false;
        for delimiter in self.open.iter().skip(self.written) {
            if *delimiter == "[" {
                // `![` would begin an image.
                escape_end(&mut self.word, '!');
            }
            self.word.push_str(delimiter);
        }
        self.written = self.open.len();
        &mut self.word
    }

    /// Whether a delimiter of emphasis would have no meaning without a space next to it, as in `**a:**b`, `a**"b"**` and `*a**b*`.
    /// In HTML and between what Markdown leaves out, there can be emphasis in any place.
    fn needs_space(&self, first: char) -> bool {
        let waiting = self.open.iter().skip(self.written);
        let is_link = waiting.clone().any(|delimiter| *delimiter == "[");
        let (first, is_letter) = match is_link {
            true => ('[', false),
            false => (first, first.is_alphanumeric()),
        };
        let closed = self.word.trim_end_matches(['*', '_']).chars().next_back();
        let follows_letter = closed.is_some_and(char::is_alphanumeric);
        let is_underscore = |text: &str| text.ends_with('_');
        match waiting.clone().next() {
            None | Some(&"[") => {
                let splits = !follows_letter || is_underscore(&self.word);
                self.ends_emphasis && is_letter && splits && !first.is_whitespace()
            }
            Some(_) if self.ends_emphasis => true,
            Some(delimiter) => follows_letter && (!is_letter || is_underscore(delimiter)),
        }
    }

    /// Appends one word; a URL in it becomes a link, except in the text of a link.
    fn text_word(&mut self, word: &str) {
        let continues = word.starts_with(|c: char| c.is_alphanumeric() || c == '#');
        if continues && self.written == self.open.len() {
            // `&` and `lt;` would be an entity.
            escape_end(&mut self.word, '&');
        }
        let first = word.chars().next().unwrap_or_default();
        let Some(start) = url_in(word).filter(|_| !self.open.contains(&"[")) else {
            let content = self.content(first);
            return escape::word(word, content);
        };
        let (before, rest) = word.split_at(start);
        let end = rest.find(['<', '>', '"', '`', '|', '\\']);
        let (url, after) = rest.split_at(end.unwrap_or(rest.len()));
        let kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '*', '_']);
        let content = self.content(if before.is_empty() { '<' } else { first });
        escape::word(before, content);
        if kept.len() > "https://".len() {
            content.push_str(&format!("<{kept}>"));
        } else {
            escape::word(kept, content);
        }
        escape::word(url.get(kept.len()..).unwrap_or_default(), content);
        if after.contains("http") {
            // The second URL needs a space before it to become a link.
            self.space();
            self.text_word(after);
        } else {
            escape::word(after, content);
        }
    }
}

/// Where a URL begins in a word.
fn url_in(word: &str) -> Option<usize> {
    // Most words have no colon, which is found much faster.
    if !word.contains(':') {
        return None;
    }
    let schemes = ["https://", "http://"];
    schemes.iter().filter_map(|scheme| word.find(scheme)).min()
}

/// Escapes the last character of a word if it is `mark`, which has a meaning only before what follows.
fn escape_end(word: &mut String, mark: char) {
    if word.ends_with(mark) {
        word.insert(word.len() - mark.len_utf8(), '\\');
    }
}
