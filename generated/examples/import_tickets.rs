//! Imports tickets from another system, each exactly once, however often it runs. Runs without an account.

use std::env;

use truto_unified::testing::{FakeTruto, Fault};
use truto_unified::{Client, Integration};

/// The id of a ticket in the other system, and its subject.
const TICKETS: [(&str, &str); 3] = [
    ("legacy-1", "The printer is on fire"),
    ("legacy-2", "It still is"),
    ("legacy-3", "Please send a new printer"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeTruto::start()?;
    let token = env::var("TRUTO_API_TOKEN").ok();
    let client = match &token {
        Some(token) => Client::new(token)?,
        None => fake.client()?,
    };
    let id = env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned());
    let account = client
        .integrated_account(&id)
        .integration(Integration::Zendesk);
    let tickets = account.ticketing().tickets();

    fake.next([Fault::reset()]); // the first ticket is created, but the response is lost
    for (legacy, subject) in TICKETS {
        // The same key in every attempt and every run: the ticket is created once.
        let import = tickets
            .import()
            .remote_data([("subject", subject), ("external_id", legacy)]);
        let ticket = import.with_idempotency_key(legacy).await?;
        println!("{legacy} is {}", ticket.id);
    }
    if token.is_none() {
        let there = fake.objects(&id, "ticketing.tickets")?;
        println!(
            "{} requests made {} tickets",
            fake.requests().len(),
            there.len()
        );
    }
    Ok(())
}
