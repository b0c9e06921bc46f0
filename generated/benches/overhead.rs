//! The overhead of the client: the same calls of the same server, with the client and with bare `reqwest`, by turns in one run.

#[path = "../../generator/benches/compare.rs"]
#[allow(dead_code, reason = "the contestants are asynchronous")]
mod compare;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use http::{Request, Response};
use tokio::task::JoinSet;
use truto_runtime::transport::{Body, BoxFuture, Transport, TransportError};
use truto_unified::{Bytes, Client, Page, crm::Contact, http, testing::FakeTruto};

const ROUNDS: usize = 200;
const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/// The call of which only the work besides sending is measured.
const NOT_SENT: &str = "one contact, not sent";

/// One way to make the calls.
#[derive(Clone)]
struct Bare {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl Bare {
    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        let url = format!(
            "{}/unified/crm/{path}integrated_account_id={ACCOUNT}",
            self.url
        );
        let request = self.client.get(url).bearer_auth(&self.token);
        let request = request
            .header("accept", "application/json")
            .timeout(Duration::from_secs(30));
        let response = request
            .send()
            .await
            .and_then(|response| response.error_for_status());
        let bytes = response.expect("a success").bytes().await.expect("a body");
        serde_json::from_slice(&bytes).expect("what was asked for")
    }
}

/// A page as bare `reqwest` decodes it.
#[derive(serde::Deserialize)]
struct BarePage {
    result: Vec<Contact>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeTruto::builder().keep_requests(0).start()?;
    let people = (0..100).map(|number| {
        let person = Contact::new(format!("c{number}"))
            .first_name("Ada")
            .last_name("Lovelace");
        person
            .title("Countess")
            .name("Ada Lovelace")
            .created_at("2026-01-31T12:30:00Z")
    });
    fake.seed(ACCOUNT, "crm.contacts", people)?;
    // The client has its own crypto provider; `reqwest` alone uses the one of the process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = Bare {
        client: reqwest::Client::builder().no_proxy().build()?,
        url: fake.url().to_owned(),
        token: fake.token().to_owned(),
    };
    let client = fake.client()?;
    println!(
        "{:<24}{:>14}{:>14}{:>8}",
        "median of one call", "bare reqwest", "this client", "ratio"
    );
    one(&bare, &client, 50).await;
    many(bare.clone(), &client, 20).await;
    alone(&fake, 2_000).await?;
    page(&bare, &client, 10).await;
    Ok(())
}

async fn one(bare: &Bare, client: &Client, calls: usize) {
    let contacts = client.integrated_account(ACCOUNT).crm().contacts();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(bare.get::<Contact>("contacts/c7?").await);
        }
        without.push(start.elapsed() / calls as u32);
        let start = Instant::now();
        for _ in 0..calls {
            black_box(contacts.get("c7").await.expect("a contact"));
        }
        with.push(start.elapsed() / calls as u32);
    }
    report("one contact", without, with);
}

/// Runs so many calls at once that none waits for the network, so that only CPU time is left.
async fn many(bare: Bare, client: &Client, calls: usize) {
    const AT_ONCE: usize = 32;
    let contacts = client.integrated_account(ACCOUNT).crm().contacts();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..AT_ONCE {
            let bare = bare.clone();
            tasks.spawn(async move {
                for _ in 0..calls {
                    black_box(bare.get::<Contact>("contacts/c7?").await);
                }
            });
        }
        tasks.join_all().await;
        without.push(start.elapsed() / (calls * AT_ONCE) as u32);
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..AT_ONCE {
            let contacts = contacts.clone();
            tasks.spawn(async move {
                for _ in 0..calls {
                    black_box(contacts.get("c7").await.expect("a contact"));
                }
            });
        }
        tasks.join_all().await;
        with.push(start.elapsed() / (calls * AT_ONCE) as u32);
    }
    report("one of 32 at once", without, with);
}

async fn page(bare: &Bare, client: &Client, calls: usize) {
    let contacts = client.integrated_account(ACCOUNT).crm().contacts();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(bare.get::<BarePage>("contacts?limit=100&").await.result);
        }
        without.push(start.elapsed() / calls as u32);
        let start = Instant::now();
        for _ in 0..calls {
            let page: Page<Contact> = contacts.list().limit(100).await.expect("a page");
            black_box(page);
        }
        with.push(start.elapsed() / calls as u32);
    }
    report("a page of 100", without, with);
}

/// Responds immediately, so that only the client's work besides sending is measured.
struct AtOnce(Bytes);

impl Transport for AtOnce {
    fn send(
        &self,
        _: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let body: Box<dyn Body> = Box::new(Some(self.0.clone()));
        Box::pin(std::future::ready(Ok(Response::new(body))))
    }
}

async fn alone(fake: &FakeTruto, calls: u32) -> Result<(), Box<dyn std::error::Error>> {
    let body = Bytes::from(fake.objects(ACCOUNT, "crm.contacts")?.remove(7).to_string());
    let client = fake
        .client_builder()
        .transport(AtOnce(body.clone()))
        .build()?;
    let contacts = client.integrated_account(ACCOUNT).crm().contacts();
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(serde_json::from_slice::<Contact>(&body)?);
        }
        without.push(start.elapsed() / calls);
        let start = Instant::now();
        for _ in 0..calls {
            black_box(contacts.get("c7").await?);
        }
        with.push(start.elapsed() / calls);
    }
    report(NOT_SENT, without, with);
    Ok(())
}

/// Reports medians, since other load on the machine makes calls slower, never faster.
fn report(what: &str, mut without: Vec<Duration>, mut with: Vec<Duration>) {
    without.sort_unstable();
    with.sort_unstable();
    let median = |times: &[Duration]| times[times.len() / 2];
    let (without, with) = (median(&without), median(&with));
    let floor = match what {
        NOT_SENT => "decoding alone",
        _ => "bare `reqwest`",
    };
    compare::record("call overhead", what, Some((floor, without)), with);
    let [without, with] = [without, with].map(|time| time.as_secs_f64() * 1e6);
    println!(
        "{what:<24}{without:>11.1} µs{with:>11.1} µs{:>8.3}",
        with / without
    );
}
