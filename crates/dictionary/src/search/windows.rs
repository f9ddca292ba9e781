use std::collections::HashMap;

use crate::standing::Window;

/// When each row stood in the book. A few ways of standing are shared by all, so that each is kept once.
#[derive(Debug)]
pub(super) struct Windows {
    /// By row its place in `lists`.
    of_rows: Vec<u32>,
    lists: Vec<Box<[Window]>>,
}

impl Windows {
    /// `starts` are where the windows of each row begin, and one more; `flat` has three numbers a window: from, to,
    /// billable. `None` where the two do not belong together.
    pub(super) fn new(starts: &[u32], flat: &[u32]) -> Option<Self> {
        let (all, rest) = flat.as_chunks::<3>();
        if !rest.is_empty() || *starts.last()? as usize != all.len() {
            return None;
        }
        let mut lists: Vec<Box<[Window]>> = Vec::new();
        let mut known: HashMap<&[[u32; 3]], u32> = HashMap::new();
        let mut of_rows = Vec::with_capacity(starts.len());
        for (from, to) in starts.iter().zip(starts.get(1..)?) {
            let list = all.get(*from as usize..*to as usize)?;
            let next = u32::try_from(lists.len()).ok()?;
            let at = *known.entry(list).or_insert(next);
            if at == next {
                let window = |&[from, to, billable]: &[u32; 3]| Window { from, to, billable: billable == 1 };
                lists.push(list.iter().map(window).collect());
            }
            of_rows.push(at);
        }
        Some(Self { of_rows, lists })
    }

    pub(super) fn rows(&self) -> usize {
        self.of_rows.len()
    }

    pub(super) fn of(&self, row: usize) -> &[Window] {
        let list = self.of_rows.get(row).and_then(|at| self.lists.get(*at as usize));
        list.map(|windows| &**windows).unwrap_or_default()
    }

    pub(super) fn bytes(&self) -> usize {
        let lists: usize = self.lists.iter().map(|list| size_of_val(list) + size_of_val(&**list)).sum();
        size_of_val(&*self.of_rows) + lists
    }
}
