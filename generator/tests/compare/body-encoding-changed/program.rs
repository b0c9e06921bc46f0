//! fix: the values and parts are written in another way

use api::{ClientBuilder, Error, FilePart, types::UploadPhotoPetBody};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create("Rex").colors(["red"]).toys(["ball"]).await?;
    let photo = FilePart::from("image");
    client.pets().upload_photo(UploadPhotoPetBody::new(photo).title("Rex")).await
}
