//! How often each `{% cycle %}` had its turn.

use super::walk::Numbered;

/// A `{% cycle %}`: its level in the chain, and its slot.
type Cycle = (usize, u32);

/// Turns taken by each `{% cycle %}` of an include.
#[derive(Clone, Default)]
pub(super) struct Turns {
    /// The one that came first, which mostly is the only one.
    first: Option<(Cycle, usize)>,
    others: Numbered<Cycle, usize>,
}

impl Turns {
    /// Takes a turn, and tells how many were taken before.
    pub(super) fn next(&mut self, cycle: Cycle) -> usize {
        let (first, taken) = self.first.get_or_insert((cycle, 0));
        let taken = if *first == cycle { taken } else { self.others.entry(cycle).or_insert(0) };
        let turn = *taken;
        *taken += 1;
        turn
    }

    /// Begins one anew.
    pub(super) fn forget(&mut self, cycle: Cycle) {
        match &mut self.first {
            Some((first, taken)) if *first == cycle => *taken = 0,
            _ => drop(self.others.remove(&cycle)),
        }
    }

    /// Begins all anew.
    pub(super) fn clear(&mut self) {
        self.first = None;
        self.others.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn each_cycle_has_turns_of_its_own() {
        let (a, b, c) = ((0, 0), (0, 1), (1, 0));
        let mut turns = Turns::default();
        assert_eq!([a, b, a, c, b].map(|it| turns.next(it)), [0, 0, 1, 0, 1]);
        turns.forget(a);
        turns.forget(b);
        assert_eq!([a, b, c].map(|it| turns.next(it)), [0, 0, 1]);
        turns.clear();
        assert_eq!([b, a].map(|it| turns.next(it)), [0, 0]);
    }
}
