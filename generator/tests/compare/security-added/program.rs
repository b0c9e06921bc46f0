use api::{Client, ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let _ = Client::new(); // breaks: a token
    client.build()?.pets().get("1").await
}
