use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create(PetDraft::new("Rex", "dog")).await // breaks: one argument less
}
