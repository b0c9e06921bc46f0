//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, Patch, types::Pet};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = Pet::new("Rex").kind(Patch::Null);
    Ok(client.pets().put(pet).await?.name)
}
