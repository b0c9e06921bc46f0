//! fix: the operation sends no token

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    client.token("t0ken").build()?.pets().get("1").await
}
