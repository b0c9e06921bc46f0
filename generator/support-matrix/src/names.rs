//! The names of variants in JSON.

/// Gives a name to each variant of an enum, and implements `as_str`, `Serialize` and `Deserialize` with it.
///
/// ```text
/// named_variants! {
///     Answer {
///         Yes = "yes",
///         No = "no",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! named_variants {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            const NAMES: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];

            /// Returns the name in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_str($crate::NamedVariants(Self::NAMES))
            }
        }
    };
}

/// Reads a name as its variant.
#[doc(hidden)]
pub struct NamedVariants<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy> serde::de::Visitor<'_> for NamedVariants<T> {
    type Value = T;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("one of")?;
        for (index, (name, _)) in self.0.iter().enumerate() {
            let separator = if index == 0 { " " } else { ", " };
            write!(f, "{separator}{name:?}")?;
        }
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<T, E> {
        let mut known = self.0.iter().filter(|(known, _)| *known == name);
        let found = known.next().map(|(_, variant)| *variant);
        found.ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(name), &self))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Answer, Level, OperationLevel, Provenance};

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let levels = [
            Level::Required,
            Level::Supported,
            Level::Unsupported,
            Level::NotDocumented,
        ];
        let json = r#"["required","supported","unsupported","not_documented"]"#;
        assert_eq!(serde_json::to_string(&levels).unwrap(), json);
        assert_eq!(serde_json::from_str::<[Level; 4]>(json).unwrap(), levels);
        assert_eq!(
            serde_json::from_str::<Answer>("\"no\"").unwrap(),
            Answer::No
        );
        assert_eq!(
            serde_json::to_string(&OperationLevel::Partial).unwrap(),
            "\"partial\""
        );
        assert_eq!(Provenance::Older.as_str(), "older");
        let error = serde_json::from_str::<Answer>("\"maybe\"").unwrap_err();
        let expected =
            r#"invalid value: string "maybe", expected one of "yes", "no", "not_documented""#;
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}
