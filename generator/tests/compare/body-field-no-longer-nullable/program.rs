use api::{ClientBuilder, Error, Patch, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create(PetDraft::new("Rex")).kind("dog").await?;
    client.pets().create(PetDraft::new("Rex").kind(Patch::Null)).await // breaks: no null
}
