//! Pagination of a list, by a cursor that stays correct while objects are added and removed.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    select::{Selection, Sort},
    store::{Collection, Entry, Kept},
    values::{compare, values_at},
};

/// The start or end of a page.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    /// The values of the sort keys.
    values: Vec<Value>,
    place: u64,
}

/// Where a page is.
enum At {
    Start,
    After(Key),
    Before(Key),
}

/// A page of a list.
#[derive(Debug, PartialEq)]
pub(super) struct Slice<'c> {
    pub(super) entries: Vec<&'c Kept>,
    pub(super) next: Option<String>,
    pub(super) previous: Option<String>,
}

/// The rows of a page, and whether the list continues on either side.
struct Rows<'c> {
    rows: Vec<(Key, &'c Kept)>,
    has_before: bool,
    has_after: bool,
}

impl Selection {
    /// The page at `cursor`, or the first one; `None` if the cursor belongs to another selection.
    pub(super) fn page<'c>(
        &self,
        collection: &'c Collection,
        cursor: Option<&str>,
        most: usize,
    ) -> Option<Slice<'c>> {
        let at = match cursor.filter(|cursor| !cursor.is_empty()) {
            None => At::Start,
            Some(cursor) => self.parse(cursor)?,
        };
        Some(self.slice(match self.order.is_empty() {
            true => self.unsorted(collection, &at, most),
            false => self.sorted(collection, &at, most),
        }))
    }

    /// The same page, found in both ways.
    #[cfg(test)]
    pub(super) fn both<'c>(
        &self,
        collection: &'c Collection,
        cursor: Option<&str>,
        most: usize,
    ) -> (Slice<'c>, Slice<'c>) {
        let at = cursor.map_or(Some(At::Start), |cursor| self.parse(cursor));
        let at = at.expect("its own cursor");
        let unsorted = self.unsorted(collection, &at, most);
        let sorted = self.sorted(collection, &at, most);
        (self.slice(unsorted), self.slice(sorted))
    }

    fn slice<'c>(&self, found: Rows<'c>) -> Slice<'c> {
        let Rows {
            rows,
            has_before,
            has_after,
        } = found;
        let edge = |edge: Option<&(Key, &Kept)>, is_before| {
            edge.map(|(key, _)| self.cursor(is_before, key))
        };
        Slice {
            next: edge(rows.last().filter(|_| has_after), false),
            previous: edge(rows.first().filter(|_| has_before), true),
            entries: rows.into_iter().map(|(_, entry)| entry).collect(),
        }
    }

    fn selects(&self, entry: &Kept) -> bool {
        self.filters.iter().all(|filter| filter.lets(entry))
    }

    /// Looks only at the objects from the cursor on, so that reading all pages takes a time linear in their number.
    fn unsorted<'c>(&self, collection: &'c Collection, at: &At, most: usize) -> Rows<'c> {
        let selected = |(_, entry): &(u64, &Kept)| self.selects(entry);
        let row = |(place, entry): (u64, &'c Kept)| (self.key(place, entry), entry);
        let has_before = |place| collection.before(place).any(|row| selected(&row));
        let start = match at {
            At::Start => 0,
            At::After(key) => key.place.saturating_add(1),
            At::Before(key) => {
                let mut before = collection.before(key.place).filter(selected);
                let mut rows: Vec<_> = before.by_ref().take(most).map(row).collect();
                rows.reverse();
                return Rows {
                    rows,
                    has_before: before.next().is_some(),
                    has_after: collection.from(key.place).any(|row| selected(&row)),
                };
            }
        };
        let mut after = collection.from(start).filter(selected);
        let rows: Vec<_> = after.by_ref().take(most).map(row).collect();
        Rows {
            has_before: rows.first().is_some_and(|(key, _)| has_before(key.place)),
            has_after: after.next().is_some(),
            rows,
        }
    }

    fn sorted<'c>(&self, collection: &'c Collection, at: &At, most: usize) -> Rows<'c> {
        let entries = collection.from(0).filter(|(_, entry)| self.selects(entry));
        let mut all: Vec<(Key, &Kept)> = entries
            .map(|(place, entry)| (self.key(place, entry), entry))
            .collect();
        all.sort_by(|(one, _), (other, _)| self.compare(one, other));
        let (start, end) = match at {
            At::Start => (0, most.min(all.len())),
            At::After(at) => {
                let after = all.partition_point(|(key, _)| self.compare(key, at).is_le());
                (after, after.saturating_add(most).min(all.len()))
            }
            At::Before(at) => {
                let from = all.partition_point(|(key, _)| self.compare(key, at).is_lt());
                (from.saturating_sub(most), from)
            }
        };
        Rows {
            has_before: start > 0,
            has_after: end < all.len(),
            rows: all.drain(start..end).collect(),
        }
    }

    fn key(&self, place: u64, entry: &Entry) -> Key {
        let value = |sort: &Sort| values_at(entry, &sort.path).first().copied().cloned();
        let values = self
            .order
            .iter()
            .map(|sort| value(sort).unwrap_or_default());
        Key {
            values: values.collect(),
            place,
        }
    }

    fn compare(&self, one: &Key, other: &Key) -> Ordering {
        let values = one.values.iter().zip(&other.values);
        for (sort, (one, other)) in self.order.iter().zip(values) {
            // Objects without a value come last in either direction.
            let order = match (one.is_null(), other.is_null()) {
                (false, false) if sort.is_descending => compare(other, one),
                (false, false) => compare(one, other),
                (one, other) => one.cmp(&other),
            };
            if order.is_ne() {
                return order;
            }
        }
        one.place.cmp(&other.place)
    }

    /// The cursor, in hexadecimal digits, to make it opaque.
    fn cursor(&self, is_before: bool, key: &Key) -> String {
        let parts = (is_before, self.print, key.place, &key.values);
        let text = serde_json::to_string(&parts).unwrap_or_default();
        text.bytes().map(|byte| format!("{byte:02x}")).collect()
    }

    fn parse(&self, cursor: &str) -> Option<At> {
        let digits = cursor.as_bytes().chunks(2);
        let bytes = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
        let parts = serde_json::from_slice::<(bool, u64, u64, Vec<Value>)>(&bytes);
        let (is_before, print, place, values) = parts.ok()?;
        let key = Key { values, place };
        let is_own = print == self.print && key.values.len() == self.order.len();
        is_own.then_some(match is_before {
            true => At::Before(key),
            false => At::After(key),
        })
    }
}
