//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, pets::PutPets, types::Pet}; // breaks: the builder has another name

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let put: PutPets = client.pets().put(Pet::new("Rex"));
    Ok(put.await?.name)
}
