use super::{Delimiters, Place};

/// One segment as it was read, in buffers that are used again for the next.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// Printable ASCII without the terminator.
    text: String,
    /// Where each element ends, the identifier's first.
    ends: Vec<usize>,
    pub(super) number: u64,
    pub(super) byte: u64,
    component: char,
}

impl Segment {
    /// Takes `bytes` in, without their terminator. `false` where a character was not printable ASCII.
    pub(super) fn take(&mut self, bytes: &[u8], delimiters: Delimiters, number: u64, byte: u64) -> bool {
        self.text.clear();
        self.ends.clear();
        (self.number, self.byte, self.component) = (number, byte, char::from(delimiters.component));
        let mut clean = true;
        for (index, &byte) in bytes.iter().enumerate() {
            if byte == delimiters.element {
                self.ends.push(index);
            }
            if (b' '..=b'~').contains(&byte) || delimiters.is_one(byte) && byte.is_ascii() {
                self.text.push(char::from(byte));
            } else {
                clean = false;
                self.text.push('?');
            }
        }
        self.ends.push(bytes.len());
        clean
    }

    /// As it stands in the file, without its terminator.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where element `number` stands in [`text`](Self::text).
    pub fn span(&self, number: usize) -> std::ops::Range<usize> {
        let end = self.ends.get(number).copied().unwrap_or(self.text.len());
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        before.map_or(0, |end| end + 1).min(end)..end
    }

    pub fn id(&self) -> &str {
        self.element(0)
    }

    /// Element `number` as the guides count them, 0 the identifier; empty where there is none.
    pub fn element(&self, number: usize) -> &str {
        if number < self.ends.len() { self.text.get(self.span(number)).unwrap_or_default() } else { "" }
    }

    /// How many elements stand behind the identifier.
    pub fn elements(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// Component `component` of element `number`, both counted from 1.
    pub fn component(&self, number: usize, component: usize) -> &str {
        self.element(number).split(self.component).nth(component.wrapping_sub(1)).unwrap_or_default()
    }

    pub fn components(&self, number: usize) -> impl Iterator<Item = &str> {
        self.element(number).split(self.component)
    }

    /// Reads composites by `used` from now on.
    pub(super) fn divide_by(&mut self, used: u8) {
        self.component = char::from(used);
    }

    /// The place of the segment; of its element `number` where that is not 0.
    pub fn place(&self, number: usize) -> Place {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).map_or(self.text.len(), |end| end + 1),
            None => 0,
        };
        Place {
            segment: self.number,
            id: self.id().chars().take(3).collect(),
            element: u16::try_from(number).ok().filter(|number| *number > 0),
            component: None,
            byte: self.byte + start as u64,
        }
    }

    /// The place of a component of an element.
    pub fn place_of(&self, number: usize, component: usize) -> Place {
        let before: usize =
            self.components(number).take(component.saturating_sub(1)).map(|c| c.len() + 1).sum();
        let place = self.place(number);
        Place { component: u16::try_from(component).ok(), byte: place.byte + before as u64, ..place }
    }
}
