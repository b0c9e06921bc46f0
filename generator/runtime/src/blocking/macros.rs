//! The part of [`request!`](crate::request) for blocking calls. Generates nothing without the feature `blocking`.

/// The traits of a builder, and its method `blocking`.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    (
        $builder:ident, $output:ty, |$sent:ident| $send:expr,
        [$($decode:expr)?] [$($paged:ty)?] [$($item:ty = $key_by:literal)?] [$($format:ty = $parameter:literal)?]
        [$($event:ty = $event_media:literal, $event_form:expr)?] [$($line:ty = $line_media:literal, $line_form:expr)?]
    ) => {
        impl $builder {
            /// Makes the request blocking instead of async: see [`blocking`](truto_runtime::blocking).
            #[inline]
            pub fn blocking(self) -> $crate::blocking::Blocking<Self> {
                $crate::blocking::Blocking::new(self)
            }
        }

        impl $crate::blocking::Request for $builder {
            type Output = $output;

            #[inline]
            fn into_call(self) -> $crate::Call {
                Self::into_call(self)
            }

            #[inline]
            fn send_call($sent: $crate::Call) -> $crate::CallFuture<$output> {
                $send
            }
        }

        $(impl $crate::blocking::Decoded for $builder {
            #[inline]
            fn decode(
                response: &$crate::Response,
            ) -> ::core::result::Result<$output, $crate::Error> {
                ($decode)(response)
            }
        })?

        $(impl $crate::blocking::Paged for $builder {
            type Item = $paged;
        })?

        $(impl $crate::blocking::Keyed for $builder {
            type Item = $item;
            const PARAMETER: &'static str = $key_by;
        })?

        $(impl $crate::blocking::WithEvents for $builder {
            type Event = $event;

            #[inline]
            fn send_events(call: $crate::Call) -> $crate::CallFuture<$crate::EventStream<$event>> {
                call.send_events($event_media, $event_form)
            }
        })?

        $(impl $crate::blocking::WithLines for $builder {
            type Line = $line;

            #[inline]
            fn send_lines(call: $crate::Call) -> $crate::CallFuture<$crate::LineStream<$line>> {
                call.send_lines($line_media, $line_form)
            }
        })?

        $(impl $crate::blocking::Formatted for $builder {
            type Format = $format;
            const PARAMETER: &'static str = $parameter;
        })?
    };
}

#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($($request:tt)*) => {};
}
