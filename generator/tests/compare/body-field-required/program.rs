//! answer: {"id": "1", "name": "Rex"}

use api::{ClientBuilder, Error, types::PetCreate};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = client.pets().create("Rex").await?; // breaks: a text is not enough
    let draft = PetCreate::new("Rex"); // breaks: another argument
    drop(client.pets().create(draft));
    Ok(pet.id)
}
