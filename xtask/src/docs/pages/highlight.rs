//! Colours of code, for the few languages in which the site shows some.
//!
//! They are made when the site is built: a page needs no script for them, and reads the same without one. A grammar that knows
//! comments, strings, numbers and words is enough for samples.

use std::fmt::Write as _;

/// What a language consists of.
struct Language {
    /// What a comment begins with, which ends with the line.
    comment: &'static str,
    quotes: &'static [char],
    keywords: &'static str,
    /// Whether words that begin with a capital are types.
    has_types: bool,
    /// Whether a string before a colon is a key.
    has_keys: bool,
}

const RUST: Language = Language {
    comment: "//",
    quotes: &['"'],
    keywords: "as async await break const continue crate else enum extern false fn for if impl in let loop match mod move mut pub ref \
               return self Self static struct super trait true type unsafe use where while dyn",
    has_types: true,
    has_keys: false,
};

const SHELL: Language = Language {
    comment: "#",
    quotes: &['"', '\''],
    keywords: "curl cargo if then else fi for do done while export cat npm npx node python pip git",
    has_types: false,
    has_keys: false,
};

const SCRIPT: Language = Language {
    comment: "//",
    quotes: &['"', '\'', '`'],
    keywords: "as async await break case catch class const continue default else export extends false finally for from function if import \
               in instanceof interface let new null of return static switch this throw true try type typeof undefined var void while yield",
    has_types: true,
    has_keys: false,
};

const PYTHON: Language = Language {
    comment: "#",
    quotes: &['"', '\''],
    keywords: "and as assert async await break class continue def del elif else except False finally for from global if import in is lambda \
               None not or pass raise return True try while with yield",
    has_types: true,
    has_keys: false,
};

const JSON: Language = Language {
    comment: "//",
    quotes: &['"'],
    keywords: "true false null",
    has_types: false,
    has_keys: true,
};

const TOML: Language = Language {
    comment: "#",
    quotes: &['"', '\''],
    keywords: "true false",
    has_types: false,
    has_keys: true,
};

fn language(name: &str) -> Option<&'static Language> {
    Some(match name {
        "rust" => &RUST,
        "bash" | "sh" | "shell" | "console" => &SHELL,
        "js" | "javascript" | "ts" | "typescript" => &SCRIPT,
        "python" | "py" => &PYTHON,
        "json" => &JSON,
        "toml" | "yaml" | "yml" => &TOML,
        _ => return None,
    })
}

/// Returns code as HTML with a span around each token that has a colour. `html` is the code as mdBook has written it.
///
/// Classes: `c` comment, `s` string, `n` number, `k` keyword, `t` type, `f` function, `p` property.
pub(super) fn coloured(name: &str, html: &str) -> Option<String> {
    let language = language(name.split(',').next()?)?;
    let code = decoded(html);
    let (mut out, mut rest) = (String::new(), code.as_str());
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let (class, length) = token(language, rest, first, before);
        let (text, after) = rest.split_at(length);
        match class {
            "" => out.push_str(&encoded(text)),
            class => {
                let _ = write!(out, "<span class=\"{class}\">{}</span>", encoded(text));
            }
        }
        // Where lines wrap, they do so after these.
        let is_path = text == ":" && before == Some(':');
        if is_path || matches!(text, "(" | "[") {
            out.push_str("<wbr>");
        }
        before = text.chars().next_back();
        rest = after;
    }
    Some(out)
}

/// The class and the length of the token at the beginning of `rest`.
fn token(
    language: &Language,
    rest: &str,
    first: char,
    before: Option<char>,
) -> (&'static str, usize) {
    // In a shell `#` within a word begins no comment, and in a URL `//` begins none.
    let is_apart = before.is_none_or(char::is_whitespace);
    if is_apart && rest.starts_with(language.comment) {
        return ("c", rest.find('\n').unwrap_or(rest.len()));
    }
    if language.quotes.contains(&first) {
        let length = string(rest, first);
        let is_key = language.has_keys && rest[length..].trim_start().starts_with(':');
        return (if is_key { "p" } else { "s" }, length);
    }
    let word = |part: char| part.is_alphanumeric() || part == '_';
    let length = rest.find(|part| !word(part)).unwrap_or(rest.len());
    if length == 0 {
        return ("", first.len_utf8());
    }
    let (text, after) = rest.split_at(length);
    let class = match () {
        () if first.is_ascii_digit() => "n",
        () if language
            .keywords
            .split_whitespace()
            .any(|keyword| keyword == text) =>
        {
            "k"
        }
        () if language.has_types && first.is_uppercase() => "t",
        () if after.starts_with('(') || after.starts_with("!(") => "f",
        () => "",
    };
    (class, length)
}

/// The length of a string with its quotes; to the end if it is not closed.
fn string(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, part) in rest.char_indices().skip(1) {
        match part {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if part == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Removes the lines that an example needs to compile and a reader does not.
pub(super) fn without_hidden_lines(html: &str) -> String {
    let mut parts = html.split("<span class=\"boring\">");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("</span>").map_or("", |(_, rest)| rest));
    }
    out
}

fn decoded(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

fn encoded(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::coloured;

    #[test]
    fn tokens_have_classes() {
        let cases = [
            (
                "rust",
                "let a = B::new(1); // c",
                "<span class=\"k\">let</span> a = <span class=\"t\">B</span>::<wbr><span class=\"f\">new</span>(<wbr><span class=\"n\">1</span>); <span class=\"c\">// c</span>",
            ),
            (
                "bash",
                "curl 'https://a' # x",
                "<span class=\"k\">curl</span> <span class=\"s\">'https://a'</span> <span class=\"c\"># x</span>",
            ),
            (
                "json",
                "{&quot;a&quot;: &quot;b\\&quot;&lt;&quot;}",
                "{<span class=\"p\">\"a\"</span>: <span class=\"s\">\"b\\\"&lt;\"</span>}",
            ),
            ("rust", "\"open", "<span class=\"s\">\"open</span>"),
        ];
        for (language, code, expected) in cases {
            assert_eq!(coloured(language, code).as_deref(), Some(expected));
        }
        assert_eq!(coloured("text", "x"), None);
    }

    #[test]
    fn hidden_lines_are_left_out() {
        let html = "<code><span class=\"boring\">fn main() {\n</span>a\n<span class=\"boring\">}</span></code>";
        assert_eq!(super::without_hidden_lines(html), "<code>a\n</code>");
    }
}
