use std::collections::BTreeMap;
use std::sync::Arc;

use dictionary::{Laterality, Personal};
use encounter::{CodeRef, CodeSystem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use vault::{QueueFilter, QueueSort};

use crate::claims_out::ClaimsExportChoice;
use crate::queue::QueueQuery;

/// How one user likes the desk. Kept in the vault with the rest of what is theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    pub theme: Theme,
    pub zoom_percent: u32,
    pub compact_rows: bool,
    /// Pixels, at 100 % zoom.
    pub record_font_size: u32,
    /// Idle minutes before the desk locks itself.
    pub auto_lock_minutes: u32,
    pub queue_columns: Vec<String>,
    /// The queue as it was left.
    pub queue: Option<QueueQuery>,
    pub saved_filters: Vec<SavedFilter>,
    /// Widths of the panes in percent, by pane; 0 is collapsed.
    pub panes: BTreeMap<String, f32>,
    /// What the search of each view was limited to when it was left, by view.
    pub search_filters: BTreeMap<String, KeptFilters>,
    /// Keys that the user changed, by command.
    pub keys: BTreeMap<String, String>,
    /// The codes last attached, newest first.
    pub recents: Vec<CodeRef>,
    /// In the order that the user gave them.
    pub favourites: Vec<CodeRef>,
    /// The user's own short forms, each with the words or the code that it stands for.
    pub abbreviations: BTreeMap<String, String>,
    /// The folder whose messages are imported by themselves; empty where none is watched.
    pub watched_folder: String,
    pub watch_paused: bool,
    pub claims_export: ClaimsExportChoice,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

/// What a search is limited to until the limits are dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct KeptFilters {
    /// Of a system, so that it can be called by its title.
    pub chapter: Option<CodeRef>,
    pub billable_only: bool,
    pub laterality: Option<Laterality>,
    /// What fits the patient of the encounter at hand, whoever that is, comes first.
    pub fitting_first: bool,
}

/// A queue to come back to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedFilter {
    pub name: String,
    pub filter: QueueFilter,
    pub sort: QueueSort,
    pub text: String,
}

/// The longest that a desk with patient data may stand open unattended.
const LONGEST_AUTO_LOCK_MINUTES: u32 = 60;

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom_percent: 100,
            compact_rows: true,
            record_font_size: 16,
            auto_lock_minutes: 15,
            queue_columns: Vec::new(),
            queue: None,
            saved_filters: Vec::new(),
            panes: BTreeMap::new(),
            search_filters: BTreeMap::new(),
            keys: BTreeMap::new(),
            recents: Vec::new(),
            favourites: Vec::new(),
            abbreviations: BTreeMap::new(),
            watched_folder: String::new(),
            watch_paused: false,
            claims_export: ClaimsExportChoice::default(),
        }
    }
}

impl Preferences {
    /// What of it every search must know.
    pub(crate) fn personal(&self) -> Arc<Personal> {
        Arc::new(Personal::new(&self.abbreviations, &self.favourites, &self.recents))
    }

    /// As they were kept. What another version wrote and this one cannot read is `None`: it is not worth a locked door.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut kept: Value = serde_json::from_str(text).ok()?;
        // Until 2026-11 only codes of ICD-10-CM could be kept, so their system was left out.
        for shelf in ["recents", "favourites"] {
            for code in kept.get_mut(shelf).and_then(Value::as_array_mut).into_iter().flatten() {
                if let Value::String(text) = code {
                    let of = CodeRef { system: CodeSystem::Icd10cm, code: std::mem::take(text) };
                    *code = serde_json::to_value(of).ok()?;
                }
            }
        }
        serde_json::from_value(kept).ok()
    }

    /// Brings every number into the range that the desk can show.
    pub(crate) fn within_bounds(mut self) -> Self {
        self.zoom_percent = self.zoom_percent.clamp(90, 200);
        self.record_font_size = self.record_font_size.clamp(12, 32);
        self.auto_lock_minutes = self.auto_lock_minutes.clamp(1, LONGEST_AUTO_LOCK_MINUTES);
        self.claims_export = self.claims_export.within_bounds();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_were_kept_without_their_system_are_those_of_icd10cm() {
        let kept = r#"{"zoomPercent":120,"recents":["E11.9","I10"],"favourites":["Z00.00",{"system":"hcpcs","code":"G0439"}]}"#;
        let read = Preferences::read(kept).unwrap();
        let shown = |codes: &[CodeRef]| -> Vec<String> {
            codes.iter().map(|of| format!("{} {}", of.system.id(), of.code)).collect()
        };
        assert_eq!(shown(&read.recents), ["icd10cm E11.9", "icd10cm I10"]);
        assert_eq!(shown(&read.favourites), ["icd10cm Z00.00", "hcpcs G0439"]);
        assert_eq!(read.zoom_percent, 120);
        let again = serde_json::to_string(&read).unwrap();
        assert_eq!(Preferences::read(&again), Some(read));
        for broken in ["", "7", r#"{"recents":[7]}"#] {
            assert_eq!(Preferences::read(broken), None, "{broken}");
        }
    }
}
