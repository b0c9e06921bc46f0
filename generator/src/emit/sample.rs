//! Sample values as expressions of Rust, as a caller of a setter would write them.

use std::cell::Cell;

use super::context::{Context, is_argument};
use crate::ir::{Field, Home, Primitive, Struct, TypeId, TypeKind, TypeRef};

/// Structs of one call whose fields are all set: a few schemas that refer to each other have millions of paths.
const MOST_STRUCTS: usize = 100;

/// Writes the values of one call. The crate is called `api` there.
pub(crate) struct Samples<'a> {
    context: &'a Context<'a>,
    /// How many structs may still have all their fields.
    left: Cell<usize>,
}

impl<'a> Samples<'a> {
    pub(crate) fn new(context: &'a Context<'a>) -> Self {
        Self {
            context,
            left: Cell::new(MOST_STRUCTS),
        }
    }

    /// What a setter or a function takes for a value of type `ty`.
    ///
    /// ```text
    /// [api::shop::Email::new("text").kind(api::shop::EmailKind::Work)]
    /// ```
    pub(crate) fn value(&self, ty: &TypeRef) -> String {
        self.taken(ty, &mut Vec::new())
    }

    /// An argument that is converted. `open` are the structs around the value.
    fn taken(&self, ty: &TypeRef, open: &mut Vec<TypeId>) -> String {
        match ty {
            TypeRef::Primitive(Primitive::Object) => "[(\"key\", \"text\")]".to_owned(),
            TypeRef::Primitive(Primitive::Raw) => "truto_runtime::Value::from(\"text\")".to_owned(),
            TypeRef::Primitive(primitive) => self::primitive(*primitive).to_owned(),
            TypeRef::List(of) => format!("[{}]", self.element(of, open)),
            TypeRef::Map(of) => format!("[(\"key\", {})]", self.element(of, open)),
            TypeRef::Boxed(of) => self.taken(of, open),
            TypeRef::Nullable(_) => self.exact(ty, open),
            TypeRef::Named(id) => self.named(*id, open),
        }
    }

    /// An element of a list or map: what converts into one, but an array converts into no list.
    fn element(&self, ty: &TypeRef, open: &mut Vec<TypeId>) -> String {
        match ty {
            TypeRef::Primitive(Primitive::Object | Primitive::Raw)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Boxed(_)
            | TypeRef::Nullable(_) => self.exact(ty, open),
            TypeRef::Primitive(_) | TypeRef::Named(_) => self.taken(ty, open),
        }
    }

    /// A value of just this type.
    fn exact(&self, ty: &TypeRef, open: &mut Vec<TypeId>) -> String {
        let make = |path: &str, value: &str| format!("truto_runtime::{path}::from({value})");
        match ty {
            TypeRef::Primitive(primitive) => match primitive {
                Primitive::String => "\"text\".to_owned()".to_owned(),
                Primitive::Timestamp => make("Timestamp", self::primitive(*primitive)),
                Primitive::Date => make("Date", self::primitive(*primitive)),
                Primitive::Any => make("Value", "\"text\""),
                Primitive::Raw => make("RawJson", &make("Value", "\"text\"")),
                Primitive::Object => {
                    let value = make("Value", "\"text\"");
                    format!("truto_runtime::Map::from_iter([(\"key\".to_owned(), {value})])")
                }
                other => self::primitive(*other).to_owned(),
            },
            TypeRef::List(of) => format!("vec![{}]", self.exact(of, open)),
            TypeRef::Map(of) => format!(
                "std::collections::BTreeMap::from([(\"key\".to_owned(), {})])",
                self.exact(of, open)
            ),
            TypeRef::Boxed(of) => format!("Box::new({})", self.exact(of, open)),
            TypeRef::Nullable(of) => format!("Some({})", self.exact(of, open)),
            TypeRef::Named(id) => self.named(*id, open),
        }
    }

    fn path(&self, id: TypeId) -> String {
        let def = self.context.krate.ty(id);
        format!(
            "api::{}",
            self.context.path(Home::Crate, def.home, &def.name)
        )
    }

    fn named(&self, id: TypeId, open: &mut Vec<TypeId>) -> String {
        let path = self.path(id);
        match &self.context.krate.ty(id).kind {
            TypeKind::Enum(of) => match of.variants.first() {
                Some(first) => format!("{path}::{}", first.name),
                None => format!("{path}::from(\"text\")"),
            },
            TypeKind::Struct(of) => {
                let is_short = open.contains(&id) || self.left.get() == 0;
                self.left.set(self.left.get().saturating_sub(1));
                open.push(id);
                let made = self.structure(&path, of, is_short, open);
                open.pop();
                made
            }
            // A response can be one, what is sent cannot.
            TypeKind::Union(_) => format!("{path}::default()"),
        }
    }

    /// `api::shop::Email::new("text").kind(…)`; without what can be left out if `is_short`.
    fn structure(&self, path: &str, of: &Struct, is_short: bool, open: &mut Vec<TypeId>) -> String {
        let (arguments, settable): (Vec<&Field>, Vec<&Field>) = of
            .fields
            .iter()
            .filter(|field| !field.read_only)
            .partition(|field| is_argument(field));
        let arguments = arguments.iter().map(|field| match field.ty.named() {
            // Nothing else ends a struct that holds a list of itself.
            Some(inner) if is_short => self.empty(&field.ty, inner, open),
            _ => self.taken(&field.ty, open),
        });
        let arguments: Vec<String> = arguments.collect();
        let mut made = format!("{path}::new({})", arguments.join(", "));
        for field in settable.into_iter().filter(|_| !is_short) {
            let value = self.taken(&field.ty, open);
            made.push_str(&format!(".{}({value})", field.name));
        }
        made
    }

    /// A list or map without elements; of what is neither, a value.
    fn empty(&self, ty: &TypeRef, inner: TypeId, open: &mut Vec<TypeId>) -> String {
        let path = self.path(inner);
        match ty {
            TypeRef::List(of) if matches!(**of, TypeRef::Named(_)) => {
                format!("Vec::<{path}>::new()")
            }
            TypeRef::Map(of) if matches!(**of, TypeRef::Named(_)) => {
                format!("std::collections::BTreeMap::<String, {path}>::new()")
            }
            ty => self.taken(ty, open),
        }
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String | Primitive::Any | Primitive::Object | Primitive::Raw => "\"text\"",
        Primitive::Bool => "true",
        Primitive::I32 | Primitive::I64 => "7",
        Primitive::F32 | Primitive::F64 => "1.5",
        Primitive::Timestamp => "\"2026-01-31T12:30:00Z\"",
        Primitive::Date => "\"2026-01-31\"",
        Primitive::Bytes => "\"text\".as_bytes()",
    }
}
