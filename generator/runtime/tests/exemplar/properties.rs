//! Properties that hold for any script of faults: no write arrives with two keys, or twice without a key; no item of a list is
//! lost or repeated; and every error of a list has the cursor from which to resume.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use proptest::prelude::*;
use truto_runtime::{
    Bytes, Client as Bare, ClientBuilder, Cursor,
    http::{Request, Response},
    transport::{
        BlockingBody, BlockingTransport, Body, BoxFuture, Phase, Transport, TransportError,
    },
};

use crate::{
    client::Client,
    faults::{CREATE, DELETE, UPDATE},
    ticketing::attachments::ListAttachments,
    timer::FakeTimer,
    way::{Probe, Way},
    wire::{ACCOUNT, TOKEN},
};

/// What happens to a request.
#[derive(Clone, Debug)]
enum Fate {
    Fine,
    /// The request does not arrive.
    Lost,
    /// The request arrives, but there is no response.
    Silent,
    /// The response is incomplete.
    Broken,
    /// The response is a success, but not JSON.
    Garbled,
    /// The request is refused with this status, and possibly a `Retry-After`.
    Status(u16, Option<u64>),
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let status = prop_oneof![
        Just(429),
        Just(408),
        Just(500),
        Just(502),
        Just(503),
        Just(504),
        Just(400),
        Just(401),
        Just(404),
        Just(409),
    ];
    let wait = prop_oneof![Just(None), (0u64..200).prop_map(Some)];
    let fate = prop_oneof![
        2 => Just(Fate::Fine),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Silent),
        1 => Just(Fate::Broken),
        1 => Just(Fate::Garbled),
        4 => (status, wait).prop_map(|(status, wait)| Fate::Status(status, wait)),
    ];
    prop::collection::vec(fate, 0..24)
}

/// A server and its connection in memory. Each request has the next fate; when none is left, requests succeed.
#[derive(Clone)]
struct World(Arc<Mutex<State>>);

struct State {
    fates: std::vec::IntoIter<Fate>,
    /// The pages of a list: the cursor, and the page as JSON.
    pages: Vec<(String, String)>,
    arrived: Vec<(Option<String>, Fate)>,
}

impl World {
    fn new(fates: Vec<Fate>, pages: Vec<(String, String)>) -> Self {
        Self(Arc::new(Mutex::new(State {
            fates: fates.into_iter(),
            pages,
            arrived: Vec::new(),
        })))
    }

    fn arrived(&self) -> Vec<(Option<String>, Fate)> {
        std::mem::take(&mut self.0.lock().unwrap().arrived)
    }

    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        let mut state = self.0.lock().unwrap();
        let fate = state.fates.next().unwrap_or(Fate::Fine);
        if let Fate::Lost = fate {
            return Err(TransportError::new(Phase::NeverSent, "lost"));
        }
        let key = request.headers().get("idempotency-key");
        let key = key.map(|key| key.to_str().unwrap().to_owned());
        state.arrived.push((key, fate.clone()));
        let fine = || {
            let query = request.uri().query().unwrap_or_default();
            let asked = query
                .split_once("next_cursor=")
                .map_or("", |(_, rest)| rest);
            let asked = asked.split('&').next().unwrap_or_default();
            let page = state.pages.iter().find(|(cursor, _)| cursor == asked);
            page.map_or_else(|| "{}".to_owned(), |(_, page)| page.clone())
        };
        let response = Response::builder();
        let (response, pieces) = match fate {
            Fate::Silent | Fate::Lost => {
                return Err(TransportError::new(Phase::NoResponse, "silent"));
            }
            Fate::Fine => (response.status(200), vec![Some(fine())]),
            Fate::Garbled => (response.status(200), vec![Some("<html>".to_owned())]),
            Fate::Broken => {
                let half = fine();
                let half = half[..half.len() / 2].to_owned();
                (response.status(200), vec![Some(half), None])
            }
            Fate::Status(status, wait) => {
                let response = response.status(status);
                let response = match wait {
                    Some(wait) => response.header("retry-after", wait),
                    None => response,
                };
                (response, vec![Some("{}".to_owned())])
            }
        };
        Ok(response.body(Pieces(pieces.into_iter())).unwrap())
    }

    fn equip<C: From<Bare>>(&self, builder: ClientBuilder<C>) -> C {
        let builder = builder.token(TOKEN).timer(FakeTimer::default());
        let builder = builder
            .transport(self.clone())
            .blocking_transport(self.clone());
        builder.build().unwrap()
    }
}

/// The chunks of a body. At `None`, the body breaks off.
struct Pieces(std::vec::IntoIter<Option<String>>);

impl Pieces {
    fn take(&mut self) -> Result<Option<Bytes>, TransportError> {
        match self.0.next() {
            Some(Some(piece)) => Ok(Some(piece.into())),
            Some(None) => Err(TransportError::new(Phase::BrokenResponse, "broken")),
            None => Ok(None),
        }
    }
}

impl Transport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let answer = self.answer(&request);
        let answer = answer.map(|answer| answer.map(|body| Box::new(body) as Box<dyn Body>));
        Box::pin(std::future::ready(answer))
    }
}

impl BlockingTransport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        let answer = self.answer(&request)?;
        Ok(answer.map(|body| Box::new(body) as Box<dyn BlockingBody>))
    }
}

impl Body for Pieces {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::ready(self.take()))
    }
}

impl BlockingBody for Pieces {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.take()
    }
}

fn way() -> impl Strategy<Value = Way> {
    prop::sample::select(&Way::ALL[..])
}

/// Pages of items. `false` is an item that cannot be decoded.
fn pages() -> impl Strategy<Value = Vec<Vec<bool>>> {
    let item = prop::bool::weighted(0.8);
    prop::collection::vec(prop::collection::vec(item, 0..5), 1..6)
}

/// Returns each page with its cursor and as JSON, and the ids of all items in order.
fn written(pages: &[Vec<bool>]) -> (Vec<(String, String)>, Vec<String>) {
    let mut all = Vec::new();
    let mut written = Vec::new();
    for (index, items) in pages.iter().enumerate() {
        let items = items.iter().map(|fits| {
            let id = all.len();
            let json = if *fits {
                format!(r#"{{"id":"{id}"}}"#)
            } else {
                format!(r#"{{"id":{id}}}"#)
            };
            all.push(id.to_string());
            json
        });
        let items: Vec<_> = items.collect();
        let cursor = if index == 0 {
            String::new()
        } else {
            format!("c{index}")
        };
        let next = if index + 1 == pages.len() {
            String::new()
        } else {
            format!("c{}", index + 1)
        };
        let page = format!(
            r#"{{"result":[{}],"next_cursor":"{next}"}}"#,
            items.join(",")
        );
        written.push((cursor, page));
    }
    (written, all)
}

fn list(world: &World) -> ListAttachments {
    let client: Client = world.equip(Client::builder());
    client
        .integrated_account(ACCOUNT)
        .ticketing()
        .attachments()
        .list()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_write_has_one_idempotency_key(fates in fates(), way in way(), is_update: bool) {
        let world = World::new(fates, Vec::new());
        let client: Bare = world.equip(ClientBuilder::new("https://x.example"));
        let operation = if is_update { &UPDATE } else { &CREATE };
        let mut key: Option<String> = None;
        // After an error, the caller retries with the key of the error.
        for _ in 0..10 {
            let mut probe = Probe::new(&client.unscoped(), operation);
            if let Some(key) = &key {
                probe = probe.with_idempotency_key(key);
            }
            match way.send_raw(probe) {
                Ok(_) => break,
                Err(error) => key = error.idempotency_key().map(str::to_owned),
            }
            prop_assert!(key.is_some());
        }
        let arrived = world.arrived();
        prop_assert!(arrived.iter().all(|(key, _)| key.is_some() && *key == arrived[0].0));
    }

    #[test]
    fn a_write_without_a_key_is_retried_only_after_a_refusal(fates in fates(), way in way()) {
        let world = World::new(fates, Vec::new());
        let client: Bare = world.equip(ClientBuilder::new("https://x.example"));
        let result = way.send_raw(Probe::new(&client.unscoped(), &DELETE));
        let arrived = world.arrived();
        let before = arrived.split_last().map_or(&[][..], |(_, before)| before);
        prop_assert!(before.iter().all(|(_, fate)| matches!(fate, Fate::Status(429, _))), "{arrived:?}");
        if let Err(error) = result {
            prop_assert_eq!(error.is_never_sent(), arrived.is_empty());
        }
    }

    #[test]
    fn no_item_is_lost_or_repeated(fates in fates(), pages in pages(), way in way()) {
        let (written, all) = written(&pages);
        let world = World::new(fates, written);
        let (mut found, mut items) = (Vec::new(), way.items(list(&world)));
        let mut asked: Option<Cursor> = None;
        for _ in 0..200 {
            match items.next() {
                Some(Ok(item)) => found.push(item["id"].clone()),
                Some(Err(error)) => {
                    let cursor = error.cursor().cloned();
                    match error.item() {
                        Some(item) => found.push(item.raw().get().replace(|c: char| !c.is_ascii_digit(), "")),
                        // It is the cursor of the page that failed, from which to resume.
                        None => prop_assert_eq!(&cursor, &items.cursor().cloned()),
                    }
                    asked = cursor;
                }
                // The iterator ends if a page fails permanently twice. Another iterator resumes there.
                None if found.len() < all.len() || items.cursor().is_some() => {
                    let again = list(&world);
                    items = way.items(match &asked {
                        Some(cursor) => again.next_cursor(Cursor::from_bookmark(&cursor.bookmark()).unwrap()),
                        None => again,
                    });
                }
                None => break,
            }
        }
        prop_assert_eq!(found, all);
    }
}
