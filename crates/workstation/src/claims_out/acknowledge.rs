//! What a receiver answered (TA1, 999, 277CA), brought to the claims that it is about. A 999 names segments and elements of a
//! file: the file is made again, and whatever field made the element is found with it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use claims::acknowledgements::{
    Acknowledgement, ClaimAcknowledgement, ClaimStatus, SegmentError, SetAcknowledgement, Verdict,
};
use claims::professional::{Batch, Claim, Written};
use claims::x12::Stamp;
use claims::{Origin, Practice};
use encounter::EncounterId;
use serde::Serialize;
use specta::Type;
use vault::{BatchKind, ClaimAnswer, ClaimRemark, Reading, Transaction};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::session::event;

/// What an acknowledgement did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AcknowledgedClaims {
    pub accepted: u32,
    pub rejected: u32,
    /// Answers about files or claims that are not of this vault.
    pub unknown: u32,
    /// Faults of the file itself.
    pub faults: u32,
}

/// A claim of a batch with where it stands in the file.
struct Placed {
    encounter: EncounterId,
    account: String,
    claim: Claim,
    written: Written,
}

/// The claims of every batch that is answered, made again when the first answer to it comes.
type Batches = BTreeMap<u32, Vec<Placed>>;

/// An answer to a claim, before it is written.
struct Answered {
    batch: u32,
    encounter: EncounterId,
    answer: ClaimAnswer,
    text: String,
    element: String,
    field: String,
}

impl Desk {
    /// Reads an acknowledgement and marks the claims that it is about, all of it or nothing.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`]; [`ErrorCode::NothingAcknowledged`] where the file holds no answer at all.
    pub fn acknowledge_claims(&self, from: &Path) -> Result<Outcome<AcknowledgedClaims>, DeskError> {
        let mut answers = Vec::new();
        let faults = self.read_acknowledgements(from, |answer| answers.push(answer.clone()))?;
        if answers.is_empty() {
            return Err(ErrorCode::NothingAcknowledged.into());
        }
        self.at_desk(|open, at| {
            let by = open.session.login.clone();
            let value = open.vault.transact(|tx| -> Result<_, DeskError> {
                let mut done = AcknowledgedClaims {
                    faults: u32::try_from(faults.count).unwrap_or(u32::MAX),
                    ..AcknowledgedClaims::default()
                };
                let mut batches = Batches::new();
                for answer in &answers {
                    let found = match answer {
                        Acknowledgement::Set(set) => of_set(tx, &mut batches, set)?,
                        Acknowledgement::Claim(claim) => of_claim(tx, &mut batches, claim)?,
                        Acknowledgement::Interchange(_)
                        | Acknowledgement::Group(_)
                        | Acknowledgement::Submission(_) => match refused_whole(answer, &answers) {
                            Some((batch, text)) => of_all(tx, &mut batches, batch, &text)?,
                            None => continue,
                        },
                    };
                    if found.is_empty() {
                        done.unknown = done.unknown.saturating_add(1);
                    }
                    for answered in found {
                        match answered.answer {
                            ClaimAnswer::Rejected => done.rejected += 1,
                            ClaimAnswer::Accepted | ClaimAnswer::None => done.accepted += 1,
                        }
                        let Answered { batch, encounter, answer, text, element, field } = answered;
                        let remark = ClaimRemark { at, by: by.clone(), answer, text, element, field };
                        tx.answer_claim(batch, encounter, &remark)?;
                        let mut event = event(&by, at, "acknowledge_claim");
                        event.encounter = Some(encounter);
                        event.detail.insert("batch".to_owned(), batch.to_string());
                        event.detail.insert("answer".to_owned(), super::answer::name_of(answer).to_owned());
                        tx.append_audit(&event)?;
                    }
                }
                Ok(done)
            })?;
            Ok(Outcome { value, changes: Changes { queue: true, encounter: None } })
        })
    }
}

/// The claims of a batch and their places, made again from what the vault keeps; none of a number that is not known.
fn claims_of<'a>(
    tx: &Reading<'_>,
    batches: &'a mut Batches,
    number: &str,
) -> Result<Option<(u32, &'a [Placed])>, DeskError> {
    let Ok(number) = number.trim().parse::<u32>() else { return Ok(None) };
    let placed = match batches.entry(number) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => match placed(tx, number)? {
            Some(placed) => unknown.insert(placed),
            None => return Ok(None),
        },
    };
    Ok(Some((number, placed.as_slice())))
}

fn placed(tx: &Reading<'_>, number: u32) -> Result<Option<Vec<Placed>>, DeskError> {
    let source = tx.claim_batch_source(number)?.filter(|source| source.kind == BatchKind::Professional);
    let Some(source) = source else { return Ok(None) };
    let practice: Practice = serde_json::from_str(&source.practice).map_err(|_| ErrorCode::BatchDiffers)?;
    let stamp = Stamp { date: source.file_date, time: source.file_time };
    let begun = Batch::begin(std::io::sink(), &practice, &stamp, number);
    let mut file = begun.map_err(|_| ErrorCode::BatchDiffers)?.map_err(|_| ErrorCode::Internal)?;
    let mut placed = Vec::with_capacity(source.claims.len());
    for (encounter, completion) in source.claims {
        let (_, content) =
            tx.claim_content(encounter, Some(completion))?.ok_or(ErrorCode::NoSuchEncounter)?;
        let claim = Claim::of(&content, &practice).map_err(|_| ErrorCode::BatchDiffers)?;
        let written = file.add(&claim).map_err(|_| ErrorCode::Internal)?;
        placed.push(Placed { encounter, account: claim.account.clone(), claim, written });
    }
    Ok(Some(placed))
}

/// A file that came back as a whole, with nothing said of its sets or claims: its number and why. Where the sets or the claims
/// below are answered too, they say the same of each claim.
fn refused_whole<'a>(answer: &'a Acknowledgement, all: &[Acknowledgement]) -> Option<(&'a str, String)> {
    let (batch, text) = match answer {
        Acknowledgement::Interchange(interchange) if interchange.verdict == Verdict::Rejected => {
            (&interchange.control_number, reasons("TA1", std::slice::from_ref(&interchange.reason)))
        }
        Acknowledgement::Group(group) if group.verdict == Verdict::Rejected => {
            (&group.control_number, reasons("999", &group.reasons))
        }
        Acknowledgement::Submission(submission) if submission.verdict == Verdict::Rejected => {
            let codes = submission.statuses.iter().flat_map(|status| [&status.category, &status.status]);
            (&submission.batch, reasons("277CA", &codes.cloned().collect::<Vec<_>>()))
        }
        _ => return None,
    };
    let of_provider = matches!(answer, Acknowledgement::Submission(submission) if submission.of_provider);
    let of_interchange = matches!(answer, Acknowledgement::Interchange(_));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let of_batch = |other: &str| number(other) == number(batch);
    let is_said = |other: &Acknowledgement| match other {
        Acknowledgement::Set(set) => of_batch(&set.group_control_number),
        Acknowledgement::Claim(claim) => of_batch(&claim.batch),
        Acknowledgement::Interchange(_) => false,
        // Said of a group, or of the sender, it is said more closely than of the envelope.
        Acknowledgement::Group(group) if of_interchange => {
            of_batch(&group.control_number) && group.verdict == Verdict::Rejected
        }
        Acknowledgement::Submission(other) if of_interchange => {
            of_batch(&other.batch) && other.verdict == Verdict::Rejected
        }
        // Said of the sender, it is said of the provider too.
        Acknowledgement::Submission(other) => {
            of_batch(&other.batch) && !other.of_provider && other.verdict == Verdict::Rejected && of_provider
        }
        Acknowledgement::Group(_) => false,
    };
    (!all.iter().any(is_said)).then_some((batch.as_str(), text))
}

/// Every claim of a file is refused.
fn of_all(
    tx: &Transaction<'_>,
    batches: &mut Batches,
    number: &str,
    text: &str,
) -> Result<Vec<Answered>, DeskError> {
    let Some((batch, placed)) = claims_of(tx, batches, number)? else { return Ok(Vec::new()) };
    let answered = placed.iter().map(|placed| Answered {
        batch,
        encounter: placed.encounter,
        answer: ClaimAnswer::Rejected,
        text: text.to_owned(),
        element: String::new(),
        field: String::new(),
    });
    Ok(answered.collect())
}

/// A 999 speaks of the claims of a set: with the set they are rejected, or else by the segments that are found fault with.
fn of_set(
    tx: &Transaction<'_>,
    batches: &mut Batches,
    set: &SetAcknowledgement,
) -> Result<Vec<Answered>, DeskError> {
    let Some((batch, placed)) = claims_of(tx, batches, &set.group_control_number)? else {
        return Ok(Vec::new());
    };
    let number: Option<u32> = set.control_number.parse().ok();
    let of_set = placed.iter().filter(|claim| Some(claim.written.set) == number);
    let rejected = set.verdict == Verdict::Rejected;
    let answered = of_set.map(|claim| {
        let fault = set.errors.iter().find(|error| claim.written.segments.contains(&error.position));
        let answer = if rejected { ClaimAnswer::Rejected } else { ClaimAnswer::Accepted };
        let (element, field) = fault.map_or_else(Default::default, |fault| place_of(claim, fault));
        let text = match fault {
            Some(fault) => reasons("999", &reasons_of(fault)),
            // The claim itself is not found fault with: the whole set came back.
            None => reasons("999", &set.reasons),
        };
        Answered { batch, encounter: claim.encounter, answer, text, element, field }
    });
    Ok(answered.collect())
}

/// The element that was found fault with, `2010BB NM109`, and the field that made it.
fn place_of(claim: &Placed, fault: &SegmentError) -> (String, String) {
    let at = fault.elements.first();
    let number = at.map_or(0, |at| usize::from(at.element));
    let component = at.and_then(|at| at.component).map_or(0, usize::from);
    let origin = claim.claim.origin(&claim.written, fault.position, number, component);
    let Origin { loop_id, field, .. } =
        origin.unwrap_or(Origin { loop_id: "", field: String::new(), line: None });
    let component = if component == 0 { String::new() } else { format!("-{component:02}") };
    let number = if number == 0 { String::new() } else { format!("{number:02}") };
    (format!("{loop_id} {}{number}{component}", fault.segment).trim().to_owned(), field)
}

fn reasons_of(fault: &SegmentError) -> Vec<String> {
    let of_elements = fault.elements.iter().map(|at| at.reason.clone());
    std::iter::once(fault.reason.clone()).chain(of_elements).filter(|reason| !reason.is_empty()).collect()
}

/// `999 I7`: the codes as they were sent; their lists are the standard's and not ours to print.
fn reasons(of: &str, codes: &[String]) -> String {
    std::iter::once(of).chain(codes.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// A 277CA speaks of one claim, by its account number.
fn of_claim(
    tx: &Transaction<'_>,
    batches: &mut Batches,
    claim: &ClaimAcknowledgement,
) -> Result<Vec<Answered>, DeskError> {
    let Some((batch, placed)) = claims_of(tx, batches, &claim.batch)? else { return Ok(Vec::new()) };
    let meant = placed.iter().filter(|placed| placed.account.eq_ignore_ascii_case(&claim.account));
    let of_lines = claim.lines.iter().flat_map(|line| &line.statuses);
    let all: Vec<&ClaimStatus> = claim.statuses.iter().chain(of_lines).collect();
    let deciding = all.iter().find(|status| status.verdict == claim.verdict).or_else(|| all.first());
    let codes = deciding.iter().flat_map(|status| [&status.category, &status.status, &status.entity]);
    let codes: Vec<String> = codes.filter(|code| !code.is_empty()).cloned().collect();
    let answer = match claim.verdict {
        Verdict::Rejected => ClaimAnswer::Rejected,
        _ => ClaimAnswer::Accepted,
    };
    let answered = meant.map(|placed| Answered {
        batch,
        encounter: placed.encounter,
        answer,
        text: reasons("277CA", &codes),
        element: String::new(),
        field: deciding.map_or_else(String::new, |status| field_of(&status.entity).to_owned()),
    });
    Ok(answered.collect())
}

/// Where the entity of a status stands on an encounter or in the set-up (entity identifier code, data element 98).
fn field_of(entity: &str) -> &'static str {
    match entity {
        "IL" => "header/primaryPayer/memberId",
        "QC" => "header/patient",
        "PR" => "header/primaryPayer/payer",
        "82" => "header/renderingProvider",
        "DN" => "header/referringProvider",
        "85" => "practice/billing/npi",
        "41" => "practice/submitter/id",
        "40" => "practice/receiver/id",
        "77" => "header/facility",
        _ => "",
    }
}
