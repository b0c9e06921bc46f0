//! A raw HTTP server on loopback. It sends scripted responses, valid or not, and records the requests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use truto_runtime::Bytes;

/// A received request.
pub struct Received {
    /// `POST /path?query`
    pub line: String,
    /// The names are in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    /// Returns whether the whole body has been read.
    fn is_whole(&self) -> bool {
        let length = self.header("content-length").unwrap_or("0");
        length == self.body.len().to_string()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&header.1)
    }
}

/// What the server does after it has received a request.
#[derive(Clone, Debug)]
pub enum Play {
    /// Sends this response, byte for byte, and closes the connection properly.
    Answer(Bytes),
    /// Sends this response, which may be empty, and resets the connection.
    Reset(Bytes),
    /// Sends this text byte by byte, repeatedly, until the client closes the connection.
    Drip(Bytes),
    /// Sends this text without a pause until the client closes the connection, or until it has sent [`FLOOD`] bytes.
    Flood(Bytes),
}

/// More than any client reads in the time that a test gives it.
const FLOOD: usize = 1 << 28;

/// A server. Dropping it ends it.
pub struct Server {
    pub url: String,
    received: Receiver<Received>,
    is_over: Arc<AtomicBool>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the server, which waits for the next connection.
        drop(TcpStream::connect(self.url.replace("http://", "")));
    }
}

impl Server {
    /// Responds to every request with `answer`, byte for byte, and closes the connection.
    pub fn answering(answer: impl Into<Bytes>) -> Self {
        Self::playing([Play::Answer(answer.into())])
    }

    /// Responds to each request with the result of `answer`, byte for byte, and closes the connection.
    pub fn by(mut answer: impl FnMut(&Received) -> Vec<u8> + Send + 'static) -> Self {
        Self::serving(move |stream| {
            let request = read(stream)?;
            let answer = answer(&request);
            Some((request, Play::Answer(answer.into())))
        })
    }

    /// Plays one step of the script per connection. The last step is repeated.
    pub fn playing(script: impl Into<Vec<Play>>) -> Self {
        let mut script = script.into().into_iter();
        let mut last = None;
        Self::serving(move |stream| {
            let play = script.next().or(last.take()).unwrap();
            last = Some(play.clone());
            let request = match play {
                Play::Reset(_) => peek(stream),
                Play::Answer(_) | Play::Drip(_) | Play::Flood(_) => read(stream),
            };
            Some((request?, play))
        })
    }

    /// `serve` reads the request and returns what to do next. A request is recorded before its response is sent.
    fn serving(
        mut serve: impl FnMut(&TcpStream) -> Option<(Received, Play)> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, received) = channel();
        let is_over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&is_over);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                if ends.load(Ordering::Relaxed) {
                    break;
                }
                if let Some((request, play)) = serve(&stream) {
                    let _ = sender.send(request);
                    play.on(&stream);
                }
            }
        });
        Self {
            url,
            received,
            is_over,
        }
    }

    /// Responds to every request with this status, media type and body.
    pub fn with(status: &str, media: &str, body: &str) -> Self {
        Self::answering(response(status, &format!("Content-Type: {media}"), body))
    }

    /// Responds to every request with this JSON.
    pub fn json(body: &str) -> Self {
        Self::with("200 OK", "application/json", body)
    }

    /// Takes the request lines of all recorded requests.
    pub fn lines(&self) -> Vec<String> {
        self.received
            .try_iter()
            .map(|request| request.line)
            .collect()
    }

    /// Takes the next recorded request.
    pub fn request(&self) -> Received {
        self.received.try_recv().expect("a request")
    }

    /// Takes all recorded requests.
    pub fn requests(&self) -> Vec<Received> {
        self.received.try_iter().collect()
    }

    /// Returns whether no further request was recorded.
    pub fn is_idle(&self) -> bool {
        self.received.try_recv().is_err()
    }
}

impl Play {
    /// Errors are ignored, because in some tests the client closes the connection first.
    fn on(&self, mut stream: &TcpStream) {
        match self {
            // A connection that is closed with unread data is reset.
            Self::Answer(text) | Self::Reset(text) => drop(stream.write_all(text)),
            Self::Drip(text) => {
                for byte in text.iter().cycle() {
                    if stream.write_all(&[*byte]).is_err() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(2));
                }
            }
            Self::Flood(text) => {
                let many = text.repeat((1 << 16) / text.len());
                let mut pieces = std::iter::repeat_n(&many, FLOOD / many.len());
                while pieces
                    .next()
                    .is_some_and(|many| stream.write_all(many).is_ok())
                {}
            }
        }
    }
}

pub fn response(status: &str, header: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Reads the request without consuming it.
fn peek(stream: &TcpStream) -> Option<Received> {
    let mut buffer = [0; 1 << 14];
    loop {
        let length = stream.peek(&mut buffer).ok().filter(|length| *length > 0)?;
        let text = &buffer[..length];
        let is_head_whole = text.windows(4).any(|end| end == b"\r\n\r\n");
        let request = read(text).filter(|request| is_head_whole && request.is_whole());
        if request.is_some() {
            return request;
        }
    }
}

/// Reads a request; `None` if it is incomplete.
pub fn read(stream: impl Read) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .ok()
        .filter(|length| *length > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        match header.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_lowercase(), value.to_owned())),
            None => break,
        }
    }
    let mut received = Received {
        line: line.trim_end().trim_end_matches(" HTTP/1.1").to_owned(),
        headers,
        body: String::new(),
    };
    if received.header("transfer-encoding") == Some("chunked") {
        received.body = chunked(&mut reader)?;
        return Some(received);
    }
    let length = received
        .header("content-length")
        .unwrap_or("0")
        .parse()
        .ok()?;
    reader
        .take(length)
        .read_to_string(&mut received.body)
        .ok()?;
    Some(received)
}

/// Reads a body that is sent in chunks.
fn chunked(reader: &mut impl BufRead) -> Option<String> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim_end(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return String::from_utf8(body).ok();
        }
    }
}
