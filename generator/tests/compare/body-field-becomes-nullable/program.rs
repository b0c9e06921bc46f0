use api::{ClientBuilder, Error, types::PetDraft};

pub async fn program(client: ClientBuilder) -> Result<(), Error> {
    let client = client.build()?;
    client.pets().create(PetDraft::new("Rex")).kind("dog").await?;
    let mut draft = PetDraft::new("Rex").maybe_kind(Some("dog"));
    draft.kind = Some("cat".to_owned()); // breaks: `Patch` instead of `Option`
    client.pets().create(draft).await
}
