//! [`RedisCache`]: fragments in a Redis server, or one that speaks its language.

use super::FragmentStore;
use crate::diagnostics::{Error, ErrorKind};
use redis::{Client, Commands as _, Connection, RedisError, RedisResult};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a page waits for the server, each time.
const PATIENCE: Duration = Duration::from_millis(500);

/// Connections that are kept open.
const KEPT: usize = 32;

/// Longest time that servers take, in milliseconds; beyond it an entry is kept for ever.
const LONGEST: u128 = 1 << 48;

/// Hears of failures.
type OnError = Box<dyn Fn(&RedisError) + Send + Sync>;

/// Keeps fragments in a server that speaks the protocol of Redis, for processes that share them.
///
/// Whoever can write to that server can write to the pages: use
/// [`EngineBuilder::seal_fragments`](crate::EngineBuilder::seal_fragments). When the server fails or is slow
/// (half a second), pages are rendered as if it were empty.
pub struct RedisCache {
    client: Client,
    prefix: Box<str>,
    idle: Mutex<Vec<Connection>>,
    on_error: Option<OnError>,
}

impl RedisCache {
    /// A cache in the server at an address such as `redis://127.0.0.1:6379/0`; its keys begin with `prefix`.
    /// Connects when it is first used.
    ///
    /// # Errors
    /// [`ErrorKind::BadSetting`] when it is no address of a server.
    pub fn new(address: &str, prefix: impl Into<Box<str>>) -> Result<RedisCache, Error> {
        let wrong = |it: RedisError| {
            Error::new(ErrorKind::BadSetting, "this is no address of a Redis server").caused_by(it)
        };
        let client = Client::open(address).map_err(wrong)?;
        Ok(RedisCache { client, prefix: prefix.into(), idle: Mutex::default(), on_error: None })
    }

    /// Sets who hears of failures. It is called while rendering, so it should be quick.
    #[must_use = "a changed cache is returned"]
    pub fn on_error(
        mut self,
        report: impl Fn(&(dyn std::error::Error + 'static)) + Send + Sync + 'static,
    ) -> RedisCache {
        self.on_error = Some(Box::new(move |it| report(it)));
        self
    }

    /// Runs a command; a connection that failed is not used again.
    fn run<T>(&self, command: impl FnOnce(&mut Connection) -> RedisResult<T>) -> Option<T> {
        let idle = self.idle().pop();
        let done = idle.map_or_else(|| self.connect(), Ok).and_then(|mut connection| {
            let done = command(&mut connection)?;
            Ok((connection, done))
        });
        match done {
            Ok((connection, done)) => {
                let mut idle = self.idle();
                if idle.len() < KEPT {
                    idle.push(connection);
                }
                Some(done)
            }
            Err(error) => {
                if let Some(report) = &self.on_error {
                    report(&error);
                }
                None
            }
        }
    }

    fn connect(&self) -> RedisResult<Connection> {
        let connection = self.client.get_connection_with_timeout(PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        Ok(connection)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl FragmentStore for RedisCache {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        let found = self.run(|it| it.get::<_, Option<Vec<u8>>>(self.key(key)))?;
        found.map(Into::into)
    }

    fn set(&self, key: &str, entry: Arc<[u8]>, timeout: Option<Duration>) {
        let milliseconds = timeout.map(|it| it.as_millis().max(1)).filter(|it| *it < LONGEST);
        // A failure has been reported, and costs no more than the next page's time.
        let _ = match milliseconds.and_then(|it| u64::try_from(it).ok()) {
            Some(milliseconds) => self.run(|it| it.pset_ex::<_, _, ()>(self.key(key), &*entry, milliseconds)),
            None => self.run(|it| it.set::<_, _, ()>(self.key(key), &*entry)),
        };
    }
}
