//! The serialization of values outside of JSON.

use crate::source::Origin;

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

/// How the value of a parameter becomes text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// By a style.
    Style {
        /// The style.
        style: Style,
        /// Whether each part of a list or object becomes a parameter.
        explode: bool,
        /// Where the document allows reserved characters without escapes, if it does.
        allow_reserved: Option<Origin>,
        /// The location of the style, or else of the parameter.
        origin: Origin,
    },
    /// As a document of a media type.
    Content {
        /// The media type.
        media_type: String,
        /// Whether it is JSON.
        is_json: bool,
        /// Whether it is the whole query.
        is_whole: bool,
        /// The location of the media type.
        origin: Origin,
    },
}

/// The serialization of a value in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathStyle {
    /// `x,y`; an object is `name,value`
    Simple,
    /// `x,y`; an object is `name=value,name=value`
    SimpleExploded,
    /// `.x,y`; an object is `.name,value`
    Label,
    /// `.x.y`; an object is `.name=value.name=value`
    LabelExploded,
    /// `;a=x,y`; an object is `;a=name,value`
    Matrix,
    /// `;a=x;a=y`; an object is `;name=value;name=value`
    MatrixExploded,
    /// JSON (a parameter with `content: application/json`, or a nested value)
    Json,
}

/// The serialization of a value in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderStyle {
    /// `x,y`; an object is `name,value`
    Simple,
    /// `x,y`; an object is `name=value,name=value`
    SimpleExploded,
    /// JSON (a parameter with `content: application/json`, or a nested value)
    Json,
}

/// The serialization of a value in a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CookieStyle {
    /// `a=x,y`; an object is `a=name,value`
    Form,
    /// `a=x; a=y`; an object is `name=value; name=value`
    FormExploded,
    /// JSON (a parameter with `content: application/json`, or a nested value)
    Json,
}

/// The serialization of a value in the query string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryStyle {
    /// `a=x&a=y` (form, exploded), also `a[]=x&a[]=y` if the name ends with `[]`
    Form,
    /// `a=x,y` (form, not exploded)
    FormJoined,
    /// `a=x%20y`
    SpaceDelimited,
    /// `a=x|y`
    PipeDelimited,
    /// `a[b]=c`, with any nesting
    DeepObject,
    /// JSON (a parameter with `content: application/json`)
    Json,
    /// JSON without a name, as the whole query
    Whole,
}
