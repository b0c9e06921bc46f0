use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").with_header("x-trace", "x").await
}
