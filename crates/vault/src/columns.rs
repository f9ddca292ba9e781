use std::str::FromStr;

use encounter::Status;
use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Result, VaultError};

/// A date that is not known is the empty text.
pub(crate) fn date_text(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

pub(crate) fn date_at(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    match row.get_ref(column)?.as_str()? {
        "" => Ok(None),
        text => parsed(text).map(Some),
    }
}

pub(crate) fn status_at(row: &Row<'_>, column: &str) -> rusqlite::Result<Status> {
    Status::from_id(row.get_ref(column)?.as_str()?).ok_or_else(unreadable)
}

pub(crate) fn parsed_at<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    parsed(row.get_ref(column)?.as_str()?)
}

pub(crate) fn json_at<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|_| unreadable())
}

/// What a variant without fields is called in files, on the wire and in a column.
pub(crate) fn name_of<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(VaultError::Damaged),
    }
}

pub(crate) fn named_at<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let name = serde_json::Value::String(row.get(column)?);
    serde_json::from_value(name).map_err(|_| unreadable())
}

pub(crate) fn json_text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| VaultError::Damaged)
}

fn parsed<T: FromStr>(text: &str) -> rusqlite::Result<T> {
    text.parse().map_err(|_| unreadable())
}

/// A column that does not hold what this program writes. Says nothing of what it does hold.
fn unreadable() -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, String::new(), Type::Text)
}
