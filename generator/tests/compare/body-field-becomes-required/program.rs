use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let draft = PetDraft::new("Rex") // breaks: another argument
        .kind("dog"); // breaks: no setter
    client.pets().create(draft).await
}
