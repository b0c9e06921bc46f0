//! Reads tickets with types, even the parts for which the crate has none: other values of enums, custom fields, new fields, and the
//! help desk's own data. Runs without an account.

use std::{env, error::Error, time::SystemTime};

use serde::Deserialize;
use serde_json::json;
use truto_unified::ticketing::{Ticket, TicketStatusName};
use truto_unified::{Client, Timestamp, testing::FakeTruto};

/// The custom fields of tickets, whose names the owner of the help desk chose.
#[derive(Deserialize)]
struct CustomFields {
    plan: String,
    #[serde(default)]
    seats: u32,
}

/// The part of the help desk's own object that this program needs.
#[derive(Deserialize)]
struct Remote {
    satisfaction_rating: Option<Rating>,
}

#[derive(Deserialize)]
struct Rating {
    score: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeTruto::start()?;
    let client = match env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let page = json!({"result": [
        {
            "id": "1", "status": {"name": "open"}, "due_date": "2026-01-01T09:00:00+05:30",
            "custom_fields": {"plan": "enterprise", "seats": 250},
            "remote_data": {"satisfaction_rating": {"score": "bad"}, "via": {"channel": "email"}},
        },
        {"id": "2", "status": {"name": "awaiting_parts"}, "escalations": 2, "is_unread": "maybe"},
    ]});
    fake.set_response("ticketing.tickets.list", page)?;

    let account = client.integrated_account(env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".into()));
    let mut tickets = account.ticketing().tickets().list().items();
    while let Some(ticket) = tickets.next().await {
        println!("{}", summary(&ticket?)?);
    }
    Ok(())
}

fn summary(ticket: &Ticket) -> Result<String, Box<dyn Error>> {
    let status = ticket
        .status
        .as_ref()
        .and_then(|status| status.name.as_ref());
    let status = match status {
        Some(TicketStatusName::Open | TicketStatusName::Active) => "to do",
        Some(TicketStatusName::Pending) => "waits for the customer",
        // This also matches values that this version of the crate does not list: `other.as_str()` returns their text.
        Some(other) => other.as_str(),
        None => "without a status",
    };
    let mut parts = vec![format!("{}: {status}", ticket.id)];

    // Timestamps are compared as instants, whatever their offsets are.
    let is_late = |due: &Timestamp| *due < Timestamp::from(SystemTime::now());
    if ticket.due_date.as_ref().is_some_and(is_late) {
        parts.push("late".to_owned());
    }
    if let Some(fields) = &ticket.custom_fields {
        let fields = CustomFields::deserialize(fields)?;
        parts.push(format!("{} for {}", fields.plan, fields.seats));
    }
    // This JSON is not parsed before this line.
    if let Some(remote) = &ticket.remote_data {
        let rating = remote.parse::<Remote>()?.satisfaction_rating;
        parts.extend(rating.map(|rating| format!("rated {}", rating.score)));
    }
    // A field that is not in the type.
    if let Some(number) = ticket.extra.get("escalations") {
        parts.push(format!("escalated {} times", number.parse::<u32>()?));
    }
    // A field of another type than documented is `None`, and its JSON is in `extra`.
    let mismatches = ticket.mismatches();
    parts.extend(mismatches.iter().map(ToString::to_string));
    Ok(parts.join(", "))
}
