//! A stamp: a number that stands for what is drawn. Two drawings with the same stamp are the same drawing.

use std::hash::Hasher;

/// Takes a stamp; anything that can be hashed may go into it. It never leaves the process and nobody chooses what goes in
/// to mislead it, so it need not withstand an attack: it is quick, and of 2⁶⁴ two differ by chance.
#[derive(Default)]
pub struct Stamp(u64);

/// The fraction of the golden ratio, odd: spreads every bit over the product.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Stamp {
    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(bytes.len() as u64);
        for word in bytes.chunks(8) {
            let mut whole = [0; 8];
            whole[..word.len()].copy_from_slice(word);
            self.write_u64(u64::from_le_bytes(whole));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ SPREAD) * u128::from(SPREAD);
        self.0 = (product as u64).rotate_left(23) ^ (product >> 64) as u64;
    }

    // Small numbers go in as they are rather than as a row of bytes.
    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::hash::Hash;

    #[test]
    fn what_differs_has_different_stamps() {
        let stamp = |thing: &dyn Fn(&mut Stamp)| {
            let mut stamp = Stamp::default();
            thing(&mut stamp);
            stamp.finish()
        };
        let texts = ["", "\0", "a", "a\0", "aaaaaaa", "aaaaaaa\u{8}", "aaaaaaaa", "住宅", "住", "宅住"];
        let mut seen: HashSet<u64> = texts.iter().map(|text| stamp(&|to| text.hash(to))).collect();
        assert_eq!(seen.len(), texts.len());
        // Rows of small numbers, as marks, flags and prices are.
        seen.extend((0..200_000_u64).map(|number| stamp(&|to| (1_u8, number, number % 3).hash(to))));
        assert_eq!(seen.len(), texts.len() + 200_000);
        seen.extend((0..100_000_u64).map(|number| stamp(&|to| (number * 100, 0_u16, "801").hash(to))));
        assert_eq!(seen.len(), texts.len() + 300_000);
    }
}
