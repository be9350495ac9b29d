//! libFuzzer has a function of its own for what LLVM calls at each edge; ours in `src/lib.rs` stands before it.

fn main() {
    println!("cargo:rustc-link-arg-bins=-Wl,--allow-multiple-definition");
    println!("cargo:rerun-if-changed=build.rs");
}
