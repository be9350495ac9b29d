//! Fragments that `{% cache %}` keeps: what they consist of, how they are stored, and who makes one.
//!
//! What belongs to one response only (its nonce, its CSRF token) is never part of a kept text: a fragment has
//! slots for it, which are filled when it is printed. Nothing here knows what a template is.

mod flight;
mod key;
#[cfg(feature = "cache")]
mod memory;
#[cfg(feature = "redis")]
mod remote;
mod seal;
mod segments;
mod slot;
mod store;

pub(crate) use flight::{Flights, Ticket};
#[cfg(all(feature = "cache", feature = "sanitize"))]
pub(crate) use key::cleaned_key;
pub(crate) use key::{Parts, django_key};
#[cfg(feature = "cache")]
pub use memory::MemoryCache;
#[cfg(feature = "redis")]
pub use remote::RedisCache;
pub(crate) use seal::Seal;
pub(crate) use segments::{Fragment, Mark};
pub(crate) use slot::Slot;
pub use store::FragmentStore;
pub(crate) use store::Stores;
