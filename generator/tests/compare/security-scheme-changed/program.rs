//! behaviour: `from_env` reads another variable, and a token is not a key

use api::{Client, Error, ClientBuilder};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let _ = Client::new("t0ken");
    client.token("t0ken").build()?.pets().get("1").await
}
