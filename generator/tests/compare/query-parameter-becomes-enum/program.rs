use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").await?;
    let kind = String::from("cat");
    client.pets().search(&kind).await // breaks: no conversion from a reference
}
