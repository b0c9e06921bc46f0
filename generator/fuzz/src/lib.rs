//! Fuzz targets: functions that accept any bytes, and panic if a property does not hold.
//!
//! Each target is run in two ways:
//!
//! - by libFuzzer, which looks for bytes that reach new code: `cargo xtask fuzz`, if cargo-fuzz is installed;
//! - with pseudorandom inputs: by a test, and by `cargo xtask fuzz` otherwise.
//!
//! Targets for structures, such as documents, read the bytes as decisions about how the structure is built or changed, so no bytes are
//! invalid. [`Target::show`] prints what was built.

#![forbid(unsafe_code)]

mod input;
mod mutate;
mod outcome;
mod runner;
mod slow;
mod targets;
mod wire;

pub use runner::{Finding, Run, Totals, run};
pub use targets::{TARGETS, generating_document};

/// A property of a part of the code, which must hold for all bytes.
pub struct Target {
    /// The name on the command line.
    pub name: &'static str,
    /// What is tested.
    pub about: &'static str,
    /// Panics if the property does not hold for these bytes.
    pub run: fn(&[u8]),
    /// Describes what the target makes of the bytes.
    pub show: fn(&[u8]) -> String,
    /// The first inputs; none if the bytes are decisions.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// The number of inputs in the test, chosen so that they take a few seconds at most.
    pub count: u64,
    /// The maximum length of an input, in bytes.
    pub longest: usize,
}

impl Target {
    /// The target with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// The input with this number. The first ones are the seeds; the others are seeds with changes, or random bytes.
    #[must_use]
    pub fn input(&self, seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
        mutate::input(seeds, self.longest, number)
    }
}
