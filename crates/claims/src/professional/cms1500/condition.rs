use encounter::ClaimFrequency;

use super::filling::{Filling, SIGNED};
use super::slots::{DIAGNOSES, Slot};

impl Filling<'_> {
    /// Boxes 10, 12 to 20.
    pub(super) fn condition(&mut self) {
        let (header, details) = (&self.from.encounter.header, self.from.details);
        let accident = &header.accident;
        self.tick_one(Slot::B10aYes, Slot::B10aNo, accident.employment);
        self.tick_one(Slot::B10bYes, Slot::B10bNo, accident.auto);
        self.tick_one(Slot::B10cYes, Slot::B10cNo, accident.other);
        if accident.auto {
            self.words(Slot::B10bState, &accident.state);
        }
        let codes = details.condition_codes.join(" ");
        self.whole(Slot::B10d, 0, "header/claim/conditionCodes", &codes);
        self.words(Slot::B12, SIGNED);
        if header.benefits_signature_on_file {
            self.words(Slot::B13, SIGNED);
        }
        self.dates();
        self.referring();
        if let Some(note) = &details.note {
            self.words(Slot::B19, &note.text);
        }
        // What a laboratory outside has charged is not kept.
        self.tick(Slot::B20No);
    }

    /// Boxes 14 to 16 and 18.
    fn dates(&mut self) {
        let (dates, accident) = (&self.from.details.dates, &self.from.encounter.header.accident);
        let path = |part: &str| format!("header/claim/dates/{part}");
        let fourteen = [Slot::B14Month, Slot::B14Day, Slot::B14Year];
        if let Some((date, qualifier)) =
            dates.onset.map(|date| (date, "431")).or(dates.last_menstrual_period.map(|date| (date, "484")))
        {
            self.date(fourteen, Some(date));
            self.words(Slot::B14Qualifier, qualifier);
        }
        self.left_out(
            &path("lastMenstrualPeriod"),
            dates.onset.is_some() && dates.last_menstrual_period.is_some(),
        );
        let others = [
            ("454", "initialTreatment", dates.initial_treatment),
            ("304", "lastSeen", dates.last_seen),
            ("453", "acuteManifestation", dates.acute_manifestation),
            ("439", "accident", accident.date),
            ("455", "lastXRay", dates.last_x_ray),
            ("471", "prescription", dates.prescription),
            ("090", "assumedCare", dates.assumed_care),
            ("091", "relinquishedCare", dates.relinquished_care),
            ("444", "firstContact", dates.first_contact),
        ];
        let mut others = others.into_iter().filter(|(.., date)| date.is_some());
        if let Some((qualifier, _, date)) = others.next() {
            self.words(Slot::B15Qualifier, qualifier);
            self.date([Slot::B15Month, Slot::B15Day, Slot::B15Year], date);
        }
        for (_, part, _) in others {
            let field = if part == "accident" { "header/accident/date".to_owned() } else { path(part) };
            self.left_out.push(field);
        }
        self.date([Slot::B16FromMonth, Slot::B16FromDay, Slot::B16FromYear], dates.disability_from);
        self.date([Slot::B16ToMonth, Slot::B16ToDay, Slot::B16ToYear], dates.disability_to);
        self.date([Slot::B18FromMonth, Slot::B18FromDay, Slot::B18FromYear], dates.admission);
        self.date([Slot::B18ToMonth, Slot::B18ToDay, Slot::B18ToYear], dates.discharge);
        self.left_out(&path("lastWorked"), dates.last_worked.is_some());
        self.left_out(&path("returnToWork"), dates.return_to_work.is_some());
    }

    /// Box 17: who referred, or else who ordered, or else who supervised.
    fn referring(&mut self) {
        let encounter = self.from.encounter;
        let ordered = encounter.lines.iter().filter_map(|line| line.claim.as_ref());
        let ordering = ordered.filter_map(|line| line.ordering_provider.as_ref()).next();
        let supervising = self.from.details.supervising_provider.as_ref();
        let three =
            [("DN", encounter.header.referring_provider.as_ref()), ("DK", ordering), ("DQ", supervising)];
        let mut three = three.into_iter().filter_map(|(kind, provider)| Some((kind, provider?)));
        let Some((kind, provider)) = three.next() else { return };
        let rest = three.count() > 0;
        self.left_out("header/claim/supervisingProvider", rest && supervising.is_some());
        let party = self.party(provider);
        self.words(Slot::B17Qualifier, kind);
        self.words(Slot::B17, &party.full_name());
        self.words(Slot::B17b, &party.npi);
        if let Some(id) = party.other_ids.first() {
            self.words(Slot::B17aQualifier, &id.kind);
            self.whole(Slot::B17a, 0, "practice/providers/otherIds", &id.value);
        }
    }

    /// Boxes 21 to 23.
    pub(super) fn codes(&mut self) {
        let (header, details) = (&self.from.encounter.header, self.from.details);
        // ICD-10-CM.
        self.words(Slot::B21Indicator, "0");
        for (slot, diagnosis) in DIAGNOSES.into_iter().zip(&self.from.encounter.diagnoses) {
            self.words(slot, &diagnosis.code.undotted());
        }
        let frequency = match header.claim_frequency {
            ClaimFrequency::Original => "",
            ClaimFrequency::Replacement => "7",
            ClaimFrequency::Void => "8",
        };
        self.words(Slot::B22Code, frequency);
        self.whole(Slot::B22Reference, 0, "header/originalClaimNumber", &header.original_claim_number);
        let numbers = [
            ("header/priorAuthorization", &header.prior_authorization),
            ("header/claim/referralNumber", &details.referral_number),
            ("header/claim/clia", &details.clia),
            ("header/claim/mammographyCertification", &details.mammography_certification),
        ];
        let mut numbers = numbers.into_iter().filter(|(_, number)| !number.trim().is_empty());
        if let Some((field, number)) = numbers.next() {
            self.whole(Slot::B23, 0, field, number);
        }
        let rest: Vec<String> = numbers.map(|(field, _)| field.to_owned()).collect();
        self.left_out.extend(rest);
    }
}
