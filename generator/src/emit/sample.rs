//! Sample values as expressions of Rust, as a caller of a setter would write them.

use super::context::{Context, is_argument};
use crate::ir::{Field, Home, Primitive, Struct, TypeId, TypeKind, TypeRef};

/// Structs inside each other, beyond which fields that can be left out are.
const MOST_LEVELS: usize = 8;

/// Writes expressions in which the crate is called `krate`.
pub(crate) struct Samples<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) krate: &'a str,
}

impl Samples<'_> {
    /// What a setter or a function takes for a value of type `ty`.
    ///
    /// ```text
    /// [api::shop::Email::new("text").kind(api::shop::EmailKind::Work)]
    /// ```
    pub(crate) fn value(&self, ty: &TypeRef) -> String {
        self.nested(ty, &mut Vec::new())
    }

    /// `open` are the structs around the value.
    fn nested(&self, ty: &TypeRef, open: &mut Vec<TypeId>) -> String {
        match ty {
            TypeRef::Primitive(primitive) => self.primitive(*primitive),
            TypeRef::List(of) => format!("[{}]", self.inner(of, open)),
            TypeRef::Map(of) => format!("[(\"key\", {})]", self.inner(of, open)),
            TypeRef::Boxed(of) => self.nested(of, open),
            TypeRef::Nullable(of) => format!("Some({}.into())", self.inner(of, open)),
            TypeRef::Named(id) => self.named(*id, open),
        }
    }

    /// An element: an array of pairs is no map there.
    fn inner(&self, ty: &TypeRef, open: &mut Vec<TypeId>) -> String {
        match ty {
            TypeRef::Primitive(Primitive::Object) => {
                format!(
                    "{0}::Map::from_iter([(\"key\".to_owned(), {0}::Value::from(\"text\"))])",
                    self.krate
                )
            }
            ty => self.nested(ty, open),
        }
    }

    fn primitive(&self, primitive: Primitive) -> String {
        match primitive {
            Primitive::String | Primitive::Any => "\"text\"".to_owned(),
            Primitive::Bool => "true".to_owned(),
            Primitive::I32 | Primitive::I64 => "7".to_owned(),
            Primitive::F32 | Primitive::F64 => "1.5".to_owned(),
            Primitive::Timestamp => "\"2026-01-31T12:30:00Z\"".to_owned(),
            Primitive::Date => "\"2026-01-31\"".to_owned(),
            Primitive::Bytes => "\"text\".as_bytes()".to_owned(),
            Primitive::Object => "[(\"key\", \"text\")]".to_owned(),
            Primitive::Raw => format!("{}::Value::from(\"text\")", self.krate),
        }
    }

    fn named(&self, id: TypeId, open: &mut Vec<TypeId>) -> String {
        let def = self.context.krate.ty(id);
        let path = self.context.path(Home::Crate, def.home, &def.name);
        let path = format!("{}::{path}", self.krate);
        match &def.kind {
            TypeKind::Enum(of) => match of.variants.first() {
                Some(first) => format!("{path}::{}", first.name),
                None => "\"text\"".to_owned(),
            },
            TypeKind::Struct(of) => {
                let is_deep = open.contains(&id) || open.len() > MOST_LEVELS;
                open.push(id);
                let made = self.structure(&path, of, is_deep, open);
                open.pop();
                made
            }
            TypeKind::Union(_) => String::new(),
        }
    }

    /// `api::shop::Email::new("text").kind(…)`; without what can be left out if `is_deep`.
    fn structure(&self, path: &str, of: &Struct, is_deep: bool, open: &mut Vec<TypeId>) -> String {
        let (arguments, settable): (Vec<&Field>, Vec<&Field>) = of
            .fields
            .iter()
            .filter(|field| !field.read_only)
            .partition(|field| is_argument(field));
        let arguments: Vec<String> = arguments
            .iter()
            .map(|field| self.nested(&field.ty, open))
            .collect();
        let mut made = format!("{path}::new({})", arguments.join(", "));
        for field in settable.into_iter().filter(|_| !is_deep) {
            let value = self.nested(&field.ty, open);
            made.push_str(&format!(".{}({value})", field.name));
        }
        made
    }
}
