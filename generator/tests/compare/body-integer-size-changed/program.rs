use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let mut draft = PetDraft::new("Rex").age(7);
    draft.age = draft.age.map(|age| age + 1);
    client.pets().create(draft).await
}
