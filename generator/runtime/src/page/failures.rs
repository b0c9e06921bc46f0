//! The end of a list whose requests keep failing.

use crate::Error;

/// How many requests may fail without a success in between. A loop that ignores errors ends then, even if it does not wait.
const MOST: u32 = 10;

/// Counts errors since the last success.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    count: u32,
    is_permanent: bool,
}

/// What follows an error.
#[derive(Debug)]
pub(crate) enum Outlook {
    /// The request can be sent again.
    Again,
    /// This error, which is permanent: otherwise, a program that continues after transient errors would take the end for a success.
    GiveUp(Error),
    /// The end: a permanent error has been returned twice.
    End,
}

impl Failures {
    /// Counts `error`, the one of a request for `what`.
    pub(crate) fn add(&mut self, error: &Error, what: &str) -> Outlook {
        self.count += 1;
        if !error.is_transient() && std::mem::replace(&mut self.is_permanent, true) {
            return Outlook::End;
        }
        if self.count < MOST {
            return Outlook::Again;
        }
        let message =
            format!("{what} failed {MOST} times in a row, so the rest of the list is not read");
        let error = Error::paging(message);
        Outlook::GiveUp(error.hint("to continue later, use the cursor or checkpoint"))
    }
}
