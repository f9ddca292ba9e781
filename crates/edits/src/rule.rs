use std::collections::BTreeMap;
use std::fmt::Display;

use encounter::{Finding, Place, Severity};

/// One rule. Its wording stands under its id in `assets/wording/findings.en.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Family and name, for example `validity.not-billable`. Never changes once released.
    pub id: &'static str,
    pub severity: Severity,
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

/// Declares the rules of one family, and the family's list of them.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $id:literal $args:tt, $source:expr;)*) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::Rule = $crate::Rule {
                id: $id,
                severity: encounter::Severity::$severity,
                args: &$args,
                source: $source,
            };
        )*
        pub(crate) const RULES: &[&$crate::Rule] = &[$(&$name),*];
    };
}

pub(crate) use rules;
