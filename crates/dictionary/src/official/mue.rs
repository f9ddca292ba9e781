//! NCCI medically unlikely edits, CSV of CMS: a notice of several lines in the first cell, then code, value,
//! adjudication indicator, rationale. The heading of the values says for whose claims they are.

use std::io::Read;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::listed::Listed;
use super::problem::{Problem, ProblemKind};
use super::setting::EditSetting;
use super::table::{Heading, TableError, TableRow};

/// The most units of a code that one provider reports for one patient on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Mue {
    pub code: String,
    pub units: u32,
    pub indicator: MueIndicator,
    /// In the publisher's words, for example `Nature of Analyte`.
    pub rationale: String,
}

/// How the value is applied (MUE Adjudication Indicator, NCCI Policy Manual chapter I, section V).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MueIndicator {
    /// 1: to each line of a claim; a modifier may divide the units over lines.
    Line,
    /// 2: to the day, by policy; no units above it are paid.
    DayPolicy,
    /// 3: to the day, by clinical benchmarks; units above it are paid where they were necessary.
    DayClinical,
}

impl MueIndicator {
    pub const fn digit(self) -> u8 {
        match self {
            Self::Line => 1,
            Self::DayPolicy => 2,
            Self::DayClinical => 3,
        }
    }

    pub(crate) fn of_digit(digit: u8) -> Option<Self> {
        [Self::Line, Self::DayPolicy, Self::DayClinical].into_iter().find(|each| each.digit() == digit)
    }
}

impl Mue {
    /// The heading of such a file, if the head of a file has one, and whose values they are.
    pub(crate) fn heading(head: &[u8]) -> Option<(EditSetting, Heading)> {
        let place = |cells: &[String], words: &str| cells.iter().position(|cell| cell.contains(words));
        let heading = Heading::find_by(head, |cells| {
            let columns =
                [place(cells, "cpt code"), place(cells, "mue value"), place(cells, "adjudication indicator")];
            let complete = columns.iter().all(Option::is_some);
            complete.then(|| columns.into_iter().chain([place(cells, "rationale")]).collect())
        })?;
        let said = heading.cells.iter().find(|cell| cell.contains("mue value"))?;
        let settings = [
            ("practitioner", EditSetting::Practitioner),
            ("outpatient", EditSetting::Outpatient),
            ("dme", EditSetting::DmeSupplier),
        ];
        let (_, setting) = settings.into_iter().find(|(word, _)| said.contains(word))?;
        Some((setting, heading))
    }

    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        Listed::read(content, heading, Self::of_row, |mue| mue.code.clone())
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        let code = row.code(0)?.to_string();
        let units = row.text(1).parse().map_err(|_| match row.bytes(1) {
            b"" => row.problem(ProblemKind::TooShort),
            _ => row.odd(1),
        })?;
        let digit = row.bytes(2).first().map(|byte| byte.wrapping_sub(b'0'));
        let indicator = digit.and_then(MueIndicator::of_digit).ok_or_else(|| row.odd(2))?;
        Ok(Self { code, units, indicator, rationale: row.text(3).into_owned() })
    }
}
