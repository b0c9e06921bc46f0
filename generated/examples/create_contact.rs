//! Creates a contact, checked against the support matrix first. Runs without an account.

use truto_unified::ticketing::{ContactEmail, EmailType, contacts};
use truto_unified::{Client, Integration, Preflight, testing::FakeTruto};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Which integrations require this field? The support matrix answers without the network.
    let first_name = contacts::CREATE.field("first_name");
    println!("required by {:?}", first_name.required_in());

    let fake = FakeTruto::start()?;
    let client = match std::env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let account = client
        .integrated_account(std::env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned()))
        .integration(Integration::Gorgias)
        .preflight(Preflight::Deny);
    let email = ContactEmail::new("ada@example.com", EmailType::Work);

    // Gorgias requires a first name, so this request is refused before it is sent.
    let create = account.ticketing().contacts().create().emails([email]);
    println!("{:#}", create.clone().await.unwrap_err());

    let contact = create.first_name("Ada").await?;
    println!("created {:?}", contact.id);
    Ok(())
}
