use claims::professional::cms1500::{Offset, Paper};
use serde::{Deserialize, Serialize};
use specta::Type;

/// As what claims leave the desk, or are copied for another system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClaimsFormat {
    /// 837P.
    #[default]
    Professional,
    /// CMS-1500, as PDF.
    Paper,
    /// FHIR R4, a bundle a line.
    Fhir,
    /// CSV, a row for each service line.
    Table,
    Json,
}

impl ClaimsFormat {
    /// Whether what is written goes to a payer. A copy marks nothing.
    pub const fn leaves(self) -> bool {
        matches!(self, Self::Professional | Self::Paper)
    }

    /// The name in the audit trail.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Professional => "837p",
            Self::Paper => "cms1500",
            Self::Fhir => "fhir",
            Self::Table => "csv",
            Self::Json => "json",
        }
    }
}

/// How one user exports claims, as it was chosen last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ClaimsExportChoice {
    pub format: ClaimsFormat,
    /// Forms are printed on the red form, and not drawn.
    pub red_form: bool,
    /// For the red form: how far values are moved, in points of 1/72 inch.
    pub right: f32,
    pub down: f32,
}

/// Further than this no printer is off: two inches.
const FARTHEST: f32 = 144.0;

impl ClaimsExportChoice {
    pub(crate) fn within_bounds(self) -> Self {
        let bounded = |points: f32| if points.is_finite() { points.clamp(-FARTHEST, FARTHEST) } else { 0.0 };
        Self { right: bounded(self.right), down: bounded(self.down), ..self }
    }

    pub fn offset(self) -> Offset {
        let Self { right, down, .. } = self.within_bounds();
        Offset { right, down }
    }

    /// `words` are those of the drawn form, by [`Paper::Plain`].
    pub(super) fn paper(self, words: &dyn Fn(&str) -> String) -> Paper<'_> {
        if self.red_form { Paper::Printed(self.offset()) } else { Paper::Plain(words) }
    }
}
