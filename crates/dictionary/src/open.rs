use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use encounter::CodeSystem;
use jiff::civil::Date;

use crate::error::DictionaryError;
use crate::info::{DictionaryInfo, Release, ReleaseRole};
use crate::publications::Publications;
use crate::row;
use crate::search::Understanding;
use crate::volume::Volume;

/// The book: the embedded dictionary, and before it what the user imported. Shared behind an `Arc`; every method takes
/// `&self` and may be called from any thread.
pub struct Dictionary {
    embedded: Arc<Volume>,
    imported: RwLock<Vec<Imported>>,
    /// Imports of which a volume is gone or was compiled by another version, and whether another import stands in for it.
    passed_over: RwLock<BTreeMap<u32, bool>>,
    /// Read by the first search.
    pub(crate) understanding: OnceLock<Understanding>,
}

/// What answers for some systems from a day on.
struct Imported {
    import: u32,
    publication: u32,
    systems: &'static [CodeSystem],
    from: Date,
    volume: Arc<Volume>,
}

impl Imported {
    fn is_in_force(&self, on: Date) -> bool {
        self.from <= on && on <= self.volume.info().to
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictionary").field("info", self.info()).finish_non_exhaustive()
    }
}

impl Dictionary {
    /// Opens a compiled dictionary, read only. Nobody may change the file while it is open: SQLite is told so and
    /// takes no locks, which lets it lie on a read-only disk.
    pub fn open(path: &Path) -> Result<Self, DictionaryError> {
        Ok(Self {
            embedded: Arc::new(Volume::open(path)?),
            imported: RwLock::default(),
            passed_over: RwLock::default(),
            understanding: OnceLock::new(),
        })
    }

    /// Takes to the embedded dictionary what was imported, and lets go of what was taken back; for the start, and after
    /// an import or an undo. A file that is gone or cannot be read is passed over, see [`unreadable`](Self::unreadable):
    /// what answered before it answers again.
    pub fn shelve(&self, publications: &Publications) -> Result<(), DictionaryError> {
        publications.sweep();
        let (mut kept, mut unreadable): (Vec<Imported>, _) = (Vec::new(), Vec::new());
        for each in publications.volumes()? {
            let open = self
                .imported()
                .iter()
                .find(|open| open.publication == each.publication)
                .map(|open| Arc::clone(&open.volume));
            let Some(volume) = open.or_else(|| Volume::open(&each.path).ok().map(Arc::new)) else {
                unreadable.push(each);
                continue;
            };
            kept.push(Imported {
                import: each.import,
                publication: each.publication,
                systems: each.systems,
                from: each.from,
                volume,
            });
        }
        // Of two of one day the later import counts, so that a corrected file can be brought in over a faulty one.
        kept.sort_by_key(|imported| (imported.from, imported.publication));
        let mut passed_over = BTreeMap::new();
        for lost in unreadable {
            // A list of the user's own never stands in for another.
            let again = !lost.systems.contains(&CodeSystem::Own)
                && kept.iter().any(|kept| kept.from == lost.from && kept.systems == lost.systems);
            passed_over.entry(lost.import).and_modify(|all| *all &= again).or_insert(again);
        }
        *self.imported.write().unwrap_or_else(PoisonError::into_inner) = kept;
        *self.passed_over.write().unwrap_or_else(PoisonError::into_inner) = passed_over;
        Ok(())
    }

    /// Shelves what another process imported or took back meanwhile. True where there was something. Cheap otherwise.
    pub fn follow(&self, publications: &Publications) -> Result<bool, DictionaryError> {
        let volumes = publications.volumes()?;
        let there: BTreeSet<u32> = volumes.iter().map(|volume| volume.import).collect();
        let mut known: BTreeSet<u32> = self.imported().iter().map(|imported| imported.import).collect();
        known.extend(self.passed_over().keys());
        if there == known {
            return Ok(false);
        }
        self.shelve(publications)?;
        Ok(true)
    }

    /// The imports that must be made again: a volume of theirs is gone, or was compiled by another version of Carrel, and
    /// no other import of the same release stands in for it.
    pub fn unreadable(&self) -> BTreeSet<u32> {
        self.passed_over().iter().filter(|(_, again)| !**again).map(|(import, _)| *import).collect()
    }

    fn passed_over(&self) -> RwLockReadGuard<'_, BTreeMap<u32, bool>> {
        self.passed_over.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn imported(&self) -> RwLockReadGuard<'_, Vec<Imported>> {
        self.imported.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What answers for a system on a date: the newest that is in force by then, else what knows the days before.
    pub(crate) fn volume(&self, system: CodeSystem, on: Date) -> Arc<Volume> {
        let embedded = self.embedded.text_from(system);
        let imported = self.imported();
        let mut of_system = imported.iter().filter(|imported| imported.systems.contains(&system));
        let begun = of_system.clone().rev().find(|imported| imported.from <= on);
        let found = match (begun, embedded) {
            (Some(begun), embedded) => {
                Some(begun).filter(|begun| embedded.is_none_or(|from| from <= begun.from || on < from))
            }
            (None, None) => of_system.next(),
            (None, Some(_)) => None,
        };
        Arc::clone(found.map_or(&self.embedded, |imported| &imported.volume))
    }

    /// All that answers for a system on a date: one volume, or each list of the user's own that is in force, the latest
    /// first.
    pub(crate) fn volumes(&self, system: CodeSystem, on: Date) -> Vec<Arc<Volume>> {
        if system == CodeSystem::Own {
            let imported = self.imported();
            let lists =
                imported.iter().rev().filter(|list| list.systems.contains(&system) && list.is_in_force(on));
            let lists: Vec<Arc<Volume>> = lists.map(|list| Arc::clone(&list.volume)).collect();
            if !lists.is_empty() {
                return lists;
            }
        }
        vec![self.volume(system, on)]
    }

    /// The first of them that has a code; where none has it, the first.
    pub(crate) fn holding(
        &self,
        system: CodeSystem,
        stored: &str,
        on: Date,
    ) -> Result<Arc<Volume>, DictionaryError> {
        let mut volumes = self.volumes(system, on).into_iter().peekable();
        let mut first = None;
        while let Some(volume) = volumes.next() {
            let alone = first.is_none() && volumes.peek().is_none();
            if alone || row::by_text(&volume.connection(), system, stored)?.is_some() {
                return Ok(volume);
            }
            first.get_or_insert(volume);
        }
        Ok(first.unwrap_or_else(|| Arc::clone(&self.embedded)))
    }

    /// The days on which something else may begin to answer for a system; before the first of them answers the oldest.
    pub(crate) fn turning_days(&self, system: CodeSystem) -> BTreeSet<Date> {
        let imported = self.imported();
        let of_system = imported.iter().filter(|imported| imported.systems.contains(&system));
        let days = of_system.map(|imported| imported.from).chain(self.embedded.text_from(system));
        days.chain([Date::ZERO]).collect()
    }

    /// Every system that something answers for, in the order in which they are listed.
    pub fn systems(&self) -> Vec<CodeSystem> {
        CodeSystem::ALL.into_iter().filter(|system| self.holds(*system)).collect()
    }

    /// Whether something answers for the system.
    pub fn holds(&self, system: CodeSystem) -> bool {
        self.embedded.has(system) || self.imported().iter().any(|imported| imported.systems.contains(&system))
    }

    /// What the embedded dictionary holds: its releases, its counts, the days that it covers.
    pub fn info(&self) -> &DictionaryInfo {
        self.embedded.info()
    }

    /// The embedded releases and the imported ones that are read from.
    pub fn releases(&self) -> Vec<Release> {
        let mut releases = self.info().releases.clone();
        for imported in self.imported().iter() {
            let new = imported.volume.info().releases.iter().filter(|release| !releases.contains(release));
            releases.extend(new.cloned().collect::<Vec<_>>());
        }
        releases
    }

    /// Of a system, the releases that answer for a day and are in force on it: that of its text first, then those that say
    /// which codes are valid. None where no installed release covers the day.
    pub fn releases_in_force(&self, system: CodeSystem, on: Date) -> Vec<Release> {
        let volume = self.volume(system, on);
        let in_force = volume.info().releases.iter().filter(|release| {
            let answers = release.system == system && release.role != ReleaseRole::Titles;
            answers && release.from <= on && on <= release.to
        });
        let mut in_force: Vec<Release> = in_force.cloned().collect();
        in_force.sort_by_key(|release| release.role != ReleaseRole::Tabular);
        in_force
    }

    pub(crate) fn embedded(&self) -> &Volume {
        &self.embedded
    }
}
