//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::Pet};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    Ok(client.pets().put(Pet::new("Rex").age(7)).await?.name)
}
