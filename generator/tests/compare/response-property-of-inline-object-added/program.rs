//! answer: {"id": "1", "name": "Rex", "home": {"city": "Riga"}}

use api::{ClientBuilder, Error, types::PetHome};

pub async fn program(client: ClientBuilder) -> Result<Option<String>, Error> {
    let pet = client.build()?.pets().get("1").await?;
    let home: Option<PetHome> = pet.home;
    Ok(home.and_then(|home| home.city))
}
