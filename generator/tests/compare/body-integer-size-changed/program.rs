use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    let draft = PetDraft::new("Rex").age(7);
    let age: Option<i32> = draft.age; // breaks: an `i64`
    client.pets().create(draft.maybe_age(age)).await // breaks: an `i64`
}
