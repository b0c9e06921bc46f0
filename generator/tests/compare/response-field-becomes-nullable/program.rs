//! answer: {"id": "1", "name": "Rex", "age": 7, "born": "2020-02-03T04:05:06Z", "color": "red"}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<Option<i64>, Error> {
    let pet = client.build()?.pets().get("1").await?;
    Ok(pet.age)
}
