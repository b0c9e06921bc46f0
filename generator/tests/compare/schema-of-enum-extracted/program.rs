//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::{Pet, PetKind}}; // breaks: the type has the name of the schema

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    Ok(client.pets().put(Pet::new("Rex").kind(PetKind::Dog)).await?.name)
}
