//! Styles of parameters and form fields.

use openapiv3::QueryStyle;

use crate::ir::Style;

/// Returns the style of a query parameter or form field.
pub(super) fn of_query(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
