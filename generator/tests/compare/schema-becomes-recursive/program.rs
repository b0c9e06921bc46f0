//! answer: {"name": "Rex", "age": 7}

use api::{ClientBuilder, Error, types::{Owner, Pet}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = Pet::new("Rex").owner(Owner::new().name("Ada"));
    let pet = client.pets().put(pet).await?;
    let owner: Option<Owner> = pet.owner; // breaks: in a box
    Ok(format!("{:?}", owner.and_then(|owner| owner.name)))
}
