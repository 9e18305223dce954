//! What is printed: one line a measure, its bar beside it.
//!
//! Not here: measuring.
//! Invariant: a bar is met or missed in the same run; a run never fails because of one.

use std::time::Instant;

/// What grows less than this with ten times the dossiers does not grow.
const FLAT_MAX: f64 = 1.5;

/// One measure.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub what: String,
    pub ms: f64,
    pub bytes: Option<u64>,
    /// Acts in a second.
    pub rate: Option<f64>,
    bars: Vec<String>,
}

impl Row {
    pub fn new(what: impl Into<String>, ms: f64) -> Row {
        Row { what: what.into(), ms, ..Row::default() }
    }

    pub fn bytes(self, bytes: u64) -> Row {
        Row { bytes: Some(bytes), ..self }
    }

    pub fn rate(self, acts: usize) -> Row {
        let rate = Some(acts as f64 * 1_000.0 / self.ms);
        Row { rate, ..self }
    }

    /// A bar from above, in milliseconds.
    pub fn ms_max(self, max: f64) -> Row {
        let met = self.ms <= max;
        self.bar(format!("≤ {max} ms"), met)
    }

    pub fn bytes_max(self, max: u64) -> Row {
        let met = self.bytes.is_some_and(|bytes| bytes <= max);
        self.bar(format!("≤ {}", size(max)), met)
    }

    /// The same, where the bar is asked of other data than this.
    pub fn bytes_max_of(self, max: u64, what: &str) -> Row {
        let met = self.bytes.is_some_and(|bytes| bytes <= max);
        self.bar(format!("≤ {} {what}", size(max)), met)
    }

    pub fn rate_min(self, min: f64, said: &str) -> Row {
        let met = self.rate.is_some_and(|rate| rate >= min);
        self.bar(format!("≥ {said}"), met)
    }

    /// How often the same at the size that the bars are for, where that must not grow with the dossiers that are kept:
    /// by time and by bytes.
    pub fn beside(self, smaller: &[Row]) -> Row {
        let Some((what, _)) = self.what.split_once(", ").filter(|(_, size)| size.ends_with(" kept")) else {
            return self;
        };
        let Some(small) = smaller.iter().find(|row| row.what.starts_with(what)) else { return self };
        let slower = self.ms / small.ms;
        let larger = self.bytes.zip(small.bytes).map_or(1.0, |(now, before)| now as f64 / before as f64);
        let flat = slower <= FLAT_MAX && larger <= FLAT_MAX;
        self.bar(format!("×{slower:.2} ms ×{larger:.2} bytes: flat"), flat)
    }

    pub fn bar(mut self, said: String, met: bool) -> Row {
        self.bars.push(format!("{said} {}", if met { "met" } else { "MISSED" }));
        self
    }
}

pub fn print(title: &str, rows: &[Row], floor: Option<f64>) {
    println!("\n{title}");
    println!("{:<46}{:>10}{:>11}{:>9}{:>9}  bar", "", "ms", "bytes", "acts/s", "of floor");
    for row in rows {
        let dash = || "–".to_owned();
        let bytes = row.bytes.map_or_else(dash, size);
        let rate = row.rate.map_or_else(dash, |rate| format!("{rate:.0}"));
        let share = row.rate.zip(floor).map_or_else(dash, |(rate, floor)| format!("{:.2}", rate / floor));
        let bars = row.bars.join(", ");
        println!("{:<46}{:>10}{bytes:>11}{rate:>9}{share:>9}  {bars}", row.what, ms(row.ms));
    }
}

pub fn ms(ms: f64) -> String {
    match ms {
        ms if ms >= 100.0 => format!("{ms:.0}"),
        ms if ms >= 1.0 => format!("{ms:.1}"),
        ms => format!("{ms:.4}"),
    }
}

pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..10_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        10_000..1_000_000 => format!("{:.0} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Milliseconds since.
pub fn since(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3
}

/// The value below which the share of all lies, 0 ≤ `share` < 1; 0.5 is the median.
pub fn quantile(all: &mut [f64], share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    all[(all.len() as f64 * share) as usize]
}
