//! Single flight: of many renders that need the same fragment at once, one makes it and the others wait.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Longest wait for another render. After it the fragment is made twice.
const PATIENCE: Duration = Duration::from_secs(10);

/// The fragments that are being made.
#[derive(Default)]
pub(crate) struct Flights {
    open: Mutex<HashSet<Box<str>>>,
    landed: Condvar,
}

/// What a render may do about a fragment that is not stored.
pub(crate) enum Ticket<'f> {
    /// Make it. Others wait until this is dropped.
    Make(Flight<'f>),
    /// Another render made it, or tried to, meanwhile.
    Waited,
    /// Another render is making it, and this one must not wait.
    Busy,
}

/// The right to make a fragment.
pub(crate) struct Flight<'f> {
    flights: &'f Flights,
    key: Box<str>,
}

impl Flights {
    /// Asks for the right to make a fragment. Only who holds no flight may wait: two renders that wait for each
    /// other's fragments would wait for ever.
    pub(crate) fn board(&self, key: &str, may_wait: bool) -> Ticket<'_> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.insert(key.into()) {
            return Ticket::Make(Flight { flights: self, key: key.into() });
        }
        if !may_wait {
            return Ticket::Busy;
        }
        let waited = self.landed.wait_timeout_while(open, PATIENCE, |it| it.contains(key));
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        Ticket::Waited
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.flights.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
        self.flights.landed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{Flights, Ticket};

    #[test]
    fn one_makes_it_and_the_others_wait() {
        let flights = Flights::default();
        let Ticket::Make(flight) = flights.board("a", true) else { panic!("nobody else is here") };
        assert!(matches!(flights.board("a", false), Ticket::Busy));
        assert!(matches!(flights.board("b", true), Ticket::Make(_)));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| matches!(flights.board("a", true), Ticket::Waited));
            std::thread::sleep(std::time::Duration::from_millis(50));
            drop(flight);
            assert!(waiting.join().unwrap());
        });
        assert!(matches!(flights.board("a", true), Ticket::Make(_)));
    }
}
