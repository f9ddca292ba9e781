use encounter::{Encounter, ServiceLine};

use super::filling::Filling;
use super::slots::{LINES, Slot};
use crate::draft::Draft;
use crate::practice::Practice;
use crate::problem::Problem;
use crate::professional::{Claim, Sources};

/// One claim on paper: a page for every six service lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub pages: Vec<Page>,
    /// Fields of the encounter that are filled and have no box, or whose box another value took.
    pub left_out: Vec<String>,
}

pub type Page = Vec<Entry>;

/// A value in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub slot: Slot,
    /// Which of the six lines of box 24, counted from 0.
    pub line: u8,
    /// Upper case, and no longer than its slot.
    pub text: String,
}

impl Form {
    /// The form of a completed encounter, or every reason why it is no claim: those of the 837P, and numbers that are too
    /// long for their box. Words are cut where the box ends, as the manual has it.
    pub fn of(encounter: &Encounter, practice: &Practice) -> Result<Self, Vec<Problem>> {
        Claim::of(encounter, practice)?;
        let none = encounter::ClaimDetails::default();
        let details = encounter.header.claim.as_deref().unwrap_or(&none);
        let from = Sources { encounter, practice, details };
        let mut problems = Draft::default();
        problems.enter("CMS-1500");
        let Some(to) = from.billed(&mut problems) else { return Err(problems.problems) };
        let mut filling = Filling { from: &from, to: &to, page: Vec::new(), left_out: Vec::new(), problems };
        let mut pages = Vec::new();
        let chunks: Vec<&[ServiceLine]> = encounter.lines.chunks(LINES).collect();
        for (number, lines) in chunks.iter().enumerate() {
            filling.head();
            filling.patient_and_insured();
            filling.condition();
            filling.codes();
            filling.lines(number * LINES, lines);
            filling.foot(number + 1 == chunks.len());
            pages.push(std::mem::take(&mut filling.page));
        }
        filling.without_a_box();
        let Filling { mut left_out, problems, .. } = filling;
        left_out.sort();
        left_out.dedup();
        if problems.problems.is_empty() { Ok(Self { pages, left_out }) } else { Err(problems.problems) }
    }
}

impl Filling<'_> {
    fn without_a_box(&mut self) {
        let details = self.from.details;
        self.left_out("header/claim/ambulance", details.ambulance.is_some());
        self.left_out("header/claim/anesthesiaProcedure", !details.anesthesia_procedure.is_empty());
        self.left_out("header/claim/delayReason", !details.delay_reason.is_empty());
        self.left_out("header/claim/specialProgram", !details.special_program.is_empty());
        self.left_out("header/claim/homebound", details.homebound);
        self.left_out("header/claim/patientWeight", details.patient_weight.is_some());
        self.left_out("header/claim/patientDeathDate", details.patient_death_date.is_some());
        self.left_out("header/claim/pregnant", details.pregnant);
        self.left_out("header/claim/attachments", !details.attachments.is_empty());
        self.left_out("header/claim/contract", details.contract.is_some());
        self.left_out("header/claim/stateInformation", !details.state_information.is_empty());
        self.left_out("header/claim/spinalManipulation", details.spinal_manipulation.is_some());
        self.left_out("header/claim/epsdtReferral", details.epsdt_referral.is_some());
        self.left_out("header/claim/repricing", details.repricing.is_some());
        self.left_out("practice/payTo", !self.from.practice.pay_to.is_empty());
    }
}
