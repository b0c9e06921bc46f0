//! answer: {"name": "Rex"}

use api::{ClientBuilder, Error, shop::pets::Pet};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet: Pet = client.shop().pets().get().await?;
    Ok(pet.name)
}
