//! Creates a contact, checked against the support matrix first. Runs without an account.

use truto_unified::ticketing::{self, ContactEmail, EmailType};
use truto_unified::{Integration, Preflight};

mod stand_in;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Who needs a first name? Answered offline, from the matrix.
    let who = ticketing::contacts::CREATE
        .field("first_name")
        .required_in();
    println!("first_name is required by {who:?}");

    let truto = stand_in::client()?; // with an account: truto_unified::Client::from_env()?
    let gorgias = truto
        .integrated_account("62f44730-dd91-461e-bd6a-aedd9e0ad79d")
        .integration(Integration::Gorgias)
        .preflight(Preflight::Deny);
    let work = ContactEmail::new("ada@example.com", EmailType::Work);
    let refused = gorgias
        .ticketing()
        .contacts()
        .create()
        .emails([work.clone()])
        .await;
    println!(
        "without it, before anything is sent: {}",
        refused.unwrap_err()
    );

    let contact = gorgias
        .ticketing()
        .contacts()
        .create()
        .first_name("Ada")
        .emails([work])
        .await?;
    println!("with it: created {} {:?}", contact.id, contact.first_name);
    Ok(())
}
