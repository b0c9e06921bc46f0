use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").color(["red", "blue"]).await // breaks: no longer a list
}
