//! The files are what any other program sees in them.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use flate2::read::ZlibDecoder;
use shared::scan::pdf::of_pictures;
use shared::scan::{FileKind, check, look};

use super::jpeg::{Grey, jpeg, png};
use super::paper::{Kind, sheet};
use super::*;

/// A page of a PDF as poppler draws it, one dot for one.
fn drawn(pdf: &[u8], width: usize, height: usize) -> Vec<u8> {
    let (width, height) = (width.to_string(), height.to_string());
    let args = ["-gray", "-singlefile", "-scale-to-x", &width, "-scale-to-y", &height, "-"];
    let mut child = Command::new("pdftoppm")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler is installed by the set-up");
    let (mut to, pdf) = (child.stdin.take().expect("piped"), pdf.to_vec());
    let writer = std::thread::spawn(move || to.write_all(&pdf));
    let out = child.wait_with_output().expect("it ends");
    writer.join().expect("written").expect("written");
    assert!(out.status.success());
    // P5, width and height, 255: three lines.
    let mut lines = out.stdout.splitn(4, |byte| *byte == b'\n');
    lines.nth(3).expect("dots").to_vec()
}

/// Mean and darkest of a part: left, top, right, bottom in hundredths.
fn tones(dots: &[u8], width: usize, part: [usize; 4]) -> (usize, u8) {
    let height = dots.len() / width;
    let [left, top, right, bottom] = part;
    let rows = (height * top / 100..height * bottom / 100)
        .flat_map(|y| dots[y * width + width * left / 100..y * width + width * right / 100].iter().copied());
    let all: Vec<u8> = rows.collect();
    (all.iter().map(|dot| usize::from(*dot)).sum::<usize>() / all.len(), *all.iter().min().expect("dots"))
}

#[test]
fn a_photograph_is_a_jpeg_that_others_see_as_it_was_drawn() {
    // A page that lies as A4 does, so that the PDF's page is the picture.
    let picture = Grey {
        width: 595,
        height: 842,
        dots: (0..595 * 842).map(|i| if (i / 595 / 40 + i % 595 / 40) % 2 == 0 { 40 } else { 220 }).collect(),
    };
    let file = jpeg(&picture);
    assert_eq!(check(&file), Ok(FileKind::Jpeg));
    assert_eq!(look::pixels(FileKind::Jpeg, &file), Some((595, 842)));
    let seen = drawn(&of_pictures(&[file]).expect("a picture"), 595, 842);
    assert_eq!(seen.len(), picture.dots.len());
    let off: usize = seen.iter().zip(&picture.dots).map(|(a, b)| usize::from(a.abs_diff(*b))).sum();
    assert!(off / seen.len() < 6, "on average {} off", off / seen.len());
}

#[test]
fn a_scan_is_a_png_with_every_dot() {
    let page = pages(&sheet(Kind::Certificate, "Giấy chứng sinh"), By::Scanner, 3).swap_remove(0);
    let file = png(&page);
    assert_eq!(check(&file), Ok(FileKind::Png));
    let at = file.windows(4).position(|name| name == b"IDAT").expect("dots");
    let long = u32::from_be_bytes(file[at - 4..at].try_into().expect("four bytes")) as usize;
    let mut rows = Vec::new();
    ZlibDecoder::new(&file[at + 4..at + 4 + long]).read_to_end(&mut rows).expect("unpacks");
    let unpacked: Vec<u8> = rows
        .chunks(page.width + 1)
        .flat_map(|row| {
            assert_eq!(row[0], 1);
            row[1..].iter().scan(0_u8, |dot, step| {
                *dot = dot.wrapping_add(*step);
                Some(*dot)
            })
        })
        .collect();
    assert!(unpacked == page.dots, "the dots differ");
}

#[test]
fn a_paper_lies_on_the_desk_with_its_title_and_its_strokes() {
    let paper = sheet(Kind::Declaration, "Tờ khai đăng ký khai sinh");
    let page = pages(&paper, By::Telephone, 7).swap_remove(0);
    let whole = tones(&page.dots, page.width, [0, 0, 100, 100]);
    assert!((190..240).contains(&whole.0) && whole.1 < 70, "{whole:?}");
    let corner = tones(&page.dots, page.width, [0, 0, 1, 1]);
    assert!((80..110).contains(&corner.0), "the desk: {corner:?}");
    let margin = tones(&page.dots, page.width, [6, 40, 12, 60]);
    assert!(margin.1 > 180, "nothing is written in the margin: {margin:?}");
    let again = pages(&paper, By::Telephone, 7).swap_remove(0);
    let other = pages(&paper, By::Telephone, 8).swap_remove(0);
    assert!(again.dots == page.dots && other.dots != page.dots);
}

#[test]
fn a_contract_has_pages_and_every_file_is_small() {
    let contract = pages(&sheet(Kind::Contract, "Hợp đồng"), By::Telephone, 1);
    assert!(contract.len() > 1, "{}", contract.len());
    let pictures: Vec<Vec<u8>> = contract.iter().map(jpeg).collect();
    assert!(
        pictures.iter().all(|file| file.len() < 60_000),
        "{:?}",
        pictures.iter().map(Vec::len).collect::<Vec<_>>()
    );
    let file = of_pictures(&pictures).expect("a file");
    assert_eq!(check(&file), Ok(FileKind::Pdf));
    assert_eq!(look::pdf_pages(&file).map(|pages| pages as usize), Some(contract.len()));
}
