use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").age(7).color(["red", "blue"]).await?;
    client.pets().search("dog").maybe_age(None).with_query("home", "x").await
}
