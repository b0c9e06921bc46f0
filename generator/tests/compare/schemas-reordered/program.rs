//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::{Owner, Pet}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = Pet::new("Rex").owner(Owner::new().name("Ada"));
    Ok(client.pets().put(pet).await?.name)
}
