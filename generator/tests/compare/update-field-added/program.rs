use api::{ClientBuilder, Error, Patch};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().update("1").name(Patch::Null).age(7).await
}
