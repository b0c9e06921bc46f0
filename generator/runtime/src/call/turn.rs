//! The turn of an attempt in the queue of the client's limiter.

use super::attempts::Ready;
use crate::policy::{Admission, Attempt, AttemptOutcome, Limiter, LimiterError, Turn};

/// A turn, for an async or a blocking call.
pub(super) struct InLine<'a> {
    turn: Box<dyn Turn + 'a>,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    is_blocking: bool,
}

impl<'a> InLine<'a> {
    /// Enters the queue for the next attempt of `call`.
    pub(super) fn join(limiter: &'a dyn Limiter, call: &Ready) -> Self {
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
