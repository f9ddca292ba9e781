//! Where each value of the form is printed. Source: NUCC, *1500 Health Insurance Claim Form Reference Instruction Manual
//! for Form Version 02/12*: the form is a grid of ten characters and six lines an inch.

/// A place on the grid: the line and the column of its first character, counted from 1, and how many characters fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: u8,
    pub column: u8,
    pub width: u8,
}

macro_rules! slots {
    ($($name:ident: $line:literal $column:literal $width:literal;)*) => {
        /// A place for one value, named after its box. Those of box 24 are the first service line's, the shaded half above.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Slot {
            $($name,)*
        }

        impl Slot {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            pub const fn place(self) -> Place {
                match self {
                    $(Self::$name => Place { line: $line, column: $column, width: $width },)*
                }
            }
        }
    };
}

slots! {
    PayerName: 2 41 31;
    PayerLine1: 3 41 31;
    PayerLine2: 4 41 31;
    PayerCity: 5 41 31;
    B1Medicare: 8 1 1;
    B1Medicaid: 8 8 1;
    B1Tricare: 8 15 1;
    B1Champva: 8 24 1;
    B1Group: 8 31 1;
    B1Feca: 8 39 1;
    B1Other: 8 45 1;
    B1a: 8 50 29;
    B2: 10 1 28;
    B3Month: 10 31 2;
    B3Day: 10 34 2;
    B3Year: 10 37 4;
    B3Male: 10 42 1;
    B3Female: 10 47 1;
    B4: 10 50 29;
    B5Street: 12 1 28;
    B6Self: 12 33 1;
    B6Spouse: 12 38 1;
    B6Child: 12 42 1;
    B6Other: 12 47 1;
    B7Street: 12 50 29;
    B5City: 14 1 24;
    B5State: 14 26 3;
    B7City: 14 50 23;
    B7State: 14 74 4;
    B5Zip: 16 1 12;
    B7Zip: 16 50 12;
    B9: 18 1 28;
    B11: 18 50 29;
    B9a: 20 1 28;
    B10aYes: 20 35 1;
    B10aNo: 20 41 1;
    B11aMonth: 20 53 2;
    B11aDay: 20 56 2;
    B11aYear: 20 59 4;
    B11aMale: 20 68 1;
    B11aFemale: 20 75 1;
    B10bYes: 22 35 1;
    B10bNo: 22 41 1;
    B10bState: 22 45 2;
    B10cYes: 24 35 1;
    B10cNo: 24 41 1;
    B11c: 24 50 29;
    B9d: 26 1 28;
    B10d: 26 31 19;
    B11dYes: 26 52 1;
    B11dNo: 26 57 1;
    B12: 29 7 20;
    B13: 29 57 20;
    B14Month: 32 2 2;
    B14Day: 32 5 2;
    B14Year: 32 8 4;
    B14Qualifier: 32 17 3;
    B15Qualifier: 32 31 3;
    B15Month: 32 37 2;
    B15Day: 32 40 2;
    B15Year: 32 43 4;
    B16FromMonth: 32 54 2;
    B16FromDay: 32 57 2;
    B16FromYear: 32 60 4;
    B16ToMonth: 32 68 2;
    B16ToDay: 32 71 2;
    B16ToYear: 32 74 4;
    B17aQualifier: 33 30 2;
    B17a: 33 33 17;
    B17Qualifier: 34 1 2;
    B17: 34 4 24;
    B17b: 34 33 10;
    B18FromMonth: 34 54 2;
    B18FromDay: 34 57 2;
    B18FromYear: 34 60 4;
    B18ToMonth: 34 68 2;
    B18ToDay: 34 71 2;
    B18ToYear: 34 74 4;
    B19: 36 1 48;
    B20No: 36 57 1;
    B21Indicator: 37 42 1;
    B21A: 38 3 8;
    B21B: 38 16 8;
    B21C: 38 29 8;
    B21D: 38 42 8;
    B22Code: 38 50 11;
    B22Reference: 38 62 18;
    B21E: 39 3 8;
    B21F: 39 16 8;
    B21G: 39 29 8;
    B21H: 39 42 8;
    B21I: 40 3 8;
    B21J: 40 16 8;
    B21K: 40 29 8;
    B21L: 40 42 8;
    B23: 40 50 29;
    B24Shaded: 43 1 61;
    B24iQualifier: 43 65 2;
    B24jOther: 43 68 11;
    B24aFromMonth: 44 1 2;
    B24aFromDay: 44 4 2;
    B24aFromYear: 44 7 2;
    B24aToMonth: 44 10 2;
    B24aToDay: 44 13 2;
    B24aToYear: 44 16 2;
    B24b: 44 19 2;
    B24c: 44 22 2;
    B24d: 44 25 6;
    B24dModifier1: 44 33 2;
    B24dModifier2: 44 36 2;
    B24dModifier3: 44 39 2;
    B24dModifier4: 44 42 2;
    B24e: 44 45 4;
    B24fDollars: 44 50 6;
    B24fCents: 44 57 2;
    B24g: 44 59 3;
    B24h: 44 63 1;
    B24j: 44 68 10;
    B25: 56 1 15;
    B25Ssn: 56 17 1;
    B25Ein: 56 19 1;
    B26: 56 23 14;
    B27Yes: 56 38 1;
    B27No: 56 43 1;
    B28Dollars: 56 51 7;
    B28Cents: 56 59 2;
    B29Dollars: 56 62 6;
    B29Cents: 56 69 2;
    B33Phone: 57 66 13;
    B32Name: 58 23 26;
    B33Name: 58 50 29;
    B32Street: 59 23 26;
    B33Street: 59 50 29;
    B31: 60 1 21;
    B32City: 60 23 26;
    B33City: 60 50 29;
    B32a: 61 24 10;
    B32b: 61 35 14;
    B33a: 61 51 10;
    B33b: 61 63 17;
}

/// Service lines of one form (box 24).
pub const LINES: usize = 6;

/// The four slots of the modifiers (box 24D) and the twelve of the diagnoses (box 21) in their order.
pub(super) const MODIFIERS: [Slot; 4] =
    [Slot::B24dModifier1, Slot::B24dModifier2, Slot::B24dModifier3, Slot::B24dModifier4];
pub(super) const DIAGNOSES: [Slot; 12] = [
    Slot::B21A,
    Slot::B21B,
    Slot::B21C,
    Slot::B21D,
    Slot::B21E,
    Slot::B21F,
    Slot::B21G,
    Slot::B21H,
    Slot::B21I,
    Slot::B21J,
    Slot::B21K,
    Slot::B21L,
];

impl Slot {
    /// Of the service line `line`, counted from 0; the same place for what is not box 24's.
    pub(super) const fn place_of_line(self, line: u8) -> Place {
        let Place { line: first, column, width } = self.place();
        Place { line: first + if self.is_of_line() { 2 * line } else { 0 }, column, width }
    }

    pub(super) const fn is_of_line(self) -> bool {
        let line = self.place().line;
        line == 43 || line == 44
    }
}

/// A box of the form as it is drawn: the lines and columns that it takes, and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub number: &'static str,
    pub lines: (u8, u8),
    pub columns: (u8, u8),
}

const fn frame(number: &'static str, lines: (u8, u8), columns: (u8, u8)) -> Frame {
    Frame { number, lines, columns }
}

pub(super) const FRAMES: &[Frame] = &[
    frame("1", (7, 8), (1, 49)),
    frame("1a", (7, 8), (50, 79)),
    frame("2", (9, 10), (1, 29)),
    frame("3", (9, 10), (30, 49)),
    frame("4", (9, 10), (50, 79)),
    frame("5", (11, 12), (1, 29)),
    frame("6", (11, 12), (30, 49)),
    frame("7", (11, 12), (50, 79)),
    frame("5.city", (13, 14), (1, 24)),
    frame("5.state", (13, 14), (25, 29)),
    frame("8", (13, 16), (30, 49)),
    frame("7.city", (13, 14), (50, 72)),
    frame("7.state", (13, 14), (73, 79)),
    frame("5.zip", (15, 16), (1, 13)),
    frame("5.phone", (15, 16), (14, 29)),
    frame("7.zip", (15, 16), (50, 63)),
    frame("7.phone", (15, 16), (64, 79)),
    frame("9", (17, 18), (1, 29)),
    frame("10", (17, 18), (30, 49)),
    frame("11", (17, 18), (50, 79)),
    frame("9a", (19, 20), (1, 29)),
    frame("10a", (19, 20), (30, 49)),
    frame("11a", (19, 20), (50, 79)),
    frame("9b", (21, 22), (1, 29)),
    frame("10b", (21, 22), (30, 49)),
    frame("11b", (21, 22), (50, 79)),
    frame("9c", (23, 24), (1, 29)),
    frame("10c", (23, 24), (30, 49)),
    frame("11c", (23, 24), (50, 79)),
    frame("9d", (25, 26), (1, 29)),
    frame("10d", (25, 26), (30, 49)),
    frame("11d", (25, 26), (50, 79)),
    frame("12", (27, 30), (1, 49)),
    frame("13", (27, 30), (50, 79)),
    frame("14", (31, 32), (1, 29)),
    frame("15", (31, 32), (30, 49)),
    frame("16", (31, 32), (50, 79)),
    frame("17", (33, 34), (1, 27)),
    frame("17a", (33, 33), (28, 49)),
    frame("17b", (34, 34), (28, 49)),
    frame("18", (33, 34), (50, 79)),
    frame("19", (35, 36), (1, 49)),
    frame("20", (35, 36), (50, 79)),
    frame("21", (37, 40), (1, 49)),
    frame("22", (37, 38), (50, 79)),
    frame("23", (39, 40), (50, 79)),
    frame("24a", (41, 42), (1, 18)),
    frame("24b", (41, 42), (19, 21)),
    frame("24c", (41, 42), (22, 24)),
    frame("24d", (41, 42), (25, 44)),
    frame("24e", (41, 42), (45, 49)),
    frame("24f", (41, 42), (50, 58)),
    frame("24g", (41, 42), (59, 61)),
    frame("24h", (41, 42), (62, 64)),
    frame("24i", (41, 42), (65, 67)),
    frame("24j", (41, 42), (68, 79)),
    frame("25", (55, 56), (1, 22)),
    frame("26", (55, 56), (23, 37)),
    frame("27", (55, 56), (38, 49)),
    frame("28", (55, 56), (50, 61)),
    frame("29", (55, 56), (62, 70)),
    frame("30", (55, 56), (71, 79)),
    frame("31", (57, 61), (1, 22)),
    frame("32", (57, 60), (23, 49)),
    frame("33", (57, 60), (50, 79)),
    frame("32a", (61, 61), (23, 34)),
    frame("32b", (61, 61), (35, 49)),
    frame("33a", (61, 61), (50, 61)),
    frame("33b", (61, 61), (62, 79)),
];

/// The boxes to be ticked, and the name of what each stands for.
pub(super) const CHECKS: &[(Slot, &str)] = &[
    (Slot::B1Medicare, "medicare"),
    (Slot::B1Medicaid, "medicaid"),
    (Slot::B1Tricare, "tricare"),
    (Slot::B1Champva, "champva"),
    (Slot::B1Group, "group"),
    (Slot::B1Feca, "feca"),
    (Slot::B1Other, "other"),
    (Slot::B3Male, "male"),
    (Slot::B3Female, "female"),
    (Slot::B6Self, "self"),
    (Slot::B6Spouse, "spouse"),
    (Slot::B6Child, "child"),
    (Slot::B6Other, "other"),
    (Slot::B10aYes, "yes"),
    (Slot::B10aNo, "no"),
    (Slot::B11aMale, "male"),
    (Slot::B11aFemale, "female"),
    (Slot::B10bYes, "yes"),
    (Slot::B10bNo, "no"),
    (Slot::B10cYes, "yes"),
    (Slot::B10cNo, "no"),
    (Slot::B11dYes, "yes"),
    (Slot::B11dNo, "no"),
    (Slot::B20No, "no"),
    (Slot::B25Ssn, "ssn"),
    (Slot::B25Ein, "ein"),
    (Slot::B27Yes, "yes"),
    (Slot::B27No, "no"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(place: Place) -> impl Iterator<Item = (u8, u8)> {
        (place.column..place.column + place.width).map(move |column| (place.line, column))
    }

    #[test]
    fn no_two_values_are_printed_over_each_other() {
        let mut taken = std::collections::HashMap::new();
        for slot in Slot::ALL {
            let lines = if slot.is_of_line() { LINES as u8 } else { 1 };
            for line in 0..lines {
                for cell in cells(slot.place_of_line(line)) {
                    assert!(cell.0 <= 62 && cell.1 <= 79, "{slot:?} leaves the form");
                    let before = taken.insert(cell, slot);
                    assert!(before.is_none(), "{slot:?} and {before:?}");
                }
            }
        }
    }

    #[test]
    fn each_value_stands_in_a_box_of_the_drawing() {
        let body = frame("24", (43, 54), (1, 79));
        for slot in Slot::ALL.iter().filter(|slot| slot.place().line > 6) {
            let Place { line, column, width } = slot.place();
            let holds = |frame: &&Frame| {
                let (lines, columns) = (frame.lines, frame.columns);
                (lines.0..=lines.1).contains(&line) && columns.0 <= column && column + width - 1 <= columns.1
            };
            assert!(FRAMES.iter().chain([&body]).find(holds).is_some(), "{slot:?}");
        }
    }
}
