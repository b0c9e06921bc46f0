//! Which JSON a schema allows.

use std::collections::HashSet;

use super::overlap;
use super::references::{self, SchemaRef};
use super::sole::Sole;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// Whether a value of the schema at `at` can be an object: the schema, or one of its alternatives, says so, or says nothing.
pub(crate) fn may_be_object<'b>(cx: &Context<'b, '_>, schema: SchemaRef<'b>, at: &At<'b>) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![(schema, at.clone())];
    while let Some((schema, at)) = open.pop() {
        let Some((schema, at)) = references::target(cx, schema, &at) else {
            return true;
        };
        if !seen.insert(at.clone()) {
            continue;
        }
        let view = View::of(schema);
        if let Some(sole) = Sole::of(cx, &view, &at).filter(|sole| sole.at != at) {
            open.push((sole.schema, sole.at));
            continue;
        }
        match overlap::kind(&view) {
            Some("object") => return true,
            None if view.is_choice() => {
                for (keyword, list) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
                    let list = list.iter().enumerate();
                    let at = at.key(keyword);
                    open.extend(list.map(|(index, one)| (one.into(), at.index(index))));
                }
            }
            None if !view.allows_only_null() => return true,
            _ => {}
        }
    }
    false
}
