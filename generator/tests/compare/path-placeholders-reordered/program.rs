//! fix: requests go to another path
//! answer: {"id": "1", "name": "Rex", "age": 7, "born": "2020-02-03T04:05:06Z", "color": "red"}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let pet = client.build()?.pets().get("home", "1").await?;
    Ok(pet.name)
}
