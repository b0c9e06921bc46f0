//! The integrations.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::output::Output;
use crate::emit::prose::escape;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::support;
use crate::emit::rust::file::File;
use crate::ir::Registry;
use crate::plan::names::ident;
use crate::plan::root::Plan;

/// Emits `src/integration.rs`.
///
/// ```text
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// #[non_exhaustive]
/// pub enum Integration {
///     /// Beta Desk (`betadesk`)
///     HelpScout,
/// }
///
/// impl Integration { ALL, slug(), label(), slug_is_documented(), from_slug(), operations(), supported_operations(), support() }
/// impl IntegrationKey for Integration { … }
/// impl fmt::Display for Integration { … }    // the label
/// impl FromStr for Integration { … }    // the slug or the label
/// impl Serialize for Integration { … }    // the slug
/// impl Deserialize for Integration { … }
/// ```
pub(crate) fn emit(plan: &Plan<'_>, registry: &Registry) -> Output {
    let docs = Doc::new("The integrations of the support matrices.");
    let mut file = File::new("src/integration.rs", &docs);
    file.text("use std::fmt;\nuse std::str::FromStr;");
    file.text("use truto_runtime::Error;\nuse truto_runtime::support::IntegrationKey;");
    file.text("use crate::support::{self, Answer, IntegrationSupport, Operation};");
    file.tokens(quote!(
        #[cfg(feature = "forms")]
        mod forms;
    ));
    file.tokens(definition(plan, registry));
    file.text(&table(plan, registry));
    file.tokens(inherent(plan, registry));
    file.tokens(traits(plan));
    file.tokens(serde());
    file.finish()
}

fn definition(plan: &Plan<'_>, registry: &Registry) -> TokenStream {
    let variants = registry.entries.iter().map(|entry| {
        let (label, slug) = (escape::plain(&entry.label), escape::code(&entry.slug));
        let mut docs = Doc::new(format!("{label} ({slug})"));
        if !entry.slug_documented {
            docs.block("The slug is not documented; it is derived from the name.");
        }
        let (docs, variant) = (docs.outer(), ident(plan.names.integration(entry)));
        quote!(#docs #variant,)
    });
    quote! {
        #[doc = " An integration: a product whose accounts can be connected."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Integration { #(#variants)* }
    }
}

/// ```text
/// /// Slug, label, and whether the documentation prints the slug; in the order of the variants.
/// const NAMES: &[(&str, &str, bool)] = &[
///     ("betadesk", "Beta Desk", true),
/// ];
/// ```
fn table(plan: &Plan<'_>, registry: &Registry) -> String {
    let mut out = String::from(
        "/// Slug, label, and whether the documentation prints the slug; in the order of the variants.\n",
    );
    out.push_str("const NAMES: &[(&str, &str, bool)] = &[\n");
    for entry in &registry.entries {
        let (slug, label) = (Literal::string(&entry.slug), Literal::string(&entry.label));
        let _ = writeln!(out, "    ({slug}, {label}, {}),", entry.slug_documented);
    }
    out.push_str("];\n");
    former(plan, registry, &mut out);
    out
}

/// ```text
/// /// Slugs of earlier versions, which are still accepted.
/// const FORMER: &[(&str, Integration)] = &[("help_scout", Integration::HelpScout)];
/// ```
fn former(plan: &Plan<'_>, registry: &Registry, out: &mut String) {
    let former = registry.entries.iter().flat_map(|entry| {
        let slugs = entry.former_slugs.iter();
        slugs.map(|former| (Literal::string(&former.slug), plan.names.integration(entry)))
    });
    let mut former = former.peekable();
    if former.peek().is_none() {
        return;
    }
    out.push_str("\n/// Slugs of earlier versions, which are still accepted.\n");
    out.push_str("const FORMER: &[(&str, Integration)] = &[\n");
    for (slug, variant) in former {
        let _ = writeln!(out, "    ({slug}, Integration::{variant}),");
    }
    out.push_str("];\n");
}

fn inherent(plan: &Plan<'_>, registry: &Registry) -> TokenStream {
    let variants = registry
        .entries
        .iter()
        .map(|entry| ident(plan.names.integration(entry)));
    let operations = support::of_integration(plan, registry);
    let has_former = registry
        .entries
        .iter()
        .any(|entry| !entry.former_slugs.is_empty());
    let (docs, former) = if has_former {
        let docs = " The integration with this slug. Former slugs are accepted, too.";
        let former = quote! {
            .or_else(|| FORMER.iter().find(|(former, _)| *former == slug).map(|(_, known)| *known))
        };
        (docs, Some(former))
    } else {
        (" The integration with this slug.", None)
    };
    quote! {
        impl Integration {
            #[doc = " All integrations, in the order of the documentation."]
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];
            #[doc = " The name in URLs and settings."]
            #[must_use]
            pub const fn slug(self) -> &'static str {
                NAMES[self as usize].0
            }
            #[doc = " The display name."]
            #[must_use]
            pub const fn label(self) -> &'static str {
                NAMES[self as usize].1
            }
            #[doc = " `false` if the slug is not documented but derived from the name."]
            #[must_use]
            pub const fn slug_is_documented(self) -> bool {
                NAMES[self as usize].2
            }
            #[doc = #docs]
            #[must_use]
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|integration| integration.slug() == slug) #former
            }
            #operations
        }
    }
}

fn traits(plan: &Plan<'_>) -> TokenStream {
    let operations = support::operations_by_api(plan);
    quote! {
        impl IntegrationKey for Integration {
            const ALL: &'static [Self] = Self::ALL;
            const OPERATIONS: &'static [&'static [&'static Operation]] = #operations;
            fn slug(self) -> &'static str {
                self.slug()
            }
            fn label(self) -> &'static str {
                self.label()
            }
            fn from_slug(slug: &str) -> Option<Self> {
                Self::from_slug(slug)
            }
        }
        impl fmt::Display for Integration {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.label())
            }
        }
        #[doc = " Parses a slug or a label; both must match exactly."]
        impl FromStr for Integration {
            type Err = Error;
            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::from_slug(name)
                    .or_else(|| Self::ALL.iter().copied().find(|known| known.label() == name))
                    .ok_or_else(|| Error::unknown_integration::<Self>(name))
            }
        }
    }
}

/// Writing a slug and reading it again.
fn serde() -> TokenStream {
    quote! {
        #[doc = " The slug."]
        impl serde::Serialize for Integration {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.slug())
            }
        }
        #[doc = " Reads a slug. [`OpenIntegration`](crate::support::OpenIntegration) also reads slugs that are not in the matrix."]
        impl<'de> serde::Deserialize<'de> for Integration {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                truto_runtime::__private::deserialize_integration(deserializer)
            }
        }
    }
}
