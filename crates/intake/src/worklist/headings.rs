//! What a heading says that its column is, by the words that systems of practices use. The table is ours.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::field::WorklistField::{self, *};

/// The words of a heading, in one form each.
struct Words {
    words: Vec<&'static str>,
    /// The number in it: `Dx 2`, `Ins 2 ID`.
    ordinal: Option<u32>,
    /// How many words were not known.
    others: usize,
    /// As they stand, lower case.
    raw: Vec<String>,
}

/// Spellings of one word, with blanks between them. The first is that by which rules call it.
const SPELLINGS: &[&str] = &[
    "patient pat pt ptnt client resident",
    "number no nbr num nr id identifier nmbr",
    "record mrn chart medrec mr rec mrno medical med pid patid",
    "birth dob birthdate birthday born bdate bday",
    "sex gender",
    "date dt day dates datetime dttm",
    "service svc serv services dos",
    "from start begin beginning first frm",
    "to thru through end last",
    "admission admit adm admitted admissiondate admitdate arrival",
    "discharge disch dc discharged dischargedate",
    "name names nm",
    "surname lname lastname family",
    "given fname firstname forename",
    "middle mi mname middlename initial",
    "suffix generation",
    "provider prov doctor dr physician phys clinician md practitioner surgeon doc",
    "rendering rend render rendered attending att servicing treating performing resource seen",
    "referring ref refer referred referral refprov",
    "other billing pcp supervising ordering primarycare scheduling operating admitting consulting previous next",
    "npi",
    "diagnosis dx diag diagnoses icd dxs diags",
    "procedure cpt hcpcs proc procedures px hcpc procs",
    "modifier mod modifiers mods",
    "code codes cd",
    "pointer ptr pointers ptrs point",
    "units unit qty quantity uos",
    "charge charges amount amt fee fees price chg chgs billed",
    "paid payment payments balance bal adjustment adj copay due allowed deductible coinsurance expected cost outstanding pmt",
    "payer payor insurance ins insurer carrier coverage plan insco",
    "member subscriber policy insured cert certificate medicare medicaid mbi hic beneficiary",
    "group grp",
    "authorization auth authorisation precert precertification preauth priorauth",
    "secondary second sec 2nd ins2",
    "tertiary third 3rd",
    "primary prim pri 1st main principal prior",
    "visit encounter enc csn fin har appointment appt claim ticket voucher superbill episode encntr visits vst contact stay event invoice apt",
    "account acct acc accnt acnt accountnumber acctno control pcn",
    "place pos",
    "facility location loc site clinic dept department office hospital practice servicelocation",
    "financial fc finclass",
    "class category",
    "street address addr add addr1 address1",
    "street2 addr2 address2 apartment suite",
    "city town",
    "state st province",
    "zip zipcode postal postcode zip5",
    "note notes documentation dictation narrative transcription impression hpi",
    "title kind type",
    "text body content contents",
    "description desc descr definition",
    "of the and or for at in on by cm pcs 10 full line item level ii legal seq with is a value mailing home current assigned calendar detail time tm",
];

/// Words by which a heading is of something that an encounter has no place for, whatever else it says.
const ELSEWHERE: &[&str] = &[
    "guarantor guar emergency employer mother father spouse parent pharmacy email phone mobile cell fax",
    "ssn social race ethnicity language status age created modified updated user reason duration length",
    "count comment comments relationship relation weight country county marital religion drg poa ndc",
    "taxonomy tax username coder biller queue priority days preferred alias maiden link url version",
    "signed posted received entered entry due bill disposition responsible contactname telephone tel file",
    "batch post death deceased scheduled",
];

/// What is meant by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    /// As rules call it.
    Word(&'static str),
    Elsewhere,
}

static MEANT: LazyLock<HashMap<&'static str, Meant>> = LazyLock::new(|| {
    let elsewhere = ELSEWHERE.iter().flat_map(|words| words.split(' ')).map(|word| (word, Meant::Elsewhere));
    let known = SPELLINGS.iter().flat_map(|words| {
        let first = words.split(' ').next().unwrap_or_default();
        words.split(' ').map(move |word| (word, Meant::Word(first)))
    });
    // Of a word in two lists the first counts, and one of something else whatever it also means.
    known.collect::<Vec<_>>().into_iter().rev().chain(elsewhere).collect()
});

/// Longer than any heading, in bytes.
const MOST_HEADING: usize = 120;

/// What a column of this heading is; `None` where nothing tells.
pub(super) fn field_of(heading: &str) -> Option<WorklistField> {
    if heading.len() > MOST_HEADING {
        return None;
    }
    if is_status_of_visit(heading) {
        return Some(VisitStatus);
    }
    let told = Words::of(heading)?;
    let has = |word: &str| told.words.contains(&word);
    let any = |words: &[&str]| words.iter().any(|word| has(word));
    let is_second = has("secondary") || (told.ordinal == Some(2) && any(&["payer", "member", "group"]));
    let is_third =
        has("tertiary") || (told.ordinal.is_some_and(|n| n > 2) && any(&["payer", "member", "group"]));
    if any(&["paid"]) || is_third {
        return None;
    }
    if has("npi") {
        return match (has("referring"), any(&["other", "facility", "group", "payer"])) {
            (true, _) => Some(ReferringNpi),
            (false, false) => Some(RenderingNpi),
            (false, true) => None,
        };
    }
    if has("pointer") {
        return Some(DiagnosisPointer);
    }
    if has("modifier") {
        return Some(Modifier);
    }
    if has("diagnosis") && !any(&["procedure", "date", "title"]) {
        return (!any(&["description", "other"])).then_some(Diagnosis);
    }
    if has("procedure") || (has("charge") && has("code")) {
        return match any(&["description", "date", "title", "text"]) || (has("name") && !has("code")) {
            true => None,
            false => Some(Procedure),
        };
    }
    if has("units") && !any(&["record", "date"]) {
        return Some(Units);
    }
    if has("charge") {
        return match (has("number"), has("date"), any(&["description", "title", "class"])) {
            (true, ..) => Some(ChargeNumber),
            (_, true, _) => Some(ServiceFrom),
            (.., true) => None,
            _ => Some(Charge),
        };
    }
    if has("sex") {
        return (!any(&["payer", "member"])).then_some(Sex);
    }
    if has("birth") {
        return (!any(&["place", "city", "state", "payer", "member", "sex"])).then_some(BirthDate);
    }
    if has("financial") || (told.says("fin") && has("class")) {
        return Some(FinancialClass);
    }
    if any(&["payer", "member", "authorization"]) || (has("group") && has("number")) {
        return payer(&told, is_second, heading);
    }
    if has("place") && told.others == 0 && !any(&["birth", "date", "description", "name"]) {
        return Some(PlaceOfService);
    }
    if has("provider") || has("rendering") || (has("referring") && !has("date")) {
        return match any(&[
            "other", "number", "date", "title", "street", "city", "state", "zip", "group", "facility",
            "visit",
        ]) {
            true => None,
            false if has("referring") => Some(ReferringProvider),
            false => Some(RenderingProvider),
        };
    }
    if any(&["note", "text"]) && !any(&["number", "visit"]) {
        return match (any(&["title"]), any(&["date", "name", "code"])) {
            (true, _) => Some(NoteTitle),
            (false, true) => None,
            (false, false) => Some(NoteText),
        };
    }
    let may_be_day =
        any(&["date", "service", "admission", "discharge"]) || (has("visit") && any(&["from", "to"]));
    if may_be_day && let Some(day) = day(&told) {
        return Some(day);
    }
    numbers_and_names(&told)
}

/// Not that of a claim or of a patient.
fn is_status_of_visit(heading: &str) -> bool {
    const OF_VISIT: &str = "visit appt appointment encounter enc status";
    let words = split(heading);
    words.iter().any(|word| word == "status") && words.iter().all(|word| is_among(word, OF_VISIT))
}

fn payer(told: &Words, is_second: bool, heading: &str) -> Option<WorklistField> {
    let has = |word: &str| told.words.contains(&word);
    let any = |words: &[&str]| words.iter().any(|word| has(word));
    if any(&[
        "date",
        "birth",
        "sex",
        "street",
        "city",
        "state",
        "zip",
        "title",
        "provider",
        "description",
        "from",
        "to",
    ]) {
        return None;
    }
    if has("authorization") {
        return Some(PriorAuthorization);
    }
    if has("group") {
        let field = if is_second { SecondaryGroupNumber } else { PrimaryGroupNumber };
        return (!has("name") || has("number")).then_some(field);
    }
    if any(&["surname", "given", "middle"]) {
        return None;
    }
    if has("member") {
        let field = if is_second { SecondaryMemberId } else { PrimaryMemberId };
        return (!has("name")).then_some(field);
    }
    let field = if is_second { SecondaryPayer } else { PrimaryPayer };
    // An insurance's number is the member's with it; a payer's is its own.
    let heading = heading.to_lowercase();
    let of_payer = ["payer", "payor", "carrier"].into_iter().any(|word| heading.contains(word));
    match (has("number") || has("code"), of_payer) {
        (false, _) => Some(field),
        (true, true) => None,
        (true, false) if has("code") => None,
        (true, false) => Some(if is_second { SecondaryMemberId } else { PrimaryMemberId }),
    }
}

/// The days of the visit.
fn day(told: &Words) -> Option<WorklistField> {
    let has = |word: &str| told.words.contains(&word);
    let any = |words: &[&str]| words.iter().any(|word| has(word));
    if any(&[
        "place",
        "facility",
        "class",
        "title",
        "description",
        "name",
        "code",
        "number",
        "provider",
        "state",
        "record",
    ]) {
        return None;
    }
    if has("visit") && (told.says("last") || told.says("first")) {
        return None;
    }
    if has("discharge") {
        return Some(ServiceTo);
    }
    let is_day = any(&["date", "admission"]) || told.says("dos") || any(&["from", "to"]);
    match (is_day && told.others == 0, has("to") && !has("from")) {
        (false, _) => None,
        (true, true) => Some(ServiceTo),
        (true, false) => Some(ServiceFrom),
    }
}

fn numbers_and_names(told: &Words) -> Option<WorklistField> {
    let has = |word: &str| told.words.contains(&word);
    let any = |words: &[&str]| words.iter().any(|word| has(word));
    let is_plain = !any(&["date", "title", "class", "description", "code", "charge", "text", "provider"]);
    let is_of_another = has("other") || told.says("last") || told.says("first");
    if any(&["visit", "account"]) && is_plain && !any(&["name", "facility"]) && told.others == 0 {
        if is_of_another {
            return None;
        }
        return Some(if has("visit") { VisitNumber } else { AccountNumber });
    }
    if has("record") && is_plain && !has("name") && told.others == 0 {
        return Some(RecordNumber);
    }
    if has("facility") && is_plain && !any(&["number", "street", "city", "state", "zip"]) {
        return Some(Facility);
    }
    if told.others > 0 || any(&["facility", "other", "group"]) {
        return None;
    }
    let is_alone = told.words.len() == 1;
    let named = |word: &str| told.says(word) && (any(&["name", "patient", "from", "to"]) || is_alone);
    let (last, first) = (has("surname") || named("last"), has("given") || named("first"));
    match () {
        // `Patient Name (Last, First)`.
        () if last && first => Some(PatientName),
        () if last => Some(LastName),
        () if first => Some(FirstName),
        () if has("middle") => Some(MiddleName),
        () if has("suffix") => Some(Suffix),
        () if has("street2") || (has("street") && told.ordinal == Some(2)) => Some(AddressLine2),
        () if has("street") => Some(AddressLine1),
        () if has("city") => Some(City),
        () if has("state") => Some(State),
        () if has("zip") => Some(Zip),
        () if has("patient") && has("number") => Some(RecordNumber),
        () if any(&["patient", "name"]) && is_plain => Some(PatientName),
        () => None,
    }
}

impl Words {
    /// `None` where the heading is of something else altogether.
    fn of(heading: &str) -> Option<Self> {
        let raw = split(heading);
        let mut told = Self { words: Vec::new(), ordinal: None, others: 0, raw: Vec::new() };
        let is_time_of_day = |word: &String| matches!(word.as_str(), "time" | "tm" | "hour");
        if raw.iter().any(is_time_of_day) && !raw.iter().any(|word| matches!(word.as_str(), "date" | "dt")) {
            return None;
        }
        for (at, word) in raw.iter().enumerate() {
            let meant = MEANT.get(word.as_str());
            if meant == Some(&Meant::Elsewhere) {
                return None;
            }
            let number = word.parse::<u32>().ok().filter(|_| at > 0);
            match (meant, number) {
                (_, Some(number)) if word != "10" => told.ordinal = Some(number),
                (Some(Meant::Word(word)), _) => told.words.push(word),
                (Some(Meant::Elsewhere) | None, _) => told.others += 1,
            }
        }
        told.raw = raw;
        (!told.words.is_empty()).then_some(told)
    }

    fn says(&self, word: &str) -> bool {
        self.raw.iter().any(|raw| raw == word)
    }
}

fn is_among(word: &str, words: &str) -> bool {
    words.split(' ').any(|each| each == word)
}

/// `PatientLastName`, `pat_last_nm`, `Dx1` and `Acct #` in words, lower case.
fn split(heading: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(heading.len() + 8);
    let (mut before, mut run) = (' ', 0);
    for c in heading.chars() {
        // `D.O.B.` is one word.
        if c == '.' && run == 1 {
            run = 0;
            before = c;
            continue;
        }
        run = if c.is_alphabetic() { run + 1 } else { 0 };
        let begins = (c.is_uppercase() && before.is_lowercase())
            || (c.is_ascii_digit() && before.is_alphabetic())
            || (c.is_alphabetic() && before.is_ascii_digit());
        if begins {
            spaced.push(' ');
        }
        match c {
            '#' => spaced.push_str(" number "),
            c if c.is_alphanumeric() => spaced.extend(c.to_lowercase()),
            // Apostrophes within a word: `Patient's`.
            '\'' | '\u{2019}' => {}
            _ => spaced.push(' '),
        }
        before = c;
    }
    let words = spaced.split_whitespace();
    let words: Vec<&str> = words.map(|word| if word == "patients" { "patient" } else { word }).collect();
    // `Address 2` and `2nd Ins` were parted from their numbers.
    let mut joined: Vec<String> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(last) if last == "2" && matches!(word, "nd") => *last = "secondary".to_owned(),
            Some(last) if last == "1" && matches!(word, "st") => *last = "primary".to_owned(),
            Some(last) if last == "3" && matches!(word, "rd") => *last = "tertiary".to_owned(),
            _ => joined.push(word.to_owned()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_as_systems_write_them() {
        let table: &[(Option<WorklistField>, &str)] = &[
            (Some(RecordNumber), "MRN|MRN #|Med Rec #|Medical Record Number|Chart #|chart_no|PatientID"),
            (Some(RecordNumber), "Patient ID|Pt ID|Patient #|PAT_MRN_ID|Patient MRN"),
            (Some(PatientName), "Patient|Patient Name|Name|Pt Name|PAT_NAME|Patient's Name"),
            (Some(PatientName), "Patient Name (Last, First)|Last, First|Client Name|Patient Full Name"),
            (Some(LastName), "Last Name|LastName|Last|LName|Patient Last Name|PT_LAST|Surname|Pat Last Nm"),
            (Some(FirstName), "First Name|FirstName|First|FName|PatientFirst|Given Name"),
            (Some(MiddleName), "MI|Middle Initial|Middle Name|Patient Middle"),
            (Some(BirthDate), "DOB|D.O.B.|Date of Birth|Birth Date|BirthDate|Patient DOB|Pt. DOB|birth_dt"),
            (Some(Sex), "Sex|Gender|Pt Sex|Legal Sex|Birth Sex"),
            (Some(AddressLine1), "Address|Address 1|Street|Addr1|Patient Address"),
            (Some(AddressLine2), "Address 2|Address Line 2|addr2"),
            (Some(City), "City|Patient City"),
            (Some(State), "State|ST"),
            (Some(Zip), "Zip|Zip Code|Postal Code"),
            (Some(VisitNumber), "Visit #|Visit Number|Encounter ID|Enc #|CSN|HAR|FIN|FIN #|Claim #|Claim ID"),
            (Some(VisitNumber), "Appt ID|encounter_id|Visit"),
            (Some(AccountNumber), "Account #|Acct|Acct No|Acct #|Patient Account Number|AccountNumber"),
            (Some(AccountNumber), "Patient Control Number"),
            (Some(ServiceFrom), "DOS|Date of Service|Service Date|Svc Dt|Date|Visit Date|Appt Date"),
            (Some(ServiceFrom), "Appointment Date/Time|Encounter Date|DOS From|From DOS|From Date"),
            (Some(ServiceFrom), "Service From|Admit Date|Admission Dt|serviceDate|Charge Date"),
            (Some(ServiceTo), "DOS To|To Date|Service To|Thru Date|Discharge Date|Disch Dt|End Date"),
            (Some(VisitStatus), "Status|Appt Status|Visit Status|Appointment Status"),
            (Some(PlaceOfService), "POS|Place of Service|POS Code|Place Of Svc"),
            (Some(Facility), "Facility|Facility Name|Location|Department|Clinic|Service Location"),
            (Some(FinancialClass), "Financial Class|Fin Class|FC"),
            (Some(PrimaryPayer), "Payer|Payor|Insurance|Primary Insurance|Ins 1|Primary Payer Name|Carrier"),
            (Some(PrimaryPayer), "Insurance Plan|Plan Name"),
            (Some(PrimaryMemberId), "Member ID|Subscriber ID|Policy #|Insurance ID|Policy Number"),
            (Some(PrimaryMemberId), "Primary Policy No|Member #|MBI"),
            (Some(PrimaryGroupNumber), "Group #|Group Number|Primary Group No|Ins Group"),
            (
                Some(PriorAuthorization),
                "Auth #|Prior Auth|Prior Authorization Number|Authorization|Precert #",
            ),
            (Some(SecondaryPayer), "Secondary Insurance|Ins 2|2nd Ins|Secondary Payer|Insurance 2"),
            (Some(SecondaryMemberId), "Secondary Policy #|Secondary Member ID|Ins 2 ID"),
            (Some(RenderingProvider), "Provider|Rendering Provider|Rendering|Doctor|Attending Physician"),
            (Some(RenderingProvider), "Provider Name|Resource|Dr|Rend Prov"),
            (Some(RenderingNpi), "NPI|Provider NPI|Rendering NPI|Rendering Provider NPI"),
            (Some(ReferringProvider), "Referring Provider|Ref Prov|Referring Physician|Referring"),
            (Some(ReferringNpi), "Referring NPI|Ref Provider NPI"),
            (Some(Diagnosis), "Dx|Dx1|Dx 2|Diagnosis|Diagnosis Code|ICD-10|ICD10|ICD-10-CM Code|Diag Codes"),
            (Some(Diagnosis), "Primary Dx|Diagnosis 1|dx_code_3"),
            (Some(Procedure), "CPT|CPT Code|CPT1|Procedure|Procedure Code|Proc|HCPCS|CPT/HCPCS|Charge Code"),
            (Some(Procedure), "px_code"),
            (Some(Modifier), "Mod|Mod1|Modifier|Modifiers|Mod 2|CPT Modifier"),
            (Some(Units), "Units|Qty|Quantity|Service Units"),
            (Some(Charge), "Charge|Charges|Charge Amount|Amount|Fee|Total Charges|Billed Amt"),
            (Some(DiagnosisPointer), "Dx Pointer|Diagnosis Pointers|Ptr|Dx Ptr"),
            (Some(ChargeNumber), "Charge ID|Charge #"),
            (Some(NoteTitle), "Note Type|Note Title"),
            (Some(NoteText), "Note|Notes|Progress Note|Note Text|Documentation|Clinical Notes"),
            (None, "|SSN|Phone|Home Phone|Email|Age|Claim Status|Marital Status|Visit Type|Appt Time"),
            (None, "Reason|Chief Complaint|PCP|Billing NPI|Facility NPI|Guarantor Name"),
            (None, "Subscriber Name|Insured DOB|Payer ID|Balance|Ins Balance|Paid Amount"),
            (None, "Dx Description|CPT Description|Admitting Diagnosis|Last Visit|Next Appt"),
            (None, "Created Date|DRG|POA|Copay|Discharge Disposition|Race|Tertiary Insurance"),
            (None, "Ins 3|Provider ID|Date Billed Bill|Coder|Days in A/R|Unbilled Reason"),
            (None, "Patient Class|Note Date|Group Name"),
        ];
        let wrong: Vec<String> = table
            .iter()
            .flat_map(|(field, headings)| headings.split('|').map(move |heading| (*field, heading)))
            .filter(|(field, heading)| field_of(heading) != *field)
            .map(|(field, heading)| format!("{heading}: {:?}, not {field:?}", field_of(heading)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
