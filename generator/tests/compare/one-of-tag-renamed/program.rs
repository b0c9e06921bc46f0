//! answer: {"kind": "cat", "lives": 9}

use api::{ClientBuilder, Error, types::{Cat, Pet}};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    let cat = Cat::new().lives(9);
    Ok(match client.build()?.pets().put(cat).await? {
        Pet::Cat(cat) => format!("{} with {:?} lives", cat.kind, cat.lives), // breaks: the tag has another name
        Pet::Dog(dog) => format!("{:?} tricks", dog.tricks),
        _ => "another pet".to_owned(),
    })
}
