//! A practice is set up, encounters are completed and leave as claims; what left can be made again and is never sent twice
//! unasked; what fails leaves nothing.

use std::path::Path;

use claims::Practice;
use encounter::{Address, Amendment, ClaimDetails, ClaimFrequency, EncounterId, Severity, Status};
use workstation::{
    Chart, ClaimAnswer, ClaimState, ClaimsExportChoice, ClaimsFormat, ClaimsPick, DeskError, ErrorCode,
    ExportedClaims, Fee, HeldBack, Outcome, SetUp, WorklistFilter, WorklistPage,
};

use super::desk::{PASSPHRASE, TestDesk, code_of};

pub(super) fn sample_set_up() -> Practice {
    serde_json::from_str(include_str!("../../assets/sample-practice/set-up/claims.json")).unwrap()
}

/// A practice that is set up.
pub(super) fn practice() -> TestDesk {
    let t = TestDesk::set_up();
    t.desk.keep_set_up(sample_set_up()).unwrap();
    t
}

/// Completed, with everything that a claim asks for.
pub(super) fn billable(t: &TestDesk, account: &str) -> Chart {
    let mut chart = t.encounter("Essential hypertension, controlled.");
    let mut header = chart.encounter.header.clone();
    header.account = account.into();
    header.benefits_signature_on_file = true;
    header.claim = Some(Box::new(ClaimDetails {
        patient_address: Address {
            line1: "1 Quay Street".into(),
            city: "Baltimore".into(),
            state: "MD".into(),
            zip: "21201".into(),
            ..Address::default()
        },
        ..ClaimDetails::default()
    }));
    t.amend(&mut chart, Amendment::SetHeader { header: Box::new(header) });
    t.attach(&mut chart, "I10");
    t.line(&mut chart, "99213", "120.00");
    t.desk.complete(chart.id, chart.revision).unwrap().value
}

fn worklist(t: &TestDesk, state: Option<ClaimState>) -> WorklistPage {
    t.desk.claim_worklist(&WorklistFilter { state, ..WorklistFilter::default() }, 0, 100).unwrap()
}

pub(super) fn ready() -> ClaimsPick {
    ClaimsPick::All { filter: WorklistFilter { state: Some(ClaimState::Ready), ..WorklistFilter::default() } }
}

pub(super) fn these(encounters: &[EncounterId]) -> ClaimsPick {
    ClaimsPick::These { encounters: encounters.to_vec() }
}

pub(super) fn as_837p() -> ClaimsExportChoice {
    ClaimsExportChoice::default()
}

pub(super) fn no_words(_: &str) -> String {
    String::new()
}

pub(super) fn export(
    t: &TestDesk,
    pick: &ClaimsPick,
    again: bool,
    to: &Path,
) -> Result<Outcome<ExportedClaims>, DeskError> {
    t.desk.export_claims(pick, as_837p(), again, &no_words, to)
}

pub(super) fn counts(t: &TestDesk) -> [u32; 5] {
    let counts = worklist(t, None).counts;
    ClaimState::ALL.map(|state| counts.iter().find(|count| count.state == state).unwrap().count)
}

pub(super) fn status(t: &TestDesk, id: EncounterId) -> Status {
    t.desk.open_encounter(id).unwrap().value.encounter.status
}

#[test]
fn a_set_up_is_kept_whole_and_audited_and_says_what_is_missing() {
    let t = TestDesk::set_up();
    let empty = t.desk.set_up().unwrap();
    assert!(empty.problems.iter().any(|problem| problem.field == "practice/billing/npi"));
    let entries = || t.desk.verify_audit().unwrap().entries;
    let before = entries();
    let kept = t.desk.keep_set_up(sample_set_up()).unwrap();
    assert_eq!((kept.problems.len(), entries()), (0, before + 1));
    t.desk.keep_set_up(sample_set_up()).unwrap();
    assert_eq!(entries(), before + 1, "nothing changed");

    // Written to a file, read again: the same.
    let file = t.folder.path().join("practice.json");
    t.desk.export_set_up(&file).unwrap();
    assert_eq!(t.desk.read_set_up_file(&file).unwrap(), kept);
    std::fs::write(&file, "{\"submitter\": 3}").unwrap();
    assert_eq!(code_of(t.desk.read_set_up_file(&file)), ErrorCode::SetUpFileUnreadable);

    // Of a change the trail holds what went and what came.
    let mut changed = sample_set_up();
    changed.payers[0].id = "OTHER".into();
    t.desk.keep_set_up(changed.clone()).unwrap();
    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(t.desk.set_up().unwrap(), SetUp::from(changed));
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_payers_terms_come_from_the_set_up() {
    let t = practice();
    let chart = t.completed();
    let filing = |t: &TestDesk| {
        let chart = t.desk.open_encounter(chart.id).unwrap().value;
        chart.findings.iter().any(|finding| finding.rule == "claim.filing-passed")
    };
    assert!(!filing(&t), "Medicare takes a year");
    let mut set_up = sample_set_up();
    set_up.payers[0].filing_days = Some(90);
    t.desk.keep_set_up(set_up).unwrap();
    assert!(filing(&t));
}

#[test]
fn a_line_is_priced_by_the_fees_until_the_coder_says_otherwise() {
    let t = practice();
    let mut chart = t.encounter("Counselling.");
    let mut header = chart.encounter.header.clone();
    header.primary_payer = None;
    let fee = |payer: &str, charge: &str| Fee {
        code: "J1100".into(),
        payer: payer.into(),
        charge: charge.parse().unwrap(),
        ..Fee::default()
    };
    let mut set_up = sample_set_up();
    set_up.fees = vec![fee("", "1.45"), fee("Medicare B", "1.20")];
    t.desk.keep_set_up(set_up).unwrap();
    let add =
        || Amendment::AddLine { code: "J1100".into(), evidence: None, modifiers: Vec::new(), charge: None };
    t.amend(&mut chart, add());
    let charge = |chart: &Chart| chart.encounter.lines[0].charge.to_string();
    assert_eq!(charge(&chart), "1.20", "the payer's own");
    let mut line = chart.encounter.lines[0].clone();
    line.units = 10.into();
    t.amend(&mut chart, Amendment::SetLine { line });
    assert_eq!(charge(&chart), "12.00");
    let mut line = chart.encounter.lines[0].clone();
    line.charge = "15.00".parse().unwrap();
    t.amend(&mut chart, Amendment::SetLine { line });
    let mut line = chart.encounter.lines[0].clone();
    line.units = 2.into();
    t.amend(&mut chart, Amendment::SetLine { line });
    assert_eq!(charge(&chart), "15.00", "what was typed stays");
}

#[test]
fn completed_encounters_leave_as_one_file_that_can_be_made_again() {
    let t = practice();
    let first = billable(&t, "26-1");
    let second = billable(&t, "26-2");
    let open = t.encounter("Not coded yet.");
    assert_eq!(counts(&t), [2, 0, 0, 0, 0]);

    let preview = t.desk.preview_claims(&ready(), ClaimsFormat::Professional, false).unwrap();
    assert_eq!((preview.claims, preview.charge.to_string().as_str(), preview.number), (2, "240.00", Some(1)));
    assert_eq!((preview.held_back.len(), preview.set_up.len(), preview.test), (0, 0, true));

    let out = t.folder.path().join("claims.837");
    let sent = export(&t, &ready(), false, &out).unwrap().value;
    assert_eq!((sent.number, sent.claims, sent.held_back), (Some(1), 2, 0));
    let file = std::fs::read(&out).unwrap();
    assert!(file.starts_with(b"ISA*"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(counts(&t), [0, 2, 0, 0, 0]);
    assert_eq!([first.id, second.id].map(|id| status(&t, id)), [Status::Exported; 2]);
    assert_eq!(status(&t, open.id), Status::NotStarted);
    let batches = t.desk.claim_batches().unwrap();
    assert_eq!((batches.len(), batches[0].claims, batches[0].file_name.as_str()), (1, 2, "claims.837"));

    // Days later, with another set-up and another clock, the same bytes; also after the encounters were worked on.
    t.wait(3 * 86_400);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let mut other = sample_set_up();
    other.billing.name = "Another Name".into();
    t.desk.keep_set_up(other).unwrap();
    let chart = t.desk.open_encounter(first.id).unwrap().value;
    let mut chart = t.desk.move_status(chart.id, chart.revision, Status::InProgress, "units").unwrap().value;
    t.attach(&mut chart, "E11.9");
    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let again = t.folder.path().join("again.837");
    t.desk.rebuild_claim_batch(1, as_837p(), &no_words, &again).unwrap();
    assert_eq!(std::fs::read(&again).unwrap(), file);
    assert_eq!(code_of(t.desk.rebuild_claim_batch(2, as_837p(), &no_words, &again)), ErrorCode::NoSuchBatch);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn nothing_is_sent_twice_without_saying_so() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let out = t.folder.path().join("claims.837");
    export(&t, &ready(), false, &out).unwrap();

    let pick = these(&[chart.id]);
    let preview = t.desk.preview_claims(&pick, ClaimsFormat::Professional, false).unwrap();
    let [HeldBack { again: Some(again), problems, .. }] = preview.held_back.as_slice() else {
        panic!("{preview:?}")
    };
    assert_eq!((again.batch, again.is_duplicate, problems.len(), preview.claims), (Some(1), true, 0, 0));
    let twice = t.folder.path().join("twice.837");
    assert_eq!(code_of(export(&t, &pick, false, &twice)), ErrorCode::NothingToExport);
    assert!(!twice.exists());
    let sent = export(&t, &pick, true, &twice).unwrap().value;
    assert_eq!((sent.number, sent.claims), (Some(2), 1));
    assert_eq!(counts(&t), [0, 1, 0, 0, 0]);
}

#[test]
fn a_claim_is_answered_and_replaced() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let out = t.folder.path().join("claims.837");
    assert_eq!(
        code_of(t.desk.answer_claims(&[chart.id], ClaimAnswer::Accepted, "")),
        ErrorCode::NeverExported
    );
    export(&t, &ready(), false, &out).unwrap();
    assert_eq!(
        code_of(t.desk.answer_claims(&[chart.id], ClaimAnswer::Rejected, " ")),
        ErrorCode::ReasonMissing
    );
    t.desk.answer_claims(&[chart.id], ClaimAnswer::Rejected, "A7 subscriber not found").unwrap();
    let rejected = worklist(&t, Some(ClaimState::Rejected));
    assert_eq!((rejected.total, rejected.rows[0].remarks[0].text.as_str()), (1, "A7 subscriber not found"));

    // Put right and completed again, a rejected claim is an original once more: nobody has it.
    let complete_again = |frequency: ClaimFrequency| {
        let chart = t.desk.open_encounter(chart.id).unwrap().value;
        let mut chart =
            t.desk.move_status(chart.id, chart.revision, Status::InProgress, "correct").unwrap().value;
        let mut header = chart.encounter.header.clone();
        header.claim_frequency = frequency;
        header.original_claim_number = if frequency == ClaimFrequency::Original { "" } else { "ICN1" }.into();
        header.prior_authorization.push('1');
        t.amend(&mut chart, Amendment::SetHeader { header: Box::new(header) });
        // What Medicare thinks of a replacement is answered.
        for warning in chart.findings.clone().into_iter().filter(|it| it.severity == Severity::Warning) {
            let (rule, place, args) = (warning.rule, warning.place, warning.args);
            t.amend(&mut chart, Amendment::Acknowledge { rule, place, args, reason: "agreed".into() });
        }
        t.desk.complete(chart.id, chart.revision).unwrap();
    };
    complete_again(ClaimFrequency::Original);
    assert_eq!(counts(&t), [1, 0, 0, 0, 0]);
    export(&t, &ready(), false, &out).unwrap();

    // An accepted one that is opened again needs a replacement, and goes only as one.
    t.desk.answer_claims(&[chart.id], ClaimAnswer::Accepted, "").unwrap();
    assert_eq!(counts(&t), [0, 0, 1, 0, 0]);
    complete_again(ClaimFrequency::Original);
    assert_eq!(counts(&t), [0, 0, 0, 0, 1]);
    let preview = t.desk.preview_claims(&these(&[chart.id]), ClaimsFormat::Professional, false).unwrap();
    assert!(preview.held_back[0].again.as_ref().unwrap().is_duplicate);
    complete_again(ClaimFrequency::Replacement);
    assert_eq!(counts(&t), [1, 0, 0, 0, 0]);
    let sent = export(&t, &ready(), false, &out).unwrap().value;
    assert_eq!((sent.number, sent.claims), (Some(3), 1));
    assert!(String::from_utf8(std::fs::read(&out).unwrap()).unwrap().contains("REF*F8*ICN1~"));
    assert_eq!(t.desk.claims_of(chart.id).unwrap().len(), 3);
    assert!(t.desk.verify_audit().unwrap().intact);
}

/// Where a segment that begins like this stands in the first set of a file, ST being 1.
fn position(file: &str, start: &str) -> usize {
    let segments: Vec<&str> = file.split('~').map(str::trim).collect();
    let first = segments.iter().position(|segment| segment.starts_with("ST*")).unwrap();
    segments.iter().position(|segment| segment.starts_with(start)).unwrap() - first + 1
}

fn interchange(group: &str, version: &str, body: &str) -> String {
    let count = body.matches('~').count() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261129*0600*^*00501*000000017*0*P*:~\n\
         GS*{group}*RECEIVER*SENDER*20261129*0600*17*X*{version}~\n{body}SE*{count}*0001~\nGE*1*17~\nIEA*1*000000017~\n"
    )
}

#[test]
fn an_answer_of_the_receiver_marks_the_claim_and_names_the_field() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let other = billable(&t, "26-2");
    let out = t.folder.path().join("claims.837");
    export(&t, &ready(), false, &out).unwrap();
    let file = std::fs::read_to_string(&out).unwrap();

    // A 999 refuses the set for the member number of the first claim.
    let at = position(&file, "NM1*IL*");
    let body = format!(
        "ST*999*0001*005010X231A1~\nAK1*HC*1*005010X222A1~\nAK2*837*0001*005010X222A1~\n\
         IK3*NM1*{at}**8~\nIK4*9*67*7~\nIK5*R*5~\nAK9*R*1*1*0~\n"
    );
    let answer = t.folder.path().join("answer.999");
    std::fs::write(&answer, interchange("FA", "005010X231A1", &body)).unwrap();
    let done = t.desk.acknowledge_claims(&answer).unwrap().value;
    assert_eq!((done.accepted, done.rejected, done.unknown, done.faults), (0, 2, 0, 0));
    let latest = |id| t.desk.claims_of(id).unwrap().pop().unwrap().remarks.pop().unwrap();
    let said = latest(chart.id);
    assert_eq!(
        (said.element.as_str(), said.field.as_str()),
        ("2010BA NM109", "header/primaryPayer/memberId"),
        "{said:?}"
    );
    assert_eq!((latest(other.id).element.as_str(), latest(other.id).answer), ("", ClaimAnswer::Rejected));
    assert_eq!(counts(&t), [0, 0, 0, 2, 0]);

    // A 277CA takes the second one after all.
    let body = "ST*277*0001*005010X214~\nBHT*0085*08*R1*20261129*0600*TH~\nHL*1**20*1~\nHL*2*1*21*1~\n\
        TRN*2*1~\nSTC*A1:19:PR*20261129*WQ*240~\nHL*3*2*19*1~\nTRN*1*0~\nSTC*A1:19:PR**WQ*240~\nHL*4*3*PT~\n\
        NM1*QC*1*OKAFOR*RUTH~\nTRN*2*26-2~\nSTC*A2:20:PR*20261129*WQ*120~\n";
    std::fs::write(&answer, interchange("HN", "005010X214", body)).unwrap();
    let done = t.desk.acknowledge_claims(&answer).unwrap().value;
    assert_eq!((done.accepted, done.rejected, done.unknown), (1, 0, 0));
    assert_eq!(counts(&t), [0, 0, 1, 1, 0]);

    // An answer to another file changes nothing; a file that holds none is refused.
    let strange = std::fs::read_to_string(&answer).unwrap().replace("TRN*2*1~", "TRN*2*77~");
    std::fs::write(&answer, strange).unwrap();
    assert_eq!(t.desk.acknowledge_claims(&answer).unwrap().value.unknown, 1);
    assert_eq!(code_of(t.desk.acknowledge_claims(&out)), ErrorCode::NothingAcknowledged);
    assert_eq!(counts(&t), [0, 0, 1, 1, 0]);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_file_that_comes_back_as_a_whole_is_refused_with_every_claim() {
    let t = practice();
    billable(&t, "26-1");
    billable(&t, "26-2");
    let out = t.folder.path().join("claims.837");
    export(&t, &ready(), false, &out).unwrap();
    let answer = t.folder.path().join("answer.txt");
    let refuse = |group: &str, version: &str, body: &str| {
        std::fs::write(&answer, interchange(group, version, body)).unwrap();
        let done = t.desk.acknowledge_claims(&answer).unwrap().value;
        assert_eq!((done.accepted, done.rejected, done.unknown), (0, 2, 0), "{version}");
        assert_eq!(counts(&t), [0, 0, 0, 2, 0], "{version}");
    };
    // The receiver did not open the envelope.
    let closed = interchange("FA", "005010X231A1", "");
    let (isa, rest) = (closed.lines().next().unwrap(), closed.lines().last().unwrap());
    std::fs::write(
        &answer,
        format!("{isa}\nTA1*000000001*261129*0600*R*024~\n{}", rest.replace("*1*", "*0*")),
    )
    .unwrap();
    let done = t.desk.acknowledge_claims(&answer).unwrap().value;
    assert_eq!((done.rejected, done.faults, counts(&t)), (2, 0, [0, 0, 0, 2, 0]), "TA1");
    // The receiver did not look below the group.
    refuse("FA", "005010X231A1", "ST*999*0001*005010X231A1~\nAK1*HC*1*005010X222A1~\nAK9*R*1*1*0*4~\n");
    // Nor below the sender, the level at which it does not know who sends.
    refuse(
        "HN",
        "005010X214",
        "ST*277*0001*005010X214~\nBHT*0085*08*R1*20261129*0600*TH~\nHL*1**20*1~\nHL*2*1*21*0~\n\
         NM1*41*2*HARBOR LANE*****46*X~\nTRN*2*1~\nSTC*A3:24:41*20261129*U*240~\n\
         HL*3*2*19*0~\nNM1*85*2*HARBOR LANE*****XX*2099900013~\nTRN*1*0~\nSTC*A3:24:85**U*240~\n",
    );
}

#[test]
fn what_cannot_go_stays_and_says_why() {
    let t = practice();
    let good = billable(&t, "26-1");
    let bad = t.completed();
    let out = t.folder.path().join("claims.837");
    let preview = t.desk.preview_claims(&ready(), ClaimsFormat::Professional, false).unwrap();
    assert_eq!((preview.claims, preview.held_back.len()), (1, 1));
    let held = &preview.held_back[0];
    assert_eq!(held.of.encounter, bad.id);
    assert!(
        held.problems.iter().any(|problem| problem.field.starts_with("header/claim/patientAddress")),
        "{:?}",
        held.problems
    );
    let sent = export(&t, &ready(), false, &out).unwrap().value;
    assert_eq!((sent.claims, sent.held_back), (1, 1));
    assert_eq!((status(&t, good.id), status(&t, bad.id)), (Status::Exported, Status::Completed));
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_vault_as_it_was() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let entries = t.desk.verify_audit().unwrap().entries;
    let nowhere = t.folder.path().join("no such folder").join("claims.837");
    assert_eq!(code_of(export(&t, &ready(), false, &nowhere)), ErrorCode::FileUnwritable);
    // A folder stands where the file should: it fails at the rename, and nothing is left beside it.
    let folder = t.folder.path().join("claims.837");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(code_of(export(&t, &ready(), false, &folder)), ErrorCode::FileUnwritable);
    assert!(!t.folder.path().join("claims.837.new").exists());
    assert_eq!(t.desk.verify_audit().unwrap().entries, entries);
    assert_eq!((counts(&t), status(&t, chart.id)), ([1, 0, 0, 0, 0], Status::Completed));
    assert!(t.desk.claim_batches().unwrap().is_empty());

    // Without a sender no file begins.
    let mut set_up = sample_set_up();
    set_up.submitter.id.clear();
    t.desk.keep_set_up(set_up).unwrap();
    assert_eq!(t.desk.preview_claims(&ready(), ClaimsFormat::Professional, false).unwrap().set_up.len(), 2);
    let out = t.folder.path().join("out.837");
    assert_eq!(code_of(export(&t, &ready(), false, &out)), ErrorCode::SetUpIncomplete);
    assert!(!out.exists());
}

#[test]
fn the_sample_practice_is_set_up_and_its_completed_encounters_can_go() {
    let t = TestDesk::new();
    t.desk.open_sample().unwrap();
    assert_eq!(t.desk.set_up().unwrap().problems, []);
    let preview = t.desk.preview_claims(&ready(), ClaimsFormat::Professional, false).unwrap();
    assert!(preview.claims >= 3, "{preview:?}");
    assert_eq!(preview.held_back, []);
}
