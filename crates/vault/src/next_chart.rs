use encounter::{EncounterId, Status};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use crate::queue_filter::Conditions;
use crate::queue_page::hint;
use crate::transaction::Reading;
use crate::{QueueRequest, Result};

impl Reading<'_> {
    /// The next chart to work on in the order of `request`: the first one behind `after`, or, where nothing is left
    /// behind it, the first one of all; never `after` itself. `None` when nothing is left.
    ///
    /// To work on are the statuses that the filter names, as far as they are open; where it names none, those not
    /// started and in progress.
    pub fn next_chart(
        &self,
        request: &QueueRequest,
        after: Option<EncounterId>,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<Option<EncounterId>> {
        let named = &request.filter.statuses;
        let open = |status: &Status| !status.is_locked() || *status == Status::NeedsRecoding;
        let statuses: Vec<Status> = match named.is_empty() {
            true => vec![Status::NotStarted, Status::InProgress],
            false => named.iter().copied().filter(open).collect(),
        };
        if statuses.is_empty() {
            return Ok(None);
        }
        let behind = match after {
            Some(after) => self.first_chart(request, &statuses, Some(after), today, among)?,
            None => None,
        };
        match behind {
            Some(id) => Ok(Some(id)),
            None => {
                let first = self.first_chart(request, &statuses, None, today, among)?;
                Ok(first.filter(|first| Some(*first) != after))
            }
        }
    }

    fn first_chart(
        &self,
        request: &QueueRequest,
        statuses: &[Status],
        after: Option<EncounterId>,
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Result<Option<EncounterId>> {
        let sort = request.sort;
        let mut conditions = Conditions::of(&request.filter, statuses, today, among);
        let mut sql = format!(
            "SELECT id FROM encounter {} WHERE {}",
            hint(sort.column.index(), among),
            conditions.sql()
        );
        if let Some(after) = after {
            let (column, behind) = (sort.column.column(), sort.after());
            let place = format!("(SELECT {column}, id FROM encounter WHERE id = ?)");
            sql.push_str(&format!(" AND ({column}, id) {behind} {place}"));
            conditions.values.push(Value::Integer(i64::from(after.0)));
        }
        sql.push_str(&format!(" ORDER BY {} LIMIT 1", sort.sql("")));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let id = statement.query_row(params_from_iter(&conditions.values), |row| row.get(0)).optional()?;
        Ok(id.map(EncounterId))
    }
}
