//! Content codings: compressed bodies are decompressed as they arrive.
//!
//! `gzip` and `x-gzip` are decoded, in upper or lower case, even if they were applied several times; `identity` is ignored. Several
//! members are concatenated. Trailing bytes that do not begin another member are ignored, as gzip itself does. A body with a
//! truncated member or a wrong checksum is a broken response. A body with any other coding is passed on unchanged, with its header.

use std::{
    io::{self, BufRead, Read},
    mem,
    time::Duration,
};

use bytes::{Buf as _, Bytes, BytesMut};
use flate2::bufread::GzDecoder;
use http::{HeaderMap, HeaderValue, Response, header};

#[cfg(feature = "blocking")]
use super::BlockingBody;
#[cfg(feature = "tokio")]
use super::{Body, BoxFuture};
use super::{Phase, TransportError};

/// The size of decoded chunks, in bytes: a small piece of gzip can become a thousand times larger.
const PIECE: usize = 16 * 1024;

/// The maximum number of decoded layers. A body with more layers is passed on with the remaining codings.
const MOST_LAYERS: usize = 4;

/// The first bytes of each member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

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
#[cfg(feature = "tokio")]
pub(super) fn decoded(mut response: Response<Box<dyn Body>>) -> Response<Box<dyn Body>> {
    let layers = take_layers(response.headers_mut());
    response.map(|body| (0..layers).fold(body, |body, _| Box::new(Decoded::new(body)) as _))
}

/// The same for a blocking body.
#[cfg(feature = "blocking")]
pub(super) fn decoded_blocking(
    mut response: Response<Box<dyn BlockingBody>>,
) -> Response<Box<dyn BlockingBody>> {
    let layers = take_layers(response.headers_mut());
    response.map(|body| (0..layers).fold(body, |body, _| Box::new(Decoded::new(body)) as _))
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
    let layers = codings.iter().rev().take(MOST_LAYERS);
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

/// A body from which one layer of gzip is removed while it is read.
struct Decoded<B> {
    body: B,
    gunzip: Gunzip,
}

impl<B> Decoded<B> {
    fn new(body: B) -> Self {
        let gunzip = Gunzip::new();
        Self { body, gunzip }
    }
}

#[cfg(feature = "tokio")]
impl Body for Decoded<Box<dyn Body>> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            loop {
                match self.gunzip.step()? {
                    Step::Piece(piece) => return Ok(Some(piece)),
                    Step::End => return Ok(None),
                    Step::Feed => self.gunzip.feed(self.body.chunk().await?),
                }
            }
        })
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.body.restart_timeout(timeout);
    }
}

#[cfg(feature = "blocking")]
impl BlockingBody for Decoded<Box<dyn BlockingBody>> {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            match self.gunzip.step()? {
                Step::Piece(piece) => return Ok(Some(piece)),
                Step::End => return Ok(None),
                Step::Feed => self.gunzip.feed(self.body.chunk()?),
            }
        }
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.body.restart_timeout(timeout);
    }
}

/// A decoder that is fed piece by piece and never waits.
struct Gunzip {
    state: State,
    is_first: bool,
}

enum State {
    /// Before the first member or between members.
    Between(Input),
    Inside(Box<GzDecoder<Input>>),
    /// Decoding has ended. The remaining input is read, so that the connection can be reused.
    Over {
        has_ended: bool,
    },
}

enum Step {
    Piece(Bytes),
    /// More input is needed.
    Feed,
    End,
}

impl Gunzip {
    fn new() -> Self {
        Self {
            state: State::Between(Input::default()),
            is_first: true,
        }
    }

    /// Takes the next piece of input, or its end.
    fn feed(&mut self, piece: Option<Bytes>) {
        match &mut self.state {
            State::Between(input) => input.feed(piece),
            State::Inside(decoder) => decoder.get_mut().feed(piece),
            State::Over { has_ended } => *has_ended |= piece.is_none(),
        }
    }

    fn step(&mut self) -> Result<Step, TransportError> {
        loop {
            match &mut self.state {
                State::Over { has_ended: true } => return Ok(Step::End),
                State::Over { has_ended: false } => return Ok(Step::Feed),
                State::Between(input) => {
                    let bytes = &input.bytes;
                    if bytes.len() < MAGIC.len() && MAGIC.starts_with(bytes) && !input.has_ended {
                        return Ok(Step::Feed);
                    }
                    // A body without a single byte is empty, whatever its coding. One that does not begin with a member is
                    // refused by the decoder.
                    let is_member = bytes.starts_with(&MAGIC) || self.is_first;
                    if bytes.is_empty() || !is_member {
                        let has_ended = input.has_ended;
                        self.state = State::Over { has_ended };
                    } else {
                        self.is_first = false;
                        let input = mem::take(input);
                        self.state = State::Inside(Box::new(GzDecoder::new(input)));
                    }
                }
                State::Inside(decoder) => {
                    let mut piece = vec![0; PIECE];
                    match decoder.read(&mut piece) {
                        Ok(0) => {
                            let input = mem::take(decoder.get_mut());
                            self.state = State::Between(input);
                        }
                        Ok(length) => {
                            piece.truncate(length);
                            return Ok(Step::Piece(piece.into()));
                        }
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                            return Ok(Step::Feed);
                        }
                        Err(error) => {
                            return Err(TransportError::new(Phase::BrokenResponse, error));
                        }
                    }
                }
            }
        }
    }
}

/// The bytes that have arrived but are not decoded yet. At their end, reading would block if more can arrive.
#[derive(Default)]
struct Input {
    bytes: Bytes,
    has_ended: bool,
}

impl Input {
    fn feed(&mut self, piece: Option<Bytes>) {
        match piece {
            None => self.has_ended = true,
            Some(piece) if self.bytes.is_empty() => self.bytes = piece,
            Some(piece) => {
                let mut bytes = BytesMut::from(mem::take(&mut self.bytes));
                bytes.extend_from_slice(&piece);
                self.bytes = bytes.freeze();
            }
        }
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.bytes.is_empty() && !self.has_ended {
            true => Err(io::ErrorKind::WouldBlock.into()),
            false => Ok(&self.bytes),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.bytes.advance(amount);
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;
    use flate2::{Compression, write::GzEncoder};
    use http::{HeaderMap, HeaderValue, header};

    use super::{Gunzip, PIECE, Step, take_layers};
    use crate::transport::TransportError;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Decodes `body` in pieces of `size` bytes.
    fn gunzip(body: &[u8], size: usize) -> Result<Vec<u8>, TransportError> {
        let mut pieces = body.chunks(size).map(Bytes::copy_from_slice);
        let (mut gunzip, mut whole) = (Gunzip::new(), Vec::new());
        loop {
            match gunzip.step()? {
                Step::Piece(piece) => {
                    assert!(piece.len() <= PIECE);
                    whole.extend_from_slice(&piece);
                }
                Step::Feed => gunzip.feed(pieces.next()),
                Step::End => break,
            }
        }
        assert_eq!(pieces.next(), None, "read to its end");
        Ok(whole)
    }

    #[test]
    fn gzip_members_are_joined_across_chunks() {
        let text = "0123456789abcdef".repeat(5000);
        let (one, two) = (gzip(text.as_bytes()), gzip(b"end"));
        let table = [
            (Vec::new(), Some(String::new())),
            (gzip(b""), Some(String::new())),
            (one.clone(), Some(text.clone())),
            ([one.as_slice(), &two].concat(), Some(format!("{text}end"))),
            ([two.as_slice(), b"\0\0\0"].concat(), Some("end".to_owned())),
            ([two.as_slice(), b"\x1f"].concat(), Some("end".to_owned())),
            ([two.as_slice(), b"\x1fx"].concat(), Some("end".to_owned())),
            (
                [two.as_slice(), b"garbage"].concat(),
                Some("end".to_owned()),
            ),
            ([two.as_slice(), b"\x1f\x8bx"].concat(), None),
            (one[..one.len() - 1].to_vec(), None),
            (one[..one.len() / 2].to_vec(), None),
            (two[..5].to_vec(), None),
            (b"\x1f".to_vec(), None),
            (b"{}".to_vec(), None),
        ];
        for (body, expected) in table {
            for size in [1, 2, 7, body.len().max(1)] {
                let found = gunzip(&body, size).ok();
                let found = found.map(|whole| String::from_utf8(whole).unwrap());
                assert_eq!(found, expected, "{} bytes by {size}", body.len());
            }
        }
        let mut damaged = two.clone();
        let checksum = damaged.len() - 8;
        damaged[checksum] ^= 1;
        assert!(gunzip(&damaged, 3).is_err());
    }

    #[test]
    fn content_codings_are_removed_in_reverse_order() {
        let table: [(&[&str], usize, Option<&str>); 12] = [
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
            (&["gzip, gzip, gzip, gzip, gzip"], 4, Some("gzip")),
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
