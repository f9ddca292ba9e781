use dictionary::DictionaryError;
use encounter::{Amendment, Diagnosis, DiagnosisCode, Encounter, EncounterKind, Place};
use jiff::civil::Date;

use crate::book::Notes;
use crate::{CodeBook, header::ICD10_BEGINS};

/// A diagnosis with what the rules about several of them ask again and again.
pub(crate) struct Coded<'a> {
    pub(crate) diagnosis: &'a Diagnosis,
    pub(crate) index: u32,
    /// The code without its dot.
    pub(crate) bare: String,
    pub(crate) notes: Notes,
}

impl Coded<'_> {
    pub(crate) fn place(&self) -> Place {
        Place::Diagnosis { diagnosis: self.diagnosis.id, index: self.index }
    }

    pub(crate) fn code(&self) -> &str {
        self.diagnosis.code.as_str()
    }

    pub(crate) fn move_to(&self, to: u32) -> Amendment {
        Amendment::MoveDiagnosis { diagnosis: self.diagnosis.id, to }
    }
}

/// The diagnoses of an encounter on the date that decides.
pub(crate) struct Claim<'a> {
    pub(crate) encounter: &'a Encounter,
    pub(crate) on: Date,
    /// Those that the book knows, each code once, in claim order.
    pub(crate) coded: Vec<Coded<'a>>,
}

impl<'a> Claim<'a> {
    /// `None` where no date says which book holds.
    pub(crate) fn read(
        encounter: &'a Encounter,
        book: &(impl CodeBook + ?Sized),
    ) -> Result<Option<Self>, DictionaryError> {
        let Some(on) = encounter.deciding_date().filter(|on| *on >= ICD10_BEGINS) else { return Ok(None) };
        let mut coded: Vec<Coded<'a>> = Vec::with_capacity(encounter.diagnoses.len());
        for (index, diagnosis) in (0..).zip(&encounter.diagnoses) {
            let again = coded.iter().any(|earlier| earlier.diagnosis.code == diagnosis.code);
            if again || !diagnosis.code.is_icd10cm_shape() {
                continue;
            }
            let notes = book.notes(diagnosis.code.as_str(), on)?;
            coded.push(Coded { diagnosis, index, bare: diagnosis.code.undotted(), notes });
        }
        Ok(Some(Self { encounter, on, coded }))
    }

    /// The first-listed diagnosis: the principal one of a facility claim.
    pub(crate) fn first(&self) -> Option<&Coded<'a>> {
        self.coded.first().filter(|coded| coded.index == 0)
    }

    pub(crate) fn is_inpatient(&self) -> bool {
        is_inpatient(self.encounter)
    }

    /// Codes to attach, where the encounter has room for one more.
    pub(crate) fn attach(&self, codes: Vec<String>) -> Vec<Amendment> {
        if !self.encounter.has_room_for_diagnosis() {
            return Vec::new();
        }
        let attach = |code: String| Amendment::AttachDiagnosis {
            code: DiagnosisCode::new(&code),
            evidence: None,
            index_path: None,
            principal: false,
        };
        codes.into_iter().map(attach).collect()
    }
}

/// A hospital's inpatient stay: bill type 11x or 12x (UB-04, FL 4), or where none is given, one that has an admission.
pub(crate) fn is_inpatient(encounter: &Encounter) -> bool {
    let stay = encounter.stay.as_ref().filter(|_| encounter.header.kind == EncounterKind::Facility);
    stay.is_some_and(|stay| match stay.bill_type.trim().trim_start_matches('0') {
        "" => stay.admission.is_some(),
        bill => bill.starts_with("11") || bill.starts_with("12"),
    })
}
