//! answer: "Kennel"

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    client.homes().name().await // breaks: no accessor
}
