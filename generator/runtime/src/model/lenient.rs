//! Lenient decoding, which accepts fields of another type than documented.
//!
//! JSON is first decoded strictly, which is fast. If that fails, it is decoded again in a lenient pass, which
//! [repairs](super::repair) the models that do not decode.
//!
//! Models can be anywhere in the decoded type, such as in a `Vec` or in a struct of the application, and serde has no way to pass
//! the mode to nested types. A separate deserializer could, but then every model is compiled a second time, which took a third of
//! the time of a release build. So the mode is a thread-local variable, set only during a call of [`pass`].

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use serde::{Deserialize as _, de::Deserializer, de::Error as _};

use super::{
    Model,
    kind::{Kind, Shape},
    repair::{self, Purpose},
};
use crate::RawJson;

/// In repaired JSON, the first character of a key that belongs in `extra`, regardless of its name.
///
/// Only repaired JSON is read in this way, and the repair doubles the mark in keys that already begin with it, so that nothing
/// that the API sends is mistaken for a field that was set aside.
pub(super) const MARK: char = '\0';

/// How models are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoding {
    /// Fields of another type are errors.
    Strict,
    /// Fields of another type are converted or set aside.
    Lenient,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Strict,
    Lenient,
    /// The JSON was repaired.
    Repaired,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Strict) };
    static FAILURE: RefCell<Option<Failure>> = const { RefCell::new(None) };
}

/// Runs `decode` in a mode, and restores the previous mode even if it panics.
fn within<T>(mode: Mode, decode: impl FnOnce() -> T) -> T {
    struct Restore(Mode);

    impl Drop for Restore {
        fn drop(&mut self) {
            MODE.set(self.0);
        }
    }

    let _restore = Restore(MODE.replace(mode));
    decode()
}

/// Why a model cannot be decoded even leniently.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The JSON of the model.
    pub(crate) model: RawJson,
    /// The path of the value that does not fit, from the model.
    pub(crate) path: String,
    /// Its offset in the model.
    pub(crate) offset: usize,
    message: String,
}

impl Failure {
    /// The repaired JSON did not decode either.
    fn unrepaired(model: &RawJson, why: impl fmt::Display) -> Self {
        Self {
            model: model.clone(),
            path: String::new(),
            offset: 0,
            message: why.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Runs `decode` in a lenient pass. If it fails because of a model, returns the reason.
pub(crate) fn pass<E: fmt::Display>(
    decode: &mut dyn FnMut() -> Result<(), E>,
) -> Result<(), (E, Option<Failure>)> {
    replace_failure(None);
    let result = within(Mode::Lenient, decode);
    let failure = replace_failure(None);
    result.map_err(|error| {
        // A type of the application can ignore the failure of a model, and fail for another reason.
        let failure = failure.filter(|failure| error.to_string().contains(&failure.message));
        (error, failure)
    })
}

/// While a thread ends, the variable may no longer exist. The error then has no path.
fn replace_failure(failure: Option<Failure>) -> Option<Failure> {
    FAILURE
        .try_with(|last| last.replace(failure))
        .ok()
        .flatten()
}

/// Whether models are decoded leniently.
pub(super) fn is_asked() -> bool {
    MODE.get() == Mode::Lenient
}

/// Whether a value that does not fit is an error, and not kept as JSON.
pub(super) fn is_strict() -> bool {
    MODE.get() == Mode::Strict
}

/// The name of a field that is kept in `extra`, without the mark.
pub(super) fn name(key: &str) -> &str {
    match key.strip_prefix(MARK) {
        Some(name) if MODE.get() == Mode::Repaired => name,
        _ => key,
    }
}

/// The body of [`deserialize`](super::deserialize) in a lenient pass. Code that depends on the type is kept small, because it is
/// compiled for each model.
#[inline(never)]
pub(super) fn deserialize<'de, T: Model, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut model = None;
    decode(deserializer, T::SHAPE, &mut |text| parse(text, &mut model))?;
    model.ok_or_else(|| D::Error::custom(NOTHING))
}

#[inline(never)]
fn decode<'de, D: Deserializer<'de>>(
    deserializer: D,
    shape: &'static Shape,
    parse: &mut Parse<'_>,
) -> Result<(), D::Error> {
    let raw = RawJson::deserialize(deserializer)?;
    read(&raw, shape, parse).map_err(D::Error::custom)
}

/// Decodes the body of a request.
pub(super) fn read_body<T: Model>(raw: &RawJson) -> Result<T, Failure> {
    let mut model = None;
    let parse = &mut |text: &str| parse(text, &mut model);
    read_repaired(raw, T::SHAPE, Purpose::Send, parse)?;
    model.ok_or_else(|| Failure::unrepaired(raw, NOTHING))
}

const NOTHING: &str = "nothing was decoded";

/// Decodes a text as a model, and keeps the model.
type Parse<'a> = dyn FnMut(&str) -> serde_json::Result<()> + 'a;

fn parse<T: Model>(text: &str, model: &mut Option<T>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(text);
    *model = Some(super::deserialize(&mut json)?);
    json.end()
}

fn read(raw: &RawJson, shape: &'static Shape, parse: &mut Parse<'_>) -> Result<(), String> {
    if within(Mode::Strict, || parse(raw.get())).is_ok() {
        return Ok(());
    }
    read_repaired(raw, shape, Purpose::Receive, parse).map_err(|failure| {
        let message = failure.to_string();
        replace_failure(Some(failure));
        message
    })
}

fn read_repaired(
    raw: &RawJson,
    shape: &'static Shape,
    purpose: Purpose,
    parse: &mut Parse<'_>,
) -> Result<(), Failure> {
    let repaired = prepare(raw, shape, purpose)?;
    within(Mode::Repaired, || parse(&repaired)).map_err(|error| Failure::unrepaired(raw, error))
}

/// The JSON of the model, repaired.
fn prepare(model: &RawJson, shape: &'static Shape, purpose: Purpose) -> Result<String, Failure> {
    let repaired =
        repair::repair(model.get(), Kind::Object(shape), purpose).map_err(|misfit| Failure {
            model: model.clone(),
            path: repair::path(&misfit.path, true),
            offset: misfit.offset,
            message: misfit.to_string(),
        })?;
    for field in &repaired.set_aside {
        tracing::debug!(
            model = shape.name,
            field = repair::path(&field.path, false),
            expected = %field.misfit.expected,
            found = %field.misfit.found,
            "a field does not have the documented type"
        );
    }
    Ok(repaired.text)
}
