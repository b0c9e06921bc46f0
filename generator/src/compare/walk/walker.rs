//! What the comparisons of all items have in common.

use std::collections::HashSet;
use std::fmt::Display;

use crate::compare::change::{Aspect, Change, Effect, Place, Subject};
use crate::compare::pairs::{Pair, Pairs};
use crate::compare::side::Side;
use crate::source::Origin;

/// Both states, and the changes that were found.
pub(super) struct Walker<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) pairs: Pairs<'a>,
    /// The names of the cargo features of both states.
    pub(super) features: [HashSet<String>; 2],
    changes: Vec<Change>,
    /// How many of them are breaking.
    breaking: usize,
}

/// An item that is compared.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) place: Place,
    pub(super) subject: Subject,
    pub(super) old: Option<Origin>,
    pub(super) new: Option<Origin>,
}

impl Item {
    pub(super) fn new(subject: Subject, place: Place, origins: &Pair<'_, Origin>) -> Self {
        let (old, new) = match origins {
            Pair::Both(old, new) => (Some(**old), Some(**new)),
            Pair::Old(old) => (Some(**old), None),
            Pair::New(new) => (None, Some(**new)),
        };
        Self {
            place,
            subject,
            old,
            new,
        }
    }

    /// The part of an item.
    pub(super) fn part(
        &self,
        subject: Subject,
        part: impl Into<String>,
        origins: &Pair<'_, Origin>,
    ) -> Self {
        Self::new(subject, self.place.and(part), origins)
    }
}

/// An effect with the sentence that says why.
pub(super) type Why = (Effect, String);

pub(super) fn breaking(reason: impl Into<String>) -> Why {
    (Effect::Breaking, reason.into())
}

pub(super) fn additive(reason: impl Into<String>) -> Why {
    (Effect::Additive, reason.into())
}

pub(super) fn fix(reason: impl Into<String>) -> Why {
    (Effect::Fix, reason.into())
}

pub(super) fn docs(reason: impl Into<String>) -> Why {
    (Effect::Docs, reason.into())
}

pub(super) fn matrix(reason: impl Into<String>) -> Why {
    (Effect::Matrix, reason.into())
}

impl<'a> Walker<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let pairs = Pairs::of(&old, &new);
        let features = [old.all_features(), new.all_features()];
        Self {
            old,
            new,
            pairs,
            features,
            changes: Vec::new(),
            breaking: 0,
        }
    }

    /// Adds a change.
    pub(super) fn report(
        &mut self,
        item: &Item,
        aspect: Aspect,
        (old, new): (Option<String>, Option<String>),
        (effect, reason): Why,
    ) {
        let old_at = item.old.and_then(|origin| self.old.at(origin));
        let new_at = item.new.and_then(|origin| self.new.at(origin));
        self.breaking += usize::from(effect == Effect::Breaking);
        self.changes.push(Change {
            place: item.place.clone(),
            subject: item.subject,
            aspect,
            old,
            new,
            effect,
            reason,
            old_at,
            new_at,
        });
    }

    /// Adds a change if two values differ.
    pub(super) fn differ<T: PartialEq + Display>(
        &mut self,
        item: &Item,
        aspect: Aspect,
        (old, new): (T, T),
        why: impl FnOnce() -> Why,
    ) {
        if old != new {
            let values = (Some(old.to_string()), Some(new.to_string()));
            self.report(item, aspect, values, why());
        }
    }

    /// Adds a change if two optional values differ.
    pub(super) fn differ_in<T: PartialEq + Display>(
        &mut self,
        item: &Item,
        aspect: Aspect,
        (old, new): (Option<T>, Option<T>),
        why: impl FnOnce() -> Why,
    ) {
        if old != new {
            let text = |value: Option<T>| value.map(|value| value.to_string());
            self.report(item, aspect, (text(old), text(new)), why());
        }
    }

    /// Adds a change if one of two flags is set.
    pub(super) fn flag(
        &mut self,
        item: &Item,
        aspect: Aspect,
        (old, new): (bool, bool),
        why: impl FnOnce() -> Why,
    ) {
        self.differ(item, aspect, (yes(old), yes(new)), why);
    }

    /// Reports that the item is new.
    pub(super) fn added(&mut self, item: &Item, what: impl Into<String>, why: Why) {
        self.report(item, Aspect::Existence, (None, Some(what.into())), why);
    }

    /// Reports that the item is gone.
    pub(super) fn removed(&mut self, item: &Item, what: impl Into<String>, why: Why) {
        self.report(item, Aspect::Existence, (Some(what.into()), None), why);
    }

    /// The number of breaking changes so far.
    pub(super) fn breaking(&self) -> usize {
        self.breaking
    }

    pub(super) fn finish(self) -> Vec<Change> {
        self.changes
    }
}

pub(super) fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}
