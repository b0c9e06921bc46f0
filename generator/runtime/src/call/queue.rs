//! The queue of the client's limiter.

use super::attempts::PreparedRequest;
use crate::policy::{Admission, Attempt, AttemptOutcome, Limiter, LimiterError, Turn};

/// An attempt that the limiter has to admit, of an async or a blocking call.
pub(super) struct QueuedAttempt<'a> {
    turn: Box<dyn Turn + 'a>,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    is_blocking: bool,
}

impl<'a> QueuedAttempt<'a> {
    /// Enters the queue for the next attempt of `call`.
    pub(super) fn join(limiter: &'a dyn Limiter, call: &PreparedRequest) -> Self {
        Self {
            turn: limiter.join(&Attempt {
                account: call.account.as_deref(),
                operation: call.origin.endpoint.id(),
                number: call.origin.attempt + 1,
            }),
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            is_blocking: call.stack.is_blocking,
        }
    }

    pub(super) async fn ask(&mut self) -> Result<Admission, LimiterError> {
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        if self.is_blocking {
            return self.turn.ask_blocking();
        }
        self.turn.ask().await
    }

    pub(super) async fn ended(&mut self, ended: &AttemptOutcome<'_>) {
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        if self.is_blocking {
            return self.turn.ended_blocking(ended);
        }
        self.turn.ended(ended).await;
    }
}
