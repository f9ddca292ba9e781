use serde::{Deserialize, Serialize};
use specta::Type;

/// What a column of a worklist can be: only what an encounter has a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WorklistField {
    /// Medical record number.
    RecordNumber,
    /// Whole: `Okafor, Ruth` or `Ruth Okafor`.
    PatientName,
    /// Whole, the last name first and without a comma: `Okafor Ruth`.
    PatientNameLastFirst,
    LastName,
    FirstName,
    MiddleName,
    Suffix,
    BirthDate,
    Sex,
    AddressLine1,
    AddressLine2,
    City,
    State,
    Zip,
    /// Of one visit: all its rows are one encounter, whatever their days.
    VisitNumber,
    /// Of an account that may hold several visits: the rows of one account and day are one encounter.
    AccountNumber,
    ServiceFrom,
    ServiceTo,
    /// Whether it took place: what is not said to be cancelled did, or will.
    VisitStatus,
    PlaceOfService,
    Facility,
    FinancialClass,
    PrimaryPayer,
    PrimaryMemberId,
    PrimaryGroupNumber,
    PriorAuthorization,
    SecondaryPayer,
    SecondaryMemberId,
    SecondaryGroupNumber,
    RenderingProvider,
    RenderingNpi,
    ReferringProvider,
    ReferringNpi,
    /// One or several, as codes or in words.
    Diagnosis,
    /// One or several, with modifiers and units behind them or in columns of their own.
    Procedure,
    Modifier,
    Units,
    /// For all units of the line.
    Charge,
    /// Which of the row's diagnoses a procedure was for: letters A to L or numbers from 1.
    DiagnosisPointer,
    /// The number that the sender gave a line.
    ChargeNumber,
    NoteTitle,
    NoteText,
}

impl WorklistField {
    pub const ALL: [Self; 42] = [
        Self::RecordNumber,
        Self::PatientName,
        Self::PatientNameLastFirst,
        Self::LastName,
        Self::FirstName,
        Self::MiddleName,
        Self::Suffix,
        Self::BirthDate,
        Self::Sex,
        Self::AddressLine1,
        Self::AddressLine2,
        Self::City,
        Self::State,
        Self::Zip,
        Self::VisitNumber,
        Self::AccountNumber,
        Self::ServiceFrom,
        Self::ServiceTo,
        Self::VisitStatus,
        Self::PlaceOfService,
        Self::Facility,
        Self::FinancialClass,
        Self::PrimaryPayer,
        Self::PrimaryMemberId,
        Self::PrimaryGroupNumber,
        Self::PriorAuthorization,
        Self::SecondaryPayer,
        Self::SecondaryMemberId,
        Self::SecondaryGroupNumber,
        Self::RenderingProvider,
        Self::RenderingNpi,
        Self::ReferringProvider,
        Self::ReferringNpi,
        Self::Diagnosis,
        Self::Procedure,
        Self::Modifier,
        Self::Units,
        Self::Charge,
        Self::DiagnosisPointer,
        Self::ChargeNumber,
        Self::NoteTitle,
        Self::NoteText,
    ];

    /// Whether several columns may be it.
    pub const fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Diagnosis
                | Self::Procedure
                | Self::Modifier
                | Self::Units
                | Self::Charge
                | Self::DiagnosisPointer
                | Self::NoteText
        )
    }

    pub const fn is_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::ServiceFrom | Self::ServiceTo)
    }

    /// Whether it says whose row it is.
    pub const fn names_patient(self) -> bool {
        matches!(self, Self::RecordNumber | Self::PatientName | Self::PatientNameLastFirst | Self::LastName)
    }
}
