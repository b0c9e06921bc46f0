//! A transport with scripted responses, without a network.

use std::{
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use truto_runtime::{
    Bytes,
    http::{Request, Response},
    transport::{Body, BoxFuture, Transport, TransportError},
};

use crate::{
    client::Client,
    ticketing::attachments::ListAttachments,
    wire::{ACCOUNT, TOKEN},
};

/// Returns the status and body of the response to a request for the page at a cursor.
type Answer = dyn FnMut(Option<&str>) -> (u16, String) + Send;

#[derive(Clone)]
pub struct Script {
    answer: Arc<Mutex<Answer>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Script {
    pub fn new(answer: impl FnMut(Option<&str>) -> (u16, String) + Send + 'static) -> Self {
        Self {
            answer: Arc::new(Mutex::new(answer)),
            asked: Arc::default(),
        }
    }

    /// A list request that this script responds to.
    pub fn list(&self) -> ListAttachments {
        let client = Client::builder().token(TOKEN).transport(self.clone());
        let client = client.build().unwrap();
        let account = client.integrated_account(ACCOUNT);
        account.ticketing().attachments().list()
    }

    /// The requested cursors, with `""` for none.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Transport for Script {
    /// The future is ready when it is polled for the second time.
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let query = request.uri().query().unwrap_or_default();
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let cursor = pairs.find(|(name, _)| *name == "next_cursor");
        let cursor = cursor.map(|(_, cursor)| cursor);
        let asked = cursor.unwrap_or_default().to_owned();
        self.asked.lock().unwrap().push(asked);
        let (status, body) = (self.answer.lock().unwrap())(cursor);
        let body: Box<dyn Body> = Box::new(Some(Bytes::from(body)));
        let mut response = Response::builder().status(status).body(body).ok();
        let mut is_asked_again = false;
        Box::pin(std::future::poll_fn(move |cx| {
            if std::mem::replace(&mut is_asked_again, true) {
                return Poll::Ready(Ok(response.take().expect("polled after completion")));
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        }))
    }
}
