//! What is served now, as a live answer lists it.

/// A live answer to the question what is served: the capabilities of an account, or of an integration.
///
/// The support matrix is held against it by [`IntegrationSupport::diff`](super::IntegrationSupport::diff). The models of such answers
/// have it already; it is there to be implemented for answers that come on another way, out of a cache for example.
pub trait LiveSupport {
    /// The resources that it lists, in its order; `None` if it has no list of them.
    fn resources(&self) -> Option<Vec<LiveResource<'_>>>;
}

/// A resource of a [`LiveSupport`], and what can be called of it. Whatever it does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveResource<'a> {
    pub(super) model: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) methods: Option<&'a [String]>,
    pub(super) is_overridden: bool,
}

impl<'a> LiveResource<'a> {
    /// The resource of this name, such as `contacts`, of this model, such as `crm`.
    #[must_use]
    pub fn new(model: Option<&'a str>, resource: Option<&'a str>) -> Self {
        Self {
            model,
            resource,
            methods: None,
            is_overridden: false,
        }
    }

    /// Says which methods can be called: `list`, `create`.
    #[must_use]
    pub fn with_methods(mut self, methods: Option<&'a [String]>) -> Self {
        self.methods = methods;
        self
    }

    /// Says whether the environment overrides the resource: what is served there may differ from what is documented.
    #[must_use]
    pub fn with_override(mut self, is_overridden: Option<bool>) -> Self {
        self.is_overridden = is_overridden.unwrap_or_default();
        self
    }
}
