use encounter::{Encounter, EncounterKind, Modifier, ProcedureCode};
use jiff::ToSpan;
use jiff::civil::Date;

/// The longest time after a surgery that its payment covers, in days.
const LONGEST_GLOBAL_DAYS: i32 = 90;

/// A service line of another encounter of the same patient: what the days that a surgery's payment covers ask of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLine {
    pub code: ProcedureCode,
    pub modifiers: Vec<Modifier>,
    /// First day of service.
    pub from: Date,
    /// Of whoever rendered it; empty where none is given.
    pub npi: String,
}

impl EarlierLine {
    /// The dated lines of a professional encounter; none of a facility's.
    pub fn all_of(encounter: &Encounter) -> Vec<Self> {
        let header = &encounter.header;
        let lines = encounter.lines.iter().filter(|_| header.kind == EncounterKind::Professional);
        let dated = lines.filter_map(|line| {
            let provider = line.rendering_provider.as_ref().or(header.rendering_provider.as_ref());
            Some(Self {
                code: line.code.clone(),
                modifiers: line.modifiers.clone(),
                from: line.service_from.or(header.service_from)?,
                npi: provider.map_or_else(String::new, |provider| provider.npi.trim().to_owned()),
            })
        });
        dated.collect()
    }

    /// The first and last day on which a line of another encounter has to do with this one: back to the surgery whose days
    /// may not be over, and on to the day after, when a surgery may follow that was decided on here. `None` without a date
    /// or a line, and for a facility, which no such days bind.
    pub fn period_of(encounter: &Encounter) -> Option<(Date, Date)> {
        let header = &encounter.header;
        let billed = header.kind == EncounterKind::Professional && !encounter.lines.is_empty();
        let first = header.service_from.filter(|_| billed)?;
        let last = header.service_to.map_or(first, |to| to.max(first));
        Some((first.saturating_sub(LONGEST_GLOBAL_DAYS.days()), last.saturating_add(1.day())))
    }
}
