use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use encounter::CodeSystem;

use super::CodeEntry;

/// The entries of a volume that were asked for. It grows to the size of the book and no further.
#[derive(Debug, Default)]
pub(crate) struct KeptEntries(RwLock<HashMap<CodeSystem, HashMap<String, Arc<CodeEntry>>>>);

impl KeptEntries {
    pub(super) fn get(&self, system: CodeSystem, stored: &str) -> Option<Arc<CodeEntry>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&system)?.get(stored).map(Arc::clone)
    }

    pub(super) fn put(&self, system: CodeSystem, stored: &str, entry: &Arc<CodeEntry>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(system).or_default().insert(stored.to_owned(), Arc::clone(entry));
    }
}
