use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Address, Attachment, Contract, Coverage, EpsdtReferral, Provider, Repricing, Sex, SpinalManipulation,
    SupportingForm,
};

/// What a professional claim says of an encounter beyond what the coder decides: the subscriber, other payers, and what
/// some services alone need. Source: ASC X12N 005010X222A1, loops 2000B, 2000C, 2300 and 2320.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ClaimDetails {
    pub patient_address: Address,
    pub patient_suffix: String,
    pub patient_death_date: Option<Date>,
    /// Pounds; for durable medical equipment and drugs.
    pub patient_weight: Option<Decimal>,
    pub pregnant: bool,
    /// Which of its payers this claim goes to; the others are told of on it.
    pub bill_to: PayerOrder,
    pub primary: PayerDetails,
    pub secondary: PayerDetails,
    pub tertiary_payer: Option<Coverage>,
    pub tertiary: PayerDetails,
    /// US dollars that the patient has paid for these services.
    pub patient_amount_paid: Option<Decimal>,
    pub referral_number: String,
    /// Why the claim comes late: 1 to 11 or 15 (data element 1514).
    pub delay_reason: String,
    /// The patient consented to the release of what a federal statute protects; otherwise the practice has a signed
    /// statement.
    pub informed_consent: bool,
    /// 02, 03, 05 or 09 (data element 1366).
    pub special_program: String,
    pub note: Option<ClaimNote>,
    /// Certificate of the laboratory under the Clinical Laboratory Improvement Amendments.
    pub clia: String,
    pub mammography_certification: String,
    pub investigational_device: String,
    /// The number that a clearinghouse gave the claim.
    pub trace_number: String,
    pub supervising_provider: Option<Provider>,
    /// The surgical procedure to which anesthesia was given.
    pub anesthesia_procedure: String,
    pub condition_codes: Vec<String>,
    pub dates: ClaimDates,
    pub ambulance: Option<Ambulance>,
    pub homebound: bool,
    /// At most ten.
    pub attachments: Vec<Attachment>,
    pub contract: Option<Contract>,
    /// What a state asks for in its own format (`K3`): at most ten, of at most 80 characters.
    pub state_information: Vec<String>,
    pub spinal_manipulation: Option<SpinalManipulation>,
    pub epsdt_referral: Option<EpsdtReferral>,
    pub repricing: Option<Repricing>,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum PayerOrder {
    #[default]
    Primary,
    Secondary,
    Tertiary,
}

/// What one payer knows of the patient beyond the member number, and what it has decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PayerDetails {
    pub group_number: String,
    pub group_name: String,
    /// Why Medicare is not primary: 12 to 16, 41 to 43 or 47 (data element 1336).
    pub insurance_type: String,
    pub relationship: Relationship,
    /// The person whose insurance it is, where that is not the patient.
    pub subscriber: Option<Subscriber>,
    /// The payer's number of this claim.
    pub claim_number: String,
    /// The provider signed for the patient, who was not there (data element 1351, P).
    pub provider_signed: bool,
    /// Of a payer that the claim does not go to: whether the release of information to it is by informed consent, where that
    /// is not as the claim says.
    pub informed_consent: Option<bool>,
    pub adjudication: Option<Adjudication>,
}

/// What the patient is to the subscriber (data element 1069).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    #[default]
    Myself,
    Spouse,
    Child,
    Employee,
    Unknown,
    OrganDonor,
    CadaverDonor,
    LifePartner,
    Other,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Subscriber {
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub suffix: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub address: Address,
}

/// What a payer that came before paid for the whole claim. Amounts are US dollars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Adjudication {
    pub paid: Decimal,
    pub non_covered: Option<Decimal>,
    pub patient_liability: Option<Decimal>,
    /// Of the remittance, where the lines do not say it.
    pub date: Option<Date>,
    pub adjustments: Vec<Adjustment>,
}

/// What a payer that came before paid for one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LineAdjudication {
    pub payer: PayerOrder,
    pub paid: Decimal,
    pub units: Decimal,
    pub date: Option<Date>,
    pub patient_liability: Option<Decimal>,
    pub adjustments: Vec<Adjustment>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Adjustment {
    /// CO, CR, OA, PI or PR (data element 1033).
    pub group: String,
    /// Claim Adjustment Reason Code.
    pub reason: String,
    pub amount: Decimal,
    pub quantity: Option<Decimal>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ClaimNote {
    /// ADD, CER, DCP, DGN or TPO (data element 363).
    pub kind: String,
    /// At most 80 characters.
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ClaimDates {
    pub onset: Option<Date>,
    pub initial_treatment: Option<Date>,
    pub last_seen: Option<Date>,
    pub acute_manifestation: Option<Date>,
    pub last_menstrual_period: Option<Date>,
    pub last_x_ray: Option<Date>,
    pub prescription: Option<Date>,
    pub disability_from: Option<Date>,
    pub disability_to: Option<Date>,
    pub last_worked: Option<Date>,
    pub return_to_work: Option<Date>,
    pub admission: Option<Date>,
    pub discharge: Option<Date>,
    pub assumed_care: Option<Date>,
    pub relinquished_care: Option<Date>,
    pub first_contact: Option<Date>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Ambulance {
    /// A to E (data element 1317).
    pub reason: String,
    pub miles: Decimal,
    pub round_trip_purpose: String,
    pub stretcher_purpose: String,
    pub pick_up: Address,
    pub drop_off_name: String,
    pub drop_off: Address,
    pub certifications: Vec<Certification>,
}

/// Conditions that apply, or that do not (data element 1321).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Certification {
    pub applies: bool,
    /// One to five codes of two characters.
    pub conditions: Vec<String>,
}

/// What some service lines alone need (loop 2400 and those below it).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LineDetails {
    /// Minutes of anesthesia; they take the place of units.
    pub anesthesia_minutes: Option<Decimal>,
    pub description: String,
    pub emergency: bool,
    pub epsdt: bool,
    pub family_planning: bool,
    /// How much of the drug was given, in `ndc_unit`: F2, GR, ME, ML or UN.
    pub ndc_quantity: Option<Decimal>,
    pub ndc_unit: String,
    pub prescription_number: String,
    pub control_number: String,
    pub note: Option<ClaimNote>,
    pub prior_authorization: String,
    pub referral_number: String,
    pub clia: String,
    pub referring_clia: String,
    pub mammography_certification: String,
    pub immunization_batch: String,
    pub sales_tax: Option<Decimal>,
    pub postage: Option<Decimal>,
    pub ambulance_patients: Option<Decimal>,
    pub obstetric_anesthesia_units: Option<Decimal>,
    pub dates: LineDates,
    pub equipment: Option<Equipment>,
    pub test_results: Vec<TestResult>,
    pub ordering_provider: Option<Provider>,
    pub supervising_provider: Option<Provider>,
    pub referring_provider: Option<Provider>,
    /// Name of a facility of the practice's set-up, where it is not the encounter's.
    pub facility: String,
    pub adjudications: Vec<LineAdjudication>,
    /// At most ten.
    pub attachments: Vec<Attachment>,
    pub contract: Option<Contract>,
    /// At most ten, of at most 80 characters.
    pub state_information: Vec<String>,
    pub repricing: Option<Repricing>,
    pub forms: Vec<SupportingForm>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LineDates {
    pub prescription: Option<Date>,
    pub recertification: Option<Date>,
    pub begin_therapy: Option<Date>,
    pub last_certification: Option<Date>,
    pub last_seen: Option<Date>,
    pub shipped: Option<Date>,
    pub last_x_ray: Option<Date>,
    pub initial_treatment: Option<Date>,
}

/// Durable medical equipment and its certificate of medical necessity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Equipment {
    /// How the certificate is sent: AB, AD, AF, AG or NS (data element 756); empty where there is none.
    pub certificate_transmission: String,
    /// I, R or S (data element 1322); empty where there is no certification.
    pub certification: String,
    pub certified_months: Decimal,
    /// Days of medical necessity, with the prices and how often rent is due (1, 4 or 6).
    pub necessity_days: Option<Decimal>,
    pub rental_price: Decimal,
    pub purchase_price: Decimal,
    pub rental_unit: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TestResult {
    /// OG or TR (data element 737).
    pub reference: String,
    /// HT, R1, R2, R3 or R4 (data element 738).
    pub kind: String,
    pub value: Decimal,
}
