//! Content codings: compressed bodies are decompressed as they arrive.
//!
//! `gzip` and `x-gzip` are decoded, in upper or lower case, even if they were applied twice; `identity` is ignored. Several
//! members are concatenated. Trailing bytes that do not begin another member are ignored, as gzip itself does. A body with a
//! truncated member, a wrong checksum or more layers is a broken response. A body with any other coding is passed on unchanged, with
//! its header.
//!
//! A few bytes from the network can become gigabytes. While these are decoded, nothing waits for the network, where the timeout is
//! checked and other tasks get to run, so [`Decoded`] pauses for both.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, header};

use super::{
    TransportError,
    gunzip::{Gunzip, Step, broken},
};

/// The maximum number of layers: that of the server, and that of a proxy which compresses everything. Each further layer can multiply
/// the work by a thousand.
const MOST_LAYERS: usize = 2;

/// The maximum factor by which one layer expands: 258 bytes for 2 bits. Two layers together must not expand more than that either.
const MOST_EXPANSION: u64 = 1032;

/// The number of bytes, beyond those, that two layers may return: more than a body that is read as a whole usually has.
const EXTRA: u64 = 64 << 20;

/// The number of steps between pauses. Each step decodes at most 16 KiB or one member per layer, so these take some milliseconds.
const STEPS: u32 = 64;

/// Requests gzip, unless the caller requests a coding or a range, whose offsets count encoded bytes.
pub(super) fn ask(headers: &mut HeaderMap) {
    let coding = match headers.contains_key(header::RANGE) {
        true => "identity",
        false => "gzip",
    };
    headers
        .entry(header::ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static(coding));
}

/// Decodes the body of a response, and removes the headers that no longer apply.
pub(super) fn decoded<B: Encoded>(mut response: Response<B>) -> Response<Decoded<B>> {
    let layers = take_layers(response.headers_mut());
    response.map(|body| Decoded::new(body, layers))
}

/// The number of layers to decode: the codings are listed in the order in which they were applied.
fn take_layers(headers: &mut HeaderMap) -> usize {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut codings: Vec<String> = texts
        .flat_map(|text| text.split(','))
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !matches!(coding.as_str(), "" | "identity"))
        .collect();
    let is_gzip = |coding: &String| matches!(coding.as_str(), "gzip" | "x-gzip");
    let layers = codings.iter().rev();
    let layers = layers.take_while(|coding| is_gzip(coding)).count();
    if layers > 0 {
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::CONTENT_ENCODING);
        codings.truncate(codings.len() - layers);
    }
    if layers > 0 && !codings.is_empty() {
        // A part of a header value is a valid header value.
        let left = HeaderValue::try_from(codings.join(", ")).ok();
        left.map(|left| headers.insert(header::CONTENT_ENCODING, left));
    }
    layers
}

/// A body as it arrives.
pub(super) trait Encoded: Send {
    /// Returns the next chunk; `None` at the end. Cancel safe.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, TransportError>> + Send;

    /// Lets other tasks run. Fails if the time for the body is up.
    fn pause(&mut self) -> impl Future<Output = Result<(), TransportError>> + Send;

    /// Allows `timeout` from now until the end.
    fn extend(&mut self, timeout: Duration);

    /// See [`reports_early_end`](super::Body::reports_early_end).
    fn reports_early_end(&self) -> bool;
}

/// A body from which the layers of gzip are removed while it is read.
pub(super) struct Decoded<B> {
    body: B,
    /// In the order in which the body passes through them.
    layers: Vec<Gunzip>,
    has_too_many: bool,
    /// The number of bytes from the network.
    received: u64,
    /// The number of decoded bytes.
    returned: u64,
    /// Since the last pause.
    steps: u32,
}

impl<B: Encoded> Decoded<B> {
    fn new(body: B, layers: usize) -> Self {
        let has_too_many = layers > MOST_LAYERS;
        let layers = layers.min(MOST_LAYERS);
        Self {
            body,
            layers: std::iter::repeat_with(Gunzip::new).take(layers).collect(),
            has_too_many,
            received: 0,
            returned: 0,
            steps: 0,
        }
    }

    /// Returns the next chunk; `None` at the end. Cancel safe.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        if self.has_too_many {
            return Err(broken("the body has more than two layers of gzip"));
        }
        if self.layers.is_empty() {
            return self.body.next().await;
        }
        loop {
            if self.steps == STEPS {
                self.steps = 0;
                self.body.pause().await?;
            }
            self.steps += 1;
            match step(&mut self.layers)? {
                None | Some(Step::Member) => {}
                Some(Step::Piece(piece)) => return self.count(piece).map(Some),
                Some(Step::End) => return Ok(None),
                Some(Step::Feed) => {
                    let piece = self.body.next().await?;
                    self.received += piece.as_ref().map_or(0, Bytes::len) as u64;
                    if let Some(first) = self.layers.first_mut() {
                        first.feed(piece);
                    }
                }
            }
        }
    }

    fn count(&mut self, piece: Bytes) -> Result<Bytes, TransportError> {
        self.returned += piece.len() as u64;
        let most = EXTRA + MOST_EXPANSION * self.received;
        match self.layers.len() > 1 && self.returned > most {
            true => Err(broken("two layers of gzip expand too much")),
            false => Ok(piece),
        }
    }

    pub(super) fn extend(&mut self, timeout: Duration) {
        self.body.extend(timeout);
    }

    /// The decoder notices if a member breaks off.
    pub(super) fn reports_early_end(&self) -> bool {
        !self.layers.is_empty() || self.body.reports_early_end()
    }
}

/// Lets the last layer decode or, if it needs input, the one before. Returns `None` if that one had input for it, and [`Step::Feed`] if
/// the first layer needs input.
fn step(layers: &mut [Gunzip]) -> Result<Option<Step>, TransportError> {
    let Some((last, before)) = layers.split_last_mut() else {
        return Ok(Some(Step::Feed));
    };
    match last.step()? {
        Step::Feed => {}
        step => return Ok(Some(step)),
    }
    let piece = match step(before)? {
        Some(Step::Piece(piece)) => Some(piece),
        Some(Step::End) => None,
        other => return Ok(other),
    };
    last.feed(piece);
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, io::Write as _, time::Duration};

    use bytes::Bytes;
    use flate2::{Compression, write::GzEncoder};
    use http::{HeaderMap, HeaderValue, header};

    use super::{Decoded, EXTRA, Encoded, MOST_EXPANSION, STEPS, take_layers};
    use crate::transport::{Phase, TransportError};

    /// A body in memory that counts the pauses, and whose time is up after some of them.
    struct Chunks {
        left: VecDeque<Bytes>,
        pauses: usize,
        most_pauses: usize,
    }

    impl Chunks {
        fn of(body: &[u8], size: usize) -> Self {
            Self {
                left: body.chunks(size).map(Bytes::copy_from_slice).collect(),
                pauses: 0,
                most_pauses: usize::MAX,
            }
        }
    }

    impl Encoded for Chunks {
        async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
            Ok(self.left.pop_front())
        }

        async fn pause(&mut self) -> Result<(), TransportError> {
            self.pauses += 1;
            match self.pauses > self.most_pauses {
                true => Err(TransportError::new(Phase::BrokenResponse, "late").timed_out()),
                false => Ok(()),
            }
        }

        fn extend(&mut self, _: Duration) {}

        fn reports_early_end(&self) -> bool {
            false
        }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads to the end or to an error. Returns the number of bytes.
    async fn read(body: &mut Decoded<Chunks>) -> (usize, Option<TransportError>) {
        let mut length = 0;
        loop {
            match body.next().await {
                Ok(Some(piece)) => length += piece.len(),
                Ok(None) => return (length, None),
                Err(error) => return (length, Some(error)),
            }
        }
    }

    #[tokio::test]
    async fn decoding_pauses_and_ends_when_the_time_is_up() {
        let length = 8 << 20;
        let once = gzip(&vec![0; length]);
        for (layers, body) in [(1, &once), (2, &gzip(&once))] {
            // In one chunk, so that nothing waits for the network.
            let mut whole = Decoded::new(Chunks::of(body, body.len()), layers);
            let (found, error) = read(&mut whole).await;
            assert!(error.is_none() && found == length, "{error:?}");
            let pauses = whole.body.pauses;
            let least = length / (16 << 10) / STEPS as usize;
            assert!((least..2 * least).contains(&pauses), "{pauses}");

            let mut late = Decoded::new(Chunks::of(body, body.len()), layers);
            late.body.most_pauses = 1;
            let (found, error) = read(&mut late).await;
            assert!(error.unwrap().is_timeout());
            assert!(found < 3 << 20, "{found}");
        }
    }

    /// Input between two layers that decodes to nothing is work that no reader sees.
    #[tokio::test]
    async fn work_without_output_pauses_too() {
        let nothing = gzip(b"").repeat(50_000);
        let body = gzip(&nothing);
        let mut decoded = Decoded::new(Chunks::of(&body, body.len()), 2);
        decoded.body.most_pauses = 0;
        let (found, error) = read(&mut decoded).await;
        assert!(error.unwrap().is_timeout());
        assert_eq!(found, 0);

        // Also if all of it arrives in one chunk, with few bytes per member.
        let nothing = gzip(b"").repeat(1_000);
        let mut decoded = Decoded::new(Chunks::of(&nothing, nothing.len()), 1);
        assert!(read(&mut decoded).await.1.is_none());
        assert!(decoded.body.pauses > 10, "{}", decoded.body.pauses);
    }

    #[tokio::test]
    async fn two_layers_expand_no_more_than_one() {
        let length = 8 << 20;
        let once = gzip(&vec![0; 1 << 20]).repeat(length >> 20);
        let twice = gzip(&once);
        let most = twice.len() as u64 * MOST_EXPANSION;
        assert!(most < length as u64 / 2, "{most}");
        for (layers, bytes, is_refused) in [(1, &once, false), (2, &twice, true)] {
            let mut body = Decoded::new(Chunks::of(bytes, 1000), layers);
            assert!(read(&mut body).await.1.is_none(), "it is small");

            let mut body = Decoded::new(Chunks::of(bytes, 1000), layers);
            body.returned = EXTRA;
            let (found, error) = read(&mut body).await;
            assert_eq!(error.is_some(), is_refused);
            assert!(!is_refused || found as u64 <= most, "{found}");
        }
    }

    #[tokio::test]
    async fn a_third_layer_is_refused() {
        let thrice = gzip(&gzip(&gzip(b"x")));
        let mut body = Decoded::new(Chunks::of(&thrice, 100), 3);
        assert!(read(&mut body).await.1.is_some());
        assert_eq!(body.body.left.len(), 1, "nothing is read");
    }

    #[test]
    fn content_codings_are_removed_in_reverse_order() {
        let table: [(&[&str], usize, Option<&str>); 13] = [
            (&[], 0, None),
            (&["gzip"], 1, None),
            (&["GZIP"], 1, None),
            (&["x-gzip"], 1, None),
            (&["X-GZip "], 1, None),
            (&["identity"], 0, Some("identity")),
            (&["gzip, identity"], 1, None),
            (&["gzip,gzip"], 2, None),
            (&["gzip", "x-gzip"], 2, None),
            (&["br, gzip"], 1, Some("br")),
            (&["gzip, br"], 0, Some("gzip, br")),
            (&["gzip, gzip, gzip"], 3, None),
            (&["br, gzip, gzip, gzip"], 3, Some("br")),
        ];
        for (values, layers, left) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(7));
            for value in values {
                headers.append(header::CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            assert_eq!(take_layers(&mut headers), layers, "{values:?}");
            let coding = headers.get(header::CONTENT_ENCODING);
            assert_eq!(coding.map(|value| value.to_str().unwrap()), left);
            assert_eq!(headers.contains_key(header::CONTENT_LENGTH), layers == 0);
        }
    }
}
