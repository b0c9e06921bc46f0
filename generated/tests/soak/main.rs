//! A test with mixed load, while the API fails at random and processes are killed. It checks that no write is lost or repeated with
//! another key, that the copies of the lists are right, and that memory and the number of sockets do not grow.
//!
//! The test starts three processes of this program: an [`api`], which restores its state after a kill, and two [`worker`]s. The API and
//! the worker `mortal` are killed and restarted many times; the worker `steady` never is. At the end, [`judge`] compares the records of
//! all processes. `cargo xtask soak --minutes 30` runs the long test.
#![cfg(all(
    unix,
    feature = "blocking",
    feature = "crm",
    feature = "sync",
    feature = "testing",
    feature = "tokio",
    feature = "webhooks"
))]

mod api;
mod dice;
mod hook;
mod journal;
mod judge;
mod mirror;
mod supervisor;
mod vitals;
mod worker;
mod writes;

use std::{error::Error, time::Duration};

use supervisor::{Length, Role};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Long enough for some kills of each side, and too short to say anything about memory.
#[test]
fn a_short_soak_loses_nothing() -> Outcome {
    supervisor::run(&Length {
        load: Duration::from_secs(8),
        kill_within: Duration::from_millis(1_500),
    })
}

/// The environment variable `SOAK_MINUTES` sets the time; the default is 1.
#[test]
#[ignore = "takes a minute or longer"]
fn a_long_soak_loses_nothing() -> Outcome {
    let minutes: f64 = std::env::var("SOAK_MINUTES").map_or(Ok(1.0), |text| text.parse())?;
    supervisor::run(&Length {
        load: Duration::from_secs_f64(minutes * 60.0),
        kill_within: Duration::from_secs(12),
    })
}

#[test]
#[ignore = "the tests start it"]
fn role() -> Outcome {
    // All ignored tests were started, not this one alone.
    let Some(role) = Role::from_env()? else {
        return Ok(());
    };
    supervisor::end_with_parent();
    match role {
        Role::Api(of) => api::run(&of),
        Role::Worker(of) => worker::run(of),
    }
}

#[test]
fn a_test_without_a_role_is_no_process_of_the_soak() -> Outcome {
    assert!(Role::from_env()?.is_none());
    Ok(())
}
