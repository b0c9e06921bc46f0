//! answer: {"name": "Rex"}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    Ok(client.pets().get().await?.name)
}
