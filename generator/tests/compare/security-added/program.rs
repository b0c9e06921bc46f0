use api::{Client, ClientBuilder, Error};

pub async fn program(_: ClientBuilder) -> Result<(), Error> {
    let client = Client::new()?; // breaks: a token
    client.pets().get("1").await
}
