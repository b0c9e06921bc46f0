use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().search("dog").await // breaks: the resource is on the handle of a scope
}
