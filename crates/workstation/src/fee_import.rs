//! What a practice charges, out of a table that another system wrote: its columns are known by their headings.

use std::path::Path;

use claims::Fee;
use encounter::{MODIFIERS_PER_LINE, Modifier};
use intake::TableRow;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

/// What a file of fees would bring, before anything is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FeeImport {
    /// All fees of the practice then; a fee of the file goes before the one that is there.
    pub merged: Vec<Fee>,
    pub lines: Vec<FeeLine>,
    /// How many of them are new or replace one.
    pub taken: u32,
}

/// One row of the file and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FeeLine {
    /// Of the file, from 1.
    pub line: u32,
    pub code: String,
    pub modifiers: String,
    pub payer: String,
    /// As the file writes it.
    pub charge: String,
    pub verdict: FeeVerdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FeeVerdict {
    New,
    /// The practice charged something else, or an earlier line of the file says so.
    Replaces {
        before: Decimal,
    },
    /// The practice charges this already.
    Same,
    CodeMissing,
    /// No amount of US dollars and cents that can be read.
    Charge,
    /// A date that cannot be read, or an end before its beginning.
    Date,
    TooManyModifiers,
}

/// Headings in use, lower case, by what stands under them.
const CODE: &[&str] = &[
    "code",
    "cpt",
    "hcpcs",
    "cpt/hcpcs",
    "cpt code",
    "hcpcs code",
    "procedure",
    "procedure code",
    "service",
];
const MODIFIERS: &[&str] = &[
    "modifier",
    "modifiers",
    "mod",
    "mods",
    "mod 1",
    "mod 2",
    "mod 3",
    "mod 4",
    "mod1",
    "mod2",
    "mod3",
    "mod4",
];
const CHARGE: &[&str] =
    &["charge", "charges", "fee", "price", "amount", "unit charge", "unit price", "standard charge"];
const PAYER: &[&str] = &["payer", "insurance", "plan", "carrier"];
const FROM: &[&str] = &["from", "effective", "effective date", "start", "start date"];
const TO: &[&str] = &["to", "through", "until", "end", "end date", "expires"];
/// How days are written.
const DAYS: &[&str] = &["%Y-%m-%d", "%m/%d/%Y", "%Y%m%d"];

impl Desk {
    /// Reads a table of fees and says what would become of each line. Changes nothing.
    ///
    /// # Errors
    /// [`ErrorCode::FeeColumnsMissing`] where no heading names the code or the charge; [`ErrorCode::FileUnreadable`] and
    /// those of a note that is no text.
    pub fn preview_fees(&self, from: &Path) -> Result<FeeImport, DeskError> {
        let rows = intake::read_table(&crate::note::read_file(from)?)?;
        self.at_desk(|open, _| judge(&rows, &open.set_up.fees))
    }
}

/// Which column holds what.
struct Columns {
    code: usize,
    charge: usize,
    modifiers: Vec<usize>,
    payer: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
}

impl Columns {
    fn of(heading: &TableRow) -> Option<Self> {
        let named = |names: &[&str]| {
            let found = heading.cells.iter().enumerate().filter(|(_, cell)| {
                let words = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                names.contains(&words.to_lowercase().replace('_', " ").as_str())
            });
            found.map(|(index, _)| index).collect::<Vec<_>>()
        };
        let first = |names| named(names).first().copied();
        Some(Self {
            code: first(CODE)?,
            charge: first(CHARGE)?,
            modifiers: named(MODIFIERS),
            payer: first(PAYER),
            from: first(FROM),
            to: first(TO),
        })
    }
}

fn judge(rows: &[TableRow], fees: &[Fee]) -> Result<FeeImport, DeskError> {
    let (heading, rows) = rows.split_first().ok_or(ErrorCode::FeeColumnsMissing)?;
    let columns = Columns::of(heading).ok_or(ErrorCode::FeeColumnsMissing)?;
    let (mut merged, mut lines, mut taken) = (fees.to_vec(), Vec::with_capacity(rows.len()), 0);
    for row in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
        let modifiers: Vec<Modifier> =
            columns.modifiers.iter().flat_map(|at| words(cell(Some(*at)))).map(Into::into).collect();
        let read = read(&columns, &cell, &modifiers);
        let verdict = match read {
            Err(verdict) => verdict,
            Ok(fee) => {
                let verdict = merge(&mut merged, fee);
                taken += u32::from(verdict != FeeVerdict::Same);
                verdict
            }
        };
        lines.push(FeeLine {
            line: row.line,
            code: cell(Some(columns.code)).to_owned(),
            modifiers: modifiers.iter().map(Modifier::as_str).collect::<Vec<_>>().join(" "),
            payer: cell(columns.payer).to_owned(),
            charge: cell(Some(columns.charge)).to_owned(),
            verdict,
        });
    }
    Ok(FeeImport { merged, lines, taken })
}

fn read<'a>(
    columns: &Columns,
    cell: &impl Fn(Option<usize>) -> &'a str,
    modifiers: &[Modifier],
) -> Result<Fee, FeeVerdict> {
    let code = cell(Some(columns.code)).trim().to_uppercase();
    if code.is_empty() {
        return Err(FeeVerdict::CodeMissing);
    }
    if modifiers.len() > MODIFIERS_PER_LINE {
        return Err(FeeVerdict::TooManyModifiers);
    }
    let charge: String =
        cell(Some(columns.charge)).chars().filter(|c| !matches!(c, '$' | ',' | ' ')).collect();
    let charge: Decimal = charge.parse().map_err(|_| FeeVerdict::Charge)?;
    if charge < Decimal::ZERO || charge.round_dp(2) != charge || charge >= Decimal::from(100_000_000) {
        return Err(FeeVerdict::Charge);
    }
    let day = |text: &str| match text.trim() {
        "" => Ok(None),
        text => {
            let read = DAYS.iter().find_map(|format| Date::strptime(format, text).ok());
            read.map(Some).ok_or(FeeVerdict::Date)
        }
    };
    let (from, to) = (day(cell(columns.from))?, day(cell(columns.to))?);
    if from.is_some() && to.is_some() && to < from {
        return Err(FeeVerdict::Date);
    }
    Ok(Fee {
        code: code.as_str().into(),
        modifiers: modifiers.to_vec(),
        payer: cell(columns.payer).trim().to_owned(),
        charge,
        from,
        to,
    })
}

/// Two fees are about the same where only their charges may differ.
fn merge(merged: &mut Vec<Fee>, fee: Fee) -> FeeVerdict {
    let same = |known: &&mut Fee| {
        known.code == fee.code
            && known.modifiers == fee.modifiers
            && known.payer.to_lowercase() == fee.payer.to_lowercase()
            && (known.from, known.to) == (fee.from, fee.to)
    };
    match merged.iter_mut().find(same) {
        Some(known) if known.charge == fee.charge => FeeVerdict::Same,
        Some(known) => {
            let before = std::mem::replace(&mut known.charge, fee.charge);
            FeeVerdict::Replaces { before }
        }
        None => {
            merged.push(fee);
            FeeVerdict::New
        }
    }
}

/// Modifiers share a cell, with whatever between them.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str, fees: &[Fee]) -> Vec<String> {
        let import = judge(&intake::read_table(file.as_bytes()).unwrap(), fees).unwrap();
        let line = |line: &FeeLine| format!("{} {} {:?}", line.line, line.code, line.verdict);
        import.lines.iter().map(line).collect()
    }

    #[test]
    fn each_line_says_what_becomes_of_it() {
        let fee = |code: &str, charge: &str| Fee {
            code: code.into(),
            charge: charge.parse().unwrap(),
            ..Fee::default()
        };
        let own = [fee("99213", "110.00"), fee("99214", "150.00")];
        let file = "CPT Code,Mod 1,Mod_2,Payer,Unit Charge,Effective Date,End\n\
            99213,,,,$110.00,,\n99214,,,,\"1,160.5\",,\n99214,25,TC,Medicare B,90,1/1/2026,2026-12-31\n\
            ,,,,5,,\n36415,,,,free,,\n36415,,,,8.005,,\n36415,,,,8,soon,\n36415,,,,8,2026-02-01,20260101\n\
            J1885,\"A1,A2,A3\",\"A4 A5\",,2,,\n";
        let expected = [
            "2 99213 Same",
            "3 99214 Replaces { before: 150.00 }",
            "4 99214 New",
            "5  CodeMissing",
            "6 36415 Charge",
            "7 36415 Charge",
            "8 36415 Date",
            "9 36415 Date",
            "10 J1885 TooManyModifiers",
        ];
        assert_eq!(said(file, &own), expected);
        let import = judge(&intake::read_table(file.as_bytes()).unwrap(), &own).unwrap();
        assert_eq!((import.taken, import.merged.len()), (2, 3));
        let added = &import.merged[2];
        assert_eq!((added.modifiers.len(), added.payer.as_str()), (2, "Medicare B"));
        assert_eq!(added.from, Some(jiff::civil::date(2026, 1, 1)));
    }

    #[test]
    fn a_table_without_headings_is_refused() {
        for file in ["99213,110\n", "code,note\n99213,x\n", "charge\n5\n"] {
            let refused = judge(&intake::read_table(file.as_bytes()).unwrap(), &[]).unwrap_err();
            assert_eq!(refused.code, ErrorCode::FeeColumnsMissing, "{file}");
        }
    }
}
