//! answer: {"data": [{"name": "Rex"}], "next": "c"}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<usize, Error> {
    let client = client.build()?;
    let mut page = client.pets().list().await?;
    if let Some(cursor) = page.next_cursor {
        page = client.pets().list().next(cursor).await?; // breaks: text
    }
    Ok(page.items.len())
}
