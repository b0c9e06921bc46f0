//! The pass over the HTML of a page.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element, EndTag};
use lol_html::{element, rewrite_str};

use super::contents::Around;
use super::facts::{FIRST_CODE, Facts, Handler, language_of, settings};
use super::head::Head;
use super::{breaks, highlight, languages, samples};

/// Rewrites a page, except that the samples are only marked.
pub(super) fn page(
    html: &str,
    facts: &Facts,
    head: &Head,
    around: &Around,
) -> Result<String, RewritingError> {
    let handlers = [
        frame(head, around),
        tables(facts),
        fields(facts),
        code(facts),
        languages(facts),
        sections(),
        breaks::names(),
    ];
    let page = rewrite_str(html, settings(handlers.into_iter().flatten().collect()))?;
    Ok(bare_links(&answers(page)))
}

/// What a cell of a table says of an integration.
const ANSWERS: [&str; 4] = ["yes", "no", "partial", "–"];

/// Marks cells with an answer, so that a reader sees them at a glance. What is not documented needs no line in a card.
fn answers(html: String) -> String {
    ANSWERS.iter().fold(html, |html, answer| {
        let (cell, marked) = (
            format!(">{answer}</td>"),
            format!(" data-answer=\"{answer}\">{answer}</td>"),
        );
        html.replace(&format!("\"{cell}"), &format!("\"{marked}"))
            .replace(&format!("<td{cell}"), &format!("<td{marked}"))
    })
}

/// Marks links whose text is their target, which paper need not show twice.
fn bare_links(html: &str) -> String {
    let mut parts = html.split("<a href=\"http");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (target, rest) = part.split_once("\">").unwrap_or((part, ""));
        let is_bare = rest.starts_with(&format!("http{target}</a>"));
        let class = if is_bare { "class=\"bare\" " } else { "" };
        let _ = write!(out, "<a {class}href=\"http{part}");
    }
    out
}

/// Fills the places that the theme leaves free.
fn frame<'h>(head: &'h Head, around: &'h Around) -> Vec<Handler<'h>> {
    let fill = |selector: &str, html: &'h str| {
        element!(selector, move |element: &mut Element<'_, '_>| {
            if html.is_empty() {
                element.remove();
            }
            element.set_inner_content(html, ContentType::Html);
            Ok(())
        })
    };
    vec![
        fill("title", &head.title),
        fill(".main-pages", &around.main),
        fill("#contents-list", &around.contents),
        fill("#crumbs", &around.crumbs),
        fill(".turn", &around.turn),
        element!("meta[name=description]", |element: &mut Element<'_, '_>| {
            element.set_attribute("content", &head.description)?;
            Ok(())
        }),
    ]
}

/// The place in the tables of a page. Numbers begin with one, and are zero before the first.
#[derive(Default)]
struct Place {
    table: Cell<usize>,
    row: Cell<usize>,
    cell: Cell<usize>,
}

fn next(counter: &Cell<usize>) {
    counter.set(counter.get() + 1);
}

/// Names tables by their first heading, labels their cells, and says how deep in the object a row is.
fn tables(facts: &Facts) -> Vec<Handler<'_>> {
    let place = Rc::new(Place::default());
    let [of_table, of_matrix, of_row, of_cell] = [&place; 4].map(Rc::clone);
    vec![
        element!("main table", move |element: &mut Element<'_, '_>| {
            next(&of_table.table);
            of_table.row.set(0);
            let table = facts.tables.get(of_table.table.get() - 1);
            if let Some(table) = table.filter(|_| !element.has_attribute("class")) {
                let head = table.heads.first().map_or("", |head| head.trim());
                let name = head.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
                element.set_attribute(
                    "class",
                    &format!("of-{} columns-{}", name.to_lowercase(), table.heads.len()),
                )?;
            }
            Ok(())
        }),
        // A matrix is no table of fields. Its width decides how large it can be on paper.
        element!("main .matrix table", move |element: &mut Element<
            '_,
            '_,
        >| {
            let table = facts.tables.get(of_matrix.table.get() - 1);
            let columns = table.map_or(0, |table| table.heads.len());
            element.remove_attribute("class");
            element.set_attribute("style", &format!("--columns: {columns}"))?;
            Ok(())
        }),
        element!("main tbody tr", move |element: &mut Element<'_, '_>| {
            next(&of_row.row);
            of_row.cell.set(0);
            let table = facts.tables.get(of_row.table.get() - 1);
            let depth = table.map_or(0, |table| table.depth(of_row.row.get() - 1));
            if depth > 0 {
                element.set_attribute("data-depth", &depth.to_string())?;
            }
            Ok(())
        }),
        element!(
            "main article > .table-wrapper tbody > tr > *, main details > .table-wrapper tbody > tr > *",
            move |element: &mut Element<'_, '_>| {
                next(&of_cell.cell);
                let table = facts.tables.get(of_cell.table.get() - 1);
                let label = table.and_then(|table| table.heads.get(of_cell.cell.get() - 1));
                if let Some(label) = label {
                    element.set_attribute("data-label", label)?;
                }
                Ok(())
            }
        ),
    ]
}

/// Dims the objects in the name of a nested field, and makes its anchor a link.
fn fields(facts: &Facts) -> Vec<Handler<'_>> {
    let mut names = facts
        .tables
        .iter()
        .flat_map(|table| (0..table.names.len()).map(move |row| (table, row)))
        .filter(|(table, row)| !table.names[*row].is_empty());
    vec![
        element!(FIRST_CODE, move |element: &mut Element<'_, '_>| {
            let Some((table, row)) = names.next() else {
                return Ok(());
            };
            if table.depth(row) > 0
                && let Some((objects, name)) = table.names[row].rsplit_once('.')
            {
                element.set_inner_content(
                    &format!(
                        "<span class=\"objects\">{}.</span><wbr>{}",
                        breaks::breakable(objects),
                        breaks::breakable(name)
                    ),
                    ContentType::Html,
                );
            }
            Ok(())
        }),
        element!("main td a[id]:not([href])", |element: &mut Element<
            '_,
            '_,
        >| {
            let id = element.get_attribute("id").unwrap_or_default();
            let name = id.rsplit_once('-').map_or(id.as_str(), |(_, name)| name);
            element.set_attribute("class", "anchor")?;
            element.set_attribute("href", &format!("#{id}"))?;
            element.set_attribute("aria-label", &format!("Link to {name}"))?;
            element.set_inner_content("#", ContentType::Text);
            Ok(())
        }),
    ]
}

/// Colours code.
fn code(facts: &Facts) -> Vec<Handler<'_>> {
    let mut blocks = facts.code.iter();
    vec![element!("main pre > code", move |element: &mut Element<
        '_,
        '_,
    >| {
        let language = language_of(element);
        let text = blocks.next();
        if let (Some(language), Some(text)) = (language, text)
            && let Some(coloured) = highlight::coloured(&language, text)
        {
            element.set_inner_content(&coloured, ContentType::Html);
        }
        Ok(())
    })]
}

/// Puts blocks of code in several languages together, and says which blocks are output.
fn languages<'h>(facts: &Facts) -> Vec<Handler<'h>> {
    let mut around = languages::around(&facts.parts).into_iter();
    vec![element!(
        "main article > pre",
        move |element: &mut Element<'_, '_>| {
            if let Some((before, after)) = around.next() {
                element.before(&before, ContentType::Html);
                element.after(&after, ContentType::Html);
            }
            Ok(())
        }
    )]
}

/// The sections that are open at a place of the page.
#[derive(Default)]
struct Open {
    beside: bool,
    sample: bool,
}

impl Open {
    /// Ends what is open, from the inside.
    fn end_sample(&mut self, out: &mut String) {
        if std::mem::take(&mut self.sample) {
            out.push_str("</section>");
        }
    }

    fn end(&mut self, out: &mut String) {
        self.end_sample(out);
        if std::mem::take(&mut self.beside) {
            out.push_str("</section>");
            out.push_str(samples::END);
        }
    }
}

/// Puts elements around the sections that stand beside the text, and around the samples in them.
fn sections<'h>() -> Vec<Handler<'h>> {
    let open = Rc::new(RefCell::new(Open::default()));
    let [of_section, of_sample, of_article] = [&open; 3].map(Rc::clone);
    vec![
        element!("main article > h2", move |element: &mut Element<'_, '_>| {
            let mut open = of_section.borrow_mut();
            let mut out = String::new();
            open.end(&mut out);
            let id = element.get_attribute("id").unwrap_or_default();
            if samples::BESIDE.contains(&id.as_str()) {
                open.beside = true;
                let _ = write!(
                    out,
                    "{}<section class=\"{id}\" aria-labelledby=\"{id}\">",
                    samples::BEGIN
                );
            }
            element.before(&out, ContentType::Html);
            Ok(())
        }),
        element!("main article > h3", move |element: &mut Element<'_, '_>| {
            let mut open = of_sample.borrow_mut();
            if open.beside {
                let mut out = String::new();
                open.end_sample(&mut out);
                open.sample = true;
                out.push_str("<section class=\"sample\">");
                element.before(&out, ContentType::Html);
            }
            Ok(())
        }),
        element!("main article", move |element: &mut Element<'_, '_>| {
            let open = Rc::clone(&of_article);
            element.on_end_tag(Box::new(move |end: &mut EndTag<'_>| {
                let mut out = String::new();
                open.borrow_mut().end(&mut out);
                end.before(&out, ContentType::Html);
                Ok(())
            }))?;
            Ok(())
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(html: &str) -> String {
        let facts = Facts::of(html).unwrap();
        let head = Head {
            title: "T &amp; U".to_owned(),
            description: "D.".to_owned(),
        };
        let around = Around {
            main: "<li>main</li>".to_owned(),
            contents: "<ul></ul>".to_owned(),
            crumbs: String::new(),
            turn: String::new(),
        };
        page(html, &facts, &head, &around).unwrap()
    }

    #[test]
    fn the_frame_is_filled() {
        assert_eq!(
            rewritten(
                "<title>x</title><meta name=\"description\" content=\"\"><ul class=\"main-pages\"></ul><div id=\"contents-list\"></div><nav id=\"crumbs\"></nav>"
            ),
            "<title>T &amp; U</title><meta name=\"description\" content=\"D.\"><ul class=\"main-pages\"><li>main</li></ul>\
             <div id=\"contents-list\"><ul></ul></div>"
        );
    }

    #[test]
    fn cells_have_labels_and_nested_fields_a_depth() {
        let table = |first: &str, cells: &str| {
            format!(
                "<main><article><div class=\"table-wrapper\"><table{first}><thead><tr><th>field</th><th>about</th></tr></thead>\
             <tbody>{cells}</tbody></table></div></article></main>"
            )
        };
        assert_eq!(
            rewritten(&table(
                "",
                "<tr><td><code>a</code></td><td>–</td></tr><tr><td><a id=\"body-a.b\"></a><code>a.b</code></td><td>y</td></tr>"
            )),
            table(
                " class=\"of-field columns-2\"",
                "<tr><td data-label=\"field\"><code>a</code></td><td data-label=\"about\" data-answer=\"–\">–</td></tr>\
                 <tr data-depth=\"1\"><td data-label=\"field\"><a id=\"body-a.b\" class=\"anchor\" href=\"#body-a.b\" aria-label=\"Link to a.b\">#</a>\
                 <code><span class=\"objects\">a.</span><wbr>b</code></td><td data-label=\"about\">y</td></tr>"
            )
        );
    }

    #[test]
    fn samples_are_marked() {
        assert_eq!(
            rewritten(
                "<main><article><h2 id=\"a\">A</h2><h2 id=\"samples\">S</h2><h3>Rust</h3>r<h3>curl</h3>c<h2 id=\"b\">B</h2><h3>x</h3></article></main>"
            ),
            "<main><article><h2 id=\"a\">A</h2><!--beside--><section class=\"samples\" aria-labelledby=\"samples\"><h2 id=\"samples\">S</h2>\
             <section class=\"sample\"><h3>Rust</h3>r</section><section class=\"sample\"><h3>curl</h3>c</section></section><!--/beside-->\
             <h2 id=\"b\">B</h2><h3>x</h3></article></main>"
        );
    }

    #[test]
    fn a_matrix_has_no_cards_but_a_width() {
        let matrix = |attribute: &str| {
            format!(
                "<main><div class=\"matrix\"><table{attribute}><thead><tr><th>field</th><th>a</th></tr></thead></table></div></main>"
            )
        };
        assert_eq!(rewritten(&matrix("")), matrix(" style=\"--columns: 2\""));
    }

    #[test]
    fn links_that_show_their_target_are_marked() {
        assert_eq!(
            rewritten("<a href=\"https://a\">https://a</a> <a href=\"https://a\">a</a>"),
            "<a class=\"bare\" href=\"https://a\">https://a</a> <a href=\"https://a\">a</a>"
        );
    }

    #[test]
    fn code_is_coloured() {
        assert_eq!(
            rewritten(
                "<main><pre><code class=\"language-json\">{&quot;a&quot;: 1}</code></pre></main>"
            ),
            "<main><pre><code class=\"language-json\">{<span class=\"p\">\"a\"</span>: <span class=\"n\">1</span>}</code></pre></main>"
        );
    }
}
