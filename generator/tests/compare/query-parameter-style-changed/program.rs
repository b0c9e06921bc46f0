//! fix: the values are joined with commas

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").color(["red", "blue"]).await
}
