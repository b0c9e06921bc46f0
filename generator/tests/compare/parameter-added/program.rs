//! answer: [{"id": "1"}]

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<usize, Error> {
    let client = client.build()?;
    let pets = client.pets().list().limit(3).await?;
    Ok(pets.len())
}
