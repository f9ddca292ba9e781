use encounter::Status;
use workstation::QueueQuery;
use workstation::{QueueColumn, QueueFilter, QueueRequest, QueueSort};

use super::desk::{TestDesk, header};

pub(super) fn everything() -> QueueQuery {
    let sort = QueueSort { column: QueueColumn::ServiceFrom, descending: false };
    QueueQuery {
        request: QueueRequest { filter: QueueFilter::default(), sort, offset: 0, limit: 50 },
        text: String::new(),
    }
}

#[test]
fn the_queue_counts_finds_and_hands_out_the_next_chart() {
    let t = TestDesk::set_up();
    let done = t.completed();
    let mut open = Vec::new();
    for (number, name) in ["Adams", "Bäcker", "Castillo"].iter().enumerate() {
        let mut header = header();
        header.account = format!("27-{number}");
        header.patient.last_name = (*name).into();
        header.service_from = Some(jiff::civil::date(2026, 5, 1 + number as i8));
        open.push(t.desk.create_encounter(header, vec![]).unwrap().value.id);
    }

    let page = t.desk.queue(&everything()).unwrap();
    assert_eq!(page.total, 4);
    assert_eq!(page.rows[0].id, done.id, "the oldest date of service first");
    let count =
        |status| page.counts.iter().find(|count| count.status == status).map_or(0, |count| count.count);
    assert_eq!((count(Status::Completed), count(Status::NotStarted)), (1, 3));

    let mut found = everything();
    found.text = "bäcker ruth".into();
    let page = t.desk.queue(&found).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [open[1]]);

    let mut filtered = everything();
    filtered.request.filter.statuses = vec![Status::Completed];
    assert_eq!(t.desk.queue(&filtered).unwrap().total, 1);

    let next = |after| t.desk.next_chart(&everything(), after).unwrap();
    assert_eq!(next(None), Some(open[0]), "a completed chart is not handed out");
    assert_eq!(next(Some(open[0])), Some(open[1]));
    assert_eq!(next(Some(open[2])), Some(open[0]), "from the end it goes on at the top");
}
