use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().get("1").await?;
    client.pets().delete("1").await
}
