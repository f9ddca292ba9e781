//! Encounters at random, the same every time, that together use every loop of the professional claim that Carrel writes.

use std::collections::BTreeSet;

use encounter::*;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

/// Numbers that are the same every time (xorshift).
pub(in crate::judges) struct Draw(pub(in crate::judges) u64);

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
        informed_consent: draw.is(10),
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
        attachments: if draw.is(8) { attachments(draw) } else { Vec::new() },
        contract: draw.is(6).then(|| contract(draw)),
        state_information: if draw.is(6) { vec!["TRNS0042".into(), "2026 STATE".into()] } else { Vec::new() },
        spinal_manipulation: draw.is(6).then(|| SpinalManipulation {
            condition: draw.one(&["A", "C", "M"]).into(),
            descriptions: if draw.is(50) { vec!["stiff since the fall".into()] } else { Vec::new() },
        }),
        epsdt_referral: draw.is(6).then(|| EpsdtReferral {
            referred: draw.is(50),
            conditions: vec![draw.one(&["AV", "NU", "S2", "ST"]).into()],
        }),
        repricing: draw.is(6).then(|| repricing(draw, false)),
        ..ClaimDetails::default()
    }
}

fn attachments(draw: &mut Draw) -> Vec<Attachment> {
    let on_request =
        Attachment { kind: "03".into(), transmission: "AA".into(), control_number: String::new() };
    let sent = Attachment {
        kind: draw.one(&["OZ", "P4", "RB"]).into(),
        transmission: draw.one(&["BM", "EL", "EM", "FT", "FX"]).into(),
        control_number: format!("PWK{}", draw.below(9999)),
    };
    if draw.is(50) { vec![sent, on_request] } else { vec![sent] }
}

fn contract(draw: &mut Draw) -> Contract {
    Contract {
        kind: draw.one(&["02", "05", "09"]).into(),
        amount: draw.is(50).then(|| draw.cents(90_000)),
        percent: draw.is(30).then(|| Decimal::new(125, 1)),
        code: draw.number(50),
        discount_percent: draw.is(30).then_some(Decimal::TWO),
        version: draw.some(30, &["V1"]),
    }
}

fn repricing(draw: &mut Draw, of_line: bool) -> Repricing {
    let approves = of_line && draw.is(50);
    let of_line = |text: &str| if approves { text.to_owned() } else { String::new() };
    Repricing {
        method: draw.one(&["00", "03", "10"]).into(),
        allowed: draw.cents(90_000),
        savings: draw.is(50).then(|| draw.cents(9000)),
        organization: draw.number(50),
        rate: draw.is(20).then(|| draw.cents(9000)),
        group_code: draw.some(20, &["00123"]),
        group_amount: draw.is(20).then(|| draw.cents(9000)),
        procedure_kind: of_line("HC"),
        procedure: of_line("99213"),
        unit: of_line("UN"),
        units: approves.then_some(Decimal::ONE),
        reject_reason: draw.some(20, &["T1", "T6"]),
        policy_compliance: draw.some(20, &["1", "5"]),
        exception: draw.some(20, &["1", "6"]),
    }
}

/// Answers of every kind.
fn form() -> SupportingForm {
    let answer = |question: &str| FormAnswer { question: question.into(), ..FormAnswer::default() };
    SupportingForm {
        list: "UT".into(),
        form: "01.02".into(),
        answers: vec![
            FormAnswer { yes_no: "Y".into(), ..answer("1") },
            FormAnswer { text: "8".into(), ..answer("5") },
            FormAnswer { date: Some(date(2026, 1, 5)), ..answer("7") },
            FormAnswer { percent: Some(Decimal::from(40)), ..answer("9") },
        ],
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
            provider_signed: draw.is(10),
            informed_consent: (index != billed && draw.is(5)).then_some(!details.informed_consent),
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
        attachments: if draw.is(4) { attachments(draw) } else { Vec::new() },
        contract: draw.is(4).then(|| contract(draw)),
        state_information: if draw.is(4) { vec!["LINE INFORMATION".into()] } else { Vec::new() },
        repricing: draw.is(4).then(|| repricing(draw, true)),
        forms: if draw.is(5) { vec![form()] } else { Vec::new() },
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

pub(in crate::judges) fn drawn(draw: &mut Draw, number: u32) -> Encounter {
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
