//! fix: the values and parts are written in another way

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create("Rex").colors(["red"]).toys(["ball"]).await?;
    client.pets().upload_photo(&b"image"[..]).title("Rex").await
}
