use encounter::{Coverage, Encounter, EncounterId, FindingCounts, HoldReason, Provider, Status};
use jiff::ToSpan;
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::sample::{TODAY, at, attach, complete, stamp, vault, visit};
use crate::{QueueColumn, QueueFilter, QueueRequest, QueueSort, Vault, VaultError};

/// Forty visits that differ in everything the queue looks at.
fn forty() -> (tempfile::TempDir, Vault, Vec<Encounter>) {
    let (folder, mut vault, _) = vault();
    let mut all = Vec::new();
    for number in 0..40_u32 {
        let mut visit = visit(number);
        let header = &mut visit.header;
        header.service_from =
            (number % 7 > 0).then(|| date(2026, 3, 1).saturating_add(i64::from(number % 13).days()));
        header.received =
            (number % 5 > 0).then(|| date(2026, 3, 20).saturating_add(i64::from(number % 11).days()));
        header.bill_by = Some(date(2026, 5, 1).saturating_sub(i64::from(number % 9).days()));
        let payer = ["Medicare", "Aetna", "aetna better health"][number as usize % 3];
        header.primary_payer = Some(Coverage { payer: payer.into(), member_id: String::new() });
        let name = ["Okafor", "Chen", ""][number as usize % 3];
        header.rendering_provider = Some(Provider { name: name.into(), ..Provider::default() });
        header.owner = ["maria", "", "jo", "jo"][number as usize % 4].into();
        let mut line = encounter::ServiceLine::new("99214".into());
        line.charge = Decimal::new(i64::from(number * 37 % 1000) + 5, 1);
        visit.lines.push(line);
        match number % 4 {
            1 => attach(&mut visit, "I10"),
            2 => {
                let note = String::new();
                let hold = encounter::Amendment::PlaceHold {
                    reason: HoldReason::UnsignedNote,
                    note: note.clone(),
                    provider: note,
                };
                visit.amend(hold, &stamp(1)).unwrap();
            }
            3 => complete(&mut visit, 2),
            _ => {}
        }
        let counts = FindingCounts { errors: number % 3, warnings: 1, infos: 0 };
        vault.transact(|tx| tx.insert_encounter(&visit, counts, at(0))).unwrap();
        all.push(visit);
    }
    (folder, vault, all)
}

fn passes(filter: &QueueFilter, encounter: &Encounter) -> bool {
    let header = &encounter.header;
    let same = |wanted: &Option<String>, is: &str| {
        wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(is))
    };
    let age = header.received.or(header.service_from).map(|from| (TODAY - from).get_days());
    (filter.statuses.is_empty() || filter.statuses.contains(&encounter.status))
        && same(&filter.payer, &header.primary_payer.as_ref().unwrap().payer)
        && same(&filter.provider, &header.rendering_provider.as_ref().unwrap().name)
        && same(&filter.owner, &header.owner)
        && filter.service_from.is_none_or(|from| header.service_from.is_some_and(|date| date >= from))
        && filter.service_to.is_none_or(|to| header.service_from.is_some_and(|date| date <= to))
        && filter.on_hold.is_none_or(|on| on == encounter.open_holds().next().is_some())
        && filter.min_age_days.is_none_or(|days| age.is_some_and(|age| i64::from(age) >= i64::from(days)))
}

fn key(column: QueueColumn, encounter: &Encounter) -> String {
    let header = &encounter.header;
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    match column {
        QueueColumn::ServiceFrom => date(header.service_from),
        QueueColumn::Received => date(header.received),
        QueueColumn::BillBy => date(header.bill_by),
        QueueColumn::Charges => format!("{:020}", encounter.charges() * Decimal::ONE_HUNDRED),
        QueueColumn::PatientName => header.patient.last_name.clone(),
        QueueColumn::Account => header.account.clone(),
        QueueColumn::Payer => header.primary_payer.as_ref().unwrap().payer.to_lowercase(),
        QueueColumn::Provider => header.rendering_provider.as_ref().unwrap().name.to_lowercase(),
        QueueColumn::Owner => header.owner.clone(),
        QueueColumn::Status => encounter.status.id().to_owned(),
    }
}

/// What the queue must be, worked out the slow way.
fn expected(all: &[Encounter], filter: &QueueFilter, sort: QueueSort) -> Vec<EncounterId> {
    let mut rows: Vec<(String, EncounterId)> = (1..)
        .zip(all)
        .filter(|(_, encounter)| passes(filter, encounter))
        .map(|(id, encounter)| (key(sort.column, encounter), EncounterId(id)))
        .collect();
    rows.sort();
    if sort.descending {
        rows.reverse();
    }
    rows.into_iter().map(|(_, id)| id).collect()
}

fn filters() -> Vec<QueueFilter> {
    let all = QueueFilter::default;
    vec![
        all(),
        QueueFilter { statuses: vec![Status::NotStarted, Status::InProgress], ..all() },
        QueueFilter { statuses: vec![Status::Exported], ..all() },
        QueueFilter { payer: Some("aetna".into()), ..all() },
        QueueFilter { provider: Some("Chen".into()), owner: Some("jo".into()), ..all() },
        QueueFilter { owner: Some(String::new()), ..all() },
        QueueFilter { service_from: Some(date(2026, 3, 4)), service_to: Some(date(2026, 3, 8)), ..all() },
        QueueFilter { service_to: Some(date(2026, 3, 8)), on_hold: Some(false), ..all() },
        QueueFilter { on_hold: Some(true), min_age_days: Some(20), ..all() },
        QueueFilter { min_age_days: Some(u32::MAX), ..all() },
        QueueFilter { payer: Some("' OR 1=1 --".into()), ..all() },
    ]
}

#[test]
fn every_filter_in_every_order_is_what_it_should_be() {
    let (_folder, vault, all) = forty();
    for filter in filters() {
        for column in QueueColumn::ALL {
            for descending in [false, true] {
                let sort = QueueSort { column, descending };
                let expected = expected(&all, &filter, sort);
                let mut seen = Vec::new();
                let mut request = QueueRequest { filter: filter.clone(), sort, offset: 0, limit: 7 };
                loop {
                    let page = vault.read(|reading| reading.queue(&request, TODAY, None)).unwrap();
                    assert_eq!(page.total as usize, expected.len(), "{request:?}");
                    if page.rows.is_empty() {
                        break;
                    }
                    seen.extend(page.rows.iter().map(|row| row.id));
                    request.offset += 7;
                }
                assert_eq!(seen, expected, "{filter:?} {sort:?}");
                for (place, id) in expected.iter().enumerate() {
                    let position =
                        vault.read(|reading| reading.queue_position(&request, *id, TODAY, None)).unwrap();
                    assert_eq!(position, Some(u32::try_from(place).unwrap()));
                }
            }
        }
    }
}

#[test]
fn the_counts_look_at_every_status_and_the_total_at_those_asked_for() {
    let (_folder, vault, all) = forty();
    for filter in filters() {
        let request = QueueRequest { filter: filter.clone(), limit: 1, ..QueueRequest::default() };
        let page = vault.read(|reading| reading.queue(&request, TODAY, None)).unwrap();
        assert_eq!(page.counts.iter().map(|count| count.status).collect::<Vec<_>>(), Status::ALL);
        for count in page.counts {
            let alone = QueueFilter { statuses: vec![count.status], ..filter.clone() };
            let expected = all.iter().filter(|encounter| passes(&alone, encounter)).count();
            assert_eq!(count.count as usize, expected, "{filter:?} {:?}", count.status);
        }
    }
}

#[test]
fn a_row_shows_what_the_encounter_says() {
    let (_folder, vault, all) = forty();
    let request = QueueRequest { limit: 40, ..QueueRequest::default() };
    let page = vault.read(|reading| reading.queue(&request, TODAY, None)).unwrap();
    for row in page.rows {
        let encounter = &all[row.id.0 as usize - 1];
        assert_eq!(row.status, encounter.status);
        assert_eq!(row.patient_name, format!("{}, Ada", encounter.header.patient.last_name));
        assert_eq!(
            (row.service_from, row.received),
            (encounter.header.service_from, encounter.header.received)
        );
        assert_eq!(row.charges, encounter.charges());
        assert_eq!(row.open_holds as usize, encounter.open_holds().count());
        assert_eq!(row.hold_reasons.len(), row.open_holds as usize);
        assert_eq!((row.documents, row.warnings), (1, 1));
    }
}

#[test]
fn only_those_found_are_looked_at() {
    let (_folder, vault, _) = forty();
    let among: Vec<EncounterId> = [3, 5, 4, 999].into_iter().map(EncounterId).collect();
    let sort = QueueSort { column: QueueColumn::Account, descending: true };
    let request = QueueRequest { sort, limit: 10, ..QueueRequest::default() };
    let page = vault.read(|reading| reading.queue(&request, TODAY, Some(&among))).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id.0).collect::<Vec<_>>(), [5, 4, 3]);
    assert_eq!(page.total, 3);
    // So many that they are looked up another way.
    let many: Vec<EncounterId> = (3..=30).step_by(3).chain([999]).map(EncounterId).collect();
    let page = vault.read(|reading| reading.queue(&request, TODAY, Some(&many))).unwrap();
    assert_eq!(
        page.rows.iter().map(|row| row.id.0).collect::<Vec<_>>(),
        [30, 27, 24, 21, 18, 15, 12, 9, 6, 3]
    );
    assert_eq!(page.total, 10);
    let none = vault.read(|reading| reading.queue(&request, TODAY, Some(&[]))).unwrap();
    assert_eq!((none.total, none.rows.len()), (0, 0));
}

#[test]
fn the_next_chart_follows_the_order() {
    let (_folder, vault, all) = forty();
    for filter in filters() {
        for descending in [false, true] {
            let sort = QueueSort { column: QueueColumn::BillBy, descending };
            let request = QueueRequest { filter: filter.clone(), sort, ..QueueRequest::default() };
            let workable = match filter.statuses.is_empty() {
                true => vec![Status::NotStarted, Status::InProgress],
                false => filter.statuses.clone(),
            };
            let order = expected(&all, &QueueFilter { statuses: workable, ..filter.clone() }, sort);
            let next =
                |after| vault.read(|reading| reading.next_chart(&request, after, TODAY, None)).unwrap();
            if filter.statuses == [Status::Exported] {
                assert_eq!(next(None), None);
                continue;
            }
            assert_eq!(next(None), order.first().copied());
            for (place, id) in order.iter().enumerate() {
                let behind = order[(place + 1) % order.len()];
                assert_eq!(next(Some(*id)), (behind != *id).then_some(behind));
            }
        }
    }
    // From a chart that is no longer in the queue, the next one behind where it stood.
    let request = QueueRequest::default();
    let sort = QueueSort::default();
    let whole = expected(&all, &QueueFilter::default(), sort);
    let done = whole.iter().position(|id| all[id.0 as usize - 1].status == Status::Completed).unwrap();
    let behind = whole[done..]
        .iter()
        .find(|id| matches!(all[id.0 as usize - 1].status, Status::NotStarted | Status::InProgress));
    let next = vault.read(|reading| reading.next_chart(&request, Some(whole[done]), TODAY, None));
    assert_eq!(next, Ok(behind.copied()));
}

#[test]
fn a_save_moves_the_row() {
    let (_folder, mut vault, _) = forty();
    let id = EncounterId(1);
    let mut stored = vault.read(|reading| reading.encounter(id)).unwrap().unwrap();
    stored.encounter.header.patient.last_name = "name000000".into();
    stored.encounter.header.patient.record_number = "M00001".into();
    let counts = FindingCounts { errors: 4, warnings: 5, infos: 6 };
    vault.transact(|tx| tx.save_encounter(id, 1, &stored.encounter, counts)).unwrap();
    let text = vault.read(|reading| reading.find_text(id)).unwrap();
    assert_eq!(
        text.as_deref(),
        Some("name000000, Ada\nA000000\nM00001\nOkafor"),
        "case alone is a change too"
    );
    let texts = vault.read(|reading| reading.find_texts()).unwrap();
    assert_eq!((texts.len(), texts[0].0), (40, id));
    let others = vault.read(|reading| reading.earlier_encounters(id)).unwrap();
    assert_eq!(others.iter().map(|row| row.id.0).collect::<Vec<_>>(), [4, 3]);
    let facets = vault.read(|reading| reading.queue_facets()).unwrap();
    assert_eq!(facets.payers, ["Aetna", "aetna better health", "Medicare"]);
    assert_eq!(
        (facets.providers, facets.owners),
        (vec!["Chen".into(), "Okafor".into()], vec!["jo".into(), "maria".into()])
    );
}

#[test]
fn settings_belong_to_a_user() {
    let (_folder, mut vault, _) = vault();
    vault
        .transact(|tx| {
            tx.set_setting("maria", "panes", "[1,2]")?;
            tx.set_setting("maria", "panes", "[3]")?;
            tx.set_setting("jo", "panes", "[4]")
        })
        .map_err(|error: VaultError| error)
        .unwrap();
    let setting = |login, key| vault.read(|reading| reading.setting(login, key)).unwrap();
    assert_eq!(setting("maria", "panes").as_deref(), Some("[3]"));
    assert_eq!(setting("maria", "theme"), None);
    assert_eq!(vault.read(|reading| reading.settings("jo")).unwrap(), [("panes".into(), "[4]".into())]);
}
