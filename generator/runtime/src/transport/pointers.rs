//! Transports behind pointers: one that several clients share, or that is chosen while the program runs.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use super::{BlockingBody, BlockingTransport};
use super::{Body, BoxFuture, RequestBody, Transport, TransportError};

/// Forwards every method, also those with a default.
macro_rules! forward {
    ($pointer:ident) => {
        impl<T: Transport + ?Sized> Transport for $pointer<T> {
            fn send(
                &self,
                request: Request<Bytes>,
                timeout: Duration,
            ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
                (**self).send(request, timeout)
            }

            fn send_body(
                &self,
                request: Request<RequestBody>,
                timeout: Duration,
            ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
                (**self).send_body(request, timeout)
            }

            fn unavailable(&self) -> Option<&'static str> {
                (**self).unavailable()
            }
        }

        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        impl<T: BlockingTransport + ?Sized> BlockingTransport for $pointer<T> {
            fn send(
                &self,
                request: Request<Bytes>,
                timeout: Duration,
            ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
                (**self).send(request, timeout)
            }

            fn send_body(
                &self,
                request: Request<RequestBody>,
                timeout: Duration,
            ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
                (**self).send_body(request, timeout)
            }
        }
    };
}

forward!(Arc);
forward!(Box);

#[cfg(test)]
mod tests {
    use super::*;

    struct Nowhere;

    impl Transport for Nowhere {
        fn send(
            &self,
            _: Request<Bytes>,
            _: Duration,
        ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
            unreachable!("it is unavailable")
        }

        fn unavailable(&self) -> Option<&'static str> {
            Some("nowhere")
        }
    }

    #[test]
    fn a_transport_can_be_shared_or_chosen_at_run_time() {
        fn why(transport: &impl Transport) -> Option<&'static str> {
            transport.unavailable()
        }
        let chosen: Box<dyn Transport> = Box::new(Nowhere);
        let shared: Arc<dyn Transport> = Arc::new(Nowhere);
        assert_eq!(why(&chosen).and(why(&shared)), Some("nowhere"));
        assert_eq!(why(&Arc::new(chosen)), Some("nowhere"));
    }
}
