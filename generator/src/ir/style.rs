//! The serialization of values outside of JSON.

/// A serialization of parameters and form fields. Most of them depend on whether lists and objects are exploded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;a=x,y`, or `;a=x;a=y` if exploded
    Matrix,
    /// `.x,y`, or `.x.y` if exploded
    Label,
    /// `a=x,y`, or `a=x&a=y` if exploded
    Form,
    /// `x,y`, also for exploded lists
    Simple,
    /// `a=x%20y`, or as [`Self::Form`] if exploded
    SpaceDelimited,
    /// `a=x|y`, or as [`Self::Form`] if exploded
    PipeDelimited,
    /// `a[b]=c`, with any nesting
    DeepObject,
}
