//! Coded entries of sections: what was found, done and insured, each as it was coded. Source: HL7 C-CDA R2.1, volume 2.

use encounter::Relationship;

use super::element::{Node, Reading, at, child, children, path};
use crate::draft::{
    Carried, Coding, Concept, DiagnosisRole, Draft, Origin, ProviderRole, ReceivedCoverage,
    ReceivedDiagnosis, ReceivedService, ServiceAct, value,
};
use crate::terminology::terminology;

/// The most coded entries of one document that are proposed.
const MOST_ENTRIES: usize = 500;
/// How deep the acts of an entry lie in each other.
const MOST_LEVELS: usize = 12;

/// What the entries of a section are, by the LOINC code of the section.
enum Section {
    Diagnoses(DiagnosisRole),
    Procedures,
    Payers,
    Encounters,
    Other,
}

fn section(code: &str) -> Section {
    match code {
        "11450-4" | "11348-0" => Section::Diagnoses(DiagnosisRole::ProblemList),
        "46241-6" => Section::Diagnoses(DiagnosisRole::Admitting),
        "11535-2" | "78375-3" | "29308-4" | "51848-0" | "51847-2" | "10219-4" | "10218-6" | "59769-0" => {
            Section::Diagnoses(DiagnosisRole::Visit)
        }
        "47519-4" | "29554-3" | "59768-2" => Section::Procedures,
        "48768-6" => Section::Payers,
        "46240-8" => Section::Encounters,
        _ => Section::Other,
    }
}

impl Reading {
    pub(crate) fn entries(&self, element: Node<'_>, draft: &mut Draft) {
        let code = child(element, "code").and_then(|code| code.attribute("code")).unwrap_or_default();
        let kind = section(code);
        for entry in children(element, "entry") {
            if draft.diagnoses.len() + draft.services.len() > MOST_ENTRIES {
                return;
            }
            match kind {
                Section::Diagnoses(role) => self.diagnoses(entry, role, draft),
                Section::Procedures => self.procedures(entry, draft),
                Section::Payers => self.payers(entry, draft),
                Section::Encounters => self.encounter(entry, draft),
                Section::Other => {}
            }
        }
    }

    /// Observations whose value is a code.
    fn diagnoses(&self, entry: Node<'_>, role: DiagnosisRole, draft: &mut Draft) {
        for observation in within(entry, "observation") {
            // Severity, status and age at onset are said of a problem, and are none.
            let is_of_another = observation
                .ancestors()
                .skip(1)
                .take(MOST_LEVELS)
                .any(|around| around.has_tag_name_local("observation"));
            let coded = child(observation, "value").filter(|value| {
                value
                    .attributes()
                    .any(|kind| kind.name() == "type" && matches!(kind.value(), "CD" | "CE" | "CO"))
            });
            let Some(coded) = coded.filter(|_| !is_of_another) else { continue };
            let mut concept = self.concept(coded);
            if concept.text.is_empty() {
                concept.text = self.referred(child(observation, "text"));
            }
            let is_negated = observation.attribute("negationInd") == Some("true");
            let is_known = draft
                .diagnoses
                .iter()
                .any(|known| known.concept.codings == concept.codings && known.role == role);
            if concept.is_empty() || is_negated || is_known {
                continue;
            }
            let (from, _) = self.period(child(observation, "effectiveTime"));
            draft.diagnoses.push(ReceivedDiagnosis {
                concept,
                role,
                date: value(&self.partial_date(from)).copied(),
                origin: Origin(path(observation)),
                ..ReceivedDiagnosis::default()
            });
        }
    }

    /// An onset may be a year alone, which is no problem of the import.
    fn partial_date(&self, node: Option<Node<'_>>) -> Option<Carried<jiff::civil::Date>> {
        node.filter(|node| node.attribute("value").is_some_and(|value| value.len() >= 8))
            .and_then(|node| self.date(Some(node)))
    }

    fn procedures(&self, entry: Node<'_>, draft: &mut Draft) {
        for act in ["procedure", "act", "observation"].into_iter().filter_map(|name| child(entry, name)) {
            let concept = child(act, "code").map(|code| self.concept(code)).unwrap_or_default();
            let is_done = act.attribute("moodCode").is_none_or(|mood| mood == "EVN");
            if !concept.is_empty() && is_done && act.attribute("negationInd") != Some("true") {
                let service = self.service(act, concept);
                draft.services.push(service);
            }
        }
    }

    fn service(&self, act: Node<'_>, procedure: Concept) -> ReceivedService {
        let (from, to) = self.period(child(act, "effectiveTime"));
        let by = children(act, "performer").filter_map(|one| child(one, "assignedEntity")).take(20);
        ReceivedService {
            act: ServiceAct::Done,
            procedure,
            from: self.partial_date(from),
            to: self.partial_date(to),
            providers: by.filter_map(|entity| self.assigned(entity, ProviderRole::Performing)).collect(),
            origin: Origin(path(act)),
            ..ReceivedService::default()
        }
    }

    /// The code of a visit, where it is one of claims.
    pub(crate) fn visit_code(&self, visit: Node<'_>, draft: &mut Draft) {
        let Some(code) = child(visit, "code") else { return };
        let concept = self.concept(code);
        let same = |known: &ReceivedService| known.procedure.codings == concept.codings;
        if concept.procedure().is_some() && !draft.services.iter().any(same) {
            let origin = Origin(path(code));
            draft.services.push(ReceivedService {
                origin,
                providers: Vec::new(),
                ..self.service(visit, concept)
            });
        } else if draft.visit.reason.is_none() && concept.procedure().is_none() && !concept.words().is_empty()
        {
            draft.visit.reason = Some(Carried::new(concept, Origin(path(code))));
        }
    }

    /// An entry of the section of visits, where it is the visit of the document.
    fn encounter(&self, entry: Node<'_>, draft: &mut Draft) {
        let Some(visit) = child(entry, "encounter") else { return };
        let numbers = self.identifiers(visit);
        let is_its_own = numbers.iter().any(|number| {
            draft
                .visit
                .numbers
                .iter()
                .any(|own| (&own.number, &own.authority) == (&number.number, &number.authority))
        });
        if is_its_own {
            self.visit_code(visit, draft);
            self.diagnoses(entry, DiagnosisRole::Visit, draft);
        }
    }

    /// Policies (2.16.840.1.113883.10.20.22.4.61): who pays, and under which number.
    fn payers(&self, entry: Node<'_>, draft: &mut Draft) {
        const POLICY: &str = "2.16.840.1.113883.10.20.22.4.61";
        let is_policy =
            |act: &Node<'_>| children(*act, "templateId").any(|id| id.attribute("root") == Some(POLICY));
        for act in within(entry, "act").filter(is_policy) {
            let mut coverage = ReceivedCoverage { origin: Origin(path(act)), ..ReceivedCoverage::default() };
            for performer in children(act, "performer") {
                let Some(entity) = child(performer, "assignedEntity") else { continue };
                let code = child(entity, "code").and_then(|code| code.attribute("code")).unwrap_or_default();
                let is_payer = code == "PAYOR"
                    || children(performer, "templateId")
                        .any(|id| id.attribute("root").is_some_and(|root| root.ends_with(".4.87")));
                if is_payer && coverage.payer.is_none() {
                    coverage.payer = self.carried(at(entity, &["representedOrganization", "name"]));
                    coverage.payer_id =
                        child(entity, "id").and_then(|id| self.carried_attribute(Some(id), "extension"));
                }
            }
            for participant in
                children(act, "participant").filter(|one| one.attribute("typeCode") == Some("COV"))
            {
                let Some(role) = child(participant, "participantRole") else { continue };
                coverage.member_id = child(role, "id")
                    .and_then(|id| self.identifier(id))
                    .map(|id| Carried::new(id.number, id.origin));
                coverage.relationship =
                    self.carried_attribute(child(role, "code"), "code").and_then(|code| {
                        code.and_then(|code| {
                            Some(match code.as_str() {
                                "SELF" | "SUBSCR" => Relationship::Myself,
                                "SPOUSE" | "SPS" => Relationship::Spouse,
                                "CHILD" | "DEPEND" | "FAMDEP" => Relationship::Child,
                                _ => return None,
                            })
                        })
                    });
                let (from, to) = self.period(child(participant, "time"));
                coverage.from = self.partial_date(from);
                coverage.to = self.partial_date(to);
            }
            coverage.group_number =
                child(act, "id").and_then(|id| self.carried_attribute(Some(id), "extension"));
            if coverage.payer.is_some() || coverage.member_id.is_some() {
                draft.coverages.push(coverage);
            }
        }
    }

    /// A coded element with its translations, and what it says in words.
    pub(crate) fn concept(&self, coded: Node<'_>) -> Concept {
        let all = std::iter::once(coded).chain(children(coded, "translation")).take(20);
        let coding = |one: Node<'_>| {
            let (code, system) = (self.attribute(one, "code"), self.attribute(one, "codeSystem"));
            let terminology = terminology(&system, &code);
            let description = self.attribute(one, "displayName");
            (!code.is_empty()).then_some(Coding { code, terminology, system, description })
        };
        let codings: Vec<Coding> = all.filter_map(coding).collect();
        let text = self.referred(child(coded, "originalText"));
        // A code that is not known may be named all the same.
        let named = || if codings.is_empty() { self.attribute(coded, "displayName") } else { String::new() };
        let text = if text.is_empty() { named() } else { text };
        Concept { codings, text }
    }

    /// Words of an element, or those of the narrative to which it refers.
    fn referred(&self, node: Option<Node<'_>>) -> String {
        let Some(node) = node else { return String::new() };
        let own = self.text(node);
        if !own.is_empty() {
            return own;
        }
        let Some(id) = child(node, "reference").and_then(|one| one.attribute("value")?.strip_prefix('#'))
        else {
            return String::new();
        };
        let section = node.ancestors().find(|around| around.has_tag_name_local("section"));
        let narrative = section.and_then(|section| child(section, "text"));
        let named = narrative.and_then(|text| text.descendants().find(|one| one.attribute("ID") == Some(id)));
        self.take(node);
        named.map(|named| self.text(named)).unwrap_or_default()
    }
}

/// Elements of that name below an entry, not too deep.
fn within<'a>(entry: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    let level = entry.ancestors().count();
    entry
        .descendants()
        .filter(move |one| {
            one.has_tag_name_local(name)
                && one.ancestors().take(level + MOST_LEVELS + 1).count() <= level + MOST_LEVELS
        })
        .take(MOST_ENTRIES)
}

/// Names without their namespace, which writers forget.
pub(crate) trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
