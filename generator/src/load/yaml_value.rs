//! Values of a YAML document while it is read: a value with an anchor is shared with its aliases, and copied at the end, once for each
//! alias. Copies at the anchors would take quadratic time and memory if anchors are nested.

use std::rc::Rc;

use serde_json::Value;

/// A value that is read.
#[derive(Clone)]
pub(super) enum Built {
    /// A value without anchors and aliases in it.
    Value(Value),
    Items(Vec<Built>),
    Entries(Vec<(String, Built)>),
    /// A value with an anchor.
    Shared(Rc<Built>),
}

impl Built {
    pub(super) fn list(items: Vec<Self>) -> Self {
        match items.iter().all(Self::is_plain) {
            true => Self::Value(items.into_iter().map(Self::value).collect()),
            false => Self::Items(items),
        }
    }

    pub(super) fn mapping(names: impl Iterator<Item = String>, values: Vec<Self>) -> Self {
        let is_plain = values.iter().all(Self::is_plain);
        let entries = names.zip(values);
        match is_plain {
            true => Self::Value(entries.map(|(name, of)| (name, of.value())).collect()),
            false => Self::Entries(entries.collect()),
        }
    }

    fn is_plain(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, with clones that are cheap.
    pub(super) fn shared(self) -> Self {
        match self {
            Self::Shared(_) => self,
            other => Self::Shared(Rc::new(other)),
        }
    }

    /// The value with a copy for each alias.
    pub(super) fn value(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Items(items) => items.into_iter().map(Self::value).collect(),
            Self::Entries(entries) => {
                let entries = entries.into_iter();
                entries.map(|(name, of)| (name, of.value())).collect()
            }
            Self::Shared(shared) => Rc::unwrap_or_clone(shared).value(),
        }
    }
}
