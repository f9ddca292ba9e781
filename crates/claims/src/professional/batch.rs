use std::io::{self, Write};
use std::iter::once;
use std::ops::Range;

use crate::draft::{Draft, Optional, Origin, Required, Row};
use crate::practice::Practice;
use crate::problem::Problem;
use crate::professional::{Claim, parties};
use crate::x12::{Delimiters, Envelope, SetWriter, Stamp};

/// The guide recommends no more claims than this between ST and SE (section 2.4, CLM).
pub const CLAIMS_PER_SET: u32 = 5000;

/// One file of claims: an interchange with a group, and a transaction set for every 5,000 claims.
#[derive(Debug)]
pub struct Batch<W> {
    set: SetWriter<W>,
    /// `BHT` and loops 1000A and 1000B.
    head: Vec<Row>,
    in_set: u32,
    /// HL01 of the last level.
    level: u32,
    /// The billing provider's level and what it says.
    billing: (u32, Vec<Row>),
}

/// Where in a file a claim stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// ST02, counted from 1.
    pub set: u32,
    /// Counted within the set, ST being 1.
    pub segments: Range<u64>,
    /// The billing provider's level goes before it.
    with_billing: bool,
}

impl<W: Write> Batch<W> {
    /// Begins a file. `control_number`, at most nine digits, is the file's own and makes ISA13, GS06 and BHT03.
    ///
    /// Fails with every problem of the submitter's and the receiver's data; then nothing is written.
    pub fn begin(
        to: W,
        practice: &Practice,
        stamp: &Stamp,
        control_number: u32,
    ) -> Result<io::Result<Self>, Vec<Problem>> {
        let head = head(practice, stamp, control_number)?;
        let or_zz =
            |qualifier: &str| if qualifier.is_empty() { "ZZ".to_owned() } else { qualifier.to_owned() };
        let envelope = Envelope {
            delimiters: Delimiters::USUAL,
            sender: (or_zz(&practice.submitter.qualifier), practice.submitter.id.clone()),
            receiver: (or_zz(&practice.receiver.qualifier), practice.receiver.id.clone()),
            application_sender: practice.submitter.id.clone(),
            application_receiver: practice.receiver.id.clone(),
            stamp: stamp.clone(),
            control_number,
            test: practice.test,
            functional_id: "HC",
            version: "005010X222A1",
        };
        Ok(SetWriter::begin(to, &envelope).and_then(|set| {
            let mut batch = Self { set, head, in_set: 0, level: 0, billing: (0, Vec::new()) };
            batch.begin_set()?;
            Ok(batch)
        }))
    }

    fn begin_set(&mut self) -> io::Result<()> {
        self.set.begin_set("837")?;
        (self.in_set, self.level, self.billing) = (0, 0, (0, Vec::new()));
        self.head.iter().try_for_each(|row| self.set.segment(&row.elements))
    }

    /// Writes a claim, and says where it stands.
    pub fn add(&mut self, claim: &Claim) -> io::Result<Written> {
        if self.in_set == CLAIMS_PER_SET {
            self.set.end_set()?;
            self.begin_set()?;
        }
        self.in_set += 1;
        let (set, before) = (self.set.sets(), self.set.segments());
        let with_billing = self.billing.1 != claim.billing;
        if with_billing {
            let level = self.level(None, "20", true)?;
            self.rows(&claim.billing)?;
            self.billing = (level, claim.billing.clone());
        }
        let subscriber = self.level(Some(self.billing.0), "22", claim.patient.is_some())?;
        self.rows(&claim.subscriber)?;
        if let Some(patient) = &claim.patient {
            self.level(Some(subscriber), "23", false)?;
            self.rows(patient)?;
        }
        self.rows(&claim.body)?;
        Ok(Written { set, segments: before + 1..self.set.segments() + 1, with_billing })
    }

    /// `HL`
    fn level(&mut self, parent: Option<u32>, code: &str, children: bool) -> io::Result<u32> {
        self.level += 1;
        let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
        let children = if children { "1" } else { "0" };
        self.set.segment(&["HL", &self.level.to_string(), &parent, code, children])?;
        Ok(self.level)
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.set.segment(&row.elements))
    }

    /// Ends the file and gives back what was written to.
    pub fn end(mut self) -> io::Result<W> {
        self.set.end_set()?;
        self.set.end()
    }
}

impl Claim {
    /// What made an element of a file: `position` counts the segments of the set, as an acknowledgement does (IK302), element
    /// and component are counted from 1 and 0 where the segment or the element as a whole is meant.
    ///
    /// `None` where the segment is not of this claim, or of its HL.
    pub fn origin(
        &self,
        written: &Written,
        position: u64,
        element: usize,
        component: usize,
    ) -> Option<Origin> {
        let index = usize::try_from(position.checked_sub(written.segments.start)?).ok()?;
        let billing = written.with_billing.then_some(self.billing.as_slice());
        let levels = billing.into_iter().chain([self.subscriber.as_slice()]).chain(self.patient.as_deref());
        // Each level begins with its HL.
        let of_levels = levels.flat_map(|rows| once(None).chain(rows.iter().map(Some)));
        let mut rows = of_levels.chain(self.body.iter().map(Some));
        rows.nth(index).flatten().map(|row| row.origin(element, component))
    }
}

pub(super) fn head(
    practice: &Practice,
    stamp: &Stamp,
    control_number: u32,
) -> Result<Vec<Row>, Vec<Problem>> {
    let mut draft = Draft::default();
    let d = &mut draft;
    d.enter("ISA");
    d.row("ISA", |d| {
        d.skip(5);
        d.id_of("practice/submitter/id", &practice.submitter.id, Required, 2, 15);
        d.skip(1);
        d.id_of("practice/receiver/id", &practice.receiver.id, Required, 2, 15);
        d.skip(4);
        d.digits("controlNumber", &control_number.to_string(), Required, 1, 9);
        d.code("practice/submitter/qualifier", &practice.submitter.qualifier, Optional, QUALIFIERS);
        d.code("practice/receiver/qualifier", &practice.receiver.qualifier, Optional, QUALIFIERS);
    });
    d.take_rows();
    d.enter("HEADER");
    d.row("BHT", |d| {
        ["0019", "00", &control_number.to_string(), &stamp.date, &stamp.time, "CH"]
            .into_iter()
            .for_each(|value| d.lit(value));
    });
    d.enter("1000A");
    d.row("NM1", |d| {
        d.lit("41");
        d.lit("2");
        d.text("practice/submitter/name", &practice.submitter.name, Required, 60);
        d.skip(4);
        d.lit("46");
        d.id("practice/submitter/id", &practice.submitter.id, Required, 80);
    });
    let contact = &practice.submitter.contact;
    if contact.phone.is_empty() && contact.fax.is_empty() && contact.email.is_empty() {
        d.problem(crate::problem::ProblemKind::Missing, "practice/submitter/contact/phone");
    }
    parties::contact(d, "practice/submitter/contact", contact);
    d.enter("1000B");
    d.row("NM1", |d| {
        d.lit("40");
        d.lit("2");
        d.text("practice/receiver/name", &practice.receiver.name, Required, 60);
        d.skip(4);
        d.lit("46");
        d.id("practice/receiver/id", &practice.receiver.id, Required, 80);
    });
    if draft.problems.is_empty() { Ok(draft.rows) } else { Err(draft.problems) }
}

/// ISA05 and ISA07.
const QUALIFIERS: &[&str] = &["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"];
