//! How many operations of each resource an integration supports: as numbers, for the pages, and as a picture.

mod grid;
mod picture;

pub(crate) use grid::{Coverage, Grid, Row, resource_id};
pub(crate) use picture::{PICTURE, emit};
