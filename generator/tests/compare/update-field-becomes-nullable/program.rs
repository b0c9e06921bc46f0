use api::{ClientBuilder, Error, Patch, types::PetUpdate};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().update("1").name("Rex").await?;
    client.pets().update("1").with_body(PetUpdate::new().name(Patch::Null)).await
}
