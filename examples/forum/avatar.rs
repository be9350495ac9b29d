//! Avatars as `data:` URLs, because the page must need nothing from the network.

const COLOURS: &[[u8; 3]] = &[
    [0x2F, 0x6F, 0x5E],
    [0xB4, 0x53, 0x09],
    [0x1D, 0x4E, 0x89],
    [0x8E, 0x24, 0x6B],
    [0x5B, 0x21, 0xB6],
    [0x9F, 0x12, 0x39],
    [0x3F, 0x62, 0x12],
    [0x0E, 0x74, 0x90],
];

/// A mirrored pattern of 5 × 5 squares that belongs to `number`, as a GIF.
pub(crate) fn url(number: u32) -> String {
    let colour = COLOURS[number as usize % COLOURS.len()];
    let mut gif = b"GIF89a\x05\x00\x05\x00\x80\x00\x00".to_vec();
    gif.extend(colour);
    gif.extend([0xEE, 0xF1, 0xEC]);
    gif.extend(b",\x00\x00\x00\x00\x05\x00\x05\x00\x00\x02");
    let data = pack(&pixels(number));
    gif.push(data.len() as u8); // 15 bytes for 25 pixels
    gif.extend(data);
    gif.extend(b"\x00;");
    format!("data:image/gif;base64,{}", base64(&gif))
}

/// Colour indices 0 and 1, row by row; the right half mirrors the left.
fn pixels(number: u32) -> Vec<u8> {
    let bits = number.wrapping_add(7).wrapping_mul(2_654_435_761) >> 9;
    (0..25).map(|it| (it / 5, it % 5)).map(|(y, x)| (bits >> (y * 3 + x.min(4 - x)) & 1) as u8).collect()
}

/// LZW codes of three bits. The table is cleared after every second pixel, so codes never grow and
/// nothing is compressed, which 25 pixels do not need.
fn pack(pixels: &[u8]) -> Vec<u8> {
    const CLEAR: u8 = 4;
    const END: u8 = 5;
    let codes =
        pixels.chunks(2).flat_map(|pair| [CLEAR].into_iter().chain(pair.iter().copied())).chain([END]);
    let bits: Vec<u8> = codes.flat_map(|it| [it & 1, it >> 1 & 1, it >> 2 & 1]).collect();
    bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | bit)).collect()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |it: &[u8]| {
        let word = it.iter().chain([&0, &0]).take(3).fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
        let digit = |place: usize| {
            if place > it.len() { '=' } else { ALPHABET[(word >> (18 - 6 * place) & 63) as usize].into() }
        };
        [0, 1, 2, 3].map(digit)
    };
    bytes.chunks(3).flat_map(group).collect()
}
