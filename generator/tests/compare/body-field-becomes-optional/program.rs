use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let draft = PetDraft::new("Rex", "dog"); // breaks: one argument less
    client.pets().create(draft).await
}
