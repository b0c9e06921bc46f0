//! What a page contains, read before it is rewritten.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use lol_html::errors::RewritingError;
use lol_html::html_content::Element;
use lol_html::{ElementContentHandlers, Selector, Settings, element, rewrite_str, text};

/// What the rewriting must know in advance. Texts are as in the source, with character references.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The text of the heading.
    pub(super) heading: String,
    /// The paragraphs of the article itself.
    pub(super) paragraphs: Vec<String>,
    /// The sections of the page.
    pub(super) sections: Vec<Section>,
    pub(super) tables: Vec<Table>,
    /// The text of each block of code.
    pub(super) code: Vec<String>,
    /// The parts of the article itself: the language of a block of code, and `None` for any other part.
    pub(super) parts: Vec<Option<String>>,
}

#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) heads: Vec<String>,
    /// The code with which each row begins, which is the name of a field in a table of fields.
    pub(super) names: Vec<String>,
}

impl Table {
    /// The number of fields that the field of a row is inside of.
    pub(super) fn depth(&self, row: usize) -> usize {
        let is_field = self
            .heads
            .first()
            .is_some_and(|head| FIELDS.contains(&head.as_str()));
        let name = self.names.get(row).filter(|_| is_field);
        name.map_or(0, |name| name.matches('.').count())
    }
}

/// The first heading of tables whose rows are fields, and may be nested.
const FIELDS: [&str; 3] = ["field", "option", "parameter"];

impl Facts {
    pub(super) fn of(html: &str) -> Result<Self, RewritingError> {
        let facts = Rc::new(RefCell::new(Self::default()));
        rewrite_str(html, settings(reading(&facts)))?;
        Ok(facts.take())
    }
}

/// What handles the elements that a selector matches.
pub(super) type Handler<'h> = (Cow<'static, Selector>, ElementContentHandlers<'h>);

pub(super) fn settings(handlers: Vec<Handler<'_>>) -> Settings<'_, 'static> {
    let settings = Settings::new();
    handlers
        .into_iter()
        .fold(settings, Settings::append_element_content_handler)
}

fn reading(facts: &Rc<RefCell<Facts>>) -> Vec<Handler<'static>> {
    vec![
        text_in(facts, "main h1", |facts| Some(&mut facts.heading)),
        begin(facts, "main article > p", |facts, _| {
            facts.paragraphs.push(String::new());
        }),
        text_in(facts, "main article > p", |facts| {
            facts.paragraphs.last_mut()
        }),
        begin(facts, "main h2[id]", |facts, element| {
            facts.sections.push(Section {
                id: element.get_attribute("id").unwrap_or_default(),
                title: String::new(),
            });
        }),
        text_in(facts, "main h2[id]", |facts| {
            Some(&mut facts.sections.last_mut()?.title)
        }),
        begin(facts, "main table", |facts, _| {
            facts.tables.push(Table::default());
        }),
        begin(facts, "main thead th", |facts, _| {
            if let Some(table) = facts.tables.last_mut() {
                table.heads.push(String::new());
            }
        }),
        text_in(facts, "main thead th", |facts| {
            facts.tables.last_mut()?.heads.last_mut()
        }),
        begin(facts, "main tbody tr", |facts, _| {
            if let Some(table) = facts.tables.last_mut() {
                table.names.push(String::new());
            }
        }),
        text_in(facts, FIRST_CODE, |facts| {
            facts.tables.last_mut()?.names.last_mut()
        }),
        begin(facts, "main pre > code", |facts, _| {
            facts.code.push(String::new());
        }),
        text_in(facts, "main pre > code", |facts| facts.code.last_mut()),
        begin(facts, "main article > *", |facts, _| facts.parts.push(None)),
        begin(facts, "main article > pre > code", |facts, element| {
            let language = language_of(element).unwrap_or_default();
            if let Some(part) = facts.parts.last_mut() {
                *part = Some(language);
            }
        }),
    ]
}

/// `rust`, for the classes `language-rust no_run`.
pub(super) fn language_of(code: &Element<'_, '_>) -> Option<String> {
    let classes = code.get_attribute("class")?;
    let mut classes = classes.split([' ', ',']);
    classes.find_map(|class| Some(class.strip_prefix("language-")?.to_owned()))
}

/// The code with which a row begins.
pub(super) const FIRST_CODE: &str = "main tbody td:first-child > code:first-of-type";

/// Notes that an element begins.
fn begin(
    facts: &Rc<RefCell<Facts>>,
    selector: &str,
    note: impl Fn(&mut Facts, &Element<'_, '_>) + 'static,
) -> Handler<'static> {
    let facts = Rc::clone(facts);
    element!(selector, move |element: &mut Element<'_, '_>| {
        note(&mut facts.borrow_mut(), element);
        Ok(())
    })
}

/// Adds the text of an element to what `place` returns.
fn text_in(
    facts: &Rc<RefCell<Facts>>,
    selector: &str,
    place: impl Fn(&mut Facts) -> Option<&mut String> + 'static,
) -> Handler<'static> {
    let facts = Rc::clone(facts);
    text!(selector, move |chunk| {
        if let Some(text) = place(&mut facts.borrow_mut()) {
            text.push_str(chunk.as_str());
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_paragraphs_tables_and_code_are_read() {
        let facts = Facts::of(
            "<main><article><h1 id=\"a\"><a class=\"header\" href=\"#a\">Get &amp; go</a></h1><p>It <em>is</em>.</p>\
             <h2 id=\"b\"><a href=\"#b\">Body</a></h2><table><thead><tr><th>field</th><th>type</th></tr></thead>\
             <tbody><tr><td><code>a</code></td><td>x <code>no</code></td></tr>\
             <tr><td><a id=\"body-a.b\"></a><code>a.b</code></td><td></td></tr></tbody></table>\
             <pre><code class=\"language-json\">{&quot;a&quot;: 1}</code></pre></article></main>",
        );
        let facts = facts.unwrap();
        assert_eq!(facts.heading, "Get &amp; go");
        assert_eq!(facts.paragraphs, ["It is."]);
        assert_eq!(facts.sections[0].title, "Body");
        let table = &facts.tables[0];
        assert_eq!(table.heads, ["field", "type"]);
        assert_eq!(table.names, ["a", "a.b"]);
        assert_eq!([table.depth(0), table.depth(1)], [0, 1]);
        assert_eq!(facts.code, ["{&quot;a&quot;: 1}"]);
        let code = Some("json".to_owned());
        assert_eq!(facts.parts, [None, None, None, None, code]);
    }
}
