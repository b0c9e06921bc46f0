//! Checks `x-truto-sample-values`: each name must be that of something in the API, and each value one of its type.

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostic, Diagnostics, one_of};
use crate::ir::{
    Api, FieldName, LocatedValue, Misfit, MisfitReason, Operation, OperationSample, Package,
    Places, Resource, SampleValues, TypeRef,
};
use crate::source::Origin;

pub(super) fn check(package: &Package, api: &Api, diags: &mut Diagnostics) {
    let Some(table) = &api.sample_values else {
        return;
    };
    Check {
        package,
        api,
        table,
        // What is missing may have been left out.
        is_whole: !table.is_partial && package.omissions.is_empty(),
        diags,
    }
    .all();
}

/// The types of fields and parameters, by name.
type Types<'a> = HashMap<&'a str, Vec<&'a TypeRef>>;

struct Check<'a, 'd> {
    package: &'a Package,
    api: &'a Api,
    table: &'a SampleValues,
    is_whole: bool,
    diags: &'d mut Diagnostics,
}

impl<'a> Check<'a, '_> {
    fn all(mut self) {
        let table = self.table;
        let all = self.all_types();
        let names = all.keys().copied().collect();
        let whose = "no field or parameter of the API";
        self.values(&table.fields, &all, whose);
        for name in &table.omitted {
            self.known(&name.wire, name.origin, &names, whose);
        }
        self.resources();
        self.operations();
    }

    fn resources(&mut self) {
        let by_tag: HashMap<&str, &Resource> = self
            .api
            .resources
            .iter()
            .map(|of| (of.tag.as_str(), of))
            .collect();
        let names = by_tag.keys().copied().collect();
        for (tag, values) in &self.table.resources {
            if !self.known(tag, values.places.key, &names, "no resource of the API") {
                continue;
            }
            if let Some(resource) = by_tag.get(tag.as_str()) {
                let mut types = Types::default();
                for operation in &resource.operations {
                    self.add_types(operation, &mut types);
                }
                self.values(values, &types, "no field or parameter of the resource");
            }
        }
    }

    fn operations(&mut self) {
        let all = self.api.operations();
        let by_id: HashMap<&str, &Operation> = all
            .filter_map(|of| Some((of.operation_id.as_deref()?, of)))
            .collect();
        let names = by_id.keys().copied().collect();
        for (id, sample) in &self.table.operations {
            if self.known(id, sample.origin, &names, "no operation of the API")
                && let Some(operation) = by_id.get(id.as_str())
            {
                self.operation(operation, sample);
            }
        }
    }

    fn operation(&mut self, operation: &'a Operation, sample: &'a OperationSample) {
        let is_set = |name: &&'a crate::ir::Param| name.role.is_set_by_callers();
        let params = operation.params.iter().filter(is_set);
        let params: HashSet<&str> = params.map(|param| param.wire.as_str()).collect();
        for name in &sample.parameters {
            let whose = "no parameter of the operation";
            self.known(&name.wire, name.origin, &params, whose);
        }
        let body = self.package.body_struct(operation);
        let fields = body.map_or(&[] as &[_], |(_, of)| of.fields.as_slice());
        let fields = fields.iter().filter(|field| !field.read_only);
        let fields: HashSet<&str> = fields.map(|field| field.wire.as_str()).collect();
        for name in sample.body.iter().flatten() {
            let whose = "no field of the body that a request can set";
            self.known(&name.wire, name.origin, &fields, whose);
        }
        self.repeated(sample.parameters.iter());
        self.repeated(sample.body.iter().flatten());
        let mut types = Types::default();
        self.add_types(operation, &mut types);
        let whose = "no field or parameter of the operation";
        self.values(&sample.values, &types, whose);
    }

    /// Reports names that are twice in a list.
    fn repeated(&mut self, names: impl Iterator<Item = &'a FieldName>) {
        let mut first = HashMap::new();
        for name in names {
            if let Some(known) = first.insert(&name.wire, name.origin) {
                let message = format!("`{}` is listed twice", name.wire);
                let repeated = Diagnostic::error(name.origin, message);
                let repeated = repeated.related(known, "first listed here");
                self.diags.push(repeated.help("remove one of them"));
            }
        }
    }

    /// Adds the parameters of the operation, and the fields of its body and its response.
    fn add_types(&self, operation: &'a Operation, types: &mut Types<'a>) {
        for param in &operation.params {
            types.entry(&param.wire).or_default().push(&param.ty);
        }
        let body = operation.body.iter().map(|body| &body.ty);
        for ty in body.chain(operation.response.data()) {
            for (_, of) in self.package.structs(ty) {
                for field in &of.fields {
                    types.entry(&field.wire).or_default().push(&field.ty);
                }
            }
        }
    }

    /// Returns the types of the parameters of all operations, and of the fields of all structs.
    fn all_types(&self) -> Types<'a> {
        let mut types = Types::default();
        let params = self.api.operations().flat_map(|of| &of.params);
        for param in params {
            types.entry(&param.wire).or_default().push(&param.ty);
        }
        for def in &self.package.types {
            let of = self.package.structure(def.id);
            for field in of.map_or(&[] as &[_], |of| of.fields.as_slice()) {
                types.entry(&field.wire).or_default().push(&field.ty);
            }
        }
        types
    }

    /// Reports the values of unknown names, and those that fit no type of their name.
    fn values(&mut self, values: &LocatedValue, types: &Types<'a>, whose: &str) {
        let names = types.keys().copied().collect();
        for (name, value, places) in values.entries() {
            if !self.known(name, places.key, &names, whose) {
                continue;
            }
            let mut seen = HashSet::new();
            let types = types.get(name).into_iter().flatten();
            let types = types.filter(|ty| seen.insert(**ty));
            let mut first = None;
            let fits = types.into_iter().any(|ty| {
                let misfit = self.package.misfit(ty, value);
                let is_fit = misfit.is_none();
                first = first.take().or(misfit);
                is_fit
            });
            if let Some(misfit) = first.filter(|_| !fits) {
                self.misfit(name, &misfit, places);
            }
        }
    }

    fn misfit(&mut self, name: &str, misfit: &Misfit, places: &Places) {
        let mut at = places;
        for index in &misfit.path {
            at = at.parts.get(*index).unwrap_or(at);
        }
        let diagnostic = match &misfit.reason {
            MisfitReason::Expected(what) => {
                let message = format!("this value does not fit the type of `{name}`");
                Diagnostic::error(at.origin, message).help(format!("write {what}"))
            }
            MisfitReason::NotListed(known) => {
                let message = format!("`{name}` does not have this value");
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                Diagnostic::error(at.origin, message).help(format!("write {}", one_of(&known)))
            }
            MisfitReason::Unknown(key, known) => {
                let message = format!("the type of `{name}` has no property `{key}`");
                let suggestions = self.diags.suggestions();
                let near = suggestions.did_you_mean(key, known.iter().map(String::as_str));
                let help =
                    near.unwrap_or_else(|| "correct the name, or remove the entry".to_owned());
                Diagnostic::error(at.key, message).help(help)
            }
        };
        self.diags.push(diagnostic);
    }

    /// Whether the name is one of these. Otherwise it is reported, as `whose` name it is not.
    fn known(&mut self, name: &str, origin: Origin, names: &HashSet<&str>, whose: &str) -> bool {
        if names.contains(name) {
            return true;
        }
        if self.is_whole {
            let mut names: Vec<&str> = names.iter().copied().collect();
            names.sort_unstable();
            let help = self.diags.suggestions().did_you_mean(name, names);
            let help = help.unwrap_or_else(|| "correct the name, or remove the entry".to_owned());
            let message = format!("{whose} is called `{name}`");
            self.diags
                .push(Diagnostic::error(origin, message).help(help));
        }
        false
    }
}
