//! Reads decisions from bytes.

use arbitrary::Unstructured;
use serde_json::{Map, Value};

/// Bytes that are read as decisions. When none are left, each decision is the first alternative.
pub(crate) struct Input<'d>(Unstructured<'d>);

/// Texts with a special meaning in URLs, headers, JSON or terminals.
const ODD: &[&str] = &[
    "",
    "a",
    "b",
    "x y",
    ".",
    "..",
    "/",
    "%",
    "%2e",
    "%2F",
    "%00",
    "+",
    "&",
    "=",
    "#",
    "?",
    ",",
    ";",
    "[]",
    "]=",
    "[0]",
    "{id}",
    "\\",
    "\"",
    "\0",
    "\n",
    "\r\n",
    "\u{7f}",
    "\u{85}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "\u{e9}",
    "\u{1f642}",
    "0",
    "7",
    "-1",
    "1.0",
    "1e3",
    "true",
    "null",
    "9007199254740993",
    "2024-03-01T09:30:00Z",
    "2024-03-01",
    "id",
    "name",
];

impl<'d> Input<'d> {
    pub(crate) fn new(data: &'d [u8]) -> Self {
        Self(Unstructured::new(data))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.int_in_range(0..=end - 1).unwrap_or_default()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.0.arbitrary().unwrap_or_default()
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0.arbitrary().unwrap_or_default()
    }

    /// True in one of `times` cases.
    pub(crate) fn is_one_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// All bytes that are left.
    pub(crate) fn rest(self) -> &'d [u8] {
        self.0.take_rest()
    }

    pub(crate) fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(3) {
            match self.below(4) {
                0 | 1 => {
                    let odd: &&str = self.pick(ODD);
                    text.push_str(odd);
                }
                2 => text.push(char::from(b' ' + self.byte() % 95)),
                _ => text.push(self.0.arbitrary().unwrap_or_default()),
            }
        }
        text
    }

    pub(crate) fn scalar(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Null,
            1 => Value::from(self.is_one_in(2)),
            2 => Value::from(self.number()),
            3 => Value::from(self.number().cast_signed()),
            4 => Value::from(f64::from_bits(self.number())),
            5 => Value::from(f64::from(self.byte().cast_signed())),
            _ => Value::from(self.text()),
        }
    }

    /// Returns any JSON. `key` chooses the keys of objects.
    pub(crate) fn json(&mut self, depth: usize, key: &mut dyn FnMut(&mut Self) -> String) -> Value {
        match self.below(if depth == 0 { 2 } else { 5 }) {
            0 | 1 => self.scalar(),
            2 => {
                let length = self.length();
                (0..length).map(|_| self.json(depth - 1, key)).collect()
            }
            _ => {
                let mut fields = Map::new();
                for _ in 0..self.below(5) {
                    let name = key(self);
                    fields.insert(name, self.json(depth - 1, key));
                }
                Value::Object(fields)
            }
        }
    }

    /// The length of a list: short, or around the limit of query parsers.
    fn length(&mut self) -> usize {
        match self.below(12) {
            11 => 19 + self.below(4),
            length => length % 4,
        }
    }
}
