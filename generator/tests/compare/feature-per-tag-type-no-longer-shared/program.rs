//! answer: "Kennel"
//! features: homes

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let pet = api::types::Pet::new("Rex"); // breaks: needs the feature `pets`
    let client = client.build()?;
    Ok(client.homes().name().await? + &pet.name)
}
