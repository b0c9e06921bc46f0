//! Rewrites the JSON of a model so that it decodes: fields of another type than documented are converted or set aside.
//!
//! The fields of a model are read from its [`Shape`], so this code is compiled once for all models. It reads each byte of the
//! JSON once.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use serde_json::Value;

use super::{
    JsonKind, convert,
    kind::{Cases, Kind, Shape, Slot, fits, is_decimal},
    lenient::MARK,
    one_of::choose,
};
use crate::tokens::Tokens;

/// The maximum nesting of arrays and objects, which is `serde_json`'s own limit.
pub(super) const DEEPEST: usize = 127;

/// What to do with fields that cannot be converted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Purpose {
    /// For a response: fields that cannot be converted are set aside.
    Receive,
    /// For a request: a field that cannot be converted is an error. Fields that only the API sets are left out.
    Send,
}

/// JSON that decodes as its model.
pub(super) struct Repaired<'a> {
    /// Fields that were set aside have names that begin with [`MARK`].
    pub(super) text: String,
    pub(super) set_aside: Vec<SetAside<'a>>,
}

/// A field that was set aside.
pub(super) struct SetAside<'a> {
    pub(super) path: Vec<Step<'a>>,
    /// The value that does not fit: the field, or a part of it.
    pub(super) misfit: Misfit<'a>,
    /// The field, unchanged.
    pub(super) raw: &'a str,
}

/// A value that is not of the documented kind.
#[derive(Clone)]
pub(super) struct Misfit<'a> {
    pub(super) path: Vec<Step<'a>>,
    pub(super) expected: JsonKind,
    pub(super) found: JsonKind,
    /// The offset of its first byte.
    pub(super) offset: usize,
}

impl fmt::Display for Misfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.found, self.path.last()) {
            (JsonKind::Absent, Some(Step::Field(name))) => write!(f, "missing field `{name}`"),
            (_, Some(Step::Key(key))) if unquoted(key).is_none() => {
                f.write_str("the name has an unpaired surrogate")
            }
            (found, _) => write!(f, "expected {}, found {found}", self.expected),
        }
    }
}

/// A part of a path.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Field(&'static str),
    Index(usize),
    /// A key of the input, in quotes.
    Key(&'a str),
}

/// `emails[1].type`. Keys of the input are data: without `shows_keys`, they are replaced by `*`.
pub(super) fn path(steps: &[Step<'_>], shows_keys: bool) -> String {
    let mut path = String::new();
    for step in steps {
        if !path.is_empty() && !matches!(step, Step::Index(_)) {
            path.push('.');
        }
        // Writing to a string does not fail.
        let _ = match step {
            Step::Field(name) => path.write_str(name),
            Step::Index(index) => write!(path, "[{index}]"),
            Step::Key(key) if shows_keys => {
                let as_it_came = || key.trim_matches('"').into();
                path.write_str(&unquoted(key).unwrap_or_else(as_it_came))
            }
            Step::Key(_) => path.write_str("*"),
        };
    }
    path
}

/// Rewrites `text`, valid JSON, so that it is of `kind`, that of a model.
///
/// # Errors
/// A required value does not fit.
pub(super) fn repair<'a>(
    text: &'a str,
    kind: Kind,
    purpose: Purpose,
) -> Result<Repaired<'a>, Misfit<'a>> {
    let mut repair = Repair {
        text,
        rest: Tokens::new(text),
        out: String::with_capacity(text.len()),
        set_aside: Vec::new(),
        path: Vec::new(),
        depth: 0,
        purpose,
        is_received: false,
    };
    if let (Purpose::Send, Kind::Object(shape)) = (purpose, kind) {
        repair.is_received = repair.has_any(shape.received);
    }
    repair.value(kind)?;
    Ok(Repaired {
        text: repair.out,
        set_aside: repair.set_aside,
    })
}

struct Repair<'a> {
    text: &'a str,
    rest: Tokens<'a>,
    out: String,
    set_aside: Vec<SetAside<'a>>,
    /// The path of the current value.
    path: Vec<Step<'a>>,
    /// The number of enclosing arrays and objects.
    depth: usize,
    purpose: Purpose,
    /// The value to send is an object that the API returned.
    is_received: bool,
}

type Fit<'a> = Result<(), Misfit<'a>>;

impl<'a> Repair<'a> {
    /// Reads one value completely, and writes it if it fits.
    fn value(&mut self, kind: Kind) -> Fit<'a> {
        match (kind, self.rest.peek()) {
            (Kind::Nullable(_), Some(b'n')) | (Kind::Any, _) => {
                let (text, _) = self.rest.value();
                self.out.push_str(text);
                Ok(())
            }
            (Kind::Nullable(of), _) => self.value(of()),
            (Kind::Leaf(expected, fits), _) => self.leaf(expected, fits),
            (Kind::Decimal, _) => self.converted(JsonKind::Number, is_decimal, convert::decimal),
            (Kind::Listed(_), _) => self.leaf(JsonKind::String, fits::<String>),
            (Kind::List(of) | Kind::Listing(_, of), Some(b'[')) => {
                self.nested(kind, |repair| repair.list(of))
            }
            (Kind::List(of), Some(b'{')) => self.only_item(kind, of()),
            (Kind::Map(_) | Kind::Object(_), Some(b'[')) => self.empty(kind),
            (Kind::Map(of), Some(b'{')) => self.nested(kind, |repair| repair.map(of)),
            (Kind::Object(shape), Some(b'{')) => self.nested(kind, |repair| repair.object(shape)),
            (Kind::Listing(shape, _), _) => self.value(Kind::Object(shape)),
            (Kind::OneOf(cases), _) => self.one_of(cases),
            (Kind::List(_) | Kind::Map(_) | Kind::Object(_), _) => self.misfit(kind.expected()),
        }
    }

    fn part(&mut self, step: Step<'a>, kind: Kind) -> Fit<'a> {
        self.path.push(step);
        let fit = self.value(kind);
        self.path.pop();
        fit
    }

    /// Skips a value that does not fit.
    fn misfit(&mut self, expected: JsonKind) -> Fit<'a> {
        let offset = self.rest.start();
        let (text, _) = self.rest.value();
        Err(self.misfit_at(offset, expected, JsonKind::of(text)))
    }

    fn misfit_at(&self, offset: usize, expected: JsonKind, found: JsonKind) -> Misfit<'a> {
        Misfit {
            path: self.path.clone(),
            expected,
            found: match expected.includes(found) {
                true => JsonKind::Unrepresentable,
                false => found,
            },
            offset,
        }
    }

    fn leaf(&mut self, expected: JsonKind, fits: fn(&str) -> bool) -> Fit<'a> {
        self.converted(expected, fits, |text| convert::scalar(expected, text))
    }

    fn converted(
        &mut self,
        expected: JsonKind,
        fits: fn(&str) -> bool,
        convert: impl FnOnce(&str) -> Option<String>,
    ) -> Fit<'a> {
        let offset = self.rest.start();
        let (text, depth) = self.rest.value();
        if self.depth + depth <= DEEPEST {
            if fits(text) {
                self.out.push_str(text);
                return Ok(());
            }
            if let Some(converted) = convert(text).filter(|text| fits(text)) {
                self.out.push_str(&converted);
                return Ok(());
            }
        }
        Err(self.misfit_at(offset, expected, JsonKind::of(text)))
    }

    /// Reads an array or an object. If a part of it does not fit, nothing is written.
    fn nested(&mut self, kind: Kind, read: impl FnOnce(&mut Self) -> Fit<'a>) -> Fit<'a> {
        if self.depth == DEEPEST {
            return self.misfit(kind.expected());
        }
        let (written, set_aside) = (self.out.len(), self.set_aside.len());
        self.depth += 1;
        let fit = read(self);
        self.depth -= 1;
        if fit.is_err() {
            self.out.truncate(written);
            self.set_aside.truncate(set_aside);
        }
        fit
    }

    /// Reads a single object in place of a list of objects. An object without fields does not fit, because it could also mean an
    /// empty list.
    fn only_item(&mut self, kind: Kind, of: Kind) -> Fit<'a> {
        let mut ahead = self.rest;
        ahead.next();
        if of.expected() != JsonKind::Object || ahead.peek() == Some(b'}') {
            return self.misfit(kind.expected());
        }
        self.nested(kind, |repair| {
            repair.out.push('[');
            repair.value(of)?;
            repair.out.push(']');
            Ok(())
        })
    }

    /// Reads an empty array in place of an object, because PHP encodes an empty object as an empty array.
    fn empty(&mut self, kind: Kind) -> Fit<'a> {
        let mut ahead = self.rest;
        ahead.next();
        let needs_fields = match kind {
            Kind::Object(shape) => shape.slots.iter().any(|slot| slot.is_required),
            _ => false,
        };
        // An array as the whole request is a mistake of the caller.
        let is_request = self.depth == 0 && self.purpose == Purpose::Send;
        if needs_fields || is_request || ahead.peek() != Some(b']') || self.depth == DEEPEST {
            return self.misfit(kind.expected());
        }
        self.rest.value();
        self.out.push_str("{}");
        Ok(())
    }

    fn list(&mut self, of: fn() -> Kind) -> Fit<'a> {
        self.rest.next();
        self.out.push('[');
        let (mut index, mut result) = (0, Ok(()));
        while !self.is_over() {
            self.separate(index);
            let fit = self.part(Step::Index(index), of());
            result = result.and(fit);
            index += 1;
        }
        self.out.push(']');
        result
    }

    fn map(&mut self, of: fn() -> Kind) -> Fit<'a> {
        self.rest.next();
        self.out.push('{');
        let (mut count, mut result) = (0, Ok(()));
        while let Some(key) = self.key() {
            self.separate(count);
            self.out.push_str(key);
            self.out.push(':');
            let fit = match unquoted(key) {
                Some(_) => self.part(Step::Key(key), of()),
                None => self.nameless(key),
            };
            result = result.and(fit);
            count += 1;
        }
        self.out.push('}');
        result
    }

    fn object(&mut self, shape: &'static Shape) -> Fit<'a> {
        let offset = self.rest.start();
        self.rest.next();
        self.out.push('{');
        let mut seen = vec![false; shape.slots.len()];
        let (mut count, mut result) = (0, Ok(()));
        while let Some(key) = self.key() {
            let name = unquoted(key);
            let known = name.as_deref().and_then(|name| shape.slot(name));
            let is_sent = known.is_some_and(|(_, name, _)| !shape.withheld.contains(&name));
            if self.is_received && !is_sent {
                self.rest.value();
                continue;
            }
            self.separate(count);
            count += 1;
            let fit = match (known, name) {
                (Some((index, name, slot)), _) => {
                    if let Some(seen) = seen.get_mut(index) {
                        *seen = true;
                    }
                    self.field(shape, slot, key, name)
                }
                (None, Some(name)) => self.further(shape, key, &name),
                (None, None) => self.nameless(key),
            };
            result = result.and(fit);
        }
        self.out.push('}');
        result.and(self.complete(shape, &seen, offset))
    }

    /// Reads a value of a sum type. What fits no case is kept unchanged.
    fn one_of(&mut self, cases: &Cases) -> Fit<'a> {
        let (written, set_aside) = (self.out.len(), self.set_aside.len());
        let mut ahead = self.rest;
        let (raw, _) = ahead.value();
        let fit = match choose(cases, raw) {
            Some((_, case)) => self.value((case.kind)()),
            None => self.value(Kind::Any),
        };
        match fit {
            Err(misfit) if self.purpose == Purpose::Receive => {
                self.out.truncate(written);
                self.out.push_str(raw);
                self.set_aside.truncate(set_aside);
                let path = self.path.clone();
                self.set_aside.push(SetAside { path, misfit, raw });
                Ok(())
            }
            fit => fit,
        }
    }

    /// A documented field.
    fn field(&mut self, shape: &Shape, slot: Slot, key: &str, name: &'static str) -> Fit<'a> {
        let written = self.out.len();
        self.out.push_str(key);
        self.out.push(':');
        let start = self.rest.start();
        let fit = self.part(Step::Field(name), (slot.kind)());
        let is_kept = self.purpose == Purpose::Receive && matches!((shape.extra)(), Kind::Any);
        match fit {
            Err(misfit) if is_kept && !slot.is_required => {
                let raw = self.text.get(start..self.rest.at()).unwrap_or_default();
                self.out.truncate(written);
                push_marked(&mut self.out, name);
                self.out.push_str(raw);
                let mut path = self.path.clone();
                path.push(Step::Field(name));
                self.set_aside.push(SetAside { path, misfit, raw });
                Ok(())
            }
            fit => fit,
        }
    }

    /// An undocumented field.
    fn further(&mut self, shape: &Shape, key: &'a str, name: &str) -> Fit<'a> {
        if name.starts_with(MARK) {
            push_marked(&mut self.out, name);
        } else {
            self.out.push_str(key);
            self.out.push(':');
        }
        self.part(Step::Key(key), (shape.extra)())
    }

    /// Skips a value whose key is not representable as a `String`. Decoding would fail there.
    fn nameless(&mut self, key: &'a str) -> Fit<'a> {
        let offset = self.rest.start();
        self.rest.value();
        let mut misfit = self.misfit_at(offset, JsonKind::String, JsonKind::String);
        misfit.path.push(Step::Key(key));
        Err(misfit)
    }

    /// Checks that no required field is missing.
    fn complete(&self, shape: &Shape, seen: &[bool], offset: usize) -> Fit<'a> {
        let fields = shape.names.iter().zip(shape.slots).zip(seen);
        let mut missing = fields.filter(|((_, slot), seen)| slot.is_required && !**seen);
        let Some(((name, slot), _)) = missing.next() else {
            return Ok(());
        };
        let expected = (slot.kind)().expected();
        let mut misfit = self.misfit_at(offset, expected, JsonKind::Absent);
        misfit.path.push(Step::Field(name));
        Err(misfit)
    }

    /// Returns whether the next object has one of the fields `names`.
    fn has_any(&self, names: &[&str]) -> bool {
        if names.is_empty() {
            return false;
        }
        let mut ahead = Repair {
            rest: self.rest,
            out: String::new(),
            set_aside: Vec::new(),
            path: Vec::new(),
            ..*self
        };
        ahead.rest.next();
        while let Some(key) = ahead.key() {
            if unquoted(key).is_some_and(|name| names.contains(&name.as_ref())) {
                return true;
            }
            ahead.rest.value();
        }
        false
    }

    /// Advances to the next part of an array or an object, or past its end.
    fn is_over(&mut self) -> bool {
        if self.rest.peek() == Some(b',') {
            self.rest.next();
        }
        let is_over = matches!(self.rest.peek(), Some(b']' | b'}') | None);
        if is_over {
            self.rest.next();
        }
        is_over
    }

    /// The next key of an object, in quotes.
    fn key(&mut self) -> Option<&'a str> {
        if self.is_over() {
            return None;
        }
        let (key, _) = self.rest.value();
        self.rest.next();
        Some(key)
    }

    fn separate(&mut self, before: usize) {
        if before > 0 {
            self.out.push(',');
        }
    }
}

/// The text of a JSON string; `None` if it has an unpaired surrogate.
pub(super) fn unquoted(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('\\') {
        return serde_json::from_str(text).ok().map(Cow::Owned);
    }
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(Cow::Borrowed(text))
}

/// Writes `name` as a key, with a [`MARK`] before it.
fn push_marked(out: &mut String, name: &str) {
    let key = Value::String(format!("{MARK}{name}"));
    // Writing to a string does not fail.
    let _ = write!(out, "{key}:");
}
