//! One table a workload, in Markdown.

use crate::Workload;
use std::time::Duration;

/// The page with one spelling for each escaped character: engines choose different references.
pub fn normal(page: &str) -> String {
    let spellings = [
        ("&#39;", "&#x27;"),
        ("&#34;", "&quot;"),
        ("&#38;", "&amp;"),
        ("&#60;", "&lt;"),
        ("&#62;", "&gt;"),
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
        ("&#x3D;", "="),
        ("&#43;", "+"),
    ];
    let page = spellings.iter().fold(page.to_owned(), |page, (other, one)| page.replace(other, one));
    page.trim_end().to_owned()
}

pub fn print(workload: &Workload, medians: &[Duration]) {
    println!("\n### {}\n\n{}\n", workload.name, workload.shows);
    println!("| engine | median | × askama | × ours |\n|---|---:|---:|---:|");
    let of = |name: &str| workload.entries.iter().zip(medians).find(|it| it.0.engine == name).map(|it| it.1);
    let mut rows: Vec<_> = workload.entries.iter().zip(medians).collect();
    rows.sort_by_key(|it| it.1);
    for (entry, median) in rows {
        let against = |base: Option<&Duration>| {
            base.map_or("–".to_owned(), |base| format!("{:.2}", median.as_secs_f64() / base.as_secs_f64()))
        };
        println!(
            "| {} | {median:.2?} | {} | {} |",
            entry.engine,
            against(of("askama")),
            against(of("palisade"))
        );
    }
}
