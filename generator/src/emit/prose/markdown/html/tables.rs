//! Tables of HTML. A table inside a cell becomes text.

use pulldown_cmark::Tag;

use super::elements::Element;
use super::levels::Level;
use super::nesting::{DEEPEST, Nesting, Open, Origin};

impl Nesting<'_> {
    pub(super) fn start_table(&mut self, name: String) {
        self.end_block();
        self.open_parts();
        if self.open.len() < DEEPEST {
            let tag = Some(Tag::Table(Vec::new())).filter(|_| !self.is_in_cell());
            self.open(tag, "", Level::Table, Origin::Html(name));
        }
    }

    /// Starts a row or a cell of the innermost table.
    pub(super) fn start_part(&mut self, element: Element, name: String) {
        let elements = self.open.iter().rev();
        let mut elements = elements.take_while(|open| !open.is_markdown_container());
        let table = elements.position(|open| open.level == Level::Table);
        let table = table.map(|above| self.open.len() - above - 1);
        let is_printed = |at: &usize| self.open.get(*at).is_some_and(|table| table.end.is_some());
        let Some(table) = table.filter(is_printed) else {
            return self.end_block();
        };
        let is_row = |open: &Open| open.level == Level::Row;
        let has_row = self.open.get(table + 1).is_some_and(is_row);
        if element == Element::Row {
            self.close_to(table + 1);
            self.open(Some(Tag::TableRow), "", Level::Row, Origin::Html(name));
        } else {
            self.close_to(table + 1 + usize::from(has_row));
            if !has_row {
                self.open(Some(Tag::TableRow), "", Level::Row, Origin::Implied);
            }
            self.open(Some(Tag::TableCell), "", Level::Cell, Origin::Html(name));
        }
    }
}
