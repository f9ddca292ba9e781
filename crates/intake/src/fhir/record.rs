//! The resources of a bundle, and what refers to what. Source: FHIR R4, sections 3.1.5 (`Bundle.entry.fullUrl`) and 2.3.0
//! (references).

use std::collections::HashMap;

use serde_json::Value;

use super::node::{Node, Reading};
use crate::draft::Origin;

/// The most resources of one bundle that are read.
pub(crate) const MOST_RESOURCES: usize = 200_000;

#[derive(Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) kind: &'a str,
    pub(crate) id: &'a str,
    pub(crate) full_url: &'a str,
    pub(crate) value: &'a Value,
}

#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) resources: Vec<Resource<'a>>,
    by_url: HashMap<&'a str, usize>,
    by_id: HashMap<(&'a str, &'a str), usize>,
    /// Of ids alone, whatever their type.
    by_bare_id: HashMap<&'a str, usize>,
    /// Types with the values of their identifiers.
    by_identifier: HashMap<(&'a str, &'a str), usize>,
    pub(crate) reading: &'a Reading,
}

/// What a reference leads to.
#[derive(Debug)]
pub(crate) enum Target<'a> {
    Resource(usize),
    /// Inside of the resource that refers to it.
    Contained(Node<'a>),
    /// Not in the record: its type and id, as far as the reference says them.
    Elsewhere(String, String),
    None,
}

impl<'a> Record<'a> {
    /// The resources of a bundle, of a list of resources, or of one.
    pub(crate) fn of(root: &'a Value, reading: &'a Reading) -> Self {
        let resource = |value: &'a Value, full_url: &'a str| {
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
            let kind = text("resourceType");
            (!kind.is_empty()).then(|| Resource { kind, id: text("id"), full_url, value })
        };
        let is_bundle = root.get("resourceType").and_then(Value::as_str) == Some("Bundle");
        let resources: Vec<Resource<'a>> = match root {
            Value::Array(items) => {
                items.iter().filter_map(|item| resource(item, "")).take(MOST_RESOURCES).collect()
            }
            bundle if is_bundle => {
                let entries = bundle.get("entry").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let of_entry = |entry: &'a Value| {
                    let full_url = entry.get("fullUrl").and_then(Value::as_str).unwrap_or_default();
                    resource(entry.get("resource")?, full_url)
                };
                entries.iter().filter_map(of_entry).take(MOST_RESOURCES).collect()
            }
            one => resource(one, "").into_iter().collect(),
        };
        let (mut by_url, mut by_id, mut by_bare_id, mut by_identifier) =
            (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        for (at, Resource { kind, id, full_url, value }) in resources.iter().enumerate() {
            if !full_url.is_empty() {
                by_url.entry(*full_url).or_insert(at);
            }
            if !id.is_empty() {
                by_id.entry((*kind, *id)).or_insert(at);
                by_bare_id.entry(*id).or_insert(at);
            }
            let identifiers = value.get("identifier").and_then(Value::as_array);
            for number in identifiers.into_iter().flatten().filter_map(|one| one.get("value")?.as_str()) {
                by_identifier.entry((*kind, number)).or_insert(at);
            }
        }
        Self { resources, by_url, by_id, by_bare_id, by_identifier, reading }
    }

    /// `Patient/123`; with its place where it has no id.
    pub(crate) fn name(&self, at: usize) -> String {
        match self.resources.get(at) {
            Some(Resource { kind, id: "", .. }) => format!("{kind}[{at}]"),
            Some(Resource { kind, id, .. }) => format!("{kind}/{id}"),
            None => String::new(),
        }
    }

    pub(crate) fn node(&self, at: usize) -> Node<'a> {
        static NOTHING: Value = Value::Null;
        let value = self.resources.get(at).map_or(&NOTHING, |resource| resource.value);
        Node::of(value, self.name(at), self.reading)
    }

    pub(crate) fn kind(&self, at: usize) -> &'a str {
        self.resources.get(at).map_or("", |resource| resource.kind)
    }

    /// The `Binary` of an attachment's address.
    pub(crate) fn binary(&self, url: &str) -> Option<usize> {
        let id = url.rsplit(['/', ':']).next().unwrap_or(url);
        self.by_url.get(url).or_else(|| self.by_id.get(&("Binary", id))).copied()
    }

    /// All resources of a type, in the order of the record.
    pub(crate) fn all(&self, kind: &str) -> impl Iterator<Item = usize> {
        self.resources.iter().enumerate().filter(move |(_, resource)| resource.kind == kind).map(|(at, _)| at)
    }

    /// What a `Reference` leads to; `from` is the resource in which it stands.
    pub(crate) fn target(&self, reference: &Node<'a>, from: &Node<'a>) -> Target<'a> {
        let Some(url) = reference.get("reference").str() else { return Target::None };
        let url = url.trim();
        if let Some(id) = url.strip_prefix('#') {
            let contained =
                from.get("contained").items().into_iter().find(|one| one.get("id").str() == Some(id));
            return contained.map_or(Target::None, Target::Contained);
        }
        if let Some(at) = self.by_url.get(url) {
            return Target::Resource(*at);
        }
        let bare = url.split_once("/_history/").map_or(url, |(bare, _)| bare);
        // What a transaction finds by its identifier.
        if let Some((kind, query)) = bare.split_once('?') {
            let identifier = query.strip_prefix("identifier=").unwrap_or(query);
            let value = identifier.rsplit('|').next().unwrap_or(identifier);
            let found = self.by_identifier.get(&(kind, value)).copied();
            let elsewhere = || Target::Elsewhere(kind.to_owned(), identifier.to_owned());
            return found.map_or_else(elsewhere, Target::Resource);
        }
        let mut parts = bare.rsplit('/');
        let (id, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if let Some(at) = self.by_id.get(&(kind, id)) {
            return Target::Resource(*at);
        }
        let id = id.strip_prefix("urn:uuid:").unwrap_or(id);
        // A server's bundle may name by their ids alone what it holds.
        let by_uuid = || self.by_bare_id.get(id).copied();
        match kind.is_empty().then(by_uuid).flatten() {
            Some(at) => Target::Resource(at),
            None => Target::Elsewhere(kind.to_owned(), id.to_owned()),
        }
    }

    /// The resource that a reference leads to, here or contained.
    pub(crate) fn resolve(&self, reference: &Node<'a>, from: &Node<'a>) -> Option<Node<'a>> {
        match self.target(reference, from) {
            Target::Resource(at) => Some(self.node(at)),
            Target::Contained(node) => Some(node),
            Target::Elsewhere(..) | Target::None => None,
        }
    }

    /// The elements of a resource that hold something: those of which something was read, and the others. A resource of
    /// which nothing was read is named as a whole.
    pub(crate) fn taken_and_left(&self, at: usize, taken: &mut Vec<Origin>, left: &mut Vec<Origin>) {
        /// What says nothing of the patient, and the text that is made of the rest.
        const OF_NO_INTEREST: [&str; 5] = ["resourceType", "id", "meta", "text", "implicitRules"];
        let Some(Resource { value: Value::Object(fields), .. }) = self.resources.get(at) else { return };
        let name = self.name(at);
        if !fields.values().any(|field| self.reading.is_taken(field)) {
            left.push(Origin(name));
            return;
        }
        for (key, field) in fields.iter().filter(|(key, _)| !OF_NO_INTEREST.contains(&key.as_str())) {
            let list = if self.reading.is_taken(field) { &mut *taken } else { &mut *left };
            list.push(Origin(format!("{name}.{key}")));
        }
    }
}
