//! answer: {"data": [{"name": "Rex"}]}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<usize, Error> {
    let client = client.build()?;
    let page = client.pets().list().await?;
    let mut items = client.pets().list().items(); // breaks: no page
    while let Some(item) = items.next().await {
        drop(item?);
    }
    Ok(page.items.len()) // breaks: no page
}
