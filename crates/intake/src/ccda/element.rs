//! An element of a document: what stands in it, its path, and that it was read.

use std::cell::RefCell;
use std::collections::HashSet;

use jiff::civil::{Date, DateTime};
use roxmltree::NodeId;

use crate::draft::{Carried, Origin, Problem, ProblemKind};
use crate::times;

pub(crate) type Node<'a> = roxmltree::Node<'a, 'a>;

/// The most problems of one document that are listed.
const MOST_PROBLEMS: usize = 100;

#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Elements that were read themselves.
    read: RefCell<HashSet<NodeId>>,
    /// Those, and those around them.
    taken: RefCell<HashSet<NodeId>>,
    problems: RefCell<Vec<Problem>>,
}

impl Reading {
    pub(crate) fn take(&self, node: Node<'_>) {
        self.read.borrow_mut().insert(node.id());
        let mut taken = self.taken.borrow_mut();
        for around in node.ancestors() {
            if !taken.insert(around.id()) {
                break;
            }
        }
    }

    pub(crate) fn problem(&self, kind: ProblemKind, node: Node<'_>) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS {
            problems.push(Problem { kind, place: Origin(path(node)) });
        }
    }

    pub(crate) fn take_problems(&self) -> Vec<Problem> {
        self.problems.take()
    }

    /// The elements of which something was read, and the others; of both the outermost that are one or the other.
    pub(crate) fn taken_and_left(&self, root: Node<'_>) -> (Vec<Origin>, Vec<Origin>) {
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        self.list(root, 0, &mut taken, &mut left);
        (taken, left)
    }

    fn list(&self, node: Node<'_>, level: usize, taken: &mut Vec<Origin>, left: &mut Vec<Origin>) {
        /// Of a document, its parts; of a body, its sections; of a section, what is in it.
        const LEVELS: usize = 5;
        const MOST_PLACES: usize = 10_000;
        /// What says by which rules the document was written.
        const OF_NO_INTEREST: [&str; 3] = ["realmCode", "typeId", "templateId"];
        for child in node.children().filter(Node::is_element) {
            if OF_NO_INTEREST.contains(&child.tag_name().name()) || taken.len() + left.len() > MOST_PLACES {
                continue;
            }
            if !self.taken.borrow().contains(&child.id()) {
                left.push(Origin(path(child)));
                continue;
            }
            let is_read = self.read.borrow().contains(&child.id());
            let goes_on = level + 1 < LEVELS && child.tag_name().name() != "text";
            if is_read || !goes_on {
                taken.push(Origin(path(child)));
            }
            if goes_on {
                self.list(child, level + 1, taken, left);
            }
        }
    }
}

/// The path below the document, `recordTarget/patientRole/id[2]`.
pub(crate) fn path(node: Node<'_>) -> String {
    let mut steps: Vec<String> = Vec::new();
    let around = node.ancestors().filter(Node::is_element);
    for one in around.take_while(|one| one.parent_element().is_some()) {
        let name = one.tag_name().name();
        let before = one
            .prev_siblings()
            .skip(1)
            .filter(|sibling| sibling.is_element() && sibling.tag_name().name() == name);
        let number = before.count() + 1;
        steps.push(if number == 1 { name.to_owned() } else { format!("{name}[{number}]") });
    }
    steps.reverse();
    steps.join("/")
}

/// A child of that name.
pub(crate) fn child<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

pub(crate) fn children<'a>(node: Node<'a>, name: &'static str) -> impl Iterator<Item = Node<'a>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// Down a path of first children.
pub(crate) fn at<'a>(node: Node<'a>, path: &[&str]) -> Option<Node<'a>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

impl Reading {
    /// What an element says in words, on one line.
    pub(crate) fn text(&self, node: Node<'_>) -> String {
        let words: String = node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            self.take(node);
        }
        words
    }

    pub(crate) fn carried(&self, node: Option<Node<'_>>) -> Option<Carried<String>> {
        let node = node?;
        let text = self.text(node);
        (!text.is_empty()).then(|| Carried::new(text, Origin(path(node))))
    }

    /// What an attribute says; empty where it is not there.
    pub(crate) fn attribute(&self, node: Node<'_>, name: &str) -> String {
        let text = node.attribute(name).map(str::trim).unwrap_or_default();
        if !text.is_empty() {
            self.take(node);
        }
        text.to_owned()
    }

    pub(crate) fn carried_attribute(&self, node: Option<Node<'_>>, name: &str) -> Option<Carried<String>> {
        let node = node?;
        let text = self.attribute(node, name);
        (!text.is_empty()).then(|| Carried::new(text, Origin(format!("{}/@{name}", path(node)))))
    }

    pub(crate) fn date(&self, node: Option<Node<'_>>) -> Option<Carried<Date>> {
        self.read(node, times::date)
    }

    pub(crate) fn time(&self, node: Option<Node<'_>>) -> Option<Carried<DateTime>> {
        self.read(node, times::local)
    }

    fn read<T>(
        &self,
        node: Option<Node<'_>>,
        read: fn(&str) -> Result<T, ProblemKind>,
    ) -> Option<Carried<T>> {
        let node = node?;
        let carried = self.carried_attribute(Some(node), "value")?;
        carried.and_then(|text| read(&text).map_err(|kind| self.problem(kind, node)).ok())
    }

    /// The beginning of an interval, or its only time; and its end, where it is one.
    pub(crate) fn period<'a>(&self, node: Option<Node<'a>>) -> (Option<Node<'a>>, Option<Node<'a>>) {
        let Some(node) = node else { return (None, None) };
        let has = |node: &Node<'_>| node.attribute("value").is_some();
        let low = child(node, "low").or_else(|| child(node, "center")).filter(has);
        (low.or_else(|| Some(node).filter(has)), child(node, "high").filter(has))
    }
}
