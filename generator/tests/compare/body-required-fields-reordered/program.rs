//! behaviour: the arguments of `new` change places, and both are text

use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create(PetDraft::new("Rex", "dog")).await
}
