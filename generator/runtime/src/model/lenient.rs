//! Decoding that survives fields of another type than documented.
//!
//! JSON is decoded the fast way first. Only where that fails, it is decoded again in a lenient pass, and in that only the
//! models that do not decode are [repaired](super::repair).
//!
//! The models can be anywhere in the type that is decoded, such as in a `Vec` or in a struct of the program that uses this
//! crate, and serde has no way to tell a type deep inside of such a one about the pass that it is in. A deserializer of our
//! own would; but it compiles every model a second time, which was a third of a release build. So it is a variable of the
//! thread that says so, for no longer than a call of [`pass`].

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

/// In repaired JSON the first character of a key that is for `extra`, whatever its name.
///
/// Only repaired JSON is read so, and the repair writes it twice in a key that has come with it: nothing that the API sends can
/// pass for a field that was set aside.
pub(super) const MARK: char = '\0';

/// How models are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoding {
    /// As documented: anything else is an error.
    Strict,
    /// Fields of another type are converted or set aside.
    Lenient,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Strict,
    Lenient,
    /// The JSON is that of a repair.
    Repaired,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Strict) };
    static FAILURE: RefCell<Option<Failure>> = const { RefCell::new(None) };
}

/// Runs `decode` in a mode, and ends the mode even if it panics.
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
    /// The path of the value that does not fit, from the model on.
    pub(crate) path: String,
    /// Where in the model it begins.
    pub(crate) offset: usize,
    message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Runs `decode` in a lenient pass. If it fails because of a model, this says why.
pub(crate) fn pass<T, E: fmt::Display>(
    decode: impl FnOnce() -> Result<T, E>,
) -> Result<T, (E, Option<Failure>)> {
    FAILURE.take();
    let result = within(Mode::Lenient, decode);
    let failure = FAILURE.take();
    result.map_err(|error| {
        // A type of the program can go on without the model, and fail for another reason.
        let failure = failure.filter(|failure| error.to_string().contains(&failure.message));
        (error, failure)
    })
}

/// A model is to be decoded leniently.
pub(super) fn is_asked() -> bool {
    MODE.get() == Mode::Lenient
}

/// The name of a field that is not among those of its model.
pub(super) fn name(key: &str) -> &str {
    match key.strip_prefix(MARK) {
        Some(name) if MODE.get() == Mode::Repaired => name,
        _ => key,
    }
}

/// The body of [`deserialize`](super::deserialize) in a lenient pass.
#[inline(never)]
pub(super) fn deserialize<'de, T: Model, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = RawJson::deserialize(deserializer)?;
    if let Ok(model) = within(Mode::Strict, || parse(raw.get())) {
        return Ok(model);
    }
    read(&raw, Purpose::Receive).map_err(|failure| {
        let error = D::Error::custom(&failure);
        FAILURE.set(Some(failure));
        error
    })
}

/// Decodes a model after a repair.
pub(super) fn read<T: Model>(model: &RawJson, purpose: Purpose) -> Result<T, Failure> {
    let repaired = prepare(model, T::SHAPE, purpose)?;
    within(Mode::Repaired, || parse(&repaired)).map_err(|error| Failure {
        model: model.clone(),
        path: String::new(),
        offset: 0,
        message: error.to_string(),
    })
}

fn parse<T: Model>(text: &str) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let model = super::deserialize(&mut json)?;
    json.end()?;
    Ok(model)
}

/// What does not depend on the type of the model.
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
            "a field is not of the documented type"
        );
    }
    Ok(repaired.text)
}
