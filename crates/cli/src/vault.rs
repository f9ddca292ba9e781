//! The commands that open the user's vault. What they do stands in its audit trail under the user's name.

use std::io::{self, BufRead, Write};

use workstation::{Clock, Desk, ErrorCode, Places, QueueFilter, QueueQuery, QueueRequest, VaultState};

use crate::arguments::{Audit, Backup, Key, Queue};
use crate::failure::Failure;
use crate::page;

/// Rows of the queue that are asked for at once.
const PAGE: u32 = 1000;

pub(crate) fn verify_audit(arguments: &Audit, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = open(&arguments.key)?;
    let verdict = desk.verify_audit()?;
    desk.lock()?;
    if arguments.json {
        serde_json::to_writer(&mut *out, &verdict)?;
        writeln!(out)?;
    } else {
        match verdict.first_bad {
            None => writeln!(out, "whole: {} entries", verdict.entries)?,
            Some(number) => writeln!(out, "BROKEN at entry {number} of {}", verdict.entries)?,
        }
        writeln!(out, "head: {}", verdict.head)?;
    }
    Ok(verdict.intact)
}

pub(crate) fn backup(arguments: &Backup, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = open(&arguments.key)?;
    desk.backup(&arguments.path, &mut |_| ())?;
    desk.lock()?;
    let path = arguments.path.display().to_string();
    if arguments.json {
        serde_json::to_writer(&mut *out, &serde_json::json!({ "backup": path }))?;
        writeln!(out)?;
    } else {
        writeln!(out, "written and read back: {path}")?;
    }
    Ok(true)
}

pub(crate) fn queue(arguments: &Queue, out: &mut impl Write) -> Result<bool, Failure> {
    let desk = open(&arguments.key)?;
    let mut query = QueueQuery {
        request: QueueRequest {
            filter: QueueFilter { statuses: arguments.status.clone(), ..QueueFilter::default() },
            ..QueueRequest::default()
        },
        text: arguments.find.clone(),
    };
    let mut left = arguments.limit.unwrap_or(u32::MAX);
    let mut rows = Vec::new();
    while left > 0 {
        query.request.limit = left.min(PAGE);
        let page = desk.queue(&query)?;
        let found = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        if found == 0 {
            break;
        }
        rows.extend(page.rows);
        left = left.saturating_sub(found);
        query.request.offset = query.request.offset.saturating_add(found);
    }
    desk.lock()?;
    if arguments.json {
        for row in &rows {
            serde_json::to_writer(&mut *out, row)?;
            writeln!(out)?;
        }
    } else {
        let line = |row: &workstation::QueueRow| {
            let date = row.service_from.map(|date| date.to_string()).unwrap_or_default();
            let status = row.status.id().replace('_', " ");
            let findings = format!("{}/{}", row.errors, row.warnings);
            [
                row.id.0.to_string(),
                date,
                status,
                row.account.clone(),
                row.patient_name.clone(),
                findings,
                row.diagnoses.clone(),
            ]
        };
        page::columns(&rows.iter().map(line).collect::<Vec<_>>(), out)?;
    }
    Ok(!rows.is_empty())
}

pub(crate) fn open(key: &Key) -> Result<Desk, Failure> {
    let mut places = match (Places::of_this_user(None), &key.vault) {
        (Some(places), _) => places,
        (None, Some(_)) => Places {
            vault: "vault".into(),
            sample: "sample".into(),
            dictionary: Places::find_dictionary(None),
            publications: "publications.db".into(),
        },
        (None, None) => return Err(Failure::NoHome),
    };
    if let Some(folder) = &key.vault {
        places.vault.clone_from(folder);
    }
    let desk = Desk::new(places, Clock::wall());
    let state = desk.state()?;
    if state.vault == VaultState::Absent {
        return Err(workstation::DeskError::from(ErrorCode::VaultAbsent).into());
    }
    let login = match (&key.login, &*state.users) {
        (Some(login), _) => login.clone(),
        (None, [only]) => only.login.clone(),
        (None, _) => return Err(Failure::LoginMissing),
    };
    desk.unlock(&login, &passphrase(key)?)?;
    Ok(desk)
}

/// Whether the vault could be opened at all.
pub(crate) fn has_passphrase(key: &Key) -> bool {
    key.passphrase_stdin || std::env::var_os("CARREL_PASSPHRASE").is_some()
}

fn passphrase(key: &Key) -> Result<String, Failure> {
    if !key.passphrase_stdin {
        return std::env::var("CARREL_PASSPHRASE").map_err(|_| Failure::NoPassphrase);
    }
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Failure::Input { name: "standard input".to_owned(), kind: error.kind() })?;
    let passphrase = line.trim_end_matches(['\n', '\r']);
    if passphrase.is_empty() { Err(Failure::NoPassphrase) } else { Ok(passphrase.to_owned()) }
}
