//! Claims of a file come into the queue as drafts; the same file twice changes nothing.

use std::path::{Path, PathBuf};

use encounter::{DocumentKind, Status};
use workstation::{ArrivalAnswers, ArrivalRefusal, ArrivalVerdict, QueueQuery, QueueRequest, QueueSort};

use super::desk::TestDesk;

/// A file of one claim for each account; `kind` is that of its diagnosis.
fn file(folder: &Path, claims: &[(&str, &str)]) -> PathBuf {
    let mut body = String::from(
        "ST*837*0001*005010X222A1~\nBHT*0019*00*1*20260301*0900*CH~\nNM1*41*2*OTHER SYSTEM*****46*OTHER~\n\
         PER*IC*DESK*TE*4105550100~\nNM1*40*2*CLEAR*****46*CLEAR~\nHL*1**20*1~\n\
         NM1*85*2*HARBOR LANE*****XX*1234567893~\nN3*1 HARBOR LANE~\nN4*BALTIMORE*MD*212010001~\n\
         REF*EI*520000001~\n",
    );
    for (number, (account, kind)) in (2..).zip(claims) {
        body.push_str(&format!(
            "HL*{number}*1*22*0~\nSBR*P*18*******MB~\nNM1*IL*1*OKAFOR*RUTH****MI*1EG4TE5MK73~\n\
             N3*1 QUAY STREET~\nN4*BALTIMORE*MD*21201~\nDMG*D8*19580228*F~\n\
             NM1*PR*2*MEDICARE B*****PI*MEDB~\nCLM*{account}*120***11:B:1*Y*A*Y*Y~\nHI*{kind}:I10~\n\
             LX*1~\nSV1*HC:99213:25*120*UN*1***1~\nDTP*472*D8*20260302~\n"
        ));
    }
    let count = body.matches('~').count() + 1;
    let text = format!(
        "ISA*00*          *00*          *ZZ*OTHER          *ZZ*CLEAR          *260301*0900*^*00501*000000001*0*P*:~\n\
         GS*HC*OTHER*CLEAR*20260301*0900*1*X*005010X222A1~\n{body}SE*{count}*0001~\nGE*1*1~\nIEA*1*000000001~\n"
    );
    let path = folder.join("in.837");
    std::fs::write(&path, text).unwrap();
    path
}

fn queue(t: &TestDesk) -> Vec<workstation::QueueRow> {
    let request = QueueRequest { sort: QueueSort::default(), limit: 100, ..QueueRequest::default() };
    t.desk.queue(&QueueQuery { request, text: String::new() }).unwrap().rows
}

#[test]
fn claims_come_into_the_queue_once_and_their_codes_quote_them() {
    let t = TestDesk::set_up();
    let path = [file(t.folder.path(), &[("X-1", "ABK"), ("X-2", "ABK"), ("X-3", "BK"), ("x-1", "ABK")])];
    let preview = t.desk.preview_arrival(&path, &mut |_| ()).unwrap();
    assert_eq!((preview.counts.messages, preview.counts.new, preview.counts.refused), (4, 2, 2));
    assert_eq!(preview.counts.charges.to_string(), "240");
    let refused = |reason| ArrivalVerdict::Refused { reason };
    let verdicts: Vec<_> = preview.rows.iter().map(|row| (row.visit.as_str(), row.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("X-1", ArrivalVerdict::New),
            ("X-2", ArrivalVerdict::New),
            ("X-3", refused(ArrivalRefusal::Problems)),
            ("x-1", refused(ArrivalRefusal::InQueue)),
        ]
    );
    let place = &preview.rows[2].faults[0].place;
    assert_eq!((place.id.as_str(), place.element, place.component), ("HI", Some(1), Some(1)), "ICD-9-CM");
    assert!(queue(&t).is_empty(), "a preview changes nothing");

    assert_eq!(
        t.desk.import_arrival(&path, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value.counts,
        preview.counts
    );
    let rows = queue(&t);
    assert_eq!(rows.len(), 2);
    let chart = t.desk.open_encounter(rows[0].id).unwrap().value.encounter;
    assert_eq!((chart.status, chart.documents[0].kind), (Status::NotStarted, DocumentKind::Other));
    assert!(chart.documents[0].text.starts_with("CLM*X-"), "{}", chart.documents[0].text);
    let said = |quote: &encounter::Evidence| {
        assert_eq!(chart.documents[0].span(quote.start, quote.end), Some(quote.quote.as_str()));
        quote.quote.clone()
    };
    assert_eq!(said(&chart.diagnoses[0].evidence[0]), "ABK:I10");
    assert_eq!(said(&chart.lines[0].evidence[0]), "HC:99213:25");
    assert_eq!(chart.lines[0].modifiers.len(), 1);
    let messages = t.desk.messages_of(rows[0].id).unwrap();
    assert_eq!((messages.len(), messages[0].trigger.as_str()), (1, "837P"));

    let again = t.desk.import_arrival(&path, &ArrivalAnswers::default(), &mut |_| ()).unwrap();
    let counts = again.value.counts;
    assert_eq!((counts.new, counts.duplicates, counts.refused, again.changes.queue), (0, 2, 2, false));
    assert_eq!(queue(&t).len(), 2);
}

#[test]
fn an_import_of_claims_is_taken_back() {
    let t = TestDesk::set_up();
    let path = [file(t.folder.path(), &[("X-1", "ABK")])];
    t.desk.import_arrival(&path, &ArrivalAnswers::default(), &mut |_| ()).unwrap();
    let id = t.desk.arrivals().unwrap()[0].id;
    assert_eq!(t.desk.undo_arrival(id).unwrap().value.voided, 1);
    let again = t.desk.import_arrival(&path, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
    assert_eq!(again.counts.new, 1, "what was taken back may come again");
}

#[test]
fn of_a_file_that_is_not_whole_nothing_comes() {
    let t = TestDesk::set_up();
    let path = [file(t.folder.path(), &[("X-1", "ABK"), ("X-2", "ABK")])];
    let whole = std::fs::read_to_string(&path[0]).unwrap();
    let cut = whole.rfind("SV1*").unwrap() + 9;
    std::fs::write(&path[0], &whole[..cut]).unwrap();
    let report = t.desk.import_arrival(&path, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
    assert_eq!(report.rows[0].verdict, ArrivalVerdict::Refused { reason: ArrivalRefusal::CutShort });
    assert!(report.rows.len() == 1 && !report.rows[0].faults.is_empty());
    assert!(queue(&t).is_empty());
}
