use api::{Client, ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let _ = Client::new("t0ken"); // breaks: one of several credentials
    client.token("t0ken").build()?.pets().get("1").await
}
