//! "Did you mean …": the nearest of the names that would have been right.

/// Names longer than this are not compared: hostile names must not cost.
const LONGEST: usize = 64;

/// A remedy that names the candidate nearest to `wanted`, if one is near.
pub(crate) fn did_you_mean<'n>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    nearest(wanted, candidates).map(|it| format!("did you mean `{it}`?"))
}

fn nearest<'n>(wanted: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let most = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|it| it.len() <= LONGEST && wanted.len() <= LONGEST)
        .map(|it| (distance(wanted, it), it))
        .filter(|it| it.0 <= most)
        .min()
        .map(|it| it.1)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let step = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + step);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn the_nearest_name_is_suggested() {
        let known = ["default", "default_if_none", "length", "lower"];
        assert_eq!(did_you_mean("defualt", known).as_deref(), Some("did you mean `default`?"));
        assert_eq!(did_you_mean("lenght", known).as_deref(), Some("did you mean `length`?"));
        assert_eq!(did_you_mean("zzz", known), None);
    }
}
