//! answer: {"id": "1", "name": "Rex"}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<Option<String>, Error> {
    let client = client.build()?;
    let pet = client.pets().create("Rex").await?;
    Ok(pet.name) // breaks: no field
}
