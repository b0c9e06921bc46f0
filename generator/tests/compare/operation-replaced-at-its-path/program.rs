//! fix: requests go to another path

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    client.build()?.pets().get("1").await
}
