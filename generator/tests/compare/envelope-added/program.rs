//! answer: {"result": {"id": "1", "name": "Rex"}}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<bool, Error> {
    let pet = client.build()?.pets().get("1").await?;
    Ok(pet.result.is_some()) // breaks: without the object around it
}
