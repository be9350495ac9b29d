//! `RedisCache` against a real server, started here. Where none is installed the test says so and does nothing.

use palisade::fragment::{FragmentStore, RedisCache};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A server of our own, which ends with the test.
struct Server {
    process: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// `None` where no server is installed.
    fn start() -> Option<Server> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"])
            .arg(port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let server = Server { process, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    fn cache(&self, prefix: &str) -> (RedisCache, Arc<AtomicUsize>) {
        let failures = Arc::new(AtomicUsize::new(0));
        let seen = failures.clone();
        let address = format!("redis://127.0.0.1:{}/", self.port);
        let cache = RedisCache::new(&address, prefix).unwrap().on_error(move |_| {
            seen.fetch_add(1, Ordering::Relaxed);
        });
        (cache, failures)
    }
}

#[test]
fn fragments_are_shared_by_a_server() {
    let Some(server) = Server::start() else {
        eprintln!("SKIPPED: no redis-server is installed, so RedisCache was not tested");
        return;
    };
    let (ours, failures) = server.cache("site:");
    let (same, _) = server.cache("site:");
    let (other, _) = server.cache("other:");
    let bytes: Arc<[u8]> = [0, 0xff, b'\r', b'\n'][..].into();

    assert_eq!(ours.get("key"), None);
    ours.set("key", bytes.clone(), None);
    assert_eq!(same.get("key"), Some(bytes.clone()));
    assert_eq!(other.get("key"), None);

    ours.set("short", bytes.clone(), Some(Duration::from_millis(50)));
    ours.set("long", bytes.clone(), Some(Duration::MAX));
    assert!(same.get("short").is_some());
    std::thread::sleep(Duration::from_millis(120));
    assert_eq!(same.get("short"), None);
    assert_eq!(same.get("long"), Some(bytes));
    assert_eq!(failures.load(Ordering::Relaxed), 0);

    // Without its server it is empty, and says why.
    drop(server);
    assert_eq!(ours.get("key"), None);
    ours.set("key", b"x"[..].into(), None);
    assert_eq!(failures.load(Ordering::Relaxed), 2);
}

#[test]
fn an_address_must_be_one() {
    assert!(RedisCache::new("http://example.com", "").is_err());
}
