use encounter::CodeSystem;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::history::CodeHistory;
use crate::procedures::AxisMeaning;
use crate::standing::CodeStanding;

/// What place in the book a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CodeKind {
    /// A chapter; its code is the chapter number, `1` to `22`. Of ICD-10-PCS a section, `0`.
    Chapter,
    /// A block of categories; its code is the range, `E08-E13`, also for a block of one, `B20-B20`. Of ICD-10-PCS a
    /// body system, `0F`.
    Block,
    /// Three characters with codes below. Of ICD-10-PCS a table, `0FT`.
    Category,
    /// Four to six characters with codes below. Of ICD-10-PCS a body part in its table, `0FT4`.
    Subcategory,
    /// A code with nothing below it.
    Code,
}

impl CodeKind {
    /// False for the shelves of the book: chapters and blocks.
    pub const fn is_code(self) -> bool {
        matches!(self, Self::Category | Self::Subcategory | Self::Code)
    }
}

/// One row of a list: enough to show a code and to decide whether it may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeSummary {
    pub system: CodeSystem,
    /// The display form, with the dot: `E11.22`.
    pub code: String,
    /// `None` where no embedded source publishes a title.
    pub title: Option<String>,
    pub kind: CodeKind,
    /// Billable on the date asked for.
    pub billable: bool,
    pub standing: CodeStanding,
}

/// Everything that the dictionary knows of one code on one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeDetail {
    pub system: CodeSystem,
    /// The display form, with the dot: `E11.22`.
    pub code: String,
    /// The title in force on the date; `None` where no embedded source publishes one.
    pub title: Option<String>,
    /// The release that the title was read from, for example `icd10cm-2026-04`.
    pub title_release: Option<String>,
    /// At most 60 characters, as in the official order file.
    pub short_title: Option<String>,
    pub kind: CodeKind,
    /// Billable on the date asked for.
    pub billable: bool,
    pub standing: CodeStanding,
    pub history: CodeHistory,
    /// What the Medicare Code Editor says of the code on the date.
    pub attributes: Vec<CodeAttribute>,
    /// Chapter, block(s), category, ... down to the parent.
    pub path: Vec<CodeSummary>,
    /// In book order, those in force on the date.
    pub children: Vec<CodeSummary>,
    /// The other children of the parent in force on the date, in book order.
    pub siblings: Vec<CodeSummary>,
    /// The nearest code before this one in book order that is in force on the date.
    pub previous: Option<CodeSummary>,
    /// The nearest code after this one in book order that is in force on the date.
    pub next: Option<CodeSummary>,
    /// Its own notes first, then those inherited, nearest ancestor first.
    pub notes: Vec<Note>,
    pub inclusion_terms: Vec<InclusionTerm>,
    /// The 7th characters that apply to the code, from itself or its nearest ancestor that defines some.
    pub seventh_characters: Vec<SeventhCharacter>,
    /// The characters of a procedure code (ICD-10-PCS), one by one; empty in other systems.
    pub axes: Vec<AxisMeaning>,
    /// The release whose text (notes, hierarchy) this is, for example `icd10cm-2026-04`.
    pub release: String,
    /// False where the date lies outside the dates of `release`: the text is then that of another year.
    pub release_in_force: bool,
}

/// The instructional notes of the Tabular List (ICD-10-CM Official Guidelines, section I.A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NoteKind {
    Includes,
    Excludes1,
    Excludes2,
    CodeFirst,
    UseAdditional,
    CodeAlso,
    /// A plain "Note".
    Note,
    /// The sentence that introduces the 7th characters.
    SeventhCharacter,
    /// The codes that are valid in the place of this one (HCPCS cross-reference).
    ReplacedBy,
}

impl NoteKind {
    pub(crate) const ALL: [Self; 9] = [
        Self::Includes,
        Self::Excludes1,
        Self::Excludes2,
        Self::CodeFirst,
        Self::UseAdditional,
        Self::CodeAlso,
        Self::Note,
        Self::SeventhCharacter,
        Self::ReplacedBy,
    ];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Includes => "includes",
            Self::Excludes1 => "excludes1",
            Self::Excludes2 => "excludes2",
            Self::CodeFirst => "code_first",
            Self::UseAdditional => "use_additional",
            Self::CodeAlso => "code_also",
            Self::Note => "note",
            Self::SeventhCharacter => "seventh_character",
            Self::ReplacedBy => "replaced_by",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// One instructional note, with the place in the book where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub kind: NoteKind,
    /// The lines of the note as published; where the first ends in a colon, the others are its items.
    pub lines: Vec<String>,
    /// The display form of the row that the note stands at: `E11`, `E08-E13`, `4`.
    pub origin: String,
    pub origin_title: Option<String>,
    pub origin_kind: CodeKind,
    /// False where the note stands at the code itself.
    pub inherited: bool,
}

/// A condition for which the code is to be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InclusionTerm {
    pub text: String,
    /// The display form of the row that the term stands at.
    pub origin: String,
    /// True for a code with a 7th character: the term stands at the code without it.
    pub inherited: bool,
}

/// One 7th character with its published meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeventhCharacter {
    /// One character.
    pub character: String,
    pub meaning: String,
    /// Further wordings printed under the meaning.
    pub also: Vec<String>,
    /// The display form of the row that defines it: `S72`.
    pub origin: String,
    pub origin_title: Option<String>,
}

macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What the Medicare Code Editor (CMS, Definitions of Medicare Code Edits) or, of HCPCS, its coverage code says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
        #[serde(rename_all = "camelCase")]
        pub enum CodeAttribute {
            $($(#[$doc])* $variant,)*
        }

        impl CodeAttribute {
            /// The word in the Code Editor's master table.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The attribute with this [`word`](Self::word).
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

attributes! {
    /// Age 0 years.
    Newborn = "newborn",
    /// Age 0 to 17 years.
    Pediatric = "pediatric",
    /// Age 9 to 64 years.
    Maternity = "maternity",
    /// Age 15 years and more.
    Adult = "adult",
    Female = "female",
    Male = "male",
    /// Never the principal diagnosis: describes the manifestation of another disease.
    Manifestation = "manifestation",
    /// Not acceptable as principal diagnosis.
    UnacceptablePrincipal = "unacceptable",
    /// Acceptable as principal diagnosis only with a secondary diagnosis.
    RequiresSecondary = "reqsdx",
    /// An external cause, never the principal diagnosis.
    ExternalCause = "ecodepdx",
    /// Listed by the unspecified code edit.
    Unspecified = "unspecified",
    QuestionableAdmission = "qadm",
    /// Outcome of delivery.
    DeliveryOutcome = "delout",
    DiabetesType1 = "diabtypeI",
    /// A wrong procedure was performed.
    WrongProcedure = "wrngproc",
    ClinicalTrial = "clintrial",
    /// Non-covered procedure list 6.
    NonCovered6 = "ncov6",
    /// Non-covered procedure list 7.
    NonCovered7 = "ncov7",
    /// Non-covered with Z30.2, encounter for sterilization.
    NonCoveredSterilization = "ncov_z302",
    /// A non-covered procedure.
    NonCovered = "noncovered",
    /// Non-covered procedure list 4 or 5.
    NonCovered45 = "ncov45",
    /// Non-covered procedure list 12, which depends on the age of 60.
    NonCoveredByAge = "ncov12agele60",
    /// A procedure of limited coverage.
    LimitedCoverage = "lcov",
    /// Limited coverage, artificial heart, first of its pair.
    LimitedArtificialHeartA = "lcov_artheartxpa",
    /// Limited coverage, artificial heart, second of its pair.
    LimitedArtificialHeartB = "lcov_artheartxpb",
    /// Ventilation of more than 96 consecutive hours, which needs a stay of four days or more.
    LengthOfStay = "los",
    VaginalDelivery = "vagdel",
    CaesareanSection = "csect",
    KidneyTransplant = "kidneyxp",
    /// HCPCS coverage code C: the Medicare contractor decides.
    ContractorDiscretion = "cov_c",
    /// HCPCS coverage code D: special coverage instructions apply.
    SpecialCoverage = "cov_d",
    /// HCPCS coverage code I: not payable by Medicare.
    NotPayable = "cov_i",
    /// HCPCS coverage code M: not covered by Medicare.
    NotCovered = "cov_m",
    /// HCPCS coverage code S: not covered by Medicare by statute.
    NotCoveredByStatute = "cov_s",
}
