//! Dice: the same seed throws the same numbers, on every machine (splitmix64).
//!
//! Not here: secrets; those come from the operating system (`random`).
//! Invariant: nothing but the seed decides.

/// A stream of numbers that look random.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 .. `n`; 0 where `n` is 0. The remainder's slant is far below what anybody could see here.
    pub fn below(&mut self, n: usize) -> usize {
        (self.throw() % (n.max(1) as u64)) as usize
    }

    /// `low` ..= `high`.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high.saturating_sub(low) as usize) + 1) as u32
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// An index, as often as its weight says. Weights are not all zero.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let all: u32 = weights.iter().sum();
        let mut left = self.below(all as usize) as u32;
        for (i, &weight) in weights.iter().enumerate() {
            if left < weight {
                return i;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_stream_is_splitmix64() {
        let mut dice = Dice::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| dice.throw()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn weights_of_zero_are_never_thrown() {
        let mut dice = Dice::new(1);
        let mut seen = [0; 4];
        for _ in 0..1_000 {
            seen[dice.weighted(&[0, 3, 0, 1])] += 1;
        }
        assert!(seen[0] == 0 && seen[2] == 0 && seen[1] > seen[3] && seen[3] > 0, "{seen:?}");
    }
}
