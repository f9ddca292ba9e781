use std::ops::Range;

/// Sorted texts, one after another in one string.
#[derive(Debug)]
pub(super) struct Sorted {
    text: String,
    starts: Vec<u32>,
}

impl Sorted {
    /// From sorted lines, each with its line end.
    pub(super) fn new(lines: String) -> Self {
        let starts = std::iter::once(0)
            .chain(lines.bytes().zip(1_u32..).filter(|(c, _)| *c == b'\n').map(|(_, next)| next))
            .collect();
        Self { text: lines, starts }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let span = self.starts.get(at).zip(self.starts.get(at + 1));
        span.and_then(|(from, to)| self.text.get(*from as usize..*to as usize - 1)).unwrap_or_default()
    }

    pub(super) fn first_where(&self, at_or_after: impl Fn(&str) -> bool) -> usize {
        self.first_between(0, self.len(), at_or_after)
    }

    /// The first text at or after `low` for which `at_or_after` holds; it must hold for all that follow. It is mostly
    /// near: steps that double find it sooner than halving all.
    pub(super) fn first_from(&self, low: usize, at_or_after: impl Fn(&str) -> bool) -> usize {
        let mut step = 1;
        while low + step < self.len() && !at_or_after(self.get(low + step)) {
            step *= 2;
        }
        self.first_between(low + step / 2, (low + step).min(self.len()), at_or_after)
    }

    fn first_between(&self, low: usize, high: usize, at_or_after: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = low.midpoint(high);
            if at_or_after(self.get(middle)) { high = middle } else { low = middle + 1 }
        }
        low
    }

    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let at = self.first_where(|other| other >= text);
        (at < self.len() && self.get(at) == text).then_some(at)
    }

    pub(super) fn beginning_with(&self, beginning: &str) -> Range<usize> {
        let from = self.first_where(|text| text >= beginning);
        let to = self.first_from(from, |text| !text.starts_with(beginning));
        from..to
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.starts.len() * size_of::<u32>()
    }
}
