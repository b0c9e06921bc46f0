//! Decoding of gzip (RFC 1952) that is fed piece by piece and never waits.
//!
//! The decoder of `flate2` reads the header of a member, and its decompressor is used directly for the rest: the readers of `flate2`
//! request more input before they hand out what they have decoded already. An event would be withheld until the next one arrives.

use std::{
    io::{self, BufRead, Read},
    mem,
};

use bytes::{Buf as _, Bytes, BytesMut};
use flate2::{Crc, Decompress, FlushDecompress, Status, bufread::GzDecoder};

use super::{Phase, TransportError};

/// The size of decoded pieces, in bytes: a small piece of gzip can become a thousand times larger.
const PIECE: usize = 16 * 1024;

/// The first bytes of each member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The checksum and the size, after the data of each member.
const TRAILER: usize = 8;

/// The most bytes that may decode to nothing, beyond those that [`MOST_PER_BYTE`] allows. With two layers, some bytes from the network can
/// otherwise become gigabytes between the layers, which no limit on the body would see.
const SILENT: usize = 1 << 20;

/// The most bytes for one decoded byte. It is more than any encoder writes: a member of its own for each byte has 21 bytes, and a flush
/// after each byte writes about 8. A limit on consecutive bytes would not do: one decoded byte now and then would lift it.
const MOST_PER_BYTE: u64 = 64;

/// A decoder of the members of a body.
pub(super) struct Gunzip {
    state: State,
    is_first: bool,
    /// The number of bytes of the input so far.
    fed: u64,
    /// The number of decoded bytes so far.
    returned: u64,
}

enum State {
    /// Before the first member or between members.
    Between(Input),
    Header(Box<GzDecoder<Input>>),
    Data(Box<Member>),
    /// Decoding has ended. The remaining input is read, so that the connection can be reused.
    Over {
        has_ended: bool,
        /// The number of bytes after the last member.
        trailing: usize,
    },
}

pub(super) enum Step {
    Piece(Bytes),
    /// A member has ended, so that many small ones are many steps.
    Member,
    /// More input is needed.
    Feed,
    End,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self {
            state: State::Between(Input::default()),
            is_first: true,
            fed: 0,
            returned: 0,
        }
    }

    /// Takes the next piece of input, or its end.
    pub(super) fn feed(&mut self, piece: Option<Bytes>) {
        let length = piece.as_ref().map_or(0, Bytes::len);
        self.fed += length as u64;
        match &mut self.state {
            State::Between(input) => input.feed(piece),
            State::Header(decoder) => decoder.get_mut().feed(piece),
            State::Data(member) => member.input.feed(piece),
            State::Over {
                has_ended,
                trailing,
            } => {
                *has_ended |= piece.is_none();
                *trailing += length;
            }
        }
    }

    /// Returns what is decoded, at most to the end of a member. More input is needed only once all of it has been returned.
    pub(super) fn step(&mut self) -> Result<Step, TransportError> {
        let step = self.decode()?;
        match (&step, &self.state) {
            (Step::Piece(piece), _) => self.returned += piece.len() as u64,
            // What follows the body only matters for the connection, which is closed then.
            (Step::Feed, State::Over { trailing, .. }) if *trailing > SILENT => {
                return Ok(Step::End);
            }
            (Step::Feed, State::Over { .. }) => {}
            (Step::Feed, _) if self.fed > SILENT as u64 + MOST_PER_BYTE * self.returned => {
                return Err(broken("too much of the gzip data decodes to nothing"));
            }
            _ => {}
        }
        Ok(step)
    }

    fn decode(&mut self) -> Result<Step, TransportError> {
        loop {
            match &mut self.state {
                State::Over {
                    has_ended: true, ..
                } => return Ok(Step::End),
                State::Over { .. } => return Ok(Step::Feed),
                State::Between(input) => {
                    if input.is_awaiting_magic() {
                        return Ok(Step::Feed);
                    }
                    let input = mem::take(input);
                    self.state = self.after_member(input);
                }
                State::Header(decoder) => {
                    // Reads the header, and nothing of the data.
                    let read = match decoder.header() {
                        Some(_) => Ok(0),
                        None => decoder.read(&mut []),
                    };
                    match read {
                        Ok(_) => {
                            let input = mem::take(decoder.get_mut());
                            self.state = State::Data(Box::new(Member::new(input)));
                        }
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                            return Ok(Step::Feed);
                        }
                        Err(error) => return Err(broken(error)),
                    }
                }
                State::Data(member) => match member.step()? {
                    Step::End => {
                        let input = mem::take(&mut member.input);
                        self.state = State::Between(input);
                        return Ok(Step::Member);
                    }
                    step => return Ok(step),
                },
            }
        }
    }

    /// The state where a member may begin.
    fn after_member(&mut self, input: Input) -> State {
        // A body without a single byte is empty, whatever its coding. One that does not begin with a member is refused by the decoder.
        let is_member = input.bytes.starts_with(&MAGIC) || self.is_first;
        if input.bytes.is_empty() || !is_member {
            return State::Over {
                has_ended: input.has_ended,
                trailing: input.bytes.len(),
            };
        }
        self.is_first = false;
        State::Header(Box::new(GzDecoder::new(input)))
    }
}

/// The data of a member, and its trailer.
struct Member {
    input: Input,
    inflate: Decompress,
    crc: Crc,
    /// The data is decoded.
    is_at_trailer: bool,
}

impl Member {
    fn new(input: Input) -> Self {
        Self {
            input,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            is_at_trailer: false,
        }
    }

    fn step(&mut self) -> Result<Step, TransportError> {
        while !self.is_at_trailer {
            let (bytes, piece) = (self.input.bytes.len(), self.piece()?);
            if !piece.is_empty() {
                self.crc.update(&piece);
                return Ok(Step::Piece(piece));
            }
            if bytes == self.input.bytes.len() && !self.is_at_trailer {
                return self.input.more();
            }
        }
        if self.input.bytes.len() < TRAILER {
            return self.input.more();
        }
        let (crc, size) = (self.input.bytes.get_u32_le(), self.input.bytes.get_u32_le());
        match crc == self.crc.sum() && size == self.crc.amount() {
            true => Ok(Step::End),
            false => Err(broken("the checksum of the gzip data is wrong")),
        }
    }

    /// What can be decoded of the input, and what was decoded before and did not fit into the last piece.
    fn piece(&mut self) -> Result<Bytes, TransportError> {
        let mut piece = vec![0; PIECE];
        let (taken, given) = (self.inflate.total_in(), self.inflate.total_out());
        let flush = FlushDecompress::None;
        let status = self
            .inflate
            .decompress(&self.input.bytes, &mut piece, flush);
        self.is_at_trailer = status.map_err(broken)? == Status::StreamEnd;
        // Both are at most the lengths that were passed, which fit into a `usize`.
        self.input
            .consume((self.inflate.total_in() - taken) as usize);
        piece.truncate((self.inflate.total_out() - given) as usize);
        Ok(piece.into())
    }
}

pub(super) fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(Phase::BrokenResponse, error)
}

/// The bytes that have arrived and are not decoded. At their end, reading would block if more can arrive.
#[derive(Default)]
struct Input {
    bytes: Bytes,
    has_ended: bool,
}

impl Input {
    /// Whether the next bytes may begin a member, but are too few to tell.
    fn is_awaiting_magic(&self) -> bool {
        self.bytes.len() < MAGIC.len() && MAGIC.starts_with(&self.bytes) && !self.has_ended
    }

    /// Requests more within a member.
    fn more(&self) -> Result<Step, TransportError> {
        match self.has_ended {
            true => Err(broken("the gzip data is truncated")),
            false => Ok(Step::Feed),
        }
    }

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

    use super::{Gunzip, PIECE, SILENT, Step};
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
                Step::Member => {}
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

    /// Events are compressed one by one. Each has to be decoded as a whole before the next one arrives.
    #[test]
    fn what_has_arrived_is_decoded_before_more_is_needed() {
        let (mut encoder, mut gunzip) = (
            GzEncoder::new(Vec::new(), Compression::best()),
            Gunzip::new(),
        );
        for size in [
            1,
            PIECE - 1,
            PIECE,
            PIECE + 1,
            20_000,
            32_768,
            32_769,
            40_000,
            300_000,
            1,
        ] {
            // Partly repetitive, so that a decoder can have decoded more than it returns.
            let text: Vec<u8> = (0..size)
                .map(|place| (place * place / 1000) as u8)
                .collect();
            encoder.write_all(&text).unwrap();
            encoder.flush().unwrap();
            gunzip.feed(Some(std::mem::take(encoder.get_mut()).into()));
            let mut found = Vec::new();
            while let Step::Piece(piece) = gunzip.step().unwrap() {
                found.extend_from_slice(&piece);
            }
            assert_eq!(found.len(), size);
            assert!(found == text, "{size}");
        }
    }

    /// Servers flush after each event, or write a member for each.
    #[test]
    fn small_pieces_are_not_limited() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let mut flushed = 0;
        while encoder.get_ref().len() < 2 * SILENT {
            encoder.write_all(b"x").unwrap();
            encoder.flush().unwrap();
            flushed += 1;
        }
        let whole = encoder.finish().unwrap();
        assert_eq!(gunzip(&whole, PIECE).unwrap().len(), flushed);

        let member = gzip(b"x");
        let members = SILENT * 3 / 2 / member.len();
        let whole = gunzip(&member.repeat(members), PIECE).unwrap();
        assert_eq!(whole.len(), members);
    }

    #[test]
    fn input_that_decodes_to_nothing_is_limited() {
        let nothing = gzip(b"");
        let count = |bytes: usize| bytes / nothing.len();
        let few = [nothing.repeat(count(1 << 19)), gzip(b"x")].concat();
        assert_eq!(gunzip(&few, PIECE).unwrap(), b"x");
        let many = [nothing.repeat(count(1 << 21)), gzip(b"x")].concat();
        assert!(gunzip(&many, PIECE).is_err());

        // Blocks without data, within a member.
        let header = &nothing[..10];
        let blocks = [header, &[0, 0, 0, 0xff, 0xff].repeat(1 << 19)].concat();
        let error = gunzip(&blocks, PIECE).unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("decodes to nothing"), "{source}");

        // A decoded byte now and then changes nothing.
        let unit = [
            [0, 0, 0, 0xff, 0xff].repeat(100_000),
            vec![0, 1, 0, 0xfe, 0xff, b'x'],
        ]
        .concat();
        let units = [header, &unit.repeat(8)].concat();
        let error = gunzip(&units, PIECE).unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("decodes to nothing"), "{source}");

        // Of what follows the body, not all is read.
        let mut decoder = Gunzip::new();
        decoder.feed(Some(gzip(b"x").into()));
        assert!(matches!(decoder.step(), Ok(Step::Piece(_))));
        decoder.feed(Some(vec![b'y'; SILENT].into()));
        assert!(matches!(decoder.step(), Ok(Step::Member)));
        assert!(matches!(decoder.step(), Ok(Step::Feed)));
        decoder.feed(Some("y".into()));
        assert!(matches!(decoder.step(), Ok(Step::End)));
    }
}
