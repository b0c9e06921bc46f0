//! answer: {"size": "huge"}

use api::{ClientBuilder, Error, types::Size};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let pet = client.build()?.pets().first().size(Size::Small).await?;
    Ok(match pet.size {
        Some(Size::Small) => "small".to_owned(),
        Some(Size::Large) => "large".to_owned(),
        Some(other) => other.as_str().to_owned(),
        None => String::new(),
    })
}
