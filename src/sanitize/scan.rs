//! Bytes found sixteen at a time.

use wide::u8x16;

const BLOCK: usize = 16;

/// How many bytes stand before the first that is one of `stops`.
#[inline]
pub(super) fn before<const N: usize>(stops: [u8; N], bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (at, block) in blocks.iter().enumerate() {
        let found = in_block(stops, *block);
        if found != 0 {
            return at * BLOCK + found.trailing_zeros() as usize;
        }
    }
    blocks.len() * BLOCK + rest.iter().position(|it| stops.contains(it)).unwrap_or(rest.len())
}

/// A bit for each byte that is one of `stops`.
#[inline]
fn in_block<const N: usize>(stops: [u8; N], block: [u8; BLOCK]) -> u32 {
    let bytes = u8x16::new(block);
    let any = stops.into_iter().fold(u8x16::splat(0), |any, stop| any | bytes.simd_eq(u8x16::splat(stop)));
    any.to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn every_place_is_found() {
        for length in 0..70 {
            let mut text = vec![b'x'; length];
            assert_eq!(before([b'<', 0xE2], &text), length);
            for at in 0..length {
                text[at] = 0xE2;
                assert_eq!(before([b'<', 0xE2], &text), at);
                assert_eq!(before([b'<', 0], &text), length);
                text[at] = b'x';
            }
        }
    }
}
