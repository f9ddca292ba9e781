use std::collections::BTreeMap;

use encounter::Status;
use workstation::{Practice, QueueQuery, VaultState};
use workstation::{QueueColumn, QueueFilter, QueueRequest, QueueSort};

use super::desk::TestDesk;

#[test]
fn the_sample_practice_has_every_status_and_can_be_reset() {
    let t = TestDesk::new();
    let state = t.desk.open_sample().unwrap();
    assert_eq!((state.practice, state.vault), (Practice::Sample, VaultState::Open));

    let sort = QueueSort { column: QueueColumn::Account, descending: false };
    let request = QueueRequest { filter: QueueFilter::default(), sort, offset: 0, limit: 100 };
    let query = QueueQuery { request, text: String::new() };
    let page = t.desk.queue(&query).unwrap();
    assert!(page.total >= 24, "{} encounters", page.total);
    let counts: BTreeMap<_, _> = page.counts.iter().map(|count| (count.status, count.count)).collect();
    for status in Status::ALL {
        assert!(counts.get(&status).is_some_and(|count| *count > 0), "{status:?} is shown");
    }
    for row in &page.rows {
        let chart = t.desk.open_encounter(row.id).unwrap().value;
        assert!(!chart.encounter.documents.is_empty(), "{}", row.account);
        if chart.encounter.status == Status::ReadyForReview {
            assert!(chart.counts.is_clean(), "{}: {:?}", row.account, chart.findings);
        }
    }

    let open = page.rows.iter().find(|row| row.status == Status::NotStarted).unwrap();
    let chart = t.desk.open_encounter(open.id).unwrap().value;
    t.desk.move_status(chart.id, chart.revision, Status::Void, "trying it out").unwrap();
    t.desk.reset_sample().unwrap();
    assert_eq!(t.desk.queue(&query).unwrap().counts, page.counts);

    assert_eq!(
        t.desk.close_sample().unwrap().vault,
        VaultState::Absent,
        "the user's own vault is still to be made"
    );
}
