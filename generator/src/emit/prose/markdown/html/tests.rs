use super::super::blocks;

fn rendered(text: &str) -> String {
    blocks(text).join("\n")
}

/// Checks descriptions and what they become.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&rendered(text), expected, "{text:?}");
    }
}

#[test]
fn html_within_a_line_becomes_markdown() {
    check(&[
        (
            "Set <code>intent</code> or <TT>a`b</TT>.",
            "Set `intent` or ``a`b``.",
        ),
        ("<b>x</b> <strong>y</strong>", "**x** **y**"),
        ("an <i>x</i> <em>y</em> <var>z</var>", "an *x* *y* *z*"),
        (
            "See <a href='https://a.example/b?c=1&amp;d=2' target=_blank>the <b>docs</b></a>.",
            "See [the **docs**](https://a.example/b?c=1&d=2).",
        ),
        (
            "<a href=\"mailto:a@b.example\">Mail</a> us",
            "[Mail](mailto:a@b.example) us",
        ),
        (
            "<a href=\"javascript:alert(1)\">x</a> <a name=y>z</a>",
            "x z",
        ),
        ("<a href=\"https://a.example/)x\">x</a>", "x"),
        (
            "H<sub>2</sub>O <u>and</u> <font color=\"red\">more</font>",
            "H2O and more",
        ),
        (
            "2<sup>53</sup>-1, <code>m/s<sup>2</sup></code>, *10<sup>-3</sup>*",
            "2^53-1, `m/s^2`, *10^-3*",
        ),
        (
            "an <img src=\"x.png\" alt=\"A &lt;logo&gt;\"> here",
            "an A \\<logo> here",
        ),
        ("a <!-- b --> c", "a c"),
        ("a <script>alert('x')</script> b <style>p {}</style>", "a b"),
        ("a<br>b<br/>c<BR />", "a\\\nb\\\nc"),
        ("a<br><br />\n<br>b", "a\n\nb"),
        ("<x-badge>new</x-badge> a<a name=\"b\"/>", "new a"),
        // JSX
        (
            "a <strong style={{ color: \"red\" }}>b</strong> &lt;b x={1}>",
            "a **b** \\<b x={1}>",
        ),
    ]);
}

#[test]
fn blocks_of_html_become_blocks_of_markdown() {
    check(&[
        ("<p>One</p><p>two &amp;\nthree.</p>", "One\n\ntwo & three."),
        ("<div>a *b* `c`</div>\n\nd", "a \\*b\\* \\`c\\`\n\nd"),
        (
            "a<ul><li>b</li><li>c<ol start=3><li>d</ol></ul>e",
            "a\n\n- b\n- c\n\n  3. d\n\ne",
        ),
        ("<ul>\n  <li>a\n\n  <li>b\n</ul>\n\nc", "- a\n- b\n\nc"),
        ("<ul>\n<li>\n\nsome `code`\n\n</li>\n</ul>", "- some `code`"),
        (
            "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
            "- a\n  - b\n- c",
        ),
        ("<ul><ul><li>a</li></ul></ul>", "- - a"),
        ("x<li>a</li><li>b</li> c", "x\n\n- a\n- b\n\nc"),
        ("a<blockquote>b</blockquote>c", "a\n\n> b\n\nc"),
        (
            "<h2>A <b>title</b></h2>\ntext<hr>more",
            "**A title**\n\ntext\n\nmore",
        ),
        (
            "<pre><code>{\n  &quot;a&quot;: 1\n}\n</code></pre>",
            "```text\n{\n  \"a\": 1\n}\n```",
        ),
        ("a<pre>b\n\nc</pre>d", "a\n\n```text\nb\n\nc\n```\n\nd"),
        (
            "<details><summary>More</summary>\n\n- a\n\n</details>",
            "More\n\n- a",
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb"),
    ]);
}

#[test]
fn tables_have_a_line_per_row() {
    check(&[
        (
            "<table><colgroup><col></colgroup><thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody><tr><td>1</td><td><b>x</b>|<br>y</td></tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| 1 | **x**\\| y |",
        ),
        // Rows of different lengths
        (
            "a<table><tr><td>b<tr><td>c<td>d</table>e",
            "a\n\n| b |  |\n| --- | --- |\n| c | d |\n\ne",
        ),
        // Blocks in a cell
        (
            "<table><tr><td><p>a</p><ul><li>b</li><li>c</li></ul></td><td><pre>d\ne</pre></td></table>",
            "| a • b • c | `d e` |\n| --- | --- |",
        ),
        // Markdown in a cell
        (
            "<table>\n<tr><td>\n\n- a\n- b `c`\n\n</td></tr>\n</table>\n\nd",
            "| • a • b `c` |\n| --- |\n\nd",
        ),
        // A table in a cell
        (
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table>d</td><td>e</td></tr></table>",
            "| a b c d | e |\n| --- | --- |",
        ),
        (
            "<table>a<tr>b<td>c</table>",
            "| a |  |\n| --- | --- |\n| b | c |",
        ),
        (
            "| a |\n|---|\n| <ul><li>b</li></ul>c<br>d |",
            "| a |\n| --- |\n| • b c d |",
        ),
    ]);
}

#[test]
fn what_is_no_html_stays_text() {
    check(&[
        ("a <branch> or <your-id>", "a \\<branch> or \\<your-id>"),
        ("a < b and <= c, a <b", "a \\< b and \\<= c, a \\<b"),
        ("<Pay> is </no> tag", "\\<Pay> is \\</no> tag"),
        (
            "Use <b>, <h1> and <blockquote>.",
            "Use \\<b>, \\<h1> and \\<blockquote>.",
        ),
        (
            "<p>a <branch> x < y &nope; &</p>",
            "a \\<branch> x \\< y \\&nope; &",
        ),
        (
            "`<b>x</b>`\n\n```\n<b>y</b>\n```",
            "`<b>x</b>`\n\n```text\n<b>y</b>\n```",
        ),
        (
            "<code>GET /<id></code> <code><p></code>",
            "`GET /<id>` `<p>`",
        ),
        ("&lt;b&gt;x&lt;/b&gt;", "\\<b>x\\</b>"),
        (
            "<div>&lt;b&gt;x&lt;/b&gt; &amp;lt; &#42;</div>",
            "\\<b>x\\</b> \\&lt; \\*",
        ),
        (
            "<s>a</s> <del>b</del> <strike>c</strike>",
            "\\<s>a\\</s> \\<del>b\\</del> \\<strike>c\\</strike>",
        ),
        (
            "/<section>/<article> where <caption>",
            "/\\<section>/\\<article> where \\<caption>",
        ),
        (
            "One of: <summary>, <description>",
            "One of: \\<summary>, \\<description>",
        ),
        (
            "a <div> element, never a <details>",
            "a \\<div> element, never a \\<details>",
        ),
        ("<col> <op> <val>", "\\<col> \\<op> \\<val>"),
        ("<code><tbody></code>", "`<tbody>`"),
        (
            "Render <checkout-button/>, <code/> or <table />",
            "Render \\<checkout-button/>, \\<code/> or \\<table />",
        ),
        ("<?php a ?> b", "\\<?php a ?> b"),
        ("a <script> b", "a \\<script> b"),
        ("<div><!-- a", "\\<div>\\<!-- a"),
    ]);
}

#[test]
fn badly_nested_html_swallows_nothing() {
    check(&[
        ("<b>a <i>b</b> c</i> d", "**a *b*** c d"),
        ("*a <b>b* c</b>\n\nd", "*a **b*** c\n\nd"),
        ("<b>a\n\nb</b> c", "**a**\n\nb c"),
        ("<b>a <strong>b</strong> **c** d</b>", "**a b c d**"),
        ("<code>a\n\nb</code> c", "a\n\nb c"),
        ("</b></p></ul>a</td></h1>", "a"),
        (
            "<ul><li>a<ul><li>b</li></ul>\n\nc",
            "\\<ul>\n\n- a\n  - b\n\n  c",
        ),
        (
            "<blockquote>a\n\n- b</blockquote>\n- c\n\nd",
            "> a\n>\n> - b\n> - c\n\nd",
        ),
        ("- <ul><li>a\n- b</li></ul>\n- c", "- - a\n- b\n- c"),
        (
            "<table><tr><td>a\n\n- b</td></tr></table>\n- c\n\nd",
            "| a • b |\n| --- |\n\n- c\n\nd",
        ),
        (
            "<a href=\"https://a.b\">a <a href=\"https://c.d\">b</a></a>",
            "[a b](https://a.b)",
        ),
        ("<b><p>a</p></b>c", "a\n\nc"),
    ]);
}

#[test]
fn emphasis_has_a_meaning_in_any_place() {
    check(&[
        (
            "<b>Note:</b>text a<b>\"x\"</b>b",
            "**Note:** text a **\"x\"** b",
        ),
        ("<i>a</i><i>b</i><b>c</b>d", "*a* *b* **c**d"),
        ("a<b>b</b>c <b> d </b>e", "a**b**c **d** e"),
        (
            "a<span>_b_</span>c <code>d</code><b>e</b>",
            "a _b_ c `d`**e**",
        ),
        (
            "a<b><a href=\"https://b.c\">d</a></b>e",
            "a **[d](https://b.c)** e",
        ),
    ]);
}

#[test]
fn deep_and_unfinished_html_is_not_much_longer_as_markdown() {
    let pieces = [
        "<b>",
        "<ul><li>",
        "<ul>\n\n> ",
        "<p",
        "<a x=\"",
        "<!--",
        "<div><!--",
        "</b>",
        "<table><td>",
        "<p>&amp",
        "<pre>",
        "<code>a\n\n",
        "<i><b></i></b>",
        "<blockquote>\n\n",
        "*<b>",
        "<b x={",
        "<ul>a</ul>\n\n- ",
    ];
    for piece in pieces {
        for end in ["", "</b></li></ul></table></pre></code></blockquote>"] {
            let text = piece.repeat(20_000) + &end.repeat(20_000);
            assert!(rendered(&text).len() < 100 * text.len(), "{piece}");
        }
    }
}
