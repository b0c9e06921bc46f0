use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::{blocks, inline, is_harmless, paragraph, sentence};

fn rendered(text: &str) -> String {
    blocks(text).join("\n")
}

#[test]
fn keeps_what_is_harmless() {
    let text =
        "One *two* `three` [four](https://a.example/b).\n\n- a\n- b\n  - c\n\n1. x\n2. y\n\n> q";
    assert_eq!(rendered(text), text);
    assert_eq!(
        rendered("| a | b |\n|---|---|\n| 1 | `x` |"),
        "| a | b |\n| --- | --- |\n| 1 | `x` |"
    );
    assert_eq!(rendered("# Title\ntext"), "**Title**\n\ntext");
}

#[test]
fn what_is_nested_very_deeply_is_shown_without_its_quotes_and_lists() {
    let sixteen = "> ".repeat(16);
    assert_eq!(
        rendered(&format!("{sixteen}> > a\n> b\n\nc")),
        format!("{sixteen}a b\n\nc")
    );
    assert_eq!(
        rendered(&format!("{sixteen}- a\n{sixteen}- b")),
        format!("{sixteen}a\n{sixteen}b")
    );
    // If each quote looked at those around it, and each line began with all of them, this would take minutes.
    let text = format!("{}a {}", "> ".repeat(50_000), "b ".repeat(50_000));
    let lines = blocks(&text);
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with(&sixteen) && line.len() <= 200)
    );
}

#[test]
fn code_never_becomes_a_doctest() {
    assert_eq!(
        rendered("a\n\n    let x = 1;\n"),
        "a\n\n```text\nlet x = 1;\n```"
    );
    assert_eq!(
        rendered("```rust,should_panic\npanic!()\n"),
        "```text\npanic!()\n```"
    );
}

#[test]
fn html_links_and_odd_marks_become_text() {
    assert_eq!(
        rendered("</script><b>x</b> */ \"# #![no_std]"),
        r##"**x** \*/ "# #!\[no_std\]"##
    );
    assert_eq!(rendered("a <Contact> <b>"), r"a \<Contact> \<b>");
    assert_eq!(
        rendered("[Contact] and [x](javascript:alert(1)) `open"),
        "\\[Contact\\] and x \\`open"
    );
    assert_eq!(
        rendered("see https://a.example/x_y?b=1&c=2."),
        "see <https://a.example/x_y?b=1&c=2>."
    );
    assert_eq!(rendered("<https://a.example>"), "<https://a.example>");
}

#[test]
fn wrapping_makes_no_blocks() {
    let text = format!("{} - one 1. two # three", "word ".repeat(18).trim());
    for line in blocks(&text) {
        assert!(
            !line.starts_with("- ") && !line.starts_with("1. ") && !line.starts_with("# "),
            "{line}"
        );
    }
    assert_eq!(blocks(&"x".repeat(100_000)).len(), 1);
    assert!(blocks(&"word ".repeat(20_000)).len() > 1000);
}

#[test]
fn what_would_run_or_be_html_is_found() {
    let harmful = [
        "a\n~~~ fn/**/main(){}",
        "- - -     - 1; println!(\"i\");\n\n        x",
        "    let x = 1;",
        "```\npanic!()\n```",
        "```rust\npanic!()\n```",
        "a\n<script>",
        "1. a\n\n        panic!()",
    ];
    for text in harmful {
        assert!(!is_harmless(text), "{text}");
    }
    for text in [
        "```text\nlet x\n```",
        "- a\n  - b\n    - c",
        "<https://a.example>",
        "`a ~~~ b`",
    ] {
        assert!(is_harmless(text), "{text}");
    }
}

#[test]
fn what_markdown_leaves_out_makes_nothing_of_what_is_left() {
    assert_eq!(
        rendered(r"\![i](https://a.example)"),
        r"\![i](https://a.example)"
    );
    assert_eq!(rendered("`a`[`b`](javascript:x)"), "`a` `b`");
    assert_eq!(rendered("&[lt;](javascript:x)"), r"\&lt;");
    assert_eq!(rendered("#\n\n*![](x)* a"), "a");
    assert_eq!(rendered("_*a*_ <b>*<br>b<br>*"), "_*a*_ \\<b>\\\n*b*");
    assert_eq!(rendered("name <branch> or<br/>"), "name \\<branch> or");
    assert_eq!(rendered("- - > a\n- 1.\n  2. b"), "- - > a\n- 1. b");
    assert_eq!(
        rendered("[a](https://a.example/?b&amp;lt;)"),
        "[a](https://a.example/?b&amp;lt;)"
    );
}

/// Pieces of Markdown that have a meaning next to each other.
const MARKS: &[&str] = &[
    "`", "``", "```", "~~~", "- ", "> ", "1. ", "2. ", "1)", "+", "+ ", "#", "# ", "\n", "\n\n",
    " ", "  ", "    ", "\t", "  \n", "\\\n", "*", "**", "_", "|", "|---|", "---", "===", "&#60;",
    "&lt;", "&", "a", "word", "https://", "\\", "[", "]", "(", ")", "!", "\n[x]", "<a@b.c>", "é",
    "\u{a0}", "\r", "~", "^", "$", "{", "}", ".", ":", "-", "=",
];
const LONG_PIECES: &[&str] = &[
    "[a](javascript:x)",
    "[a](https://a.b/c)",
    "![i](https://a.b)",
    "http://a.b/c",
    "[x]: http://a.b\n",
    "<http://a.b>",
    "|a|b|\n|-|-|\n|c|d|\n",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// Tags of HTML, and what they can be mistaken for.
const HTML: &[&str] = &[
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=\"https://a.b\">",
    "<a href='javascript:x'>",
    "</a>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<script>",
    "<style>x</style>",
    "<p>",
    "</p>",
    "<br>",
    "<hr/>",
    "<ul>",
    "</ul>",
    "<ol start=7>",
    "</ol>",
    "<li>",
    "</li>",
    "<blockquote>",
    "</blockquote>",
    "<h2>",
    "</h2>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<img alt=x onerror=y>",
    "<svg onload=x>",
    "<x-y>",
    "</x-y>",
    "<p class=\"a>b\">",
    "<i x={{a}}>",
    "<!-- x -->",
    "&#60;b&#62;",
    "&lt;script>",
    "<b\n>",
];

/// Parts of HTML, in which a text is no text.
const PARTS: &[&str] = &[
    "<",
    "<!--",
    "-->",
    "<div",
    "<p class=\"",
    "<a href='",
    "<b x={",
    "}",
    "\">",
    "'>",
    "/>",
];

/// Texts that no mark or tag contains.
const TEXTS: &[&str] = &[
    "A", "B C", "ÄÖ. ", "D ", " E", "F:", "1", "G\n\n", "\n\nH", "(I)",
];

/// Returns documents that are made of pieces at random: the same ones in each run.
fn documents(number: usize, pieces: &[&[&'static str]]) -> impl Iterator<Item = String> {
    let pieces = pieces.concat();
    let mut state = 1_u64;
    let mut below = move |end: usize| {
        // The generator "xorshift"
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end as u64).unwrap()
    };
    (0..number).map(move |_| {
        let length = 1 + below(18);
        (0..length).map(|_| pieces[below(pieces.len())]).collect()
    })
}

/// Returns the text as the parser finds it.
fn text_of(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let texts = events.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            Some(text.into_string())
        }
        _ => None,
    });
    texts.collect()
}

/// Removes spaces, and the marks of emphasis, which may have or lose their meaning.
fn without_marks(text: &str) -> String {
    text.replace(|c: char| c.is_whitespace() || matches!(c, '*' | '_'), "")
}

/// What remains of the texts in [`TEXTS`].
fn letters(text: &str) -> String {
    text.replace(|c: char| !c.is_uppercase(), "")
}

fn is_safe(event: &Event<'_>) -> bool {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Rule => false,
        Event::Start(Tag::CodeBlock(kind)) => *kind == CodeBlockKind::Fenced("text".into()),
        Event::Start(Tag::Link { dest_url, .. }) => {
            dest_url.starts_with("http") || dest_url.starts_with("mailto:")
        }
        Event::Start(Tag::Heading { .. } | Tag::Image { .. } | Tag::HtmlBlock) => false,
        _ => true,
    }
}

/// Checks that nothing in the result is HTML, runs or leads elsewhere.
fn assert_safe(document: &str, rendered: &str) {
    let mut events = Parser::new_ext(rendered, Options::ENABLE_TABLES);
    assert!(
        events.all(|event| is_safe(&event)),
        "{document:?}: {rendered}"
    );
}

#[test]
fn any_markdown_becomes_safe_and_keeps_its_text() {
    for document in documents(20_000, &[MARKS, LONG_PIECES]) {
        let rendered = rendered(&document);
        assert_safe(&document, &rendered);
        let cleaned = crate::emit::prose::escape::clean(&document);
        let [text, expected] = [&rendered, &*cleaned].map(|text| without_marks(&text_of(text)));
        assert_eq!(text, expected, "{document:?}");
    }
}

#[test]
fn any_html_becomes_safe_and_keeps_its_text() {
    let pieces: [&[&[&'static str]]; 3] = [
        &[HTML, TEXTS],
        &[HTML, HTML, TEXTS, TEXTS, MARKS],
        &[HTML, MARKS, TEXTS, LONG_PIECES],
    ];
    for document in pieces.iter().flat_map(|pieces| documents(20_000, pieces)) {
        let rendered = rendered(&document);
        assert_safe(&document, &rendered);
        let cleaned = crate::emit::prose::escape::clean(&document);
        let [text, expected] = [&rendered, &*cleaned].map(|text| letters(&text_of(text)));
        assert_eq!(text, expected, "{document:?}: {rendered}");
    }
}

#[test]
fn unfinished_html_is_safe() {
    for document in documents(20_000, &[PARTS, PARTS, HTML, TEXTS, MARKS]) {
        assert_safe(&document, &rendered(&document));
    }
}

#[test]
fn entities_bring_no_character_back() {
    assert_eq!(
        rendered("a&#x202e;b [x](https://a.example/&#x202e;)"),
        "ab x"
    );
}

#[test]
fn one_line_forms() {
    assert_eq!(sentence("One. Two."), Some("One.".to_owned()));
    assert_eq!(
        sentence("Use e.g. this. Two"),
        Some("Use e.g. this.".to_owned())
    );
    assert_eq!(
        sentence("In *a. b* and `c. d` (e. f). Two"),
        Some("In *a. b* and `c. d` (e. f).".to_owned())
    );
    assert_eq!(sentence("- a list"), None);
    assert_eq!(
        paragraph("-1 is without end."),
        Some("-1 is without end.".to_owned())
    );
    assert_eq!(sentence(""), None);
    assert_eq!(inline("a\n\nb"), "a  b");
    assert_eq!(inline("a\\\nb\\\\\nc"), "a b\\\\ c");
}
