//! A file as the body of a request, or in a multipart body.

use std::{cell::RefCell, fmt, io, path::Path};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

use super::{
    Content,
    source::{Once, Source},
};
use crate::patch::FromText;

/// A file: the body of a request that consists of bytes, or a part of a `multipart/form-data` body.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// # use truto_runtime::FilePart;
/// let note = FilePart::from_text("Call Ada.").with_name("note.txt");
/// let image = FilePart::from_bytes([0x89, b'P', b'N', b'G'])
///     .with_name("logo.png")
///     .with_content_type("image/png");
/// let log = FilePart::from_reader(std::io::Cursor::new("…")).with_name("today.log");
/// let file = FilePart::from_path("Cargo.toml")?; // with the name `Cargo.toml`
/// # Ok(())
/// # }
/// ```
///
/// Bytes and texts convert with `into()`, so a setter accepts them too: `.file(bytes)`.
///
/// | created by | in memory | length | retried |
/// |---|---|---|---|
/// | [`from_bytes`](Self::from_bytes), [`from_text`](Self::from_text) | yes | known | yes |
/// | [`from_path`](Self::from_path) | no | known | yes: each attempt opens the file again |
/// | [`from_reader`](Self::from_reader), [`from_stream`](Self::from_stream) | no | [`with_length`](Self::with_length) | only if nothing of it has been read |
///
/// If the length of a file is not known, the request is sent with `Transfer-Encoding: chunked`, which some servers refuse. A
/// reader or stream is read once: clones of a part share it, and a second call with such a part fails. The timeout of the call
/// includes sending the file, so a large one may need a longer timeout (`with_timeout` of the builder).
///
/// In a multipart body, without a [name](Self::with_name), the name of the field is sent as the file's name, since servers do not
/// treat a part without one as a file. If the file is the whole body, neither its name nor its headers are sent.
///
/// As JSON, a file is a string with its text: some APIs accept the same object as JSON and as multipart. That also applies to a file
/// in an object or in a list of lists of a multipart body, which are JSON. A call with a file there that is not in memory, or not
/// UTF-8, fails before anything is sent.
#[derive(Clone)]
pub struct FilePart {
    pub(super) source: Source,
    pub(super) name: Option<String>,
    pub(super) content_type: Option<String>,
    /// Whether the caller has set the content type.
    is_typed: bool,
    pub(super) headers: Vec<(String, String)>,
}

impl FilePart {
    fn new(source: Source) -> Self {
        Self {
            source,
            name: None,
            content_type: None,
            is_typed: false,
            headers: Vec::new(),
        }
    }

    /// Creates a file from bytes.
    #[must_use]
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + 'static) -> Self {
        Self::new(Source::Bytes(Bytes::from_owner(bytes)))
    }

    /// Creates a file from text, with the content type `text/plain; charset=utf-8` if it is a part.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        let file = Self::new(Source::Bytes(text.into().into()));
        Self {
            content_type: Some("text/plain; charset=utf-8".to_owned()),
            ..file
        }
    }

    /// Creates a file from one on disk, with its name. Each attempt opens it again, and fails if its length has changed.
    ///
    /// # Errors
    /// There is no such file.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let length = std::fs::metadata(path)?.len();
        let file = Self::new(Source::Path {
            path: path.into(),
            length,
        });
        Ok(match path.file_name() {
            Some(name) => file.with_name(name.to_string_lossy()),
            None => file,
        })
    }

    /// Creates a file that is read while it is sent. An async call with the default transport reads it on a thread for blocking
    /// operations of tokio. A blocking call reads it on the calling thread; its timeout does not interrupt a read.
    #[must_use]
    pub fn from_reader(reader: impl io::Read + Send + 'static) -> Self {
        let reader = Once::new(Box::new(reader) as _);
        let length = None;
        Self::new(Source::Reader { reader, length })
    }

    /// Creates a file from an async stream of chunks. Only an async call can send it; a blocking one fails before anything is sent.
    #[must_use]
    pub fn from_stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        let stream = Once::new(Box::pin(stream) as _);
        let length = None;
        Self::new(Source::Stream { stream, length })
    }

    /// Sets the file's name.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the content type. The default is that of the API's definition, else `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self.is_typed = true;
        self
    }

    /// Adds a header to the part of a multipart body. `Content-Disposition` and `Content-Type` cannot be added.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the length of a reader or stream, in bytes, so that the request has a `Content-Length`. If the length is wrong, the
    /// call fails. Has no effect on other files, whose length is known.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        match &mut self.source {
            Source::Bytes(_) | Source::Path { .. } => {}
            Source::Reader { length, .. } | Source::Stream { length, .. } => *length = Some(bytes),
        }
        self
    }

    /// The file's name, if it is set.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The content type, if it is set.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The content type that the caller has set.
    pub(crate) fn own_type(&self) -> Option<&str> {
        self.content_type.as_deref().filter(|_| self.is_typed)
    }

    /// The text of the file in JSON, or why it has none.
    pub(super) fn text(&self) -> Result<&str, String> {
        match &self.source {
            Source::Bytes(bytes) => {
                std::str::from_utf8(bytes).map_err(|error| format!("the file is not text: {error}"))
            }
            _ => Err("only a file from bytes or text can be written as JSON".to_owned()),
        }
    }

    /// The file as a whole body.
    pub(crate) fn into_content(self) -> Content {
        match self.source {
            Source::Bytes(bytes) => Content::Whole(bytes),
            source => Content::of_sources(vec![source]),
        }
    }

    /// The length in bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.source.length()
    }
}

/// An empty file.
impl Default for FilePart {
    fn default() -> Self {
        Self::new(Source::Bytes(Bytes::new()))
    }
}

/// Equal if all properties are, and the content is: the same bytes, the same path, or the same reader or stream.
impl PartialEq for FilePart {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.content_type == other.content_type
            && self.headers == other.headers
            && self.source.is_same(&other.source)
    }
}

/// Shows neither content nor headers.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> Self {
        Self::new(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&[u8]> for FilePart {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl<const N: usize> From<&[u8; N]> for FilePart {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<Box<[u8]>> for FilePart {
    fn from(bytes: Box<[u8]>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<BytesMut> for FilePart {
    fn from(bytes: BytesMut) -> Self {
        bytes.freeze().into()
    }
}

impl From<String> for FilePart {
    fn from(text: String) -> Self {
        Self::from_text(text)
    }
}

impl From<&str> for FilePart {
    fn from(text: &str) -> Self {
        Self::from_text(text)
    }
}

impl FromText for FilePart {}

thread_local! {
    static COLLECTED: RefCell<Option<Collected>> = const { RefCell::new(None) };
}

/// The files of a body that is being serialized as multipart. In its JSON, each is a mark: a string that begins with `token`, which
/// is random, and ends with the index of the file.
struct Collected {
    token: String,
    files: Vec<FilePart>,
}

/// Returns the output of `serialize`, and the files that it serialized, as marks that begin with `token`.
pub(super) fn collecting<T>(token: &str, serialize: impl FnOnce() -> T) -> (T, Vec<FilePart>) {
    let token = token.to_owned();
    let files = Vec::new();
    let previous = COLLECTED.replace(Some(Collected { token, files }));
    let restore = Restore(previous);
    let output = serialize();
    let collected = COLLECTED.take();
    drop(restore);
    (output, collected.map_or_else(Vec::new, |own| own.files))
}

/// Restores the previous state when dropped, even if an implementation of `Serialize` panics.
struct Restore(Option<Collected>);

impl Drop for Restore {
    fn drop(&mut self) {
        COLLECTED.replace(self.0.take());
    }
}

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mark = COLLECTED.with_borrow_mut(|collected| {
            let collected = collected.as_mut()?;
            collected.files.push(self.clone());
            let index = collected.files.len() - 1;
            Some(format!("{}{index}", collected.token))
        });
        match mark {
            Some(mark) => serializer.serialize_str(&mark),
            None => serializer.serialize_str(self.text().map_err(S::Error::custom)?),
        }
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_text)
    }
}
