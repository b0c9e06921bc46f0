//! Decompression, piece by piece, so that little input never becomes much output at once.
//!
//! `gzip` and `x-gzip` are one encoding, in any case. Several members are one body. Bytes after the last member that begin no
//! other one are ignored, as by the `gzip` tool. Any other encoding, or more than one, is left as it is.

use std::io::{self, BufRead, ErrorKind, Read};

use bytes::{Buf as _, Bytes, BytesMut};
use flate2::bufread::GzDecoder;
use http::{HeaderMap, header};

/// How much is unpacked at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What every member begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

pub(super) struct Gzip {
    state: State,
    is_complete: bool,
}

enum State {
    /// Before the first member.
    Start(Input),
    Member(GzDecoder<Input>),
    /// After a member.
    Between(Input),
    /// After the last one.
    Done,
}

/// What has been received and not been read.
#[derive(Default)]
struct Input {
    bytes: Bytes,
    is_complete: bool,
}

impl Gzip {
    /// If the headers name gzip, they are changed to those of the unpacked body.
    pub(super) fn announced_by(headers: &mut HeaderMap) -> Option<Self> {
        let mut encodings = headers.get_all(header::CONTENT_ENCODING).iter();
        let (encoding, None) = (encodings.next()?.to_str().ok()?.trim(), encodings.next()) else {
            return None;
        };
        let mut names = ["gzip", "x-gzip"].iter();
        names.find(|name| name.eq_ignore_ascii_case(encoding))?;
        headers.remove(header::CONTENT_ENCODING);
        headers.remove(header::CONTENT_LENGTH);
        Some(Self {
            state: State::Start(Input::default()),
            is_complete: false,
        })
    }

    /// Adds what was received; `None` at the end of the body.
    pub(super) fn feed(&mut self, piece: Option<Bytes>) {
        self.is_complete = piece.is_none();
        let input = match &mut self.state {
            State::Start(input) | State::Between(input) => input,
            State::Member(decoder) => decoder.get_mut(),
            State::Done => return,
        };
        input.add(piece);
    }

    /// There is no more to be fed.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The next piece that can be unpacked from what was fed so far.
    pub(super) fn unpack(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            let member = match &mut self.state {
                State::Start(input) if input.bytes.is_empty() => return Ok(None),
                State::Start(input) => std::mem::take(input),
                State::Between(input) => match input.begins_member() {
                    None => return Ok(None),
                    Some(false) => {
                        self.state = State::Done;
                        return Ok(None);
                    }
                    Some(true) => std::mem::take(input),
                },
                State::Done => return Ok(None),
                State::Member(decoder) => {
                    let piece = read(decoder)?;
                    if piece.as_ref().is_none_or(|piece| !piece.is_empty()) {
                        return Ok(piece);
                    }
                    self.state = State::Between(std::mem::take(decoder.get_mut()));
                    continue;
                }
            };
            self.state = State::Member(GzDecoder::new(member));
        }
    }
}

/// A piece, an empty one at the end of the member, or `None` if there has to be more input.
fn read(decoder: &mut GzDecoder<Input>) -> io::Result<Option<Bytes>> {
    let mut piece = vec![0; PIECE];
    match decoder.read(&mut piece) {
        Ok(length) => {
            piece.truncate(length);
            Ok(Some(piece.into()))
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

impl Input {
    fn add(&mut self, piece: Option<Bytes>) {
        match piece {
            None => self.is_complete = true,
            Some(piece) if self.bytes.is_empty() => self.bytes = piece,
            Some(piece) => {
                let mut both = BytesMut::from(std::mem::take(&mut self.bytes));
                both.extend_from_slice(&piece);
                self.bytes = both.freeze();
            }
        }
    }

    /// Whether a further member follows; `None` if there has to be more input to tell.
    fn begins_member(&self) -> Option<bool> {
        let is_known = self.bytes.len() >= MAGIC.len() || self.is_complete;
        is_known.then(|| self.bytes.starts_with(&MAGIC))
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.len().min(into.len());
        self.bytes.copy_to_slice(&mut into[..length]);
        Ok(length)
    }
}

/// It would block until more is fed.
impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.is_empty() && !self.is_complete {
            return Err(ErrorKind::WouldBlock.into());
        }
        Ok(&self.bytes)
    }

    fn consume(&mut self, length: usize) {
        self.bytes.advance(length);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;
    use flate2::{Compression, write::GzEncoder};
    use http::{HeaderMap, HeaderValue, header};

    use super::{Gzip, PIECE};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes out if `size` bytes are fed at a time.
    fn unpacked(bytes: &[u8], size: usize) -> std::io::Result<Vec<u8>> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("X-GZip"));
        let mut gzip = Gzip::announced_by(&mut headers).expect("gzip");
        assert!(headers.is_empty());
        let mut pieces = bytes.chunks(size).map(Bytes::copy_from_slice);
        let mut whole = Vec::new();
        loop {
            while let Some(piece) = gzip.unpack()? {
                assert!(piece.len() <= PIECE);
                whole.extend_from_slice(&piece);
            }
            if gzip.is_complete() {
                return Ok(whole);
            }
            gzip.feed(pieces.next());
        }
    }

    #[test]
    fn members_are_joined_and_what_follows_them_is_ignored_however_they_arrive() {
        let (hello, world) = (gzip(b"hello "), gzip(b"world"));
        let large = vec![b'z'; 3 * PIECE + 1];
        let table: [(Vec<u8>, &[u8]); 6] = [
            (Vec::new(), b""),
            (hello.clone(), b"hello "),
            ([&hello[..], &world].concat(), b"hello world"),
            ([&hello[..], &[0; 9]].concat(), b"hello "),
            ([&hello[..], b"\x1f"].concat(), b"hello "),
            (gzip(&large), &large),
        ];
        for (bytes, expected) in &table {
            for size in [1, 2, 7, 1 << 20] {
                assert_eq!(unpacked(bytes, size).unwrap(), *expected);
            }
        }
        for broken in [&hello[..hello.len() - 1], &hello[..5], b"{}", b"\x1f"] {
            for size in [1, 2, 1 << 20] {
                unpacked(broken, size).unwrap_err();
            }
        }
        unpacked(&[&hello[..], &world[..9]].concat(), 1).unwrap_err();
    }

    #[test]
    fn other_encodings_and_several_are_left_alone() {
        for encodings in [&["br"][..], &["gzip", "gzip"], &["gzip, gzip"], &[]] {
            let mut headers = HeaderMap::new();
            for encoding in encodings {
                headers.append(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            assert!(Gzip::announced_by(&mut headers).is_none());
            assert_eq!(headers.len(), encodings.len());
        }
    }
}
