//! A stamp: a number that stands for what is drawn. Two drawings with the same stamp are the same drawing.

use std::hash::Hasher;

/// Takes a stamp; anything that can be hashed may go into it. It never leaves the process and nobody chooses what goes in
/// to mislead it, so it need not withstand an attack: it is quick, and of 2⁶⁴ two differ by chance.
#[derive(Clone, Default)]
pub struct Stamp {
    folded: u64,
    /// What has not been folded in yet, and its bits: most of what goes in is a few bits wide.
    held: u64,
    bits: u32,
}

/// The fraction of the golden ratio, odd: spreads every bit over the product.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Stamp {
    fn fold(&self, word: u64) -> u64 {
        let product = u128::from(self.folded ^ word ^ SPREAD) * u128::from(SPREAD);
        (product as u64).rotate_left(23) ^ (product >> 64) as u64
    }

    fn push(&mut self, word: u64, bits: u32) {
        if self.bits + bits > u64::BITS {
            (self.folded, self.held, self.bits) = (self.fold(self.held), 0, 0);
        }
        self.held |= word << self.bits;
        self.bits += bits;
    }
}

impl Hasher for Stamp {
    fn write(&mut self, bytes: &[u8]) {
        self.write_usize(bytes.len());
        for part in bytes.chunks(8) {
            let mut whole = [0; 8];
            whole[..part.len()].copy_from_slice(part);
            self.push(u64::from_le_bytes(whole), 8 * part.len() as u32);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.push(number.into(), u8::BITS);
    }

    fn write_u16(&mut self, number: u16) {
        self.push(number.into(), u16::BITS);
    }

    fn write_u32(&mut self, number: u32) {
        self.push(number.into(), u32::BITS);
    }

    fn write_u64(&mut self, number: u64) {
        self.push(number, u64::BITS);
    }

    /// Lengths, and which variant of several: small, nearly always.
    fn write_usize(&mut self, number: usize) {
        if number < usize::from(u8::MAX) {
            return self.write_u8(number as u8);
        }
        self.write_u8(u8::MAX);
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // The bits held are part of it: else zeros at the end would go unseen.
        let folded = Self { folded: self.fold(self.held), ..Self::default() };
        folded.fold(self.bits.into())
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
        seen.extend((0..1_000_usize).map(|number| stamp(&|to| number.hash(to))));
        seen.extend(
            (1..20_usize)
                .map(|zeros| stamp(&|to| vec![0_u8; zeros].iter().for_each(|zero| to.write_u8(*zero)))),
        );
        // One of them is a zero of either kind.
        assert_eq!(seen.len(), texts.len() + 301_018);
    }
}
