//! Imports tickets from a CSV file, and creates none twice, even if a response is lost or the program runs again. Runs without an account.

use std::env;

use truto_unified::testing::{FakeTruto, Fault};
use truto_unified::{Client, Integration};

/// A file with the columns id, subject, description and due date, of which the last two can be empty.
const FILE: &str = "\
legacy-1,The printer is on fire,Third floor,2026-12-01T09:00:00Z
legacy-2,It still is,,
legacy-3,Please send a new printer,\"A red one, please\",
";

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
    let mut file = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(FILE.as_bytes());
    for row in file.records() {
        let row = row?;
        let column = |index| row.get(index).filter(|text| !text.is_empty());
        let legacy = column(0).ok_or("a row has no id")?;
        let ticket = tickets
            .create()
            .maybe_name(column(1))
            .maybe_description(column(2))
            .maybe_due_date(column(3))
            // The same key in every attempt and every run. How long Truto keeps a key is not documented, so a program that may run again
            // days later also stores the ids of created tickets, and skips their rows.
            .with_idempotency_key(legacy)
            .await?;
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
