use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create().name("Rex").await?;
    let draft: PetDraft = "Rex".into(); // breaks: no longer the only field
    client.pets().create().with_body(draft).await
}
