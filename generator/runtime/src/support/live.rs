//! Live capabilities, for comparing them with the support matrix.

/// The live capabilities of an account or of an integration.
///
/// [`IntegrationSupport::diff`](super::IntegrationSupport::diff) compares them with the support matrix. The models of the API's
/// responses implement this trait. Implement it for capabilities from another source, such as a cache.
pub trait LiveSupport {
    /// The resources, in order; `None` if there is no list of them.
    fn resources(&self) -> Option<Vec<LiveResource<'_>>>;
}

/// A resource of a [`LiveSupport`], and its methods. Unknown parts are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveResource<'a> {
    pub(super) model: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) methods: Option<&'a [String]>,
    pub(super) is_overridden: bool,
}

impl<'a> LiveResource<'a> {
    /// Creates a resource, such as `contacts`, of a model, such as `crm`.
    #[must_use]
    pub fn new(model: Option<&'a str>, resource: Option<&'a str>) -> Self {
        Self {
            model,
            resource,
            methods: None,
            is_overridden: false,
        }
    }

    /// Sets the supported methods, such as `list` and `create`.
    #[must_use]
    pub fn with_methods(mut self, methods: Option<&'a [String]>) -> Self {
        self.methods = methods;
        self
    }

    /// Sets whether the environment of the account overrides the resource. If so, its support may differ from the documentation.
    #[must_use]
    pub fn with_override(mut self, is_overridden: Option<bool>) -> Self {
        self.is_overridden = is_overridden.unwrap_or_default();
        self
    }
}
