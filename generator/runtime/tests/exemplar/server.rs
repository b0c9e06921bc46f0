//! A raw HTTP server on loopback: it answers what it is told to, right or wrong, and remembers what it was asked.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

/// A request as it arrived.
pub struct Received {
    /// `POST /path?query`
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name)?;
        Some(&header.1)
    }
}

pub struct Server {
    pub url: String,
    received: Receiver<Received>,
}

impl Server {
    /// Answers every request with `answer`, byte for byte, and closes the connection.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::by(move |_| answer.clone())
    }

    /// Answers each request with what `answer` makes of it, byte for byte, and closes the connection.
    pub fn by(mut answer: impl FnMut(&Received) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, received) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                if let Some(request) = read(&stream) {
                    let answer = answer(&request);
                    let _ = sender.send(request);
                    // The client may hang up first: that is what some tests are about.
                    let _ = stream.write_all(&answer);
                }
            }
        });
        Self { url, received }
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

    /// No further request arrived.
    pub fn is_idle(&self) -> bool {
        self.received.try_recv().is_err()
    }
}

pub fn response(status: &str, header: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn read(stream: &TcpStream) -> Option<Received> {
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
