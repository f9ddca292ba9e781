use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::mutate::{change, changed};

/// Two sets answered in a 999: the first refused for an element of a claim, the second taken.
const IMPLEMENTATION: &str = "\
ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261129*0600*^*00501*000000017*0*P*:~
GS*FA*RECEIVER*SENDER*20261129*0600*17*X*005010X231A1~
ST*999*0001*005010X231A1~
AK1*HC*5*005010X222A1~
AK2*837*0001*005010X222A1~
IK3*NM1*23**8~
CTX*CLM01:A-1001~
IK4*9:1*67*7*1234567890~
CTX*SITUATIONAL TRIGGER*CLM*21**5:3*C023:1325~
IK3*SV1*40**I9~
IK5*R*5~
AK2*837*0002*005010X222A1~
IK5*A~
AK9*P*2*2*1~
SE*13*0001~
GE*1*17~
IEA*1*000000017~
";

#[test]
fn an_envelope_is_answered_before_its_groups() {
    let with = |answer: &str| IMPLEMENTATION.replace("GS*FA", &format!("{answer}~\nGS*FA"));
    let read = |text: &str| {
        let mut file = Acknowledgements::new(text.as_bytes());
        let first = file.next_acknowledgement().unwrap();
        (first, file.faults().first.iter().map(|fault| fault.place.element).collect::<Vec<_>>())
    };
    let (first, faults) = read(&with("TA1*000000005*261129*0600*R*024"));
    let Some(Acknowledgement::Interchange(answer)) = first else { panic!("{first:?}") };
    assert_eq!((answer.control_number.as_str(), answer.verdict), ("000000005", Verdict::Rejected));
    assert_eq!((answer.reason.as_str(), answer.place.segment, faults), ("024", 2, Vec::new()));
    let (first, faults) = read(&with("TA1*000000005*261129*0600*Q*024"));
    assert!(!matches!(first, Some(Acknowledgement::Interchange(_))));
    assert_eq!(faults, [Some(4)]);
}

/// A 277CA: the file is taken, of two claims one is refused for its subscriber and one for a line.
const CLAIM_STATUS: &str = "\
ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261129*0600*^*00501*000000018*0*P*:~
GS*HN*RECEIVER*SENDER*20261129*0600*18*X*005010X214~
ST*277*0001*005010X214~
BHT*0085*08*R55*20261129*0600*TH~
HL*1**20*1~
NM1*PR*2*FAIR HEALTH PLAN*****PI*60054~
TRN*1*R55~
DTP*050*D8*20261128~
DTP*009*D8*20261129~
HL*2*1*21*1~
NM1*41*2*TIDEWELL BILLING*****46*SENDER~
TRN*2*5~
STC*A1:19:PR*20261129*WQ*450~
QTY*90*1~
QTY*AA*2~
HL*3*2*19*1~
NM1*85*2*TIDEWELL PHYSICIANS*****XX*1234567893~
TRN*1*0~
STC*A1:19:PR**WQ*450~
HL*4*3*PT~
NM1*QC*1*WHO*TED****MI*W1~
TRN*2*A-1001~
STC*A3:21*20261129*U*130******A7:164:IL~
REF*1K*ICN77~
REF*D9*CH88~
DTP*472*D8*20261103~
HL*5*3*PT~
NM1*QC*1*WHO*ANN****MI*W2~
TRN*2*A-1002~
STC*A2:20:PR*20261129*WQ*320~
SVC*HC:99214*130~
STC*A8:454**U~
REF*FJ*L2~
HL*6*3*PT~
NM1*QC*1*WHO*EVE****MI*W3~
TRN*2*A-1003~
STC*A2:20:PR*20261129*WQ*100~
SE*36*0001~
GE*1*18~
IEA*1*000000018~
";

fn read(text: &str) -> (Vec<Acknowledgement>, Faults) {
    let mut file = Acknowledgements::new(text.as_bytes());
    let mut read = Vec::new();
    while let Some(one) = file.next_acknowledgement().unwrap() {
        read.push(one);
    }
    (read, file.faults().clone())
}

fn check(text: &str, expected: &Expect) {
    let (read, faults) = read(text);
    let read: Vec<String> = read.iter().map(|one| serde_json::to_string(one).unwrap()).collect();
    let faults: Vec<String> =
        faults.first.iter().map(|fault| serde_json::to_string(fault).unwrap()).collect();
    expected.assert_eq(&(read.join("\n") + "\n" + &faults.join("\n")));
}

#[test]
fn an_implementation_acknowledgement_names_set_segment_element_and_claim() {
    check(
        IMPLEMENTATION,
        &expect![[r#"
        {"about":"set","place":{"segment":11,"id":"IK5","element":null,"component":null,"byte":359},"groupControlNumber":"5","controlNumber":"0001","verdict":"rejected","reasons":["5"],"errors":[{"segment":"NM1","position":23,"loopId":"","reason":"8","account":"A-1001","elements":[{"element":9,"component":1,"reference":"67","reason":"7"}]},{"segment":"SV1","position":40,"loopId":"","reason":"I9","account":"","elements":[]}]}
        {"about":"set","place":{"segment":13,"id":"IK5","element":null,"component":null,"byte":395},"groupControlNumber":"5","controlNumber":"0002","verdict":"accepted","reasons":[],"errors":[]}
        {"about":"group","place":{"segment":14,"id":"AK9","element":null,"component":null,"byte":402},"controlNumber":"5","verdict":"partly_accepted","reasons":[],"setsIncluded":2,"setsAccepted":1}
    "#]],
    );
}

#[test]
fn a_claim_acknowledgement_names_the_claims_and_their_statuses() {
    check(
        CLAIM_STATUS,
        &expect![[r#"
        {"about":"submission","place":{"segment":10,"id":"HL","element":null,"component":null,"byte":323},"batch":"5","ofProvider":false,"verdict":"accepted","statuses":[{"category":"A1","status":"19","entity":"PR","date":"2026-11-29","verdict":"accepted"}],"claimsAccepted":"1","claimsRejected":"2"}
        {"about":"submission","place":{"segment":16,"id":"HL","element":null,"component":null,"byte":436},"batch":"5","ofProvider":true,"verdict":"accepted","statuses":[{"category":"A1","status":"19","entity":"PR","date":null,"verdict":"accepted"}],"claimsAccepted":null,"claimsRejected":null}
        {"about":"claim","place":{"segment":22,"id":"TRN","element":null,"component":null,"byte":566},"batch":"5","account":"A-1001","payerClaimNumber":"ICN77","clearinghouseNumber":"CH88","verdict":"rejected","statuses":[{"category":"A3","status":"21","entity":"","date":"2026-11-29","verdict":"rejected"},{"category":"A7","status":"164","entity":"IL","date":"2026-11-29","verdict":"rejected"}],"lines":[]}
        {"about":"claim","place":{"segment":29,"id":"TRN","element":null,"component":null,"byte":707},"batch":"5","account":"A-1002","payerClaimNumber":"","clearinghouseNumber":"","verdict":"rejected","statuses":[{"category":"A2","status":"20","entity":"PR","date":"2026-11-29","verdict":"accepted"}],"lines":[{"place":{"segment":31,"id":"SVC","element":null,"component":null,"byte":751},"controlNumber":"L2","procedure":"99214","statuses":[{"category":"A8","status":"454","entity":"","date":null,"verdict":"rejected"}]}]}
        {"about":"claim","place":{"segment":36,"id":"TRN","element":null,"component":null,"byte":833},"batch":"5","account":"A-1003","payerClaimNumber":"","clearinghouseNumber":"","verdict":"accepted","statuses":[{"category":"A2","status":"20","entity":"PR","date":"2026-11-29","verdict":"accepted"}],"lines":[]}
    "#]],
    );
}

#[test]
fn a_set_that_does_not_end_or_cannot_be_read_answers_nothing() {
    let none = |text: &str, from: &str, to: &str, kind: FaultKind, id: &str| {
        assert!(text.contains(from), "{from}");
        let (acknowledgements, faults) = read(&text.replacen(from, to, 1));
        assert_eq!(acknowledgements, [], "{to}");
        assert_eq!((&faults.first[0].kind, faults.first[0].place.id.as_str()), (&kind, id), "{to}");
    };
    none(IMPLEMENTATION, "SE*13*0001~\n", "", FaultKind::TrailerMissing { trailer: "SE".into() }, "GE");
    none(IMPLEMENTATION, "IK5*R*5", "IK5*Q*5", FaultKind::Acknowledgement, "IK5");
    none(IMPLEMENTATION, "IK3*NM1*23", "IK3*NM1*x", FaultKind::Acknowledgement, "IK3");
    none(IMPLEMENTATION, "IK3*NM1*23**8~\n", "", FaultKind::Acknowledgement, "IK4");
    none(IMPLEMENTATION, "ST*999", "ST*997", FaultKind::NotAcknowledgement, "ST");
    none(CLAIM_STATUS, "20261129*U*130", "20261329*U*130", FaultKind::Acknowledgement, "STC");
    none(CLAIM_STATUS, "HL*4*3*PT", "HL*4*3*PQ", FaultKind::Acknowledgement, "HL");
    none(CLAIM_STATUS, "TRN*2*A-1001~\n", "", FaultKind::Acknowledgement, "STC");
}

const PIECES: &[&str] = &[
    "~",
    "*",
    ":",
    "IK3*NM1*1~",
    "IK4*1~",
    "IK5*R~",
    "AK9*R*1*1*0~",
    "AK2*837*1~",
    "CTX*CLM01:x~",
    "HL*1**PT~",
    "HL*1**21~",
    "STC*A3~",
    "TRN*2*1~",
    "SVC*HC:1~",
    "QTY*90*x~",
    "SE*1*0001~",
    "\u{e9}",
    "99999999999999999999",
];

proptest! {
    /// Whatever an answer has become, reading it comes to an end, and no set that does not end has said anything.
    #[test]
    fn a_mutated_acknowledgement(
        implementation in any::<bool>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let text = if implementation { IMPLEMENTATION } else { CLAIM_STATUS };
        let bytes = changed(text.as_bytes().to_vec(), PIECES, &changes);
        let mut file = Acknowledgements::new(bytes.as_slice());
        let mut read = 0;
        while file.next_acknowledgement().unwrap().is_some() {
            read += 1;
        }
        let ends = bytes.windows(2).filter(|two| two == b"SE").count();
        prop_assert!(ends > 0 || read == 0);
    }
}
