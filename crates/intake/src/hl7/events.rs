//! Trigger events to what they mean here. Source: HL7 v2.8, chapters 3, 6, 7 and 9, and table 0003.

use crate::draft::{DocumentAct, Event, MergeSubject};

/// What a message type and its trigger say.
pub(crate) fn event(kind: &str, trigger: &str) -> Event {
    match (kind, trigger) {
        ("ADT", "A01") => Event::Admit,
        ("ADT", "A04") => Event::Register,
        ("ADT", "A05" | "A14") => Event::Preadmit,
        ("ADT", "A03") => Event::Discharge,
        // Transfers, changes of class, leaves, tracking, changes of doctors and of details, and what of these is cancelled.
        (
            "ADT",
            "A02" | "A06" | "A07" | "A08" | "A09" | "A10" | "A12" | "A15" | "A16" | "A21" | "A22" | "A25"
            | "A26" | "A32" | "A33" | "A52" | "A53" | "A54" | "A55" | "A60",
        ) => Event::Update,
        ("ADT", "A11" | "A27" | "A38") => Event::CancelVisit,
        ("ADT", "A13") => Event::CancelDischarge,
        ("ADT", "A28" | "A31") => Event::PatientUpdate,
        ("ADT", _) if !merges(trigger).is_empty() => Event::Merge,
        ("DFT", _) => Event::Charges,
        ("BAR", "P01" | "P05" | "P10" | "P12") => Event::Account,
        ("MDM", _) => Event::Document,
        ("ORU", _) | ("OUL", _) => Event::Result,
        _ => Event::Other,
    }
}

/// How numbers become one, or two again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Merge,
    /// Its number changes.
    Rename,
    /// It goes to another patient.
    Move,
    /// It was another patient's after all.
    Part,
}

/// What each trigger merges, renames, moves or parts.
pub(crate) fn merges(trigger: &str) -> &'static [(MergeSubject, Way)] {
    use MergeSubject::{Account, Patient, Visit};
    match trigger {
        "A18" | "A30" | "A34" | "A39" | "A40" => &[(Patient, Way::Merge)],
        "A36" => &[(Patient, Way::Merge), (Account, Way::Merge)],
        "A35" | "A41" => &[(Account, Way::Merge)],
        "A42" => &[(Visit, Way::Merge)],
        "A37" => &[(Patient, Way::Part)],
        "A43" => &[(Patient, Way::Move)],
        "A44" => &[(Account, Way::Move)],
        "A45" => &[(Visit, Way::Move)],
        "A46" | "A47" | "A48" => &[(Patient, Way::Rename)],
        // A change of class may bring another account.
        "A06" | "A07" | "A49" => &[(Account, Way::Rename)],
        "A50" | "A51" => &[(Visit, Way::Rename)],
        _ => &[],
    }
}

/// What an MDM trigger does with its document, and whether the document comes with it.
pub(crate) fn document(trigger: &str) -> (DocumentAct, bool) {
    match trigger {
        "T03" => (DocumentAct::Status, false),
        "T04" => (DocumentAct::Status, true),
        "T05" => (DocumentAct::Addendum, false),
        "T06" => (DocumentAct::Addendum, true),
        "T07" => (DocumentAct::Edit, false),
        "T08" => (DocumentAct::Edit, true),
        "T09" => (DocumentAct::Replacement, false),
        "T10" => (DocumentAct::Replacement, true),
        "T11" => (DocumentAct::Cancellation, false),
        "T01" => (DocumentAct::Original, false),
        _ => (DocumentAct::Original, true),
    }
}

/// Whether a message of this event must say which visit it is about.
pub(crate) const fn is_about_a_visit(event: Event) -> bool {
    !matches!(event, Event::PatientUpdate | Event::Merge | Event::Other | Event::Document | Event::Result)
}
