//! Macros for the methods that all generated builders share.

/// Generates the methods that send a builder with a field `call: Call`.
///
/// ```text
/// request! {
///     CreateContact -> Contact = Response::json,               // the builder, the type of a successful response, its decoder
///     field: with_field,                                       // omitted if the body is not a JSON object
///     keyed: Contact = "truto_key_by",                         // omitted if there are no keyed pages of such items
///     format: ResponseFormat = "truto_response_format",        // omitted if the operation has no such parameter
///     events: Change = "text/event-stream",                    // omitted if no other response is a stream of events
///     lines: Contact = "application/jsonl",                    // omitted if no other response is a stream of lines
///     |request| request.call.json("application/json", &request.body)  // the call, complete with its body
/// }
/// ```
///
/// In place of the type and the decoder, an operation that returns bytes has `-> stream`, one that returns pages has
/// `-> pages of Contact`, and one that returns a stream of events or lines has `-> events of Contact = "text/event-stream"` or
/// `-> lines of Contact = "application/jsonl"`.
///
/// The builder gets these methods:
///
/// - always `send`, `IntoFuture`, `send_raw` and `send_stream`; and `with_options`, `with_timeout`, `with_deadline`,
///   `with_attempts`, `with_header`, `with_idempotency_key` and `with_query`
/// - with a decoder or pages: `send_with_meta`
/// - with pages: `pages` and `items`
/// - with `field`: `with_field`, for undocumented fields of the body
/// - with `keyed`: `send_keyed_by`
/// - with `events`: `send_events`; with `lines`: `send_lines`
/// - with `format`: `send_as`; then `send_raw` and `send_stream` have the format as their argument
#[macro_export]
macro_rules! request {
    ($builder:ident -> stream, $($rest:tt)*) => {
        $crate::__request!($builder, $crate::ByteStream, |call: $crate::Call| call.send_stream(), $($rest)*);
    };
    ($builder:ident -> events of $event:ty = $media:literal $(as $form:ident)?, $($rest:tt)*) => {
        $crate::__request!(
            $builder, $crate::EventStream<$event>,
            |call: $crate::Call| call.send_events($media, $crate::__event_form!($($form)?)), $($rest)*
        );
    };
    ($builder:ident -> lines of $line:ty = $media:literal $(as $form:ident)?, $($rest:tt)*) => {
        $crate::__request!(
            $builder, $crate::LineStream<$line>,
            |call: $crate::Call| call.send_lines($media, $crate::__line_form!($($form)?)), $($rest)*
        );
    };
    ($builder:ident -> pages of $item:ty, $($rest:tt)*) => {
        $crate::__request!(
            $builder, $crate::Page<$item>, |call: $crate::Call| call.send($crate::Response::page),
            decode: $crate::Response::page, pages: $item, $($rest)*
        );
    };
    ($builder:ident -> $output:ty = $decode:path, $($rest:tt)*) => {
        $crate::__request!(
            $builder, $output, |call: $crate::Call| call.send($decode), decode: $decode, $($rest)*
        );
    };
}

/// Generates the `maybe_…` counterparts of setters, which take an `Option`. [`None`] changes nothing.
///
/// ```text
/// maybe! {
///     ListContacts {
///         maybe_first_name => first_name(value: impl Into<String>),             // Option<impl Into<String>>
///         maybe_type => r#type as "type"(value: ContactType),
///         maybe_sort_by => sort_by(field: ContactSort, direction: Direction),   // Option<(ContactSort, Direction)>
///     }
/// }
/// ```
#[macro_export]
macro_rules! maybe {
    ($owner:ident { $(
        $(#[$attribute:meta])* $maybe:ident => $setter:ident $(as $link:literal)? ($($argument:ident: $ty:ty),+ $(,)?),
    )+ }) => {
        #[allow(unused_parens, reason = "around a single value")]
        impl $owner {
            $(
                #[doc = $crate::__maybe_doc!($setter $($link)?)]
                $(#[$attribute])*
                pub fn $maybe(self, value: ::core::option::Option<($($ty),+)>) -> Self {
                    match value {
                        ::core::option::Option::Some(($($argument),+)) => self.$setter($($argument),+),
                        ::core::option::Option::None => self,
                    }
                }
            )+
        }
    };
}

/// The docs of a `maybe_…` setter. Links cannot contain the raw identifier of a setter such as `r#type`.
#[doc(hidden)]
#[macro_export]
macro_rules! __maybe_doc {
    ($setter:ident) => {
        ::core::concat!(
            "Calls [`",
            ::core::stringify!($setter),
            "`](Self::",
            ::core::stringify!($setter),
            "()) if there is a value."
        )
    };
    ($setter:ident $link:literal) => {
        ::core::concat!(
            "Calls [`",
            ::core::stringify!($setter),
            "`](Self::",
            $link,
            "()) if there is a value."
        )
    };
}

/// Generates the method of a builder that checks it for the integration of its handle.
#[macro_export]
macro_rules! preflight_report {
    () => {
        /// Checks the request, as built so far, for the integration of the handle, as preflight does when the request is sent.
        /// Returns `None` if the handle has no integration. Sends nothing.
        #[inline]
        pub fn preflight_report(&self) -> ::core::option::Option<$crate::Report> {
            ::core::clone::Clone::clone(self).into_call().report()
        }
    };
}

// The generated methods are `#[inline]`, so that the compiler builds those that a program calls, when it builds that program.
// Otherwise it would build all of them, and the decoding of all types, with the generated crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    (
        $builder:ident, $output:ty, |$sent:ident: $call_type:ty| $send:expr,
        $(decode: $decode:expr,)?
        $(pages: $paged:ty,)?
        $(field: $field:ident,)?
        $(keyed: $item:ty = $key_by:literal,)?
        $(format: $format:ty = $parameter:literal,)?
        $(events: $event:ty = $event_media:literal $(as $event_form:ident)?,)?
        $(lines: $line:ty = $line_media:literal $(as $line_form:ident)?,)?
        |$request:ident| $call:expr $(,)?
    ) => {
        impl $builder {
            $crate::__request_options!();

            $($crate::__request_field!($field);)?

            /// Sends the request.
            ///
            /// # Errors
            /// See [`ErrorKind`](truto_runtime::ErrorKind).
            #[inline]
            pub fn send(self) -> $crate::CallFuture<$output> {
                let $sent: $call_type = self.into_call();
                $send
            }

            $($crate::__request_meta!($output, $decode);)?

            $($crate::__request_pages!($paged);)?

            $($crate::__request_keyed!($item = $key_by);)?

            $($crate::__request_events!($event, $event_media, $crate::__event_form!($($event_form)?));)?

            $($crate::__request_lines!($line, $line_media, $crate::__line_form!($($line_form)?));)?

            $crate::__request_raw!($($format = $parameter)?);

            #[inline]
            fn into_call(self) -> $crate::Call {
                let $request = self;
                $call
            }
        }

        $crate::__request_blocking!(
            $builder, $output, |$sent| $send,
            [$($decode)?] [$($paged)?] [$($item = $key_by)?] [$($format = $parameter)?]
            [$($event = $event_media, $crate::__event_form!($($event_form)?))?]
            [$($line = $line_media, $crate::__line_form!($($line_form)?))?]
        );

        impl ::core::future::IntoFuture for $builder {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::CallFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// The settings of one request. For types with a field `call: Call`.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_options {
    () => {
        /// Sets the timeout of each attempt, from connecting to the last byte of the response.
        #[inline]
        pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
            self.with_options($crate::RequestOptions::new().timeout(timeout))
        }

        /// Sets the deadline of the whole request, including the waits between attempts.
        #[inline]
        pub fn with_deadline(self, deadline: ::core::time::Duration) -> Self {
            self.with_options($crate::RequestOptions::new().deadline(deadline))
        }

        /// Sets the maximum number of attempts, by the rules of [`policy`](truto_runtime::policy). With 1, the request is
        /// not retried.
        #[inline]
        pub fn with_attempts(self, attempts: u32) -> Self {
            self.with_options($crate::RequestOptions::new().attempts(attempts))
        }

        /// Overrides the client's settings for this request. Settings that `options` does not contain stay as they are,
        /// including those set earlier on this builder.
        #[inline]
        pub fn with_options(mut self, options: $crate::RequestOptions) -> Self {
            self.call.set_options(options);
            self
        }

        /// Adds a header, or replaces one that the client sets itself, such as `User-Agent`.
        ///
        /// Sending fails with [`ErrorKind::Invalid`](truto_runtime::ErrorKind::Invalid) if the name or the value is not valid,
        /// or if the client has to set the header itself: `Authorization`, `Content-Type` of JSON, a form or a multipart body,
        /// and the headers that frame the message or belong to the connection (`Connection`, `Content-Length`, `Expect`,
        /// `Host`, `Keep-Alive`, `Proxy-…`, `TE`, `Trailer`, `Transfer-Encoding`, `Upgrade`).
        ///
        /// With `Range`, a response with the status 206 is a success, and its body is the requested part.
        #[inline]
        pub fn with_header(mut self, name: &str, value: &str) -> Self {
            self.call.set_header(name, value);
            self
        }

        /// Sets the idempotency key. Requests with the same key take effect once. By default, each `POST` and `PATCH`
        /// request has a generated key, the same for all its attempts, unless the client has
        /// [`idempotency_keys`](truto_runtime::ClientBuilder::idempotency_keys) off and does not retry it. Sending fails with
        /// [`ErrorKind::Invalid`](truto_runtime::ErrorKind::Invalid) if the key is not valid in a header, such as one with a
        /// line break.
        #[inline]
        pub fn with_idempotency_key(mut self, key: &str) -> Self {
            self.call.set_header("Idempotency-Key", key);
            self
        }

        /// Adds a query parameter, or replaces one of the same name. An object is sent as `name[field]=value`, a list as
        /// `name[]=a&name[]=b`, a list of objects as `name[0][id]=a&name[1][id]=b`. A name with brackets is sent unchanged:
        /// `created_at[gt]`, `id[]`.
        ///
        /// Sending fails with [`ErrorKind::Invalid`](truto_runtime::ErrorKind::Invalid) for a list of more than 20 items, and
        /// for any other value that the server would read differently: see [`QueryStyle`](truto_runtime::QueryStyle).
        ///
        /// A parameter that the handle itself sends with every request cannot be set: sending then fails with
        /// [`ErrorKind::Invalid`](truto_runtime::ErrorKind::Invalid).
        pub fn with_query(
            mut self,
            name: &str,
            value: impl $crate::__private::serde::Serialize,
        ) -> Self {
            self.call
                .set_query(name, $crate::QueryStyle::DeepObject, &value);
            self
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_field {
    ($field:ident) => {
        /// Sets a top-level field of the body by its name in JSON. Intended for undocumented fields; if the field has a setter,
        /// this value is sent in place of the setter's. Null is sent as null.
        ///
        /// Sending fails with [`ErrorKind::Invalid`](truto_runtime::ErrorKind::Invalid) if the value cannot be written as JSON.
        pub fn $field(
            mut self,
            name: &str,
            value: impl $crate::__private::serde::Serialize,
        ) -> Self {
            self.call.set_field(name, &value);
            self
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_meta {
    ($output:ty, $decode:expr) => {
        /// Sends the request, and returns the decoded response together with its status, headers, rate limit, idempotency key,
        /// number of attempts, and undecoded body.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        #[inline]
        pub fn send_with_meta(self) -> $crate::CallFuture<$crate::WithMeta<$output>> {
            self.into_call().send_with_meta($decode)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_pages {
    ($item:ty) => {
        /// Returns all items of the list, in order. Each page is requested when its first item is needed:
        ///
        /// ```text
        /// let mut items = list.items();
        /// while let Some(item) = items.next().await {
        ///     println!("{:?}", item?);
        /// }
        /// ```
        ///
        /// [`Items`](truto_runtime::Items) also implements `futures::Stream`. Its documentation covers errors, resuming after one,
        /// and ending early. [`send`](Self::send) returns a single page.
        #[inline]
        pub fn items(self) -> $crate::Items<$item> {
            self.into_call().items()
        }

        /// Returns all pages of the list: see [`Pages`](truto_runtime::Pages).
        ///
        /// ```text
        /// let mut pages = list.pages();
        /// while let Some(page) = pages.next().await {
        ///     println!("{} items", page?.items.len());
        /// }
        /// ```
        #[inline]
        pub fn pages(self) -> $crate::Pages<$item> {
            self.into_call().pages()
        }
    };
}

/// What the type of events describes: by default, their data as JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! __event_form {
    () => {
        $crate::__private::EventForm::Json
    };
    ($form:ident) => {
        $crate::__private::EventForm::$form
    };
}

/// How lines are separated: by default, by line breaks.
#[doc(hidden)]
#[macro_export]
macro_rules! __line_form {
    () => {
        $crate::__private::LineForm::Lines
    };
    ($form:ident) => {
        $crate::__private::LineForm::$form
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_events {
    ($event:ty, $media:literal, $form:expr) => {
        /// Sends the request and returns the events of its response as they arrive:
        ///
        /// ```text
        /// let mut events = request.send_events().await?;
        /// while let Some(event) = events.next().await {
        ///     println!("{:?}", event?.data);
        /// }
        /// ```
        ///
        /// The header `Accept` asks for events. Many APIs also expect a field or parameter that does, such as `stream`: set it
        /// before. [`EventStream`](truto_runtime::EventStream) also implements `futures::Stream`. Its documentation covers
        /// timeouts, errors, and data that is not JSON.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind). A response that is not a stream of events is an error of the kind
        /// [`Decode`](truto_runtime::ErrorKind::Decode).
        #[inline]
        pub fn send_events(self) -> $crate::CallFuture<$crate::EventStream<$event>> {
            self.into_call().send_events($media, $form)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_lines {
    ($line:ty, $media:literal, $form:expr) => {
        /// Sends the request and returns the lines of its response as they arrive, each decoded from JSON:
        ///
        /// ```text
        /// let mut lines = request.send_lines().await?;
        /// while let Some(line) = lines.next().await {
        ///     println!("{:?}", line?);
        /// }
        /// ```
        ///
        /// The header `Accept` asks for lines. If the API also expects a field or parameter that does, set it before.
        /// [`LineStream`](truto_runtime::LineStream) also implements `futures::Stream`. Its documentation covers timeouts and
        /// errors.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        #[inline]
        pub fn send_lines(self) -> $crate::CallFuture<$crate::LineStream<$line>> {
            self.into_call().send_lines($media, $form)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_keyed {
    ($item:ty = $key_by:literal) => {
        /// Sends the request and returns a page whose items are keyed by the value of `field`. They are ordered by key, even
        /// if the request sorts them by something else.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        pub fn send_keyed_by(
            mut self,
            field: impl ::core::convert::Into<::std::string::String>,
        ) -> $crate::CallFuture<$crate::KeyedPage<$item>> {
            let field: ::std::string::String = field.into();
            self.call
                .set_option($key_by, $crate::QueryStyle::Form, &field);
            self.into_call().send($crate::Response::keyed_page)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __request_raw {
    () => {
        /// Sends the request and returns the response undecoded.
        ///
        /// [`Response::json`](truto_runtime::Response::json) decodes the whole body,
        /// [`Response::payload`](truto_runtime::Response::payload) the content of the operation's envelope, if it has one.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        #[inline]
        pub fn send_raw(self) -> $crate::CallFuture<$crate::Response> {
            self.into_call().send_raw()
        }

        /// Sends the request and returns the response as a stream, undecoded and of any length.
        ///
        /// The timeout includes reading the whole body, however slowly it is read. For a long body, set a longer one with
        /// [`with_timeout`](Self::with_timeout).
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        #[inline]
        pub fn send_stream(self) -> $crate::CallFuture<$crate::ByteStream> {
            self.into_call().send_stream()
        }
    };
    ($format:ty = $parameter:literal) => {
        /// Sends the request and returns the response undecoded, in the given format.
        ///
        /// [`Response::json`](truto_runtime::Response::json) decodes the whole body,
        /// [`Response::payload`](truto_runtime::Response::payload) the content of the operation's envelope, if this format has one.
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        pub fn send_raw(
            self,
            format: impl ::core::convert::Into<$format>,
        ) -> $crate::CallFuture<$crate::Response> {
            let call = self.into_call();
            call.in_format::<$format>($parameter, format).send_raw()
        }

        /// Sends the request and decodes the whole response, in the given format, as a `T`.
        ///
        /// If that format has the operation's envelope, `T` must include it; to decode only the payload, use
        /// [`send_raw`](Self::send_raw) and [`Response::payload`](truto_runtime::Response::payload). For a page of a list, use
        /// `send_raw(…)` and [`Response::page::<T>()`](truto_runtime::Response::page).
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        pub fn send_as<T: $crate::__private::serde::de::DeserializeOwned>(
            self,
            format: impl ::core::convert::Into<$format>,
        ) -> $crate::CallFuture<T> {
            let call = self.into_call();
            call.in_format::<$format>($parameter, format).send_as()
        }

        /// Sends the request and returns the response as a stream, in the given format, undecoded and of any length.
        ///
        /// The timeout includes reading the whole body, however slowly it is read. For a long body, set a longer one with
        /// [`with_timeout`](Self::with_timeout).
        ///
        /// # Errors
        /// See [`ErrorKind`](truto_runtime::ErrorKind).
        pub fn send_stream(
            self,
            format: impl ::core::convert::Into<$format>,
        ) -> $crate::CallFuture<$crate::ByteStream> {
            let call = self.into_call();
            call.in_format::<$format>($parameter, format).send_stream()
        }
    };
}
