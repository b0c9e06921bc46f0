//! A raw HTTP server on loopback: it answers what it is told to, right or wrong, and remembers what it was asked.

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

/// A request as it arrived.
pub struct Received {
    /// `POST /path?query`
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    /// For what was read while it was still arriving.
    fn is_whole(&self) -> bool {
        let length = self.header("content-length").unwrap_or("0");
        length == self.body.len().to_string()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&header.1)
    }
}

/// What happens to a connection once its request has arrived.
#[derive(Clone, Debug)]
pub enum Play {
    /// This is the answer, byte for byte; then the connection ends in good order.
    Answer(Bytes),
    /// This is the answer, if it is any; then the connection is reset.
    Reset(Bytes),
    /// This comes a byte at a time, and then over again, until the client hangs up.
    Drip(Bytes),
}

/// It ends when it is dropped.
pub struct Server {
    pub url: String,
    received: Receiver<Received>,
    is_over: Arc<AtomicBool>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // So that it stops waiting for the next one.
        drop(TcpStream::connect(self.url.replace("http://", "")));
    }
}

impl Server {
    /// Answers every request with `answer`, byte for byte, and closes the connection.
    pub fn answering(answer: impl Into<Bytes>) -> Self {
        Self::playing([Play::Answer(answer.into())])
    }

    /// Answers each request with what `answer` makes of it, byte for byte, and closes the connection.
    pub fn by(mut answer: impl FnMut(&Received) -> Vec<u8> + Send + 'static) -> Self {
        Self::serving(move |stream| {
            let request = read(stream)?;
            let answer = answer(&request);
            Some((request, Play::Answer(answer.into())))
        })
    }

    /// Plays one part of the script per connection, the last one for all that follow.
    pub fn playing(script: impl Into<Vec<Play>>) -> Self {
        let mut script = script.into().into_iter();
        let mut last = None;
        Self::serving(move |stream| {
            let play = script.next().or(last.take()).unwrap();
            last = Some(play.clone());
            let request = match play {
                Play::Reset(_) => peek(stream),
                Play::Answer(_) | Play::Drip(_) => read(stream),
            };
            Some((request?, play))
        })
    }

    /// Has `serve` read the request and say what follows it. A request is known by the time that its answer is.
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

    /// Answers every request with this status, media type and body.
    pub fn with(status: &str, media: &str, body: &str) -> Self {
        Self::answering(response(status, &format!("Content-Type: {media}"), body))
    }

    /// Answers every request with this JSON.
    pub fn json(body: &str) -> Self {
        Self::with("200 OK", "application/json", body)
    }

    /// The lines of the requests that arrived.
    pub fn lines(&self) -> Vec<String> {
        self.received
            .try_iter()
            .map(|request| request.line)
            .collect()
    }

    /// The next request that arrived.
    pub fn request(&self) -> Received {
        self.received.try_recv().expect("a request")
    }

    /// All requests that arrived since the last one that was asked for.
    pub fn requests(&self) -> Vec<Received> {
        self.received.try_iter().collect()
    }

    /// No further request arrived.
    pub fn is_idle(&self) -> bool {
        self.received.try_recv().is_err()
    }
}

impl Play {
    /// The client may hang up first: that is what some tests are about.
    fn on(&self, mut stream: &TcpStream) {
        match self {
            // Closed with something unread in it, a connection is reset.
            Self::Answer(text) | Self::Reset(text) => drop(stream.write_all(text)),
            Self::Drip(text) => {
                for byte in text.iter().cycle() {
                    if stream.write_all(&[*byte]).is_err() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(2));
                }
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

/// Leaves the request where it is.
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

/// A request, if it is whole.
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
