use palisade::Object;

#[derive(Object)]
struct Thread {
    title: String,
}

#[palisade::object]
impl Thread {
    fn reply(&self, number: usize) -> String {
        format!("{}/{number}", self.title)
    }
}

#[derive(Object)]
struct Post {
    title: String,
}

#[palisade::object]
impl Post {
    fn new(title: String) -> Post {
        Post { title }
    }
}

#[derive(Object)]
struct User {
    name: String,
}

#[palisade::object]
impl User {
    fn delete(&mut self) {
        self.name.clear();
    }
}

#[derive(Object)]
struct Forum {
    name: String,
}

#[palisade::object]
impl std::fmt::Display for Forum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

fn main() {}
