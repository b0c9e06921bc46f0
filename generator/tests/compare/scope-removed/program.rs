use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.kind("dog").pets().search().await // breaks: no handle
}
