//! Where the bytes of a part come from.

use std::{
    fs,
    io::{self, Read},
    mem,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

/// The number of bytes that are read at once.
const PIECE: usize = 64 * 1024;

pub(crate) type Reader = Box<dyn Read + Send>;
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Where the bytes of a part come from. Clones of a reader or stream share it.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    /// A file on disk, which each attempt opens again.
    Path {
        path: Arc<Path>,
        length: u64,
    },
    Reader {
        reader: Once<Reader>,
        length: Option<u64>,
    },
    Stream {
        stream: Once<Chunks>,
        length: Option<u64>,
    },
}

/// A value that only one of its clones can take.
pub(crate) struct Once<T>(Arc<Mutex<Option<T>>>);

impl<T> Once<T> {
    pub(super) fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(Some(value))))
    }

    fn take(&self) -> io::Result<T> {
        let mut value = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = || io::Error::other("it was sent before, and can be read only once");
        value.take().ok_or_else(sent)
    }

    fn is_taken(&self) -> bool {
        let value = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        value.is_none()
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl Source {
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Path { length, .. } => Some(*length),
            Self::Reader { length, .. } | Self::Stream { length, .. } => *length,
        }
    }

    /// Whether it can be read from the beginning.
    pub(super) fn is_unread(&self) -> bool {
        match self {
            Self::Bytes(_) | Self::Path { .. } => true,
            Self::Reader { reader, .. } => !reader.is_taken(),
            Self::Stream { stream, .. } => !stream.is_taken(),
        }
    }

    /// Whether both have the same bytes, as far as that is known without reading them.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Path { path: one, .. }, Self::Path { path: other, .. }) => one == other,
            (Self::Reader { reader: one, .. }, Self::Reader { reader: other, .. }) => {
                one.is_same(other)
            }
            (Self::Stream { stream: one, .. }, Self::Stream { stream: other, .. }) => {
                one.is_same(other)
            }
            _ => false,
        }
    }

    fn open(self) -> io::Result<Open> {
        Ok(match self {
            Self::Bytes(bytes) => Open::Bytes(bytes),
            Self::Path { path, .. } => Open::Reader(Box::new(fs::File::open(path)?)),
            Self::Reader { reader, .. } => Open::Reader(reader.take()?),
            Self::Stream { stream, .. } => Open::Stream(stream.take()?),
        })
    }
}

/// A source that is being read.
enum Open {
    Bytes(Bytes),
    Reader(Reader),
    Stream(Chunks),
}

/// A source for one attempt. It is opened when it is read.
pub(super) struct Piece {
    state: State,
    /// The number of bytes that are still to come, if it is known.
    left: Option<u64>,
}

enum State {
    Closed(Source),
    Open(Open),
    Done,
}

/// Reads a reader elsewhere, so that the thread that sends is not blocked.
pub(super) type Offload = fn(Reader) -> Chunks;

impl Piece {
    pub(super) fn new(source: Source) -> Self {
        Self {
            left: source.length(),
            state: State::Closed(source),
        }
    }

    /// Whether there is nothing more to read. Readers and streams are read to their end, to find out that it is the end.
    pub(super) fn is_done(&self) -> bool {
        match &self.state {
            State::Closed(Source::Bytes(bytes)) | State::Open(Open::Bytes(bytes)) => {
                bytes.is_empty()
            }
            State::Closed(_) | State::Open(_) => false,
            State::Done => true,
        }
    }

    /// Returns the next bytes, which can be empty; `None` at the end.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        offload: Option<Offload>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        let read = match ready!(self.poll_open(cx, offload)) {
            Ok(read) => self.counted(read),
            Err(error) => Err(error),
        };
        if !matches!(read, Ok(Some(_))) {
            self.state = State::Done;
        }
        Poll::Ready(read.transpose())
    }

    fn poll_open(
        &mut self,
        cx: &mut Context<'_>,
        offload: Option<Offload>,
    ) -> Poll<io::Result<Option<Bytes>>> {
        self.state = match mem::replace(&mut self.state, State::Done) {
            State::Closed(source) => match (source.open(), offload) {
                (Ok(Open::Reader(reader)), Some(offload)) => {
                    State::Open(Open::Stream(offload(reader)))
                }
                (Ok(open), _) => State::Open(open),
                (Err(error), _) => return Poll::Ready(Err(error)),
            },
            state => state,
        };
        match &mut self.state {
            State::Closed(_) | State::Done => Poll::Ready(Ok(None)),
            State::Open(Open::Bytes(bytes)) => {
                let bytes = mem::take(bytes);
                Poll::Ready(Ok((!bytes.is_empty()).then_some(bytes)))
            }
            State::Open(Open::Reader(reader)) => Poll::Ready(piece_of(reader.as_mut())),
            State::Open(Open::Stream(stream)) => {
                let next = ready!(stream.as_mut().poll_next(cx));
                Poll::Ready(next.transpose())
            }
        }
    }

    /// Compares what was read with the declared length, which has been sent before.
    fn counted(&mut self, read: Option<Bytes>) -> io::Result<Option<Bytes>> {
        let (Some(left), length) = (self.left, read.as_ref().map(|bytes| bytes.len() as u64))
        else {
            return Ok(read);
        };
        match length {
            None if left > 0 => {
                let why = format!("it ends {left} bytes before its declared length");
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, why))
            }
            Some(length) if length > left => {
                Err(io::Error::other("it is longer than its declared length"))
            }
            length => {
                self.left = Some(left - length.unwrap_or_default());
                Ok(read)
            }
        }
    }
}

/// The next bytes of a reader; `None` at the end.
pub(crate) fn piece_of(reader: &mut (impl Read + ?Sized)) -> io::Result<Option<Bytes>> {
    let mut piece = vec![0; PIECE];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(None),
            Ok(length) => {
                piece.truncate(length);
                return Ok(Some(piece.into()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
