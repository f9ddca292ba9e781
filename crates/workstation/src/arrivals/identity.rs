//! Whose record a draft is about, and which visit. A number with its authority says so; name, birth date and sex must not
//! contradict it. What is only near is asked, never taken for the same.

use encounter::{EncounterId, Patient, Sex};
use intake::{Draft, Format, Identifier, value};
use vault::{NumberKind, Reading, SentNumber};

use super::report::ArrivalQuestion;
use crate::error::DeskError;

/// Which encounter a draft is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    New,
    Known(EncounterId),
    /// To be confirmed by a person; what it is if they do.
    Asked(ArrivalQuestion, Option<EncounterId>),
}

pub(super) fn whose(tx: &Reading<'_>, draft: &Draft) -> Result<Whose, DeskError> {
    let sent = patient_of(draft);
    if let Some(id) = visit(tx, draft, &sent)? {
        let known = tx.coded(id)?.unwrap_or_default().header.patient;
        let is_record = !known.record_number.is_empty() && known.record_number == sent.record_number;
        return Ok(match !is_record && is_another(&known, &sent) {
            true => Whose::Asked(ArrivalQuestion::AnotherPatientsVisit, Some(id)),
            false => Whose::Known(id),
        });
    }
    let of_record = of_record(tx, draft)?;
    let Some(latest) = of_record.first() else {
        if let Some(id) = same_day(tx, draft, &sent)? {
            return Ok(Whose::Known(id));
        }
        for id in tx.namesakes(&sent)? {
            let known = tx.coded(id)?.unwrap_or_default().header.patient;
            if are_alike(&known.sex, &sent.sex, &Sex::Unknown) {
                return Ok(Whose::Asked(ArrivalQuestion::SamePatient, None));
            }
        }
        return Ok(Whose::New);
    };
    let known = tx.coded(*latest)?.unwrap_or_default().header.patient;
    if is_another(&known, &sent) {
        return Ok(Whose::Asked(ArrivalQuestion::AnotherPatient, None));
    }
    if !is_numbered(draft)
        && let Some(day) = value(&draft.visit.from).map(|at| at.date())
    {
        for id in of_record {
            if tx.coded(id)?.is_some_and(|known| known.header.service_from == Some(day)) {
                return Ok(Whose::Known(id));
            }
        }
    }
    Ok(Whose::New)
}

/// Where neither the patient nor the visit has any number, as in the lists of small practices: the encounter of that day of a
/// patient of the same name, birth date and sex.
fn same_day(tx: &Reading<'_>, draft: &Draft, sent: &Patient) -> Result<Option<EncounterId>, DeskError> {
    let day = value(&draft.visit.from).map(|at| at.date());
    if is_numbered(draft) || !sent.record_number.is_empty() || day.is_none() {
        return Ok(None);
    }
    for id in tx.of_name(sent)? {
        let known = tx.coded(id)?.unwrap_or_default().header;
        if known.service_from == day && are_alike(&known.patient.sex, &sent.sex, &Sex::Unknown) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The encounters of the patient that a draft is about, as far as nothing contradicts it.
pub(super) fn of_patient(tx: &Reading<'_>, draft: &Draft) -> Result<Vec<EncounterId>, DeskError> {
    let sent = patient_of(draft);
    let mut found = Vec::new();
    for id in of_record(tx, draft)? {
        if tx.coded(id)?.is_some_and(|known| !is_another(&known.header.patient, &sent)) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Those of its record number, whoever they are.
pub(super) fn of_record(tx: &Reading<'_>, draft: &Draft) -> Result<Vec<EncounterId>, DeskError> {
    let record = draft.patient.record_number();
    Ok(record.map(|record| tx.of_record_number(&number(record))).transpose()?.unwrap_or_default())
}

fn is_numbered(draft: &Draft) -> bool {
    !draft.visit.numbers.is_empty() || !draft.visit.accounts.is_empty()
}

/// The visit by its own number, else by that of its account; an encounter that was entered here by its account number
/// where the patient agrees.
fn visit(tx: &Reading<'_>, draft: &Draft, sent: &Patient) -> Result<Option<EncounterId>, DeskError> {
    let visits = draft.visit.numbers.iter().map(|each| (NumberKind::Visit, each));
    let accounts = draft.visit.accounts.iter().map(|each| (NumberKind::Account, each));
    // An account may be that of several visits: it tells the visit only where no number of one is there.
    let numbers: Vec<(NumberKind, &Identifier)> = match draft.visit.numbers.is_empty() {
        true => accounts.collect(),
        false => visits.collect(),
    };
    for (kind, identifier) in &numbers {
        for (id, _) in tx.numbered(*kind, &number(identifier))? {
            if is_of_day(tx, draft, *kind, id)? {
                return Ok(Some(id));
            }
        }
    }
    for (kind, identifier) in numbers {
        for id in tx.of_account(&identifier.number)? {
            if !is_of_day(tx, draft, kind, id)? {
                continue;
            }
            let known = tx.coded(id)?.unwrap_or_default().header.patient;
            let is_record = !known.record_number.is_empty() && known.record_number == sent.record_number;
            let is_named =
                is_same_text(&known.last_name, &sent.last_name) && known.birth_date == sent.birth_date;
            if is_record || (is_named && sent.birth_date.is_some()) {
                return Ok(Some(id));
            }
        }
    }
    Ok(None)
}

/// The accounts of practices, of which worklists are, hold the visits of years: there the day tells which is meant.
fn is_of_day(tx: &Reading<'_>, draft: &Draft, kind: NumberKind, id: EncounterId) -> Result<bool, DeskError> {
    let day = value(&draft.visit.from).map(|at| at.date());
    if draft.format != Format::Worklist || kind != NumberKind::Account || day.is_none() {
        return Ok(true);
    }
    let known = tx.coded(id)?.and_then(|known| known.header.service_from);
    Ok(known.is_none() || known == day)
}

pub(super) fn number(of: &Identifier) -> SentNumber<'_> {
    SentNumber { number: &of.number, authority: &of.authority }
}

/// The patient as far as the draft tells.
pub(super) fn patient_of(draft: &Draft) -> Patient {
    let patient = &draft.patient;
    let text = |field| value(field).cloned().unwrap_or_default();
    Patient {
        record_number: patient.record_number().map(|record| record.number.clone()).unwrap_or_default(),
        last_name: text(&patient.last_name),
        first_name: text(&patient.first_name),
        middle_name: text(&patient.middle_name),
        birth_date: value(&patient.birth_date).copied(),
        sex: value(&patient.sex).copied().unwrap_or_default(),
    }
}

/// Two of name, first name and birth date contradict each other. One alone is a correction: a marriage, a slip of the pen.
pub(super) fn is_another(known: &Patient, sent: &Patient) -> bool {
    let last = !are_alike_texts(&known.last_name, &sent.last_name);
    let first = !are_alike_texts(&known.first_name, &sent.first_name);
    let birth =
        known.birth_date.is_some() && sent.birth_date.is_some() && known.birth_date != sent.birth_date;
    [last, first, birth].into_iter().filter(|differs| *differs).count() > 1
}

fn are_alike<T: PartialEq>(one: &T, other: &T, unknown: &T) -> bool {
    one == other || one == unknown || other == unknown
}

fn are_alike_texts(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || is_same_text(one, other)
}

/// Case, blanks and punctuation aside: O'BRIEN is OBrien.
fn is_same_text(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_thing_that_differs_is_a_correction_and_two_are_another_person() {
        let known = Patient {
            last_name: "O'Brien".into(),
            first_name: "Ada".into(),
            birth_date: Some(date(1958, 2, 28)),
            ..Patient::default()
        };
        let sent = |last: &str, first: &str, day| Patient {
            last_name: last.into(),
            first_name: first.into(),
            birth_date: Some(date(1958, 2, day)),
            ..Patient::default()
        };
        assert!(!is_another(&known, &sent("OBRIEN", "ADA", 28)));
        assert!(!is_another(&known, &sent("Well", "Ada", 28)), "a marriage");
        assert!(!is_another(&known, &sent("O'Brien", "Ada", 27)), "a slip of the pen");
        assert!(is_another(&known, &sent("O'Brien", "Ida", 27)));
        assert!(is_another(&known, &sent("Well", "Ida", 28)));
        assert!(!is_another(&known, &Patient::default()), "what is not said contradicts nothing");
    }
}
