//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::Pet};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = client.pets().put(Pet::new("Rex").age(7)).await?;
    Ok(format!("{:?}", pet.age))
}
