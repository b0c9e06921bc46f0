//! Bodies that are read as a stream.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use truto_runtime::{
    ByteStream, Bytes, ErrorKind,
    http::{Request, Response},
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};

use crate::{
    client::Client,
    server::{Server, response},
    wire::{ACCOUNT, TOKEN, account},
};

async fn download(server: &Server) -> ByteStream {
    let attachments = account(server).ticketing().attachments();
    attachments.download().await.unwrap()
}

#[tokio::test]
async fn a_large_file_is_streamed() {
    let length = 40 << 20;
    let file = "0123456789abcdef".repeat(length / 16);
    let server = Server::with("200 OK", "application/pdf", &file);
    let mut stream = download(&server).await;
    assert_eq!(server.request().header("accept"), Some("*/*"));
    assert_eq!(stream.content_type(), Some("application/pdf"));
    assert_eq!(stream.headers()["content-length"], length.to_string());
    let (mut read, mut pieces) = (0, 0);
    while let Some(piece) = stream.chunk().await.unwrap() {
        assert_eq!(piece, &file.as_bytes()[read..read + piece.len()]);
        read += piece.len();
        pieces += 1;
    }
    assert_eq!(read, length);
    assert!(pieces > 10, "{pieces}");

    let error = download(&server).await.bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.operation(), Some("ticketing.attachments.download"));
}

#[tokio::test]
async fn a_small_file_can_be_read_whole() {
    let server = Server::with("200 OK", "text/plain", "hello");
    assert_eq!(download(&server).await.bytes().await.unwrap(), "hello");
    let list = account(&server).ticketing().attachments().list();
    let stream = list.send_stream().await.unwrap();
    assert_eq!(stream.bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn a_refused_or_interrupted_download_is_an_error() {
    let server = Server::with(
        "403 X",
        "application/json",
        &format!(r#"{{"message":"no, {TOKEN}"}}"#),
    );
    let error = account(&server).ticketing().attachments().download().await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Forbidden, "no, …")
    );

    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    let mut stream = download(&server).await;
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "abc");
    let error = stream.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(error.operation(), Some("ticketing.attachments.download"));
    assert_eq!(
        stream.chunk().await.unwrap(),
        None,
        "the stream ends after an error"
    );

    let server = Server::answering(response("307 Temporary Redirect", "Location: /x", ""));
    let error = account(&server).ticketing().attachments().download().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Redirect);
}

/// A transport whose body has two chunks and then fails. Each chunk is ready on the second poll. Counts the fetched chunks.
#[derive(Clone, Default)]
struct Slow(Arc<AtomicUsize>);

impl Transport for Slow {
    fn send(
        &self,
        _: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let body: Box<dyn Body> = Box::new(self.clone());
        Box::pin(std::future::ready(Ok(Response::new(body))))
    }
}

impl Body for Slow {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let fetched = self.0.fetch_add(1, Ordering::Relaxed);
        let mut is_asked_again = false;
        Box::pin(std::future::poll_fn(move |_| {
            match (is_asked_again, fetched) {
                (false, _) => {
                    is_asked_again = true;
                    Poll::Pending
                }
                (true, 0..2) => Poll::Ready(Ok(Some(Bytes::from(fetched.to_string())))),
                (true, _) => Poll::Ready(Err(TransportError::new(Phase::BrokenResponse, "gone"))),
            }
        }))
    }
}

#[tokio::test]
async fn chunks_are_read_on_demand_and_dropping_a_read_loses_nothing() {
    let transport = Slow::default();
    let client = Client::builder()
        .token(TOKEN)
        .transport(transport.clone())
        .build()
        .unwrap();
    let call = client.integrated_account(ACCOUNT).ticketing().attachments();
    let mut stream = call.download().await.unwrap();
    let fetched = || transport.0.load(Ordering::Relaxed);
    assert_eq!(fetched(), 0);

    let mut context = Context::from_waker(Waker::noop());
    {
        let mut given_up = Box::pin(stream.chunk());
        assert!(given_up.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(fetched(), 1);
    let Poll::Ready(piece) = Box::pin(stream.chunk()).as_mut().poll(&mut context) else {
        panic!("the chunk is lost");
    };
    assert_eq!((piece.unwrap().unwrap(), fetched()), ("0".into(), 1));

    use futures_core::Stream as _;
    let mut next = || std::pin::Pin::new(&mut stream).poll_next(&mut context);
    assert!(next().is_pending());
    assert!(matches!(next(), Poll::Ready(Some(Ok(piece))) if piece == "1"));
    assert!(next().is_pending());
    assert!(
        matches!(next(), Poll::Ready(Some(Err(error))) if error.kind() == ErrorKind::Interrupted)
    );
    assert!(matches!(next(), Poll::Ready(None)));
}
