//! Creates a contact, checked against the support matrix first. Runs without an account.

use truto_unified::ticketing::{ContactEmail, EmailType, contacts};
use truto_unified::{Integration, Preflight};

mod stand_in;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let first_name = contacts::CREATE.field("first_name");
    println!("required by {:?}", first_name.required_in());

    let truto = stand_in::client()?; // with an account: truto_unified::Client::from_env()?
    let acme = truto.integrated_account("62f44730-dd91-461e-bd6a-aedd9e0ad79d");
    let gorgias = acme.integration(Integration::Gorgias);
    let contacts = gorgias.preflight(Preflight::Deny).ticketing().contacts();
    let email = ContactEmail::new("ada@example.com", EmailType::Work);

    let refused = contacts.create().emails([email.clone()]).await;
    println!("{}", refused.unwrap_err()); // says so before anything is sent

    let ada = contacts.create().first_name("Ada").emails([email]);
    println!("created {:?}", ada.await?.id);
    Ok(())
}
