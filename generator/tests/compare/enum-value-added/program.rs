//! answer: {"id": "1", "status": "pending"}

use api::{ClientBuilder, Error, types::Status};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let client = client.build()?;
    let pet = client.pets().create("Rex").status(Status::Available).await?;
    Ok(match pet.status {
        Some(Status::Available) => "available".to_owned(),
        Some(Status::Sold) => "sold".to_owned(),
        Some(other) => other.as_str().to_owned(),
        None => String::new(),
    })
}
