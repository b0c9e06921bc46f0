//! The flags of values: `readOnly`, `writeOnly` and `deprecated`.

use std::collections::HashSet;

use openapiv3::SchemaData;

use super::references::{self, SchemaRef};
use super::sole::Sole;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The flags of a value. Each is set if one of the schemas of the value sets it.
#[derive(Default)]
pub(super) struct Flags {
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
}

impl Flags {
    /// Adds the flags of the schema at `at`, of the one that it refers to, and of the one that alone decides its type.
    pub(super) fn add<'b>(&mut self, cx: &Context<'b, '_>, schema: SchemaRef<'b>, at: &At<'b>) {
        let mut seen = HashSet::new();
        let mut next = references::target(cx, schema, at);
        while let Some((schema, at)) = next.take() {
            self.add_own(&schema.schema_data);
            let sole = Sole::of(cx, &View::of(schema), &at);
            if let Some(sole) = sole.filter(|_| seen.insert(at)) {
                for (remark, _) in &sole.others {
                    self.add_own(&remark.schema_data);
                }
                next = references::target(cx, sole.schema, &sole.at);
            }
        }
    }

    fn add_own(&mut self, data: &SchemaData) {
        self.read_only |= data.read_only;
        self.write_only |= data.write_only;
        self.deprecated |= data.deprecated;
    }
}
