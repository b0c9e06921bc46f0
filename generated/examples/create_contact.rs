//! Creates a contact, checked against the support matrix first. Runs without an account.

use truto_unified::ticketing::{ContactEmail, EmailType, contacts};
use truto_unified::{Client, Integration, Preflight, testing::FakeTruto};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let first_name = contacts::CREATE.field("first_name");
    println!("required by {:?}", first_name.required_in());

    let fake = FakeTruto::start()?;
    let truto = match std::env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let account = std::env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned());
    let gorgias = truto
        .integrated_account(account)
        .integration(Integration::Gorgias);
    let contacts = gorgias.preflight(Preflight::Deny).ticketing().contacts();
    let email = ContactEmail::new("ada@example.com", EmailType::Work);

    let refused = contacts.create().emails([email.clone()]).await;
    println!("{}", refused.unwrap_err()); // says so before anything is sent

    let ada = contacts.create().first_name("Ada").emails([email]);
    println!("created {:?}", ada.await?.id);
    Ok(())
}
