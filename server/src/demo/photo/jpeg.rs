//! A grey picture as a JPEG or a PNG file.
//!
//! Not here: what is on it (`photo`).
//! Invariant: the same picture gives the same bytes. Baseline JPEG with the tables of ITU-T T.81, annex K.

use std::io::Write as _;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Rows of grey from the upper left corner.
#[derive(Clone)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub dots: Vec<u8>,
}

impl Grey {
    /// The dot, or the nearest one where there is none.
    fn at(&self, x: usize, y: usize) -> u8 {
        self.dots[y.min(self.height - 1) * self.width + x.min(self.width - 1)]
    }
}

/// How coarsely each wave is kept, row by row.
const COARSE: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
/// How many codes of each length, and what they mean.
const MEANS: ([u8; 16], [u8; 12]) =
    ([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const WAVES: ([u8; 16], [u8; 162]) = (
    [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d],
    [
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22,
        0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33,
        0x62, 0x72, 0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34,
        0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55,
        0x56, 0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76,
        0x77, 0x78, 0x79, 0x7a, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96,
        0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5,
        0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4,
        0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1,
        0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
    ],
);

/// Code and length of each meaning.
fn codes(counts: &[u8; 16], meanings: &[u8]) -> [(u32, u32); 256] {
    let mut codes = [(0, 0); 256];
    let (mut code, mut next) = (0, 0);
    for (length, count) in (1..).zip(counts) {
        for _ in 0..*count {
            codes[usize::from(meanings[next])] = (code, length);
            (code, next) = (code + 1, next + 1);
        }
        code <<= 1;
    }
    codes
}

/// Places of a block from the slowest wave to the fastest, diagonal by diagonal.
fn zigzag() -> [usize; 64] {
    let mut places: Vec<(usize, usize)> = (0..64).map(|i| (i % 8, i / 8)).collect();
    places.sort_by_key(|&(x, y)| (x + y, if (x + y) % 2 == 0 { x } else { y }));
    let mut order = [0; 64];
    order.iter_mut().zip(places).for_each(|(place, (x, y))| *place = y * 8 + x);
    order
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, bits: u32, length: u32) {
        for i in (0..length).rev() {
            self.held = self.held << 1 | (bits >> i & 1);
            self.count += 1;
            if self.count == 8 {
                let byte = self.held as u8;
                self.bytes.push(byte);
                // What looks like a marker is told apart by a zero.
                if byte == 0xFF {
                    self.bytes.push(0);
                }
                (self.held, self.count) = (0, 0);
            }
        }
    }

    /// A number in as many bits as it has; those below zero one less.
    fn put_number(&mut self, n: i32, length: u32) {
        let bits = if n < 0 { n - 1 } else { n };
        self.put(bits as u32 & ((1 << length) - 1), length);
    }
}

fn length(n: i32) -> u32 {
    32 - n.unsigned_abs().leading_zeros()
}

/// The waves of eight dots, each by how much of it there is.
fn cosines() -> &'static [[f32; 8]; 8] {
    static WAVES: OnceLock<[[f32; 8]; 8]> = OnceLock::new();
    WAVES.get_or_init(|| {
        let mut waves = [[0.0; 8]; 8];
        for (u, wave) in waves.iter_mut().enumerate() {
            let scale = if u == 0 { 0.125_f32.sqrt() } else { 0.5 };
            for (x, part) in wave.iter_mut().enumerate() {
                let turn = (2 * x + 1) as f32 * u as f32 * std::f32::consts::PI / 16.0;
                *part = scale * turn.cos();
            }
        }
        waves
    })
}

/// A block in waves instead of dots, coarsened.
fn transformed(block: &[f32; 64]) -> [i32; 64] {
    let (low, high) = block.iter().fold((f32::MAX, f32::MIN), |(l, h), dot| (l.min(*dot), h.max(*dot)));
    if high - low <= 1.0 {
        // Bare paper: no wave of so little height is kept.
        let mut flat = [0; 64];
        flat[0] = (block.iter().sum::<f32>() / 8.0 / f32::from(COARSE[0])).round() as i32;
        return flat;
    }
    let waves = cosines();
    let mut across = [0.0; 64];
    for y in 0..8 {
        for u in 0..8 {
            across[y * 8 + u] = (0..8).map(|x| block[y * 8 + x] * waves[u][x]).sum();
        }
    }
    let mut done = [0; 64];
    for v in 0..8 {
        for u in 0..8 {
            let sum: f32 = (0..8).map(|y| across[y * 8 + u] * waves[v][y]).sum();
            done[v * 8 + u] = (sum / f32::from(COARSE[v * 8 + u])).round() as i32;
        }
    }
    done
}

/// As a camera keeps it.
pub fn jpeg(picture: &Grey) -> Vec<u8> {
    let order = zigzag();
    let (means, waves) = (codes(&MEANS.0, &MEANS.1), codes(&WAVES.0, &WAVES.1));
    let mut bits = Bits::default();
    let mut before = 0;
    for top in (0..picture.height).step_by(8) {
        for left in (0..picture.width).step_by(8) {
            let mut block = [0.0; 64];
            for (i, dot) in block.iter_mut().enumerate() {
                *dot = f32::from(picture.at(left + i % 8, top + i / 8)) - 128.0;
            }
            let block = transformed(&block);
            let step = block[0] - before;
            before = block[0];
            let (code, long) = means[length(step) as usize];
            bits.put(code, long);
            bits.put_number(step, length(step));
            let mut zeros = 0;
            for place in &order[1..] {
                let n = block[*place];
                if n == 0 {
                    zeros += 1;
                    continue;
                }
                while zeros > 15 {
                    bits.put(waves[0xF0].0, waves[0xF0].1);
                    zeros -= 16;
                }
                let (code, long) = waves[zeros << 4 | length(n) as usize];
                bits.put(code, long);
                bits.put_number(n, length(n));
                zeros = 0;
            }
            if zeros > 0 {
                bits.put(waves[0].0, waves[0].1);
            }
        }
    }
    bits.put(0x7F, 7);
    let mut file = vec![0xFF, 0xD8];
    segment(&mut file, 0xE0, b"JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    let coarse: Vec<u8> = [0].into_iter().chain(order.map(|place| COARSE[place])).collect();
    segment(&mut file, 0xDB, &coarse);
    let side = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_be_bytes();
    let ([h1, h0], [w1, w0]) = (side(picture.height), side(picture.width));
    segment(&mut file, 0xC0, &[8, h1, h0, w1, w0, 1, 1, 0x11, 0]);
    segment(&mut file, 0xC4, &[&[0x00][..], &MEANS.0, &MEANS.1].concat());
    segment(&mut file, 0xC4, &[&[0x10][..], &WAVES.0, &WAVES.1].concat());
    segment(&mut file, 0xDA, &[1, 1, 0, 0, 63, 0]);
    file.extend(bits.bytes);
    file.extend([0xFF, 0xD9]);
    file
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    file.extend([0xFF, marker]);
    file.extend(length.to_be_bytes());
    file.extend(body);
}

/// As a scanner keeps it: every dot.
pub fn png(picture: &Grey) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for row in picture.dots.chunks(picture.width) {
        // Each dot by its difference to the one before: paper packs well so.
        let mut before = 0_u8;
        let steps = row.iter().map(|dot| dot.wrapping_sub(std::mem::replace(&mut before, *dot)));
        let row: Vec<u8> = [1].into_iter().chain(steps).collect();
        packed.write_all(&row).expect("memory takes all");
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_be_bytes();
    let head = [&side(picture.width)[..], &side(picture.height), &[8, 0, 0, 0, 0]].concat();
    chunk(&mut file, b"IHDR", &head);
    chunk(&mut file, b"IDAT", &packed.finish().expect("memory takes all"));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(body);
    file.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    file.extend(name);
    file.extend(body);
    file.extend(sum.sum().to_be_bytes());
}
