use palisade::Object;
use std::sync::Mutex;

#[derive(Object)]
struct Thread {
    title: String,
    lock: Mutex<u8>,
}

struct Plain;

#[palisade::object]
impl Thread {
    fn plain(&self) -> Plain {
        Plain
    }
}

fn main() {
    let plain = Plain;
    let _ = palisade::context! { plain };
}
