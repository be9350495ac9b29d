use palisade::Object;

#[derive(Object)]
struct Thread {
    #[object(renam = "name")]
    title: String,
}

#[derive(Object)]
#[object(rename_all = "Kebab")]
struct Reply {
    text: String,
}

#[derive(Object)]
#[object(flatten)]
struct Post {
    #[object(skip, rename = "body")]
    text: String,
}

#[derive(Object)]
struct Twice {
    text: String,
    #[object(rename = "text")]
    body: String,
}

#[derive(Object)]
union Either {
    number: u32,
    bytes: [u8; 4],
}

fn main() {}
