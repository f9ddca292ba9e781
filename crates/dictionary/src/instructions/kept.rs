use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use encounter::CodeSystem;

use super::CodeEntry;

/// As many texts that are no code of a volume as are kept in mind.
const MOST_ABSENT: usize = 65_536;

/// What a volume was asked for: the entries, which grow to the size of the book and no further, and what it does not have.
/// The edits ask whether a code has neighbours, and most of those that they ask for are none.
#[derive(Debug, Default)]
pub(crate) struct KeptEntries(RwLock<HashMap<CodeSystem, Asked>>);

#[derive(Debug, Default)]
struct Asked {
    entries: HashMap<String, Arc<CodeEntry>>,
    absent: HashSet<String>,
}

/// What is known of a text.
pub(super) enum Known {
    Entry(Arc<CodeEntry>),
    Absent,
}

impl KeptEntries {
    pub(super) fn get(&self, system: CodeSystem, stored: &str) -> Option<Known> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let asked = kept.get(&system)?;
        let entry = asked.entries.get(stored).map(|entry| Known::Entry(Arc::clone(entry)));
        entry.or_else(|| asked.absent.contains(stored).then_some(Known::Absent))
    }

    pub(super) fn put(&self, system: CodeSystem, stored: &str, entry: &Arc<CodeEntry>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(system).or_default().entries.insert(stored.to_owned(), Arc::clone(entry));
    }

    pub(super) fn put_absent(&self, system: CodeSystem, stored: &str) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let absent = &mut kept.entry(system).or_default().absent;
        if absent.len() >= MOST_ABSENT {
            absent.clear();
        }
        absent.insert(stored.to_owned());
    }
}
