//! answer: {"size": 2}

use api::{ClientBuilder, Error, types::Size};

pub async fn program(client: ClientBuilder) -> Result<Option<i64>, Error> {
    let pet = client.build()?.pets().first().size(1).await?;
    Ok(pet.size.map(|size: Size| size.as_i64()))
}
