use std::collections::BTreeMap;
use std::fmt::Display;

use encounter::{Finding, Place, Severity};
use serde::Serialize;
use specta::Type;

/// One rule. Its wording stands under its id in `assets/wording/findings.en.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Family and name, for example `validity.not-billable`. Never changes once released.
    pub id: &'static str,
    /// Its wording stands in `assets/wording/families.en.json`.
    pub family: &'static str,
    /// Where nobody changed it.
    pub severity: Severity,
    /// The mildest that a user may make of it; the severity itself where law or the format of the claim demand it.
    pub mildest: Severity,
    /// The arguments that every finding of the rule carries.
    pub args: &'static [&'static str],
    /// The publication and section that the rule rests on. Rules that read the code book name the release instead.
    pub source: &'static str,
}

impl Rule {
    /// A finding of this rule without a cure. `values` in the order of [`args`](Self::args).
    pub(crate) fn at<const N: usize>(&self, place: Place, values: [&dyn Display; N]) -> Finding {
        let args = self.args.iter().zip(values).map(|(name, value)| ((*name).to_owned(), value.to_string()));
        Finding {
            rule: self.id.to_owned(),
            severity: self.severity,
            place,
            args: args.collect::<BTreeMap<_, _>>(),
            source: self.source.to_owned(),
            cures: Vec::new(),
            acknowledged: None,
        }
    }
}

/// The family of a rule: its id up to the dot.
pub(crate) const fn family(id: &'static str) -> &'static str {
    let mut end = 0;
    while end < id.len() && id.as_bytes()[end] != b'.' {
        end += 1;
    }
    id.split_at(end).0
}

/// An error stays one where its declaration says nothing else; what is not one may be anything.
pub(crate) const fn mildest(severity: Severity, said: Option<Severity>) -> Severity {
    match (severity, said) {
        (_, Some(said)) => said,
        (Severity::Error, None) => Severity::Error,
        (_, None) => Severity::Info,
    }
}

macro_rules! said {
    () => {
        None
    };
    ($severity:ident) => {
        Some(encounter::Severity::$severity)
    };
}
pub(crate) use said;

/// Declares the rules of one family, and the family's list of them: severity, the mildest that a user may make of an
/// error (`Error to Warning`), id, arguments, source.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $(to $mildest:ident)? $id:literal $args:tt, $source:expr;)*) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::Rule = $crate::Rule {
                id: $id,
                family: $crate::rule::family($id),
                severity: encounter::Severity::$severity,
                mildest: $crate::rule::mildest(
                    encounter::Severity::$severity,
                    $crate::rule::said!($($mildest)?),
                ),
                args: &$args,
                source: $source,
            };
        )*
        pub(crate) const RULES: &[&$crate::Rule] = &[$(&$name),*];
    };
}

pub(crate) use rules;
