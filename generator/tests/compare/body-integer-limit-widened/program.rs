use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let age: i64 = 7;
    client.pets().create(PetDraft::new("Rex")).age(age).await // breaks: an unsigned number
}
