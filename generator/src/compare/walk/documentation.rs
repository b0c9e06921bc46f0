//! Compares the documentation of items.

use super::walker::{Item, Walker, additive, docs, fix, matrix};
use crate::compare::change::Aspect;
use crate::ir::{Docs, Provenance};

impl Walker<'_> {
    /// Compares the documentation of a Rust item.
    pub(super) fn docs(&mut self, item: &Item, old: &Docs, new: &Docs) {
        self.text(item, old, new);
        self.flag(
            item,
            Aspect::Deprecated,
            (old.deprecated, new.deprecated),
            || match new.deprecated {
                true => additive("the compiler warns programs that use it"),
                false => fix("the compiler does not warn any more"),
            },
        );
        self.differ(
            item,
            Aspect::Provenance,
            (provenance(old), provenance(new)),
            || matrix("it says how well the item is documented"),
        );
    }

    /// Compares the texts only, of something that is not in the generated code.
    pub(super) fn text(&mut self, item: &Item, old: &Docs, new: &Docs) {
        self.differ_in(item, Aspect::Description, (shown(old), shown(new)), || {
            docs("only the documentation says it")
        });
    }
}

/// Summary, description and link. The white space of folded texts does not matter.
fn shown(docs: &Docs) -> Option<String> {
    let texts = [&docs.summary, &docs.description, &docs.url];
    let texts = texts.into_iter().flatten();
    let texts: Vec<String> = texts.map(|text| squeezed(text)).collect();
    (!texts.is_empty()).then(|| texts.join(" / "))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn provenance(docs: &Docs) -> &'static str {
    match (docs.provenance, docs.has_inferred_type) {
        (of, false) => word(of),
        (Provenance::Documented, true) => "documented, with an inferred type",
        (Provenance::Live(_), true) => "live, with an inferred type",
        (Provenance::Older, true) => "older, with an inferred type",
        (Provenance::Inferred, true) => "inferred, with an inferred type",
        (Provenance::Object, true) => "object, with an inferred type",
    }
}

/// The name of a provenance.
pub(super) fn word(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "documented",
        Provenance::Live(_) => "live",
        Provenance::Older => "older",
        Provenance::Inferred => "inferred",
        Provenance::Object => "object",
    }
}
