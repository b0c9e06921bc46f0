//! answer: {"id": "1", "name": "Rex"}

use api::{ClientBuilder, Error, types::{PetCreate, Status}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let draft = PetCreate::new("Rex").nickname("R").status(Status::Sold);
    let pet = client.pets().create(draft).await?;
    Ok(pet.id)
}
