use api::{ClientBuilder, Error, types::CreatePetBody}; // breaks: the type has the name of the schema

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    client.build()?.pets().create(CreatePetBody::new("Rex")).await
}
