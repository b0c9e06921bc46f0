//! Where long names may break: after `_`, `.`, `/` and `::`, and before a capital. A `<wbr>` is not part of copied text.

use lol_html::html_content::ContentType;
use lol_html::text;

use super::facts::Handler;

/// Names in the text of a page. Blocks of code are copied, and scroll.
const NAMES: &str = "main table code, main table a, main p > code, main p > a > code, main li > code, main li > a > code";

/// Lets the names on a page break.
pub(super) fn names<'h>() -> Vec<Handler<'h>> {
    vec![text!(NAMES, |chunk| {
        let broken = breakable(chunk.as_str());
        if broken.len() > chunk.as_str().len() {
            chunk.replace(&broken, ContentType::Html);
        }
        Ok(())
    })]
}

/// Where a name may break.
pub(in crate::docs) const BREAK: &str = "<wbr>";

/// A name in HTML, with a [`BREAK`] wherever it may break.
pub(in crate::docs) fn breakable(name: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_capital = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        if is_capital {
            out.push_str(BREAK);
        }
        out.push(letter);
        let next = letters.peek().copied();
        let is_mark = "_./".contains(letter) || letter == ':' && before == Some(':');
        if is_mark && next.is_some_and(char::is_alphanumeric) {
            out.push_str(BREAK);
        }
        before = Some(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use lol_html::rewrite_str;

    use super::super::facts::settings;
    use super::*;

    #[test]
    fn names_break_between_their_words() {
        for (name, broken) in [
            ("custom_fields", "custom_<wbr>fields"),
            ("a.b_c", "a.<wbr>b_<wbr>c"),
            ("CreateContact::email", "Create<wbr>Contact::<wbr>email"),
            ("/crm/{id}", "/<wbr>crm/{id}"),
            ("HTTP", "HTTP"),
            ("e.g. a…", "e.<wbr>g. a…"),
            ("&amp;x", "&amp;x"),
        ] {
            assert_eq!(breakable(name), broken);
        }
    }

    #[test]
    fn names_in_tables_break_and_blocks_of_code_do_not() {
        let page = |name: &str| {
            format!(
                "<main><table><tr><td><a><code>{name}</code></a> a_b</td><td><a>{name}</a></td></tr></table><p><code>{name}</code></p><ul><li><pre><code>a_b</code></pre></li></ul></main>"
            )
        };
        assert_eq!(
            rewrite_str(&page("a_b"), settings(names())).unwrap(),
            page("a_<wbr>b")
        );
    }
}
