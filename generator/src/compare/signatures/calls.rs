//! What a program calls to send a request.

use super::types;
use crate::compare::side::Side;
use crate::ir::{Operation, Param, Primitive, RecordForm, Records, ResponseType, Role, TypeRef};
use crate::plan::body::BodyShape;
use crate::plan::extensions::checks::can_be_checked;
use crate::plan::extensions::sync::SyncList;
use crate::plan::modules::ModuleId;
use crate::plan::operation_ref::OperationRef;
use crate::plan::parameters::Setter;
use crate::plan::requests::with_role;

/// How a program sets a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compare) enum ParamForm {
    /// An argument of the method.
    Argument(String),
    /// A setter of the builder.
    Setter(SetterForm),
    /// Nothing: the client sets it.
    Nothing,
}

/// A setter of an optional parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compare) struct SetterForm {
    pub(in crate::compare) name: String,
    pub(in crate::compare) arguments: String,
    /// There is another one for an optional value.
    pub(in crate::compare) has_maybe: bool,
}

impl ParamForm {
    pub(in crate::compare) fn of(side: &Side<'_>, operation: &Operation, param: &Param) -> Self {
        if !param.role.is_set_by_callers() {
            return Self::Nothing;
        }
        if param.required {
            return Self::Argument(types::argument(side, &param.ty));
        }
        let setter = Setter::of(operation, param);
        let arguments = match setter {
            Setter::Order(direction) => format!(
                "{}, {}",
                types::rust(side, &param.ty),
                types::argument(side, &TypeRef::Named(direction))
            ),
            Setter::Switch => String::new(),
            Setter::Cursor => "impl Into<Cursor>".to_owned(),
            Setter::Value => types::argument(side, &param.ty),
        };
        Self::Setter(SetterForm {
            name: side.plan.names.param(param).to_owned(),
            arguments,
            has_maybe: has_maybe(param, setter),
        })
    }

    /// How programs write it: an argument, or `.limit(i64)`.
    pub(in crate::compare) fn shown(&self) -> String {
        match self {
            Self::Argument(ty) => format!("an argument `{ty}`"),
            Self::Setter(of) => format!("`.{}({})`", of.name, of.arguments),
            Self::Nothing => "nothing".to_owned(),
        }
    }
}

/// A switch has no value. An option that is a list or a map is not sent if it is empty.
fn has_maybe(param: &Param, setter: Setter) -> bool {
    let is_collection = matches!(
        param.ty,
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Primitive(Primitive::Object)
    );
    let is_option = matches!(param.role, Role::Option | Role::ExcludedFields);
    setter != Setter::Switch && !(is_collection && is_option)
}

/// How a program sets the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compare) enum BodyForm {
    /// There is none.
    None,
    /// Setters of the builder.
    Setters,
    /// Setters of the builder; without any, no body is sent.
    OptionalSetters,
    /// An argument of the method.
    Argument,
    /// The setter `with_body`.
    Whole,
}

impl BodyForm {
    pub(in crate::compare) fn of(side: &Side<'_>, operation: &Operation) -> Self {
        match BodyShape::of(side.plan.package, operation) {
            BodyShape::None => Self::None,
            BodyShape::Fields(..) => Self::Setters,
            BodyShape::OptionalFields(..) => Self::OptionalSetters,
            BodyShape::Argument(..) => Self::Argument,
            BodyShape::Optional(_) => Self::Whole,
        }
    }

    pub(in crate::compare) fn shown(self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Setters => "setters of the builder",
            Self::OptionalSetters => "optional setters of the builder",
            Self::Argument => "an argument of the method",
            Self::Whole => "`with_body`",
        }
    }
}

/// The names by which programs reach an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compare) struct CallNames {
    /// `client.crm().contacts().create`
    pub(in crate::compare) call: String,
    /// `crm::contacts::CreateContact`
    pub(in crate::compare) builder: String,
    /// A deprecated name of the builder.
    pub(in crate::compare) former: Option<String>,
    /// `crm::contacts::CREATE`, if it is public: with a support matrix.
    pub(in crate::compare) constant: Option<String>,
}

impl CallNames {
    pub(in crate::compare) fn of(side: &Side<'_>, operation: &Operation) -> Self {
        let module = ModuleId::Resource(operation.id.api, operation.id.resource);
        let names = side.plan.names.operation(operation);
        let has_matrix = side.plan.usage.has_matrix(operation.id.api);
        let path = |name: &str| side.plan.path(ModuleId::Crate, module, name);
        Self {
            call: side.call(operation),
            builder: path(&names.builder),
            former: names.former_builder.as_deref().map(path),
            constant: has_matrix.then(|| path(&names.constant)),
        }
    }
}

/// The methods of a builder that do not belong to a parameter or field: each with its signature.
pub(in crate::compare) fn methods(
    side: &Side<'_>,
    operation: &Operation,
) -> Vec<(&'static str, String)> {
    let shape = BodyShape::of(side.plan.package, operation);
    let mut methods = Vec::new();
    if shape.is_open(side.plan.package) {
        methods.push(("with_field", String::new()));
    }
    if side.plan.usage.registry && can_be_checked(operation) {
        methods.push(("check", String::new()));
    }
    if let (ResponseType::Page(_), Some(_)) =
        (&operation.response, with_role(operation, Role::KeyBy))
    {
        methods.push(("send_keyed_by", String::new()));
    }
    if let Some(param) = with_role(operation, Role::ResponseFormat) {
        methods.push(("send_as", types::rust(side, &param.ty)));
    }
    let place = OperationRef {
        api: operation.id.api,
        resource: operation.id.resource,
        operation,
    };
    if SyncList::of(side.plan.package, place).is_some() {
        methods.push(("SyncList", String::new()));
    }
    methods
}

/// The type of a successful response: `Page<crm::contacts::Contact>`.
pub(in crate::compare) fn response(side: &Side<'_>, operation: &Operation) -> String {
    match &operation.response {
        ResponseType::Nothing => "()".to_owned(),
        ResponseType::Value(ty) => types::rust(side, ty),
        ResponseType::Page(item) => format!("Page<{}>", types::rust(side, item)),
        ResponseType::Stream => "ByteStream".to_owned(),
        ResponseType::Records(of) => records(side, of),
    }
}

/// The method that returns a stream.
pub(in crate::compare) fn kind(stream: &Records) -> &'static str {
    match stream.media.is_events() {
        true => "send_events",
        false => "send_lines",
    }
}

/// `EventStream<Delta>`
pub(in crate::compare) fn records(side: &Side<'_>, stream: &Records) -> String {
    let kind = match stream.media.is_events() {
        true => "EventStream",
        false => "LineStream",
    };
    let ty = types::rust(side, &stream.ty);
    match stream.form {
        RecordForm::Json => format!("{kind}<{ty}>"),
        RecordForm::Text => format!("{kind}<{ty}> of text"),
        RecordForm::Whole => format!("{kind}<{ty}> of whole events"),
    }
}
