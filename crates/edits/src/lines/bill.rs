use std::collections::BTreeSet;
use std::sync::Arc;

use dictionary::{DictionaryError, EditSetting, EditTables, Publications, TableCode};
use encounter::{Encounter, EncounterKind, Place, ServiceLine};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::EarlierLine;
use crate::coded::is_inpatient;
use crate::header::ICD10_BEGINS;

/// The lines of an encounter that tables can judge.
pub(crate) struct Bill<'a> {
    pub(crate) encounter: &'a Encounter,
    pub(crate) setting: EditSetting,
    /// Those on which a line begins, in order.
    pub(crate) days: Vec<Day<'a>>,
    /// What was done to the patient at other encounters, with what the tables of its day say of it.
    pub(crate) earlier: Vec<(&'a EarlierLine, Arc<TableCode>)>,
}

/// A day of service with the tables that hold on it.
pub(crate) struct Day<'a> {
    pub(crate) on: Date,
    pub(crate) tables: EditTables<'a>,
    /// The lines that the day is part of, in claim order.
    pub(crate) lines: Vec<Billed<'a>>,
}

/// A line with what the tables of the day say of its code.
pub(crate) struct Billed<'a> {
    pub(crate) line: &'a ServiceLine,
    pub(crate) index: u32,
    pub(crate) from: Date,
    /// From its first day to its last.
    pub(crate) days: i64,
    pub(crate) code: Arc<TableCode>,
}

impl Billed<'_> {
    pub(crate) fn place(&self) -> Place {
        Place::Line { line: self.line.id, index: self.index }
    }

    pub(crate) fn code(&self) -> &str {
        self.line.code.as_str()
    }

    /// The units of one day: of a span, its units by its days, rounded (NCCI Policy Manual, chapter I, section V).
    pub(crate) fn units_a_day(&self) -> Decimal {
        match self.days {
            0 | 1 => self.line.units.normalize(),
            days => (self.line.units / Decimal::from(days)).round().normalize(),
        }
    }

    /// The NPI of whoever rendered it, where one is given.
    pub(crate) fn npi<'e>(&'e self, encounter: &'e Encounter) -> Option<&'e str> {
        let provider = self.line.rendering_provider.as_ref().or(encounter.header.rendering_provider.as_ref());
        provider.map(|provider| provider.npi.trim()).filter(|npi| !npi.is_empty())
    }
}

impl<'a> Bill<'a> {
    /// `None` where no date says which tables hold, and for an inpatient stay, which is paid by its group and not by its lines.
    pub(crate) fn read(
        encounter: &'a Encounter,
        earlier: &'a [EarlierLine],
        tables: &'a Publications,
    ) -> Result<Option<Self>, DictionaryError> {
        let first = encounter.header.service_from.filter(|first| *first >= ICD10_BEGINS);
        let Some(first) = first else { return Ok(None) };
        let setting = match encounter.header.kind {
            EncounterKind::Professional => EditSetting::Practitioner,
            EncounterKind::Facility if is_inpatient(encounter) => return Ok(None),
            EncounterKind::Facility => EditSetting::Outpatient,
        };
        let dated: Vec<(u32, &ServiceLine, Date, Date)> = (0..)
            .zip(&encounter.lines)
            .filter(|(_, line)| line.code.system().is_some())
            .map(|(index, line)| {
                let from = line.service_from.unwrap_or(first);
                (index, line, from, line.service_to.filter(|to| *to > from).unwrap_or(from))
            })
            .collect();
        let begun: BTreeSet<Date> = dated.iter().map(|(_, _, from, _)| *from).collect();
        let mut others = Vec::with_capacity(earlier.len());
        for line in earlier.iter().filter(|line| line.code.system().is_some()) {
            let code = tables.edit_tables(setting, line.from)?.code(line.code.as_str())?;
            others.extend(code.map(|code| (line, code)));
        }
        let mut days = Vec::with_capacity(begun.len());
        for on in begun {
            let tables = tables.edit_tables(setting, on)?;
            let mut lines = Vec::with_capacity(dated.len());
            for &(index, line, from, to) in dated.iter().filter(|(_, _, from, to)| *from <= on && on <= *to) {
                if let Some(code) = tables.code(line.code.as_str())? {
                    lines.push(Billed { line, index, from, days: span(from, to), code });
                }
            }
            days.push(Day { on, tables, lines });
        }
        Ok(Some(Self { encounter, setting, days, earlier: others }))
    }

    pub(crate) fn is_of_one_practitioner(&self, first: &Billed<'_>, second: &Billed<'_>) -> bool {
        is_one_practitioner(first.npi(self.encounter), second.npi(self.encounter))
    }

    /// The setting as CMS names its tables.
    pub(crate) const fn setting_name(&self) -> &'static str {
        match self.setting {
            EditSetting::Practitioner => "practitioner",
            EditSetting::Outpatient => "outpatient hospital",
            EditSetting::DmeSupplier => "DME supplier",
        }
    }
}

/// Two numbers are two practitioners; whether these are of one group and specialty is not known here.
pub(super) fn is_one_practitioner(first: Option<&str>, second: Option<&str>) -> bool {
    first.zip(second).is_none_or(|(first, second)| first == second)
}

fn span(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days()) + 1
}
