//! A list of 10,000 contacts with 2 KB of remote data each: iterating over its items, compared with reading its pages as untyped
//! JSON. Then the same with a field that has another type than documented, in one of 100 objects, or in each.

#[path = "serde/contact.rs"]
mod contact;

#[path = "../../generator/benches/compare.rs"]
mod compare;

use std::{hint::black_box, sync::Arc, time::Duration};

use serde_json::Value;
use tokio::runtime::Runtime;
use truto_unified::{
    Bytes, Client, Items, ResponseFormat, crm,
    http::{Request, Response},
    transport::{Body, BoxFuture, Transport, TransportError},
};

const PAGES: usize = 100;
const ITEMS: usize = 100;

/// Serves every page from memory, so that only the client is measured.
#[derive(Clone)]
struct Memory(Arc<Vec<Bytes>>);

impl Memory {
    /// In the last `spoilt` items of each page, a string is an array, so decoding the page fails late.
    fn new(spoilt: usize) -> Self {
        let item = |page: usize, item: usize| {
            let json = contact::json(page * ITEMS + item, true);
            match item >= ITEMS - spoilt {
                true => json.replace(r#""Countess""#, r#"["Countess"]"#),
                false => json,
            }
        };
        let page = |page: usize| {
            let items: Vec<_> = (0..ITEMS).map(|index| item(page, index)).collect();
            let next = match page + 1 {
                PAGES => "null".to_owned(),
                next => format!("\"{next}\""),
            };
            let items = items.join(",");
            Bytes::from(format!(r#"{{"result":[{items}],"next_cursor":{next}}}"#))
        };
        Self(Arc::new((0..PAGES).map(page).collect()))
    }

    fn list(&self) -> crm::contacts::ListContacts {
        let client = Client::builder().token("t0ken").transport(self.clone());
        let client = client.build().expect("a client");
        client.integrated_account("account").crm().contacts().list()
    }
}

impl Transport for Memory {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let query = request.uri().query().unwrap_or_default();
        let mut pairs = query.split('&');
        let cursor = pairs.find_map(|pair| pair.strip_prefix("next_cursor="));
        let page = cursor.map_or(0, |cursor| cursor.parse().expect("a number"));
        let body: Box<dyn Body> = Box::new(self.0.get(page).cloned());
        let response = Response::builder().header("content-length", 1).body(body);
        Box::pin(std::future::ready(Ok(response.expect("a response"))))
    }
}

async fn walk(mut items: Items<crm::Contact>) -> usize {
    let mut count = 0;
    while let Some(item) = items.next().await {
        black_box(item.expect("a contact"));
        count += 1;
    }
    count
}

/// An untyped client: requests a page, takes its items, requests the next page.
async fn untyped(memory: &Memory) -> usize {
    let (mut count, mut list) = (0, memory.list());
    loop {
        let request = list.clone().send_as::<Value>(ResponseFormat::Unified);
        let mut page = request.await.expect("a page");
        let items = page["result"].take();
        count += black_box(items.as_array().expect("items")).len();
        match page["next_cursor"].as_str() {
            Some(cursor) => list = memory.list().next_cursor(cursor),
            None => return count,
        }
    }
}

/// Parses the JSON only, without a client.
fn bare(memory: &Memory) -> usize {
    let pages = memory.0.iter().map(|page| {
        let page: Value = serde_json::from_slice(page).expect("a page");
        black_box(&page)["result"].as_array().expect("items").len()
    });
    pages.sum()
}

fn main() {
    let memory = Memory::new(0);
    let (one, each) = (Memory::new(1), Memory::new(ITEMS));
    let runtime = Runtime::new().expect("a runtime");
    let all = PAGES * ITEMS;
    let typed = || assert_eq!(runtime.block_on(walk(memory.list().items())), all);
    let by_client = || assert_eq!(runtime.block_on(untyped(&memory)), all);
    let by_hand = || assert_eq!(bare(&memory), all);
    let size: usize = memory.0.iter().map(Bytes::len).sum();
    println!("10,000 contacts in {PAGES} pages, {size} bytes in all");
    for (name, run) in [
        ("`items()`", &typed as &dyn Fn()),
        ("`send_as::<Value>`", &by_client),
        ("`serde_json::from_slice::<Value>`", &by_hand),
    ] {
        let used = allocation_counter::measure(run);
        println!(
            "{name:<36} {:>6.1} allocations and {:>7.0} bytes per item, {:>10} bytes at most at once",
            used.count_total as f64 / all as f64,
            used.bytes_total as f64 / all as f64,
            used.bytes_max,
        );
    }
    compare::compare(
        "walk 10,000 contacts with 2 KB of remote_data each",
        10,
        vec![
            ("`serde_json::from_slice::<Value>`", Box::new(by_hand)),
            ("`send_as::<Value>`", Box::new(by_client)),
            ("`items()`", Box::new(typed)),
        ],
        &["`serde_json::from_slice::<Value>`"],
    );
    let walk = |memory: &Memory| assert_eq!(runtime.block_on(walk(memory.list().items())), all);
    compare::compare(
        "walk 10,000 contacts, some fields of which are not of the documented type",
        10,
        vec![
            ("no such field", Box::new(|| walk(&memory))),
            ("one in 100 objects", Box::new(|| walk(&one))),
            ("one in each object", Box::new(|| walk(&each))),
        ],
        &["no such field"],
    );
}
