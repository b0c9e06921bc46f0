//! The units around errors.

use std::cmp::Reverse;

use super::units::{Unit, Units};
use crate::diag::Diagnostic;
use crate::source::Origin;

/// For each error the units around it, innermost first.
pub(super) struct Ladders {
    pub(super) all: Vec<Vec<usize>>,
}

impl Ladders {
    /// Looks at all errors in the order of their locations, so that each unit is looked at once.
    pub(super) fn new(units: &Units, errors: &[&Diagnostic]) -> Self {
        let mut spans: Vec<(Origin, usize)> = Vec::new();
        for (index, unit) in units.iter().enumerate() {
            let origins = [Some(unit.value), unit.key];
            spans.extend(origins.into_iter().flatten().map(|origin| (origin, index)));
        }
        spans.sort_by_key(|(origin, index)| {
            (origin.file, origin.start, Reverse(origin.end), *index)
        });
        let mut spans = spans.into_iter().peekable();

        let mut located: Vec<(Origin, usize)> = Vec::new();
        for (index, error) in errors.iter().enumerate() {
            located.extend(error.origin.map(|origin| (origin, index)));
        }
        located.sort();
        let mut all = vec![Vec::new(); errors.len()];
        let mut open: Vec<(Origin, usize)> = Vec::new();
        for (at, error) in located {
            let is_before =
                |span: &(Origin, usize)| (span.0.file, span.0.start) <= (at.file, at.start);
            while let Some(span) = spans.next_if(is_before) {
                close(&mut open, span.0);
                open.push(span);
            }
            close(&mut open, at);
            let around = open.iter().filter(|(span, _)| contains(*span, at));
            let mut ladder: Vec<usize> = around.map(|(_, unit)| *unit).collect();
            ladder.sort_by_key(|unit| (units.get(*unit).map(size), *unit));
            if let Some(found) = all.get_mut(error) {
                *found = ladder;
            }
        }
        Self { all }
    }
}

/// Removes the spans that end before `at`.
fn close(open: &mut Vec<(Origin, usize)>, at: Origin) {
    let is_over = |span: Origin| span.file != at.file || span.end < at.start;
    while open.last().is_some_and(|(span, _)| is_over(*span)) {
        open.pop();
    }
}

fn contains(span: Origin, at: Origin) -> bool {
    span.file == at.file && span.start <= at.start && at.end <= span.end
}

/// The number of bytes of a unit with its key. A value with an alias is elsewhere than its key.
fn size(unit: &Unit) -> u32 {
    let start = unit.key.map_or(unit.value.start, |key| key.start);
    let start = if start <= unit.value.start {
        start
    } else {
        unit.value.start
    };
    unit.value.end.saturating_sub(start)
}
