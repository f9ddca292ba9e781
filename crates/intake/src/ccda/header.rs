//! The header: the patient, the visit, who wrote it. Source: HL7 C-CDA R2.1, section 1.1.1 (US Realm Header).

use encounter::{Address, Provider, Sex, is_valid_npi};

use super::element::{Node, Reading, at, child, children, path};
use crate::draft::{
    Carried, Identifier, Origin, ProblemKind, ProviderRole, ReceivedPatient, ReceivedProvider, ReceivedVisit,
    VisitClass,
};

const SSN: &str = "2.16.840.1.113883.4.1";
const NPI: &str = "2.16.840.1.113883.4.6";

impl Reading {
    /// `id` elements of an element that number something.
    pub(crate) fn identifiers(&self, node: Node<'_>) -> Vec<Identifier> {
        children(node, "id").filter_map(|id| self.identifier(id)).take(100).collect()
    }

    /// Where an id has no extension, its root is the number.
    pub(crate) fn identifier(&self, id: Node<'_>) -> Option<Identifier> {
        let (root, extension) = (self.attribute(id, "root"), self.attribute(id, "extension"));
        let name = id.attribute("assigningAuthorityName").unwrap_or_default().to_lowercase();
        let kind = match root.as_str() {
            SSN => "SS",
            NPI => "NPI",
            _ if name.contains("medical record") || name.contains("mrn") => "MR",
            _ => "",
        };
        let attribute = if extension.is_empty() { "root" } else { "extension" };
        let origin = Origin(format!("{}/@{attribute}", path(id)));
        let (number, authority) =
            if extension.is_empty() { (root, String::new()) } else { (extension, root) };
        (!number.is_empty()).then(|| Identifier { number, authority, kind: kind.to_owned(), origin })
    }

    pub(crate) fn patient(&self, root: Node<'_>) -> ReceivedPatient {
        let mut targets = children(root, "recordTarget");
        let Some(role) = targets.next().and_then(|target| child(target, "patientRole")) else {
            return ReceivedPatient::default();
        };
        if let Some(second) = targets.next() {
            self.problem(ProblemKind::Several, second);
        }
        let mut patient =
            ReceivedPatient { identifiers: self.identifiers(role), ..ReceivedPatient::default() };
        patient.address = self.address(children(role, "addr"));
        patient.phone = self.telephone(children(role, "telecom"));
        // CDA R1.1 and some writers call the person otherwise.
        let Some(person) = child(role, "patient").or_else(|| child(role, "patientPatient")) else {
            return patient;
        };
        if let Some(name) = legal_name(person) {
            let nickname = |given: &Node<'_>| given.attribute("qualifier") == Some("CL");
            let given: Vec<Node<'_>> = children(name, "given").collect();
            let proper = given.iter().copied().filter(|one| !nickname(one));
            // What somebody is called serves where nothing else is said.
            let mut used =
                if given.iter().all(nickname) { given.clone() } else { proper.collect() }.into_iter();
            patient.first_name = self.carried(used.next());
            patient.middle_name = self.carried(used.next());
            patient.last_name = self.carried(child(name, "family"));
            patient.suffix = self.carried(child(name, "suffix"));
            if patient.last_name.is_none() && patient.first_name.is_none() {
                patient.last_name = self.carried(Some(name));
            }
        }
        patient.sex = self.sex(child(person, "administrativeGenderCode"));
        patient.birth_date = self.date(child(person, "birthTime"));
        // sdtc:deceasedTime.
        patient.death_date = self.date(child(person, "deceasedTime"));
        patient
    }

    fn sex(&self, node: Option<Node<'_>>) -> Option<Carried<Sex>> {
        let node = node?;
        self.carried_attribute(Some(node), "code")?.and_then(|code| match code.to_uppercase().as_str() {
            "F" => Some(Sex::Female),
            "M" => Some(Sex::Male),
            "UN" | "U" | "O" => Some(Sex::Unknown),
            _ => {
                self.problem(ProblemKind::NotInList, node);
                None
            }
        })
    }

    fn address<'a>(&self, list: impl Iterator<Item = Node<'a>>) -> Option<Carried<Address>> {
        let is_bad = |one: &Node<'_>| one.attribute("use") == Some("BAD");
        let one = list.filter(|one| !is_bad(one) && one.children().any(|child| child.is_element())).take(50);
        let rank = |one: &Node<'_>| u8::from(!one.attribute("use").is_some_and(|uses| uses.contains('H')));
        let one = one.min_by_key(rank)?;
        let text = |name: &str| child(one, name).map(|part| self.text(part)).unwrap_or_default();
        let lines: Vec<String> = children(one, "streetAddressLine").map(|line| self.text(line)).collect();
        let mut lines = lines.into_iter().filter(|line| !line.is_empty());
        let country = text("country");
        let is_home = ["US", "USA"].contains(&country.to_uppercase().as_str());
        let address = Address {
            line1: lines.next().unwrap_or_default(),
            line2: lines.collect::<Vec<_>>().join(", "),
            city: text("city"),
            state: text("state"),
            zip: text("postalCode"),
            country: if is_home { String::new() } else { country },
        };
        (!address.is_empty()).then(|| Carried::new(address, Origin(path(one))))
    }

    fn telephone<'a>(&self, mut list: impl Iterator<Item = Node<'a>>) -> Option<Carried<String>> {
        let is_number = |one: &Node<'_>| {
            let value = one.attribute("value").unwrap_or_default();
            value.starts_with("tel:") || (!value.contains(':') && value.chars().any(|c| c.is_ascii_digit()))
        };
        let one = list.find(is_number)?;
        let number = self.carried_attribute(Some(one), "value")?;
        number.and_then(|number| Some(number.trim_start_matches("tel:").to_owned()))
    }

    /// Somebody who is assigned to do something, as a person or as an organisation.
    pub(crate) fn assigned(&self, entity: Node<'_>, role: ProviderRole) -> Option<ReceivedProvider> {
        let person = child(entity, "assignedPerson").or_else(|| child(entity, "informationRecipient"));
        let name = person.and_then(legal_name).map(|name| self.person(name)).unwrap_or_default();
        let organisation = || at(entity, &["representedOrganization", "name"]).map(|name| self.text(name));
        let name = if name.is_empty() { organisation().unwrap_or_default() } else { name };
        let numbers = self.identifiers(entity);
        let npi = numbers.iter().find(|number| number.kind == "NPI");
        if npi.is_some_and(|npi| !is_valid_npi(&npi.number)) {
            self.problem(ProblemKind::Npi, entity);
        }
        let taxonomy = child(entity, "code").map(|code| self.attribute(code, "code")).unwrap_or_default();
        let is_taxonomy = taxonomy.len() == 10 && taxonomy.ends_with('X');
        let provider = Provider {
            name,
            npi: npi.map(|npi| npi.number.clone()).unwrap_or_default(),
            taxonomy: if is_taxonomy { taxonomy } else { String::new() },
        };
        let identifier = if npi.is_some() { None } else { numbers.into_iter().next() };
        let is_someone = !provider.name.is_empty() || !provider.npi.is_empty() || identifier.is_some();
        is_someone.then(|| ReceivedProvider { role, provider, identifier, origin: Origin(path(entity)) })
    }

    /// `Maya Ann Lindqvist, MD`.
    fn person(&self, name: Node<'_>) -> String {
        let parts = |tag: &'static str| children(name, tag).map(|part| self.text(part)).collect::<Vec<_>>();
        let mut whole = parts("given");
        whole.extend(parts("family"));
        let whole = whole.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let suffix = parts("suffix").join(" ");
        match (whole.is_empty(), suffix.is_empty()) {
            (true, _) => self.text(name),
            (false, true) => whole,
            (false, false) => format!("{whole}, {suffix}"),
        }
    }

    /// Who wrote it: the first author that is a person, else who signed it.
    pub(crate) fn author(&self, root: Node<'_>) -> Option<Carried<String>> {
        let authors = children(root, "author").filter_map(|author| child(author, "assignedAuthor"));
        let signed = ["legalAuthenticator", "authenticator"]
            .into_iter()
            .filter_map(|name| at(root, &[name, "assignedEntity"]));
        let is_person = |one: &Node<'_>| child(*one, "assignedPerson").is_some();
        let who = authors.chain(signed).find(is_person)?;
        let found = self.assigned(who, ProviderRole::Other)?;
        Some(Carried::new(found.provider.name, found.origin))
    }

    /// The visit that the document is about, and its own element.
    pub(crate) fn visit(&self, visit: Node<'_>) -> ReceivedVisit {
        let (from, to) = self.period(child(visit, "effectiveTime"));
        let place = at(visit, &["location", "healthCareFacility"]);
        let organisation = place.and_then(|place| at(place, &["serviceProviderOrganization", "name"]));
        let location = place.and_then(|place| at(place, &["location", "name"]));
        let mut found = ReceivedVisit {
            numbers: self.identifiers(visit),
            class: child(visit, "code").and_then(|code| self.class(code)),
            facility: self.carried(organisation).or_else(|| self.carried(location)),
            location: self.carried(location),
            from: self.time(from),
            to: self.time(to),
            discharge_status: self.carried_attribute(child(visit, "dischargeDispositionCode"), "code"),
            ..ReceivedVisit::default()
        };
        let responsible = at(visit, &["responsibleParty", "assignedEntity"]);
        found.providers.extend(responsible.and_then(|entity| self.assigned(entity, ProviderRole::Attending)));
        for one in children(visit, "encounterParticipant").chain(children(visit, "performer")).take(100) {
            let role = match one.attribute("typeCode").unwrap_or_default() {
                "ATND" | "PPRF" | "PRF" | "" => ProviderRole::Attending,
                "REF" => ProviderRole::Referring,
                "CON" => ProviderRole::Consulting,
                "ADM" => ProviderRole::Admitting,
                _ => ProviderRole::Other,
            };
            let provider = child(one, "assignedEntity").and_then(|entity| self.assigned(entity, role));
            let same = |known: &ReceivedProvider, new: &ReceivedProvider| {
                known.provider == new.provider && known.role == new.role
            };
            if let Some(provider) =
                provider.filter(|new| !found.providers.iter().any(|known| same(known, new)))
            {
                found.providers.push(provider);
            }
        }
        found
    }

    /// HL7 v3 ActEncounterCode, which a visit's code or one of its translations may be of.
    fn class(&self, code: Node<'_>) -> Option<Carried<VisitClass>> {
        let all = std::iter::once(code).chain(children(code, "translation"));
        all.into_iter().find_map(|one| {
            let class = match one.attribute("code")? {
                "AMB" | "SS" => VisitClass::Outpatient,
                "IMP" | "ACUTE" | "NONAC" => VisitClass::Inpatient,
                "EMER" => VisitClass::Emergency,
                "OBSENC" => VisitClass::Observation,
                "PRENC" => VisitClass::Preadmission,
                "HH" => VisitClass::Home,
                "VR" => VisitClass::Virtual,
                _ => return None,
            };
            self.take(one);
            Some(Carried::new(class, Origin(format!("{}/@code", path(one)))))
        })
    }
}

/// The legal name, else the first; one that only serves a search is none.
fn legal_name(person: Node<'_>) -> Option<Node<'_>> {
    let rank = |name: &Node<'_>| match name.attribute("use").unwrap_or_default() {
        uses if uses.split_whitespace().any(|one| one == "L") => 0,
        "" => 1,
        "SRCH" | "OLD" => 3,
        _ => 2,
    };
    children(person, "name").filter(|name| name.attribute("nullFlavor").is_none()).min_by_key(rank)
}
