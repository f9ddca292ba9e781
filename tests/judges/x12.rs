//! The validator of the PyPI package pyx12, on the claims of the sample practice and on drawn ones that together use every
//! loop of the professional claim that Carrel writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use claims::professional::read::{Claims, ReadClaim};
use claims::professional::{Batch, Claim};
use claims::x12::{Interchanges, Part, Stamp};
use claims::{Contact, OtherId, Party, PartyKind, Practice};
use encounter::*;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use workstation::{
    ClaimsExport, Clock, Desk, Places, QueueColumn, QueueFilter, QueueQuery, QueueRequest, QueueSort,
};

const CLAIMS: u32 = 2000;

/// What must stand in the drawn file for it to have used everything: the beginnings of segments.
const USED: &[&str] = &[
    "NM1*87",
    "REF*0B",
    "PER*IC",
    "HL*4*3*23",
    "SBR*P*18",
    "SBR*S*18",
    "SBR*T*",
    "SBR*P**",
    "PAT*19",
    "PAT*****D8",
    "NM1*QC",
    "AMT*F5",
    "REF*9F",
    "REF*G1",
    "REF*F8",
    "REF*X4",
    "REF*EW",
    "REF*LX",
    "REF*D9",
    "REF*EA",
    "NTE*",
    "CR1*",
    "CRC*07*Y",
    "CRC*07*N",
    "CRC*75",
    "HI*ABK",
    "HI*BP",
    "HI*BG",
    "NM1*DN",
    "NM1*82",
    "PRV*PE",
    "NM1*77",
    "NM1*DQ",
    "NM1*PW",
    "NM1*45",
    "CAS*",
    "AMT*D",
    "AMT*EAF",
    "OI*",
    "SVD*",
    "DTP*573",
    "SV5*",
    "PWK*CT",
    "CR3*",
    "DTP*463",
    "DTP*461",
    "DTP*471",
    "DTP*431",
    "DTP*454",
    "DTP*304",
    "DTP*453",
    "DTP*439",
    "DTP*484",
    "DTP*455",
    "DTP*314",
    "DTP*360",
    "DTP*297",
    "DTP*296",
    "DTP*435",
    "DTP*096",
    "DTP*090",
    "DTP*091",
    "DTP*444",
    "DTP*472*RD8",
    "DTP*607",
    "DTP*011",
    "QTY*PT",
    "QTY*FL",
    "MEA*TR",
    "REF*6R",
    "REF*F4",
    "REF*BT",
    "AMT*T",
    "AMT*F4",
    "LIN**N4",
    "CTP*",
    "REF*XZ",
    "NM1*DK",
    "LX*50",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Numbers that are the same every time (xorshift).
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    fn some(&mut self, percent: u64, of: &[&str]) -> String {
        if self.is(percent) { self.one(of).to_owned() } else { String::new() }
    }

    fn cents(&mut self, most: u64) -> Decimal {
        Decimal::new(self.below(most) as i64 + 1, 2)
    }

    fn day(&mut self) -> Date {
        date(2026, self.below(12) as i8 + 1, self.below(28) as i8 + 1)
    }

    fn perhaps(&mut self, percent: u64) -> Option<Date> {
        self.is(percent).then(|| self.day())
    }

    fn number(&mut self, percent: u64) -> String {
        if self.is(percent) { format!("N{}", self.below(1_000_000)) } else { String::new() }
    }
}

fn set_up() -> Practice {
    let file = root().join("assets/sample-practice/set-up/claims.json");
    let mut practice: Practice = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    practice.billing.other_ids = vec![OtherId { kind: "0B".into(), value: "MD12345".into() }];
    practice.payers[0].billing_provider_number = "77001".into();
    practice.payers[1].address = practice.billing.address.clone();
    practice.providers = vec![Party {
        kind: PartyKind::Person,
        name: "de la Cruz".into(),
        first_name: "Ana".into(),
        suffix: "Jr".into(),
        npi: "1234567893".into(),
        taxonomy: "207X00000X".into(),
        address: practice.billing.address.clone(),
        contact: Contact { name: "Desk".into(), phone: "4105550123".into(), ..Contact::default() },
        other_ids: vec![OtherId { kind: "G2".into(), value: "P55".into() }],
        ..Party::default()
    }];
    practice
}

fn address(draw: &mut Draw) -> Address {
    Address {
        line1: format!("{} {} St", draw.below(999) + 1, draw.one(&["Elm", "Peña", "Fir"])),
        line2: draw.some(20, &["Apt 4", "Suite 100"]),
        city: "Baltimore".into(),
        state: draw.one(&["MD", "VA", "PA"]).into(),
        zip: draw.one(&["21201", "212010001"]).into(),
        ..Address::default()
    }
}

fn provider(draw: &mut Draw) -> Provider {
    match draw.below(3) {
        0 => Provider { name: "Ana de la Cruz".into(), npi: "1234567893".into(), taxonomy: String::new() },
        1 => {
            Provider { name: "Maya Lindqvist, MD".into(), npi: String::new(), taxonomy: "207Q00000X".into() }
        }
        _ => Provider { name: "Carl J. Wieczorek, DO".into(), npi: String::new(), taxonomy: String::new() },
    }
}

fn claim_dates(draw: &mut Draw) -> ClaimDates {
    let mut day = || draw.perhaps(10);
    ClaimDates {
        onset: day(),
        initial_treatment: day(),
        last_seen: day(),
        acute_manifestation: day(),
        last_menstrual_period: day(),
        last_x_ray: day(),
        prescription: day(),
        disability_from: day(),
        disability_to: day(),
        last_worked: day(),
        return_to_work: day(),
        admission: day(),
        discharge: day(),
        assumed_care: day(),
        relinquished_care: day(),
        first_contact: day(),
    }
}

fn details(draw: &mut Draw) -> ClaimDetails {
    let note = |draw: &mut Draw| ClaimNote {
        kind: draw.one(&["ADD", "CER", "DCP", "DGN", "TPO"]).into(),
        text: "Seen at 10:30 ~ both knees".into(),
    };
    let certification = |applies, codes: &[&str]| Certification {
        applies,
        conditions: codes.iter().map(|c| (*c).into()).collect(),
    };
    ClaimDetails {
        patient_address: address(draw),
        patient_suffix: draw.some(5, &["Jr", "III"]),
        patient_death_date: draw.perhaps(3),
        patient_weight: draw.is(10).then(|| Decimal::new(1555, 1)),
        pregnant: draw.is(5),
        patient_amount_paid: draw.is(20).then(|| draw.cents(5000)),
        referral_number: draw.number(15),
        delay_reason: draw.some(10, &["1", "7", "11", "15"]),
        special_program: draw.some(5, &["02", "03", "05", "09"]),
        note: draw.is(20).then(|| note(draw)),
        clia: draw.some(10, &["21D0000001"]),
        mammography_certification: draw.number(5),
        investigational_device: draw.number(5),
        trace_number: draw.number(10),
        supervising_provider: draw.is(15).then(|| provider(draw)),
        anesthesia_procedure: draw.some(8, &["27447"]),
        condition_codes: if draw.is(8) { vec!["17".into(), "AA".into()] } else { Vec::new() },
        dates: claim_dates(draw),
        ambulance: draw.is(10).then(|| Ambulance {
            reason: draw.one(&["A", "B", "C", "D", "E"]).into(),
            miles: Decimal::from(draw.below(90) + 1),
            round_trip_purpose: draw.some(20, &["back home"]),
            stretcher_purpose: draw.some(20, &["cannot sit"]),
            pick_up: address(draw),
            drop_off_name: draw.some(70, &["Saint Brannock Hospital"]),
            drop_off: address(draw),
            certifications: vec![certification(true, &["04", "06", "09"]), certification(false, &["05"])],
        }),
        homebound: draw.is(8),
        ..ClaimDetails::default()
    }
}

/// Every payer's standing; one that comes before the billed one has paid.
fn payers(draw: &mut Draw, encounter: &mut Encounter) {
    let count = 1 + draw.below(3) as usize;
    let billed = draw.below(count as u64) as usize;
    let orders = [PayerOrder::Primary, PayerOrder::Secondary, PayerOrder::Tertiary];
    let names = ["Blue Cross", "Aetna", "Medicaid"];
    let details = encounter.header.claim.as_mut().unwrap();
    details.bill_to = orders[billed];
    for index in 0..count {
        let coverage =
            Coverage { payer: names[index].into(), member_id: format!("W{} {}", index, draw.below(999_999)) };
        let mut payer = PayerDetails {
            group_number: draw.number(40),
            group_name: draw.some(30, &["State Employees"]),
            claim_number: draw.number(10),
            ..PayerDetails::default()
        };
        if draw.is(30) {
            payer.relationship = if draw.is(60) { Relationship::Child } else { Relationship::Spouse };
            payer.subscriber = Some(Subscriber {
                last_name: "Muñoz".into(),
                first_name: "Eva".into(),
                birth_date: draw.is(60).then(|| date(1970, 5, 6)),
                sex: Sex::Female,
                address: if draw.is(50) { address(draw) } else { Address::default() },
                ..Subscriber::default()
            });
        }
        if index < billed {
            payer.adjudication = Some(adjudicate(draw, &mut encounter.lines, orders[index]));
        }
        match index {
            0 => (encounter.header.primary_payer, details.primary) = (Some(coverage), payer),
            1 => (encounter.header.secondary_payer, details.secondary) = (Some(coverage), payer),
            _ => (details.tertiary_payer, details.tertiary) = (Some(coverage), payer),
        }
    }
}

/// Pays each line in part or, by the claim alone, all of them together.
fn adjudicate(draw: &mut Draw, lines: &mut [ServiceLine], payer: PayerOrder) -> Adjudication {
    let adjustment = |group: &str, reason: &str, amount| Adjustment {
        group: group.into(),
        reason: reason.into(),
        amount,
        quantity: None,
    };
    let charge: Decimal = lines.iter().map(|line| line.charge).sum();
    if draw.is(30) {
        let paid = Decimal::new(1, 2);
        let adjustments = vec![adjustment("CO", "45", charge - paid)];
        let (date, patient_liability) = (Some(draw.day()), Some(Decimal::ZERO));
        return Adjudication { paid, date, adjustments, patient_liability, non_covered: None };
    }
    let mut paid = Decimal::ZERO;
    for line in lines {
        let share = (line.charge / Decimal::from(draw.below(4) + 1)).round_dp(2);
        let deductible = (line.charge - share).min(Decimal::new(500, 2));
        let rest = line.charge - share - deductible;
        line.claim.as_mut().unwrap().adjudications.push(LineAdjudication {
            payer,
            paid: share,
            units: line.units,
            date: Some(draw.day()),
            patient_liability: draw.is(30).then_some(deductible),
            adjustments: vec![
                adjustment("CO", "45", rest),
                adjustment("PR", "1", deductible),
                adjustment("PR", "2", Decimal::ZERO),
            ],
        });
        paid += share;
    }
    Adjudication { paid, ..Adjudication::default() }
}

fn line(draw: &mut Draw, diagnoses: u32, emergency: bool) -> ServiceLine {
    let pointers: BTreeSet<u32> =
        (0..=draw.below(4)).map(|_| draw.below(u64::from(diagnoses)) as u32 + 1).collect();
    let modifiers = ["RT", "59", "76", "KX"];
    let drug = draw.is(15);
    let anesthesia = draw.is(8);
    let details = LineDetails {
        anesthesia_minutes: anesthesia.then(|| Decimal::from(draw.below(300) + 1)),
        description: draw.some(5, &["special supply"]),
        emergency,
        epsdt: draw.is(3),
        family_planning: draw.is(3),
        ndc_quantity: drug.then(|| Decimal::new(25, 1)),
        ndc_unit: if drug { draw.one(&["ML", "UN", "GR"]).into() } else { String::new() },
        prescription_number: if drug { draw.number(50) } else { String::new() },
        control_number: draw.number(60),
        note: draw.is(10).then(|| ClaimNote {
            kind: draw.one(&["ADD", "DCP", "TPO"]).into(),
            text: "left \u{201c}side\u{201d}".into(),
        }),
        prior_authorization: draw.number(5),
        referral_number: draw.number(5),
        clia: draw.some(3, &["21D0000001"]),
        referring_clia: draw.some(3, &["21D0000002"]),
        mammography_certification: draw.number(3),
        immunization_batch: draw.number(3),
        sales_tax: draw.is(3).then(|| draw.cents(500)),
        postage: draw.is(3).then(|| draw.cents(500)),
        ambulance_patients: draw.is(5).then_some(Decimal::TWO),
        obstetric_anesthesia_units: if anesthesia { Some(Decimal::ONE) } else { None },
        dates: LineDates {
            prescription: draw.perhaps(5),
            recertification: draw.perhaps(5),
            begin_therapy: draw.perhaps(5),
            last_certification: draw.perhaps(5),
            last_seen: draw.perhaps(5),
            shipped: draw.perhaps(5),
            last_x_ray: draw.perhaps(5),
            initial_treatment: draw.perhaps(5),
        },
        equipment: draw.is(8).then(|| Equipment {
            certificate_transmission: draw.one(&["AB", "AD", "AF", "AG", "NS"]).into(),
            certification: draw.one(&["I", "R", "S"]).into(),
            certified_months: Decimal::from(12),
            necessity_days: draw.is(50).then(|| Decimal::from(90)),
            rental_price: Decimal::from(10),
            purchase_price: Decimal::from(100),
            rental_unit: draw.one(&["1", "4", "6"]).into(),
        }),
        test_results: match draw.is(5) {
            true => {
                vec![TestResult { reference: "TR".into(), kind: "R1".into(), value: Decimal::new(102, 1) }]
            }
            false => Vec::new(),
        },
        ordering_provider: draw.is(10).then(|| provider(draw)),
        supervising_provider: draw.is(5).then(|| provider(draw)),
        referring_provider: draw.is(5).then(|| provider(draw)),
        facility: draw.some(5, &["Tidewell Surgery Center"]),
        adjudications: Vec::new(),
    };
    ServiceLine {
        modifiers: modifiers[..draw.below(5) as usize].iter().map(|modifier| (*modifier).into()).collect(),
        pointers: pointers.into_iter().map(DiagnosisId).collect(),
        units: Decimal::new(draw.below(100) as i64 + 1, u32::from(draw.is(10))),
        charge: draw.cents(500_000),
        ndc: if drug { "99999-1234-56".into() } else { String::new() },
        service_from: draw.is(20).then(|| date(2026, 3, 1)),
        service_to: draw.is(50).then(|| date(2026, 3, 4)),
        place_of_service: draw.is(5).then(|| "22".into()),
        rendering_provider: draw.is(10).then(|| provider(draw)),
        claim: Some(Box::new(details)),
        ..ServiceLine::new(draw.one(&["99214", "J1885", "A0427", "0042T", "K0001"]).into())
    }
}

fn drawn(draw: &mut Draw, number: u32) -> Encounter {
    let codes = [
        "E11.22", "I10", "N18.31", "Z79.4", "M54.50", "J44.1", "F32.A", "R07.9", "K21.9", "E78.5", "G47.33",
        "I25.10",
    ];
    let count = 1 + draw.below(12) as u32;
    let diagnoses = (1..=count).zip(codes);
    let lines = if draw.is(1) { 50 } else { 1 + draw.below(4) };
    let emergency = draw.is(5);
    let frequency = [ClaimFrequency::Original, ClaimFrequency::Replacement, ClaimFrequency::Void];
    let claim_frequency = frequency[(draw.below(12) as usize).min(2)];
    let auto = draw.is(5);
    let mut encounter = Encounter {
        status: Status::Completed,
        header: Header {
            account: format!("G{number}"),
            patient: Patient {
                record_number: draw.number(50),
                last_name: draw.one(&["O\u{2019}Brien", "Muñoz", "Smith-Jones"]).into(),
                first_name: "Ted".into(),
                middle_name: draw.some(30, &["Q"]),
                birth_date: Some(date(1990, 2, 3)),
                sex: [Sex::Female, Sex::Male, Sex::Unknown][draw.below(3) as usize],
            },
            facility: draw.some(40, &["Tidewell Surgery Center", "Saint Brannock Hospital"]),
            place_of_service: draw.one(&["11", "10", "02", "24", "41"]).into(),
            rendering_provider: draw.is(80).then(|| provider(draw)),
            referring_provider: draw.is(30).then(|| provider(draw)),
            service_from: Some(date(2026, 3, 1)),
            service_to: draw.is(20).then(|| date(2026, 3, 2)),
            prior_authorization: draw.number(20),
            accident: Accident {
                employment: draw.is(5),
                auto,
                other: !auto && draw.is(5),
                date: Some(date(2026, 2, 1)).filter(|_| auto || draw.is(50)),
                state: if auto { "md".into() } else { String::new() },
            },
            claim_frequency,
            original_claim_number: match claim_frequency {
                ClaimFrequency::Original => String::new(),
                ClaimFrequency::Replacement | ClaimFrequency::Void => "ICN0001".into(),
            },
            accepts_assignment: draw.is(80),
            benefits_signature_on_file: draw.is(90),
            claim: Some(Box::new(details(draw))),
            ..Header::default()
        },
        diagnoses: diagnoses
            .map(|(id, code)| Diagnosis { id: DiagnosisId(id), code: code.into(), ..Diagnosis::default() })
            .collect(),
        lines: (0..lines).map(|_| line(draw, count, emergency)).collect(),
        ..Encounter::default()
    };
    if encounter.header.accident.other && encounter.header.accident.date.is_none() {
        encounter.header.accident.date = Some(date(2026, 2, 1));
    }
    payers(draw, &mut encounter);
    encounter
}

fn file_of(claims: impl IntoIterator<Item = Claim>, practice: &Practice) -> Vec<u8> {
    let stamp = Stamp { date: "20261129".into(), time: "0600".into() };
    let mut batch = Batch::begin(Vec::new(), practice, &stamp, 1).unwrap().unwrap();
    claims.into_iter().for_each(|claim| batch.add(&claim).unwrap());
    batch.end().unwrap()
}

fn judge(python: &str, name: &str, bytes: &[u8]) {
    let file = root().join("target/judges").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, bytes).unwrap();
    let asked = Command::new(python).arg(root().join("tests/judges/x12.py")).arg(&file).output().unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let said = String::from_utf8(asked.stdout).unwrap();
    let (known, errors): (Vec<&str>, Vec<&str>) = said.lines().partition(|line| line.contains(CERTIFICATE));
    let shown = errors.iter().take(40).copied().collect::<Vec<_>>().join("\n");
    assert!(errors.is_empty(), "{name}: {} errors:\n{shown}", errors.len());
    let text = String::from_utf8_lossy(bytes);
    let certificates = text.lines().filter(|line| line.starts_with("PWK*CT*")).count();
    assert_eq!(known.len(), certificates, "one difference for every certificate of medical necessity");
}

/// Where pyx12 differs from the guide. Loop 2400 has two PWK segments: supplemental information, and the certificate of
/// medical necessity, which is `CT` sent as AB, AD, AF, AG or NS. pyx12 takes every `CT` for the first kind, and its
/// transmission for wrong.
const CERTIFICATE: &str = "is not a valid code for Attachment Transmission Code (PWK02)";

fn python() -> Option<String> {
    let python = std::env::var("CARREL_JUDGE_PYTHON").ok();
    if python.is_none() {
        println!("skipped: cargo xtask judge installs the judge and runs this");
    }
    python
}

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn pyx12_finds_no_error_in_claims_that_use_every_loop() {
    let Some(python) = python() else { return };
    let practice = set_up();
    let mut draw = Draw(20_261_129);
    let claims: Vec<Claim> =
        (1..=CLAIMS).map(|number| Claim::of(&drawn(&mut draw, number), &practice).unwrap()).collect();
    let bytes = file_of(claims, &practice);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let segments: Vec<&str> = text.lines().collect();
    let unused: Vec<&&str> =
        USED.iter().filter(|used| !segments.iter().any(|segment| segment.starts_with(**used))).collect();
    assert!(unused.is_empty(), "not drawn: {unused:?}");
    judge(&python, "drawn.837", &bytes);
    println!(
        "pyx12: no error in {CLAIMS} drawn claims, {} segments, {} kinds of them",
        segments.len(),
        USED.len()
    );
}

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn pyx12_finds_no_error_in_the_claims_of_the_sample_practice() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let dictionary = root().join("assets/dictionary/dictionary.db");
    let places =
        Places { vault: at("vault"), sample: at("sample"), dictionary, publications: at("publications.db") };
    let desk = Desk::new(places, Clock::wall());
    desk.open_sample().unwrap();
    let encounters = completed(&desk);
    let count = encounters.len();
    let file: Practice = serde_json::from_slice(
        &std::fs::read(root().join("assets/sample-practice/set-up/claims.json")).unwrap(),
    )
    .unwrap();
    let out = at("sample.837");
    let export = desk.export_professional_claims(encounters, &file, 1, &out).unwrap();
    assert!(matches!(export, ClaimsExport::Written { .. }), "{export:?}");
    judge(&python, "sample.837", &std::fs::read(out).unwrap());
    println!("pyx12: no error in {count} completed encounters of the sample practice");
}

/// Those that were completed, whatever became of them since.
fn completed(desk: &Desk) -> Vec<Encounter> {
    let sort = QueueSort { column: QueueColumn::Account, descending: false };
    let request = QueueRequest { filter: QueueFilter::default(), sort, offset: 0, limit: 1000 };
    let page = desk.queue(&QueueQuery { request, text: String::new() }).unwrap();
    let done = page.rows.iter().filter(|row| matches!(row.status, Status::Completed | Status::Exported));
    done.map(|row| desk.open_encounter(row.id).unwrap().value.encounter).collect()
}

fn read(bytes: &[u8]) -> Vec<ReadClaim> {
    let mut file = Claims::new(bytes);
    let mut claims = Vec::new();
    while let Some(claim) = file.next_claim().unwrap() {
        claims.push(claim);
    }
    assert_eq!(file.faults().first, [], "faults of the file");
    claims
}

/// Written again by nothing but what was read.
fn written_again(read: &[ReadClaim]) -> String {
    let practice = Practice { test: true, ..read[0].practice.clone() };
    let claims = read.iter().map(|claim| {
        let encounter = Encounter { status: Status::Completed, ..claim.encounter.clone() };
        Claim::of(&encounter, &claim.practice).unwrap()
    });
    String::from_utf8(file_of(claims, &practice)).unwrap()
}

#[test]
fn drawn_claims_are_read_and_written_again_unchanged() {
    let practice = set_up();
    let mut draw = Draw(7);
    let claims = (1..=300).map(|number| Claim::of(&drawn(&mut draw, number), &practice).unwrap());
    let written = String::from_utf8(file_of(claims, &practice)).unwrap();
    let again = written_again(&read(written.as_bytes()));
    let differences: Vec<String> = written
        .lines()
        .zip(again.lines())
        .filter(|(one, other)| one != other)
        .take(5)
        .map(|(one, other)| format!("{one} is written again as {other}"))
        .collect();
    assert!(differences.is_empty() && written.len() == again.len(), "{}", differences.join("\n"));
}

/// The segments of a file between BHT and SE, numbered as in the file, with amounts and numbers written in one way.
fn segments(bytes: &[u8]) -> Vec<(u64, String)> {
    let mut file = Interchanges::new(bytes);
    let mut segments = Vec::new();
    while let Some(part) = file.next_part().unwrap() {
        let segment = file.segment();
        if part != Part::Segment || matches!(segment.id(), "HL" | "BHT") {
            continue;
        }
        let elements = (0..=segment.elements()).map(|number| {
            let text = segment.element(number);
            match text.contains('.').then(|| text.parse::<Decimal>().ok()).flatten() {
                Some(amount) => amount.normalize().to_string(),
                None => text.to_owned(),
            }
        });
        let text = elements.collect::<Vec<_>>().join("*");
        segments.push((segment.place(0).segment, text.trim_end_matches('*').to_owned()));
    }
    segments
}

/// Diagnoses of ICD-9-CM made to look like ICD-10-CM, so that the rest of an old claim can be written again.
fn with_newer_diagnoses(text: &str) -> String {
    let newer = |segment: &str| {
        let codes = segment.split('*').map(|code| match code.split_once(':') {
            Some((kind @ ("BK" | "BF"), code)) => format!("A{kind}:A0{code}"),
            _ => code.to_owned(),
        });
        codes.collect::<Vec<_>>().join("*")
    };
    let segments = text.split('~').map(|segment| match segment.trim_start().starts_with("HI*") {
        true => newer(segment),
        false => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("~")
}

/// Of the samples, those that pyx12 finds clean once they are labelled X222A1: every segment is written again, or what of
/// it is not carried is listed.
#[test]
#[ignore = "needs samples that are not committed: cargo xtask judge"]
fn nothing_of_the_clean_samples_is_lost_without_a_word() {
    let folder = Path::new("/work/shared/samples/x12-837");
    if !folder.is_dir() {
        println!("skipped: nothing_of_the_clean_samples_is_lost_without_a_word (no samples on this machine)");
        return;
    }
    for name in ["example1", "example8", "drug.example10.2", "cob.example3.B"] {
        let text = std::fs::read_to_string(folder.join(format!("837_005010X222A2-demo.{name}.837"))).unwrap();
        assert!(read(text.as_bytes()).iter().all(|claim| claim.refused), "{name} is of ICD-9-CM");
        let text = with_newer_diagnoses(&text);
        let claims = read(text.as_bytes());
        let told: BTreeSet<u64> =
            claims.iter().flat_map(|claim| &claim.faults).map(|fault| fault.place.segment).collect();
        let again = written_again(&claims);
        let again: BTreeSet<String> = segments(again.as_bytes()).into_iter().map(|(_, text)| text).collect();
        for (number, segment) in segments(text.as_bytes()) {
            if !again.contains(&segment) {
                println!(
                    "{name}: {segment} {}",
                    if told.contains(&number) { "is listed" } else { "IS LOST" }
                );
            }
        }
    }
}
