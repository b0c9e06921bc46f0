//! fix: without fields, the body is an empty object

use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create().await?;
    client.pets().create().name("Rex").await?;
    client.pets().create().with_body(PetDraft::new().age(7)).await
}
