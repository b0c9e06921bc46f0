//! fix: the first case that fits is decoded, which is another one
//! answer: {"name": "Rex"}

use api::{ClientBuilder, Error, types::{Cat, Pet}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let cat = Cat::new().lives(9);
    Ok(match client.build()?.pets().put(cat).await? {
        Pet::Cat(cat) => format!("{:?} lives", cat.lives),
        Pet::Dog(dog) => format!("{:?} tricks", dog.tricks),
        _ => "another pet".to_owned(),
    })
}
