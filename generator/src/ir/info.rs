//! What a document says about itself.

use crate::source::Origin;

/// The version, license and web pages of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The version, in any form: `2024-05-01`.
    pub version: String,
    /// The location of the version.
    pub version_origin: Origin,
    /// The license: an SPDX expression, or a name of any kind.
    pub license: Option<String>,
    /// The web pages of the API and of those who are responsible for it, in this order.
    pub pages: Vec<String>,
}
