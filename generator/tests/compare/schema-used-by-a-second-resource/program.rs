//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::Pet};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet: api::pets::Pet = Pet::new("Rex").age(7); // breaks: in the module `types` only
    Ok(client.pets().put(pet).await?.name)
}
