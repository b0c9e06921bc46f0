//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::{Pet, PetHome}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = Pet::new("Rex").home(PetHome::new().city("Riga"));
    Ok(client.pets().put(pet).await?.name)
}
