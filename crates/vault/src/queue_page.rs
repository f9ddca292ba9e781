use encounter::{EncounterId, Status};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use crate::columns::status_at;
use crate::queue_filter::{Conditions, FEW};
use crate::queue_row::queue_row;
use crate::transaction::Reading;
use crate::{QueueFacets, QueueFilter, QueuePage, QueueRequest, QueueRow, Result, StatusCount};

impl Reading<'_> {
    /// One window onto the queue with the total and the counts by status. `today` decides the age; `among`, where
    /// given, are the only encounters to look at (what the quick find found).
    pub fn queue(
        &self,
        request: &QueueRequest,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<QueuePage> {
        let counts = self.status_counts(&request.filter, today, among)?;
        let asked = |status| request.filter.statuses.is_empty() || request.filter.statuses.contains(&status);
        let total = counts.iter().filter(|count| asked(count.status)).map(|count| count.count).sum();
        let rows = match request.offset < total && request.limit > 0 {
            true => self.window(request, total, today, among)?,
            false => Vec::new(),
        };
        Ok(QueuePage { rows, offset: request.offset, total, counts })
    }

    /// How many encounters stand before this one, for "chart 12 of 340"; `None` where it is not in the queue that is
    /// asked for. Offset and limit do not matter.
    pub fn queue_position(
        &self,
        request: &QueueRequest,
        id: EncounterId,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<Option<u32>> {
        let (filter, sort) = (&request.filter, request.sort);
        let mut conditions = Conditions::of(filter, &filter.statuses, today, among);
        conditions.values.push(Value::Integer(i64::from(id.0)));
        let sql = format!("SELECT 1 FROM encounter WHERE {} AND id = ?", conditions.sql());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row(params_from_iter(&conditions.values), |_| Ok(())).optional()?;
        if found.is_none() {
            return Ok(None);
        }
        let sql = format!(
            "SELECT count(*) FROM encounter {hint} WHERE {conditions} AND ({column}, id) {before}
                (SELECT {column}, id FROM encounter WHERE id = ?)",
            hint = hint(sort.column.index(), among),
            conditions = conditions.sql(),
            column = sort.column.column(),
            before = sort.before(),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(Some(statement.query_row(params_from_iter(&conditions.values), |row| row.get(0))?))
    }

    /// What a filter can choose from, by name.
    pub fn queue_facets(&self) -> Result<QueueFacets> {
        let distinct = |sql| -> Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let values = statement.query_map([], |row| row.get(0))?;
            Ok(values.collect::<Result<_, _>>()?)
        };
        Ok(QueueFacets {
            payers: distinct(include_str!("facet_payers.sql"))?,
            providers: distinct(include_str!("facet_providers.sql"))?,
            owners: distinct(include_str!("facet_owners.sql"))?,
        })
    }

    /// Other encounters of the same record number, the latest date of service first. Empty where the encounter has no
    /// record number.
    pub fn earlier_encounters(&self, id: EncounterId) -> Result<Vec<QueueRow>> {
        let mut statement = self.connection.prepare_cached(include_str!("earlier_encounters.sql"))?;
        let rows = statement.query_map([id.0], queue_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn status_counts(
        &self,
        filter: &QueueFilter,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<Vec<StatusCount>> {
        let mut counts: Vec<StatusCount> =
            Status::ALL.into_iter().map(|status| StatusCount { status, count: 0 }).collect();
        let conditions = Conditions::of(filter, &[], today, among);
        let sql = format!(
            "SELECT status, count(*) AS count FROM encounter {} WHERE {} GROUP BY status",
            hint(narrow_index(filter, &[]).unwrap_or("encounter_by_status"), among),
            conditions.sql(),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&conditions.values))?;
        while let Some(row) = rows.next()? {
            let status = status_at(row, "status")?;
            for count in counts.iter_mut().filter(|count| count.status == status) {
                count.count = row.get("count")?;
            }
        }
        Ok(counts)
    }

    fn window(
        &self,
        request: &QueueRequest,
        total: u32,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<Vec<QueueRow>> {
        let (filter, sort) = (&request.filter, request.sort);
        let (narrow, ordered) = (narrow_index(filter, &filter.statuses), sort.column.index());
        let mut conditions = Conditions::of(filter, &filter.statuses, today, among);
        conditions.values.push(Value::Integer(i64::from(request.limit)));
        conditions.values.push(Value::Integer(i64::from(request.offset)));
        // The inner query walks an index alone, so that passing over 90,000 rows reads none of them; the join is
        // crossed so that only the rows of the window are looked up.
        let sql = format!(
            "WITH page AS MATERIALIZED
                (SELECT id FROM encounter {hint} WHERE {conditions} ORDER BY {order} LIMIT ? OFFSET ?)
            SELECT encounter.* FROM page CROSS JOIN encounter ON encounter.id = page.id
            ORDER BY {outer}",
            hint = hint(if total as usize <= FEW { narrow.unwrap_or(ordered) } else { ordered }, among),
            conditions = conditions.sql(),
            order = sort.sql(""),
            outer = sort.sql("encounter."),
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&conditions.values), queue_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The index that holds together what passes the filter, where there is one.
fn narrow_index(filter: &QueueFilter, statuses: &[Status]) -> Option<&'static str> {
    match filter {
        QueueFilter { provider: Some(_), .. } => Some("encounter_by_provider"),
        QueueFilter { payer: Some(_), .. } => Some("encounter_by_payer"),
        QueueFilter { service_from: Some(_), service_to: Some(_), .. } => Some("encounter_by_service_from"),
        _ if !statuses.is_empty() => Some("encounter_by_status"),
        _ => None,
    }
}

/// Which index to walk. Left to itself the planner likes a filter better than the order, and then sorts everything;
/// where only a few encounters are looked at, that is right.
pub(crate) fn hint(index: &str, among: Option<&[EncounterId]>) -> String {
    match among {
        Some(among) if among.len() <= FEW => String::new(),
        _ => format!("INDEXED BY {index}"),
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
