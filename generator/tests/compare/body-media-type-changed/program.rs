use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create(PetDraft::new("Rex").age(7)).await?;
    client.pets().create("Rex").with_field("color", "red").await // breaks: a form has fields of text only
}
