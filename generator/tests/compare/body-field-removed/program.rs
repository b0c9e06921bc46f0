use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let draft = PetDraft::new("Rex").kind("dog");
    client.pets().create(draft.clone()).await?;
    client.pets().create(draft.age(7)).await?; // breaks: no setter
    client.pets().create("Rex").age(7).await // breaks: no setter
}
