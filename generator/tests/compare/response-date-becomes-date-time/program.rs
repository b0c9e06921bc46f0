//! answer: {"id": "1", "name": "Rex", "age": 7, "born": "2020-02-03T04:05:06Z", "color": "red"}

use api::{ClientBuilder, Error, Date};

pub async fn program(client: ClientBuilder) -> Result<Option<String>, Error> {
    let pet = client.build()?.pets().get("1").await?;
    let born: Option<Date> = pet.born; // breaks: a `Timestamp`
    Ok(born.map(|born| born.to_string()))
}
