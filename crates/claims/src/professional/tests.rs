use encounter::*;
use expect_test::expect;
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::read::{Claims, ReadClaim};
use super::{Batch, Claim};
use crate::x12::{Interchanges, Stamp};
use crate::*;

fn address(line1: &str) -> Address {
    Address {
        line1: line1.into(),
        city: "Baltimore".into(),
        state: "MD".into(),
        zip: "21201-0001".into(),
        ..Address::default()
    }
}

pub(super) fn practice() -> Practice {
    let payer = |name: &str, id: &str, filing: &str| Payer {
        name: name.into(),
        id: id.into(),
        filing_indicator: filing.into(),
        ..Payer::default()
    };
    Practice {
        test: true,
        submitter: Submitter {
            name: "Harbor Lane Billing".into(),
            id: "HLB0001".into(),
            contact: Contact { name: "Office".into(), phone: "410-555-0100".into(), ..Contact::default() },
            ..Submitter::default()
        },
        receiver: Receiver { name: "Some Clearinghouse".into(), id: "CLEAR1".into(), ..Receiver::default() },
        billing: Party {
            name: "Harbor Lane Family Medicine".into(),
            npi: "1234567893".into(),
            taxonomy: "207Q00000X".into(),
            address: address("1 Harbor Lane"),
            ..Party::default()
        },
        tax_id: "52-0000001".into(),
        payers: vec![payer("Medicare B", "MEDB", "MB"), payer("Blue Cross", "BC001", "BL")],
        ..Practice::default()
    }
}

pub(super) fn encounter() -> Encounter {
    let line = |code: &str, charge: Decimal, pointers: &[u32]| ServiceLine {
        pointers: pointers.iter().map(|id| DiagnosisId(*id)).collect(),
        charge,
        ..ServiceLine::new(code.into())
    };
    let diagnosis =
        |id: u32, code: &str| Diagnosis { id: DiagnosisId(id), code: code.into(), ..Diagnosis::default() };
    Encounter {
        status: Status::Completed,
        header: Header {
            account: "A-100".into(),
            patient: Patient {
                last_name: "Muñoz".into(),
                first_name: "Ana".into(),
                birth_date: Some(date(1950, 2, 3)),
                sex: Sex::Female,
                ..Patient::default()
            },
            primary_payer: Some(Coverage { payer: "medicare b".into(), member_id: "1EG4 TE5 MK73".into() }),
            place_of_service: "11".into(),
            rendering_provider: Some(Provider {
                name: "Maya Lindqvist, MD".into(),
                npi: "1993999998".into(),
                taxonomy: "207Q00000X".into(),
            }),
            service_from: Some(date(2026, 1, 2)),
            accepts_assignment: true,
            benefits_signature_on_file: true,
            claim: Some(Box::new(ClaimDetails {
                patient_address: address("2 Elm St"),
                ..ClaimDetails::default()
            })),
            ..Header::default()
        },
        diagnoses: vec![diagnosis(1, "E11.22"), diagnosis(2, "I10")],
        lines: vec![line("99214", Decimal::new(13_050, 2), &[1, 2]), line("36415", Decimal::new(8, 0), &[1])],
        ..Encounter::default()
    }
}

pub(super) fn file(claims: &[Claim]) -> String {
    let stamp = Stamp { date: "20260102".into(), time: "0304".into() };
    let mut batch = Batch::begin(Vec::new(), &practice(), &stamp, 7).unwrap().unwrap();
    for claim in claims {
        batch.add(claim).unwrap();
    }
    String::from_utf8(batch.end().unwrap()).unwrap()
}

#[test]
fn a_completed_encounter_is_a_claim() {
    let claim = Claim::of(&encounter(), &practice()).unwrap();
    expect![[r#"
        ISA*00*          *00*          *ZZ*HLB0001        *ZZ*CLEAR1         *260102*0304*^*00501*000000007*0*T*:~
        GS*HC*HLB0001*CLEAR1*20260102*0304*7*X*005010X222A1~
        ST*837*0001*005010X222A1~
        BHT*0019*00*7*20260102*0304*CH~
        NM1*41*2*Harbor Lane Billing*****46*HLB0001~
        PER*IC*Office*TE*4105550100~
        NM1*40*2*Some Clearinghouse*****46*CLEAR1~
        HL*1**20*1~
        PRV*BI*PXC*207Q00000X~
        NM1*85*2*Harbor Lane Family Medicine*****XX*1234567893~
        N3*1 Harbor Lane~
        N4*Baltimore*MD*212010001~
        REF*EI*520000001~
        HL*2*1*22*0~
        SBR*P*18*******MB~
        NM1*IL*1*Munoz*Ana****MI*1EG4TE5MK73~
        N3*2 Elm St~
        N4*Baltimore*MD*212010001~
        DMG*D8*19500203*F~
        NM1*PR*2*Medicare B*****PI*MEDB~
        CLM*A-100*138.5***11:B:1*Y*A*Y*Y~
        HI*ABK:E1122*ABF:I10~
        NM1*82*1*Lindqvist*Maya****XX*1993999998~
        PRV*PE*PXC*207Q00000X~
        LX*1~
        SV1*HC:99214*130.5*UN*1***1:2~
        DTP*472*D8*20260102~
        LX*2~
        SV1*HC:36415*8*UN*1***1~
        DTP*472*D8*20260102~
        SE*29*0001~
        GE*1*7~
        IEA*1*000000007~
    "#]].assert_eq(&file(&[claim]));
}

#[test]
fn another_patient_of_the_practice_shares_its_billing_level() {
    let claim = Claim::of(&encounter(), &practice()).unwrap();
    let mut child = encounter();
    let details = child.header.claim.as_mut().unwrap();
    details.primary.relationship = Relationship::Child;
    details.primary.subscriber =
        Some(Subscriber { last_name: "Muñoz".into(), first_name: "Eva".into(), ..Subscriber::default() });
    let file = file(&[claim, Claim::of(&child, &practice()).unwrap()]);
    let levels: Vec<&str> =
        file.lines().filter(|line| line.starts_with("HL*") || line.starts_with("PAT")).collect();
    assert_eq!(levels, ["HL*1**20*1~", "HL*2*1*22*0~", "HL*3*1*22*1~", "HL*4*3*23*0~", "PAT*19~"]);
}

/// `problem loop element field line`.
fn problems(change: impl FnOnce(&mut Encounter, &mut Practice)) -> Vec<String> {
    let (mut encounter, mut practice) = (encounter(), practice());
    change(&mut encounter, &mut practice);
    let problems = Claim::of(&encounter, &practice).err().unwrap_or_default();
    let said = problems.iter().map(|problem| {
        let value = serde_json::to_value(problem.kind).unwrap();
        let kind = value["problem"].as_str().unwrap().to_owned();
        let line = problem.line.map(|line| format!(" {line}")).unwrap_or_default();
        format!("{kind} {} {} {}{line}", problem.loop_id, problem.element, problem.field)
    });
    said.collect()
}

#[test]
fn what_stands_in_the_way_is_named_with_its_field() {
    assert_eq!(problems(|_, _| ()), [""; 0]);
    let case = |expected: &[&str], change: &dyn Fn(&mut Encounter, &mut Practice)| {
        assert_eq!(problems(change), expected);
    };
    case(&["not_completed 2300  status"], &|e, _| e.status = Status::InReview);
    case(&["npi 2010AA NM109 practice/billing/npi"], &|_, p| p.billing.npi = "1234567890".into());
    case(&["too_short 2010AA REF02 practice/taxId"], &|_, p| p.tax_id = "52".into());
    case(&["zip 2010BA N403 header/claim/patientAddress/zip"], &|e, _| {
        e.header.claim.as_mut().unwrap().patient_address.zip = "2120".into();
    });
    case(
        &[
            "missing 2000B SBR09 practice/payers/filingIndicator",
            "not_in_set_up 2010BB  header/primaryPayer/payer",
        ],
        &|e, _| e.header.primary_payer.as_mut().unwrap().payer = "Nobody".into(),
    );
    case(&["missing 2010BB  header/claim/billTo"], &|e, _| e.header.primary_payer = None);
    case(&["missing 2010BA DMG02 header/patient/birthDate"], &|e, _| e.header.patient.birth_date = None);
    case(&["missing 2300  header/originalClaimNumber"], &|e, _| {
        e.header.claim_frequency = ClaimFrequency::Void
    });
    case(&["not_a_diagnosis 2300 HI02-02 diagnoses/1/code"], &|e, _| e.diagnoses[1].code = "250.00".into());
    case(&["pointer 2400 SV107-02 lines/0/pointers 1"], &|e, _| e.lines[0].pointers[1] = DiagnosisId(9));
    case(
        &["missing 2410 CTP04 lines/1/claim/ndcQuantity 2", "missing 2410 CTP04 lines/1/claim/ndcUnit 2"],
        &|e, _| {
            e.lines[1].ndc = "99999-1234-56".into();
        },
    );
    case(&["amount 2300 CLM02 lines", "amount 2400 SV102 lines/0/charge 1"], &|e, _| {
        e.lines[0].charge = Decimal::new(130_505, 3);
    });
    case(&["not_in_set_up 2310B  header/renderingProvider"], &|e, _| {
        e.header.rendering_provider.as_mut().unwrap().name = "Ana de la Cruz".into();
    });
    case(&["character 2300 CLM01 header/account"], &|e, _| e.header.account = "A*1".into());
    case(&["missing 2300 CLM11-04 header/accident/state", "missing 2300  header/accident/date"], &|e, _| {
        e.header.accident.auto = true;
    });
}

/// The encounter billed to the second payer, the first having paid `paid` of each line and adjusted the rest.
fn secondary(paid: [Decimal; 2], claim_paid: Decimal) -> Encounter {
    let mut encounter = encounter();
    encounter.header.secondary_payer = Some(Coverage { payer: "Blue Cross".into(), member_id: "XG1".into() });
    let details = encounter.header.claim.as_mut().unwrap();
    details.bill_to = PayerOrder::Secondary;
    details.primary.adjudication = Some(Adjudication { paid: claim_paid, ..Adjudication::default() });
    for (line, paid) in encounter.lines.iter_mut().zip(paid) {
        let rest = Adjustment {
            group: "CO".into(),
            reason: "45".into(),
            amount: line.charge - paid,
            ..Adjustment::default()
        };
        let adjudication = LineAdjudication {
            paid,
            units: line.units,
            date: Some(date(2026, 2, 1)),
            adjustments: vec![rest],
            ..LineAdjudication::default()
        };
        let details = LineDetails { adjudications: vec![adjudication], ..LineDetails::default() };
        line.claim = Some(Box::new(details));
    }
    encounter
}

proptest! {
    /// What the file says of money is what the encounter says, to the cent.
    #[test]
    fn amounts_agree_to_the_cent(charges in [1..9_999_999_i64, 1..9_999_999_i64], share in [0..=100_i64, 0..=100_i64], off in -1..=1_i64) {
        let cents = |cents: i64| Decimal::new(cents, 2);
        let paid = [cents(charges[0] * share[0] / 100), cents(charges[1] * share[1] / 100)];
        let mut encounter = secondary(paid, paid[0] + paid[1] + cents(off));
        for (line, charge) in encounter.lines.iter_mut().zip(charges) {
            line.charge = cents(charge);
            let adjudication = &mut line.claim.as_mut().unwrap().adjudications[0];
            adjudication.adjustments[0].amount = line.charge - adjudication.paid;
        }
        let claim = Claim::of(&encounter, &practice());
        if off != 0 {
            let problems = claim.unwrap_err();
            prop_assert!(problems.iter().any(|problem| problem.kind == ProblemKind::Unbalanced));
            return Ok(());
        }
        let file = file(&[claim.unwrap()]);
        let mut sums = std::collections::BTreeMap::<String, Decimal>::new();
        let mut reader = Interchanges::new(file.as_bytes());
        while reader.next_part().unwrap().is_some() {
            let segment = reader.segment();
            let amounts: &[usize] = match segment.id() {
                "CLM" | "SV1" | "SVD" | "AMT" => &[2],
                "CAS" => &[3, 6, 9, 12, 15, 18],
                _ => &[],
            };
            for element in amounts.iter().filter(|element| !segment.element(**element).is_empty()) {
                *sums.entry(segment.id().to_owned()).or_default() += segment.element(*element).parse::<Decimal>().unwrap();
            }
        }
        prop_assert_eq!(reader.faults.count, 0);
        prop_assert_eq!(sums["CLM"], cents(charges[0] + charges[1]));
        prop_assert_eq!(sums["SV1"], sums["CLM"]);
        prop_assert_eq!(sums["SVD"] + sums["CAS"], sums["CLM"]);
        prop_assert_eq!(sums["AMT"], sums["SVD"]);
    }
}

#[test]
fn a_large_file_has_several_sets() {
    let claim = Claim::of(&encounter(), &practice()).unwrap();
    let file = file(&vec![claim; 5001]);
    assert_eq!(file.lines().filter(|line| line.starts_with("ST*")).count(), 2);
    assert!(file.contains("GE*2*7~"));
    let mut reader = Interchanges::new(file.as_bytes());
    while reader.next_part().unwrap().is_some() {}
    assert_eq!(reader.faults.first, []);
}

/// The file read and written again by what was read alone.
fn again(bytes: &[u8]) -> (String, Vec<ReadClaim>) {
    let mut file = Claims::new(bytes);
    let mut read = Vec::new();
    while let Some(claim) = file.next_claim().unwrap() {
        read.push(claim);
    }
    assert_eq!(file.faults().first, [], "faults of the file");
    let stamp = Stamp { date: "20260102".into(), time: "0304".into() };
    let practice = Practice { test: true, ..read[0].practice.clone() };
    let mut batch = Batch::begin(Vec::new(), &practice, &stamp, 7).unwrap().unwrap();
    for claim in &read {
        let encounter = Encounter { status: Status::Completed, ..claim.encounter.clone() };
        batch.add(&Claim::of(&encounter, &claim.practice).unwrap()).unwrap();
    }
    (String::from_utf8(batch.end().unwrap()).unwrap(), read)
}

#[test]
fn a_file_is_read_and_written_again_unchanged() {
    let mut child = encounter();
    let details = child.header.claim.as_mut().unwrap();
    details.primary.relationship = Relationship::Child;
    details.primary.subscriber =
        Some(Subscriber { last_name: "Munoz".into(), first_name: "Eva".into(), ..Subscriber::default() });
    let second = secondary([Decimal::new(100, 0), Decimal::new(3, 0)], Decimal::new(103, 0));
    let claims = [encounter(), child, second].map(|encounter| Claim::of(&encounter, &practice()).unwrap());
    let written = file(&claims);
    let (again, read) = again(written.as_bytes());
    assert_eq!(again, written);
    assert_eq!(read.iter().map(|claim| claim.faults.len()).sum::<usize>(), 0);
    assert_eq!(read[2].encounter.header.claim.as_ref().unwrap().bill_to, PayerOrder::Secondary);
    assert_eq!(read[0].encounter.status, Status::NotStarted);
}

/// `fault segment.element` of a written claim in which `from` was made `to`, and whether it is refused.
fn faults_of(from: &str, to: &str) -> (Vec<String>, Vec<bool>) {
    let text = file(&[Claim::of(&encounter(), &practice()).unwrap()]);
    assert!(text.contains(from), "{from}");
    let text = text.replacen(from, to, 1);
    let mut file = Claims::new(text.as_bytes());
    let (mut faults, mut refused) = (Vec::new(), Vec::new());
    while let Some(claim) = file.next_claim().unwrap() {
        refused.push(claim.refused);
        faults.extend(claim.faults);
    }
    faults.extend(file.faults().first.clone());
    let said = faults.iter().map(|fault| {
        let kind = serde_json::to_value(&fault.kind).unwrap();
        let element = fault.place.element.map(|number| format!("{number:02}")).unwrap_or_default();
        format!("{} {}{element}", kind["fault"].as_str().unwrap(), fault.place.id)
    });
    (said.collect(), refused)
}

#[test]
fn what_cannot_be_taken_is_told_with_its_place() {
    let case = |from: &str, to: &str, expected: &[&str], refused: &[bool]| {
        let (faults, was_refused) = faults_of(from, to);
        let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
        assert_eq!((faults.as_slice(), was_refused.as_slice()), (expected, refused), "{to}");
    };
    case("HI*ABK:E1122", "HI*BK:25000", &["icd9 HI01"], &[true]);
    case("DTP*472*D8*20260102", "DTP*472*D8*20261302", &["value DTP03"], &[true]);
    case("SV1*HC:99214*130.5", "SV1*HC:99214*lots", &["value SV102"], &[true]);
    case("*Y*A*Y*Y", "*Y*A*Y*N", &["not_carried CLM09"], &[false]);
    case("LX*1~", "LX*1~\nPS1*X*1~", &["not_carried PS1", "count SE01"], &[false]);
    case("ST*837*0001*005010X222A1", "ST*837*0001*005010X223A2", &["not_professional ST03"], &[]);
    case(
        "HC:99214",
        "HC>99214",
        &["value SV107", "component_separator SV101", "component_separator SV101"],
        &[true],
    );
    case("SE*", "XX*1~\nSX*", &["trailer_missing GE"], &[]);
}

#[test]
fn a_place_in_a_file_leads_to_the_field_that_made_it() {
    let claims = [(); 2].map(|()| Claim::of(&encounter(), &practice()).unwrap());
    let stamp = Stamp { date: "20261129".into(), time: "0600".into() };
    let mut batch = Batch::begin(Vec::new(), &practice(), &stamp, 1).unwrap().unwrap();
    let written = claims.each_ref().map(|claim| batch.add(claim).unwrap());
    let text = String::from_utf8(batch.end().unwrap()).unwrap();
    let set: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("ST*")).collect();
    let origin = |claim: usize, begins: &str, element, component| {
        let (_, written) = (&claims[claim], &written[claim]);
        let segments = written.segments.clone();
        let position = segments.clone().find(|at| set[*at as usize - 1].starts_with(begins)).unwrap();
        let origin = claims[claim].origin(written, position, element, component);
        origin.map(|origin| format!("{} {} {:?}", origin.loop_id, origin.field, origin.line))
    };
    for claim in [0, 1] {
        let is = |begins: &str, element, component, expected: &str| {
            assert_eq!(origin(claim, begins, element, component).as_deref(), Some(expected), "{begins}");
        };
        is("CLM*", 1, 0, "2300 header/account None");
        is("CLM*", 5, 1, "2300 header/placeOfService None");
        is("HI*ABK", 1, 2, "2300 diagnoses/0/code None");
        is("SV1*", 1, 2, "2400 lines/0/code Some(1)");
        is("SV1*", 2, 0, "2400 lines/0/charge Some(1)");
        is("DTP*472", 3, 0, "2400 header/serviceFrom Some(1)");
        is("NM1*IL", 9, 0, "2010BA header/primaryPayer/memberId None");
        is("DMG*", 2, 0, "2010BA header/patient/birthDate None");
        assert_eq!(origin(claim, "HL*", 3, 0), None);
    }
    assert_eq!(origin(0, "NM1*85", 9, 0).as_deref(), Some("2010AA practice/billing/npi None"));
    assert_eq!(claims[1].origin(&written[1], written[0].segments.start, 1, 0), None);
    assert_eq!(written[0].segments.end, written[1].segments.start);
}
