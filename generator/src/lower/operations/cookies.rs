//! Parameters in cookies.

use openapiv3::{Operation, Parameter, PathItem};

use super::parameters::{self, Found};
use super::styles;
use crate::bundle::At;
use crate::ir::{Cookie, Docs, Words};
use crate::lower::context::Context;
use crate::lower::schema::types;

/// Returns the cookies of the operation at `at`.
pub(super) fn cookies<'b>(
    cx: &mut Context<'b, '_>,
    (item, operation): (&'b PathItem, &'b Operation),
    at: &At<'b>,
    words: &Words,
) -> Vec<Cookie> {
    let found = parameters::all_listed(cx, item, operation, at);
    let cookies = found.iter();
    let cookies = cookies.filter(|one| matches!(one.parameter, Parameter::Cookie { .. }));
    cookies.filter_map(|one| cookie(cx, one, words)).collect()
}

fn cookie<'b>(cx: &mut Context<'b, '_>, found: &Found<'b>, words: &Words) -> Option<Cookie> {
    let data = found.parameter.parameter_data_ref();
    let (schema, at) = parameters::parameter_schema(cx, data, &found.at)?;
    Some(Cookie {
        wire: data.name.clone(),
        serialization: styles::serialization(found.parameter, &found.at),
        ty: types::type_of(cx, schema, &at, words),
        required: data.required,
        docs: Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or_default(),
            ..Docs::default()
        },
        origin: found.at.key_origin(),
    })
}
