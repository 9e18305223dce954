//! Bản chụp of the last weeks: some dossiers have their papers photographed at the counter, one application brings its own.
//!
//! Not here: the pictures (`photo`), a paper that is used again and a correction (`again`).
//! Invariant: an act is planned with a made-up digest and gets its real file before anybody plays it; the file of every
//! scan is kept.

use std::collections::{BTreeMap, BTreeSet};

use shared::demo::{CLERK, PORTAL};
use shared::dossier::Act;
use shared::dossier::attach::{Attach, Detach};
use shared::dossier::intake::Form;
use shared::dossier::sign_scans::SignScans;
use shared::id::{DossierId, OfficerId};
use shared::moment::Moment;
use shared::scan::pdf::of_pictures;
use shared::scan::{Digest, File, FileKind};
use shared::ward::Ward;

use super::case::Step;
use super::office::{Office, Slot};
use super::photo::jpeg::{jpeg, png};
use super::photo::paper::{Kind, sheet};
use super::photo::{By, pages};
use crate::store::scans::{Refused, Scans};
use crate::store::{Fault, Store};

/// A paper that somebody photographs, as far as a drawing can be it.
const DRAWN: [(&str, Kind); 11] = [
    ("Tờ khai đăng ký khai sinh", Kind::Declaration),
    ("Giấy chứng sinh", Kind::Certificate),
    ("Tờ khai đăng ký khai tử", Kind::Declaration),
    ("Giấy báo tử hoặc giấy tờ thay thế", Kind::Certificate),
    ("Tờ khai đăng ký thay đổi, cải chính, bổ sung thông tin hộ tịch", Kind::Declaration),
    ("Giấy tờ làm căn cứ thay đổi, cải chính (học bạ, bằng cấp, quyết định…)", Kind::Certificate),
    ("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", Kind::Declaration),
    ("Tờ khai đề nghị hỗ trợ chi phí mai táng (Mẫu số 04)", Kind::Declaration),
    ("Bản sao giấy chứng tử", Kind::Certificate),
    (DRAFT, Kind::Contract),
    (TITLE_DEED, Kind::Certificate),
];
pub const DRAFT: &str = "Dự thảo hợp đồng, giao dịch/văn bản";
pub const TITLE_DEED: &str = "Giấy chứng nhận quyền sở hữu, quyền sử dụng tài sản";

/// Whose papers: the procedure, and working days before today on which the dossier came in at the latest.
const CHOSEN: [(&str, usize); 8] = [
    ("HT-01", 0),
    ("HT-01", 2),
    ("HT-03", 1),
    ("HT-09", 1),
    ("HT-09", 4),
    (WAITS, 6),
    ("BT-02", 6),
    ("HT-01", 6),
];
/// The one of them where somebody photographed a page too many.
const MISTAKEN: (&str, usize) = ("HT-09", 1);
/// The one whose scans nobody has signed for so long.
const WAITS: &str = "HT-08";
/// Working days after which the clerk has had the scans signed.
const SIGNED_AFTER: usize = 2;

/// The paper as it will be attached: its file is drawn later.
pub fn photographed(paper: &str, dossier: DossierId, kind: FileKind) -> Attach {
    let key = format!("{dossier} {paper}");
    let name = match (paper.is_empty(), kind) {
        (true, _) => format!("Kết quả.{}", kind.ending()),
        (false, FileKind::Pdf) => format!("Các trang.{}", kind.ending()),
        (false, FileKind::Png) => format!("Máy quét.{}", kind.ending()),
        (false, FileKind::Jpeg | FileKind::Webp) => format!("Ảnh chụp.{}", kind.ending()),
    };
    let file = File { digest: Digest::of(key.as_bytes()), bytes: 1, kind, pages: None, name };
    Attach { paper: paper.to_owned(), file, instead_of: None }
}

fn kind_of(paper: &str) -> Option<Kind> {
    DRAWN.iter().find(|(name, _)| *name == paper).map(|(_, kind)| *kind)
}

/// Papers of a form that can be drawn; what somebody only shows is not kept.
fn papers(form: &Form) -> Vec<&str> {
    let names = form.papers.iter().map(|paper| paper.name.as_str());
    names.filter(|paper| kind_of(paper).is_some()).collect()
}

/// By which machine the n-th paper of a dossier is taken.
fn machine(paper: &str, place: usize, procedure: &str) -> FileKind {
    match (kind_of(paper), procedure, place) {
        (Some(Kind::Contract), ..) => FileKind::Pdf,
        // Proof of several pages; the social desk has a scanner.
        (_, WAITS, 1) => FileKind::Pdf,
        (_, "BT-02", _) => FileKind::Png,
        (Some(Kind::Declaration | Kind::Certificate) | None, ..) => FileKind::Jpeg,
    }
}

/// Adds scans to the steps of the last weeks, which stand in the order of their time.
pub fn attach(steps: &mut Vec<Step>, ward: &Ward, present: Moment) {
    let office = Office::new(&ward.calendar, present.day().plus(-120), present.day());
    let Some(today) = office.days.len().checked_sub(1) else { return };
    let mut taken = BTreeSet::new();
    let mut more = Vec::new();
    for (procedure, ago) in CHOSEN {
        let Some(latest) = today.checked_sub(ago) else { continue };
        let received = steps.iter().rev().find_map(|step| {
            let Act::Receive(receive) = &step.act else { return None };
            let fits = receive.form.procedure.id == procedure
                && office.place(step.at.day()).is_some_and(|day| day <= latest)
                && !taken.contains(&step.dossier)
                && !papers(&receive.form).is_empty();
            fits.then_some((step, receive))
        });
        let Some((step, receive)) = received else { continue };
        taken.insert(step.dossier);
        let mut at = step.at;
        for (place, paper) in papers(&receive.form).into_iter().enumerate() {
            at = Moment::from_millis(at.millis() + 35_000);
            let act = photographed(paper, step.dossier, machine(paper, place, procedure));
            more.push(Step { at, says: None, by: step.by, dossier: step.dossier, act: Act::Attach(act) });
        }
        if (procedure, ago) == MISTAKEN {
            more.extend(mistaken(step.dossier, step.by, at));
        }
        more.extend(result(steps, step.dossier, step.at, procedure));
    }
    from_afar(steps);
    steps.extend(more);
    steps.sort_by_key(|step| step.at);
    signed(steps, &office, today);
    steps.retain(|step| step.at <= present);
}

/// A page of somebody else's, taken off at once.
fn mistaken(dossier: DossierId, by: OfficerId, after: Moment) -> [Step; 2] {
    let scan = Attach { paper: String::new(), ..photographed("Trang khác", dossier, FileKind::Jpeg) };
    let reason = "Chụp nhầm giấy của hồ sơ khác".to_owned();
    let off = Detach { digest: scan.file.digest.clone(), reason };
    let at = |millis| Moment::from_millis(after.millis() + millis);
    let step = |at, act| Step { at, says: None, by, dossier, act };
    [step(at(30_000), Act::Attach(scan)), step(at(52_000), Act::Detach(off))]
}

/// The clerk photographs what was signed and numbered; of one procedure.
fn result(steps: &[Step], dossier: DossierId, received: Moment, procedure: &str) -> Option<Step> {
    if procedure != "BT-02" {
        return None;
    }
    let of_it = |step: &&Step| step.dossier == dossier && step.at > received;
    let stamp = steps.iter().filter(of_it).find(|step| matches!(step.act, Act::Stamp(_)))?;
    let at = Moment::from_millis(stamp.at.millis() + 30_000);
    let act = Act::Attach(photographed("", dossier, FileKind::Png));
    Some(Step { at, says: None, by: CLERK, dossier, act })
}

/// The newest application through the portal that nobody has answered brings photographs of its papers.
fn from_afar(steps: &mut [Step]) {
    let answered: BTreeSet<DossierId> =
        steps.iter().filter(|step| !matches!(step.act, Act::Lodge(_))).map(|step| step.dossier).collect();
    for step in steps.iter_mut().rev() {
        let (dossier, by) = (step.dossier, step.by);
        let Act::Lodge(lodge) = &mut step.act else { continue };
        let names: Vec<String> = papers(&lodge.form).into_iter().map(str::to_owned).collect();
        if by == PORTAL && !answered.contains(&dossier) && !names.is_empty() {
            lodge.scans = names.iter().map(|paper| photographed(paper, dossier, FileKind::Jpeg)).collect();
            return;
        }
    }
}

/// Two working days later the clerk writes down who has signed the scans; of one dossier nobody has.
fn signed(steps: &mut Vec<Step>, office: &Office, today: usize) {
    let mut scans: BTreeMap<DossierId, (usize, Vec<Digest>)> = BTreeMap::new();
    let waits: BTreeSet<DossierId> = steps
        .iter()
        .filter(|step| matches!(&step.act, Act::Receive(receive) if receive.form.procedure.id == WAITS))
        .map(|step| step.dossier)
        .collect();
    for step in steps.iter().filter(|step| !waits.contains(&step.dossier)) {
        if let (Act::Attach(attach), Some(day)) = (&step.act, office.place(step.at.day())) {
            let known = scans.entry(step.dossier).or_insert((day, Vec::new()));
            known.0 = known.0.max(day);
            known.1.push(attach.file.digest.clone());
        }
    }
    for (minute, (dossier, (day, digests))) in (20..).step_by(3).zip(scans) {
        let slot = Slot { day: day + SIGNED_AFTER, minute };
        if slot.day > today {
            continue;
        }
        let (Some(at), Some(on)) = (office.moment(slot), office.days.get(slot.day)) else { continue };
        let act = Act::SignScans(SignScans { digests, signer: signer(), on: *on });
        steps.push(Step { at, says: None, by: CLERK, dossier, act });
    }
    steps.sort_by_key(|step| step.at);
}

fn signer() -> String {
    "Võ Minh Tuấn".to_owned()
}

/// Draws every file that the steps name, writes it into them, and answers the bytes.
pub fn draw(steps: &mut [Step]) -> Result<BTreeMap<Digest, Vec<u8>>, Fault> {
    let mut files: BTreeMap<Digest, File> = BTreeMap::new();
    let mut bytes = BTreeMap::new();
    for step in &mut *steps {
        let asked: &mut [Attach] = if let Act::Attach(attach) = &mut step.act {
            std::slice::from_mut(attach)
        } else if let Act::Lodge(lodge) = &mut step.act {
            &mut lodge.scans
        } else if let Act::Supply(supply) = &mut step.act {
            &mut supply.scans
        } else {
            continue;
        };
        for attach in asked {
            let (file, drawn) = drawn(attach)?;
            files.insert(attach.file.digest.clone(), file.clone());
            bytes.insert(file.digest.clone(), drawn);
            attach.file = file;
        }
    }
    for step in steps {
        if let Act::Reuse(reuse) = &mut step.act
            && let Some(file) = files.get(&reuse.file.digest)
        {
            reuse.file = file.clone();
        }
        if let Act::Detach(detach) = &mut step.act
            && let Some(file) = files.get(&detach.digest)
        {
            detach.digest = file.digest.clone();
        }
        if let Act::SignScans(sign) = &mut step.act {
            for digest in &mut sign.digests {
                if let Some(file) = files.get(digest) {
                    *digest = file.digest.clone();
                }
            }
        }
    }
    Ok(bytes)
}

/// The file of one paper; its strokes are those of its made-up digest.
fn drawn(attach: &Attach) -> Result<(File, Vec<u8>), Fault> {
    let File { digest, kind, name, .. } = &attach.file;
    let seed = digest.to_string().bytes().take(12).fold(0, |sum: u64, byte| sum << 5 ^ u64::from(byte));
    let shown = if attach.paper.is_empty() { "Quyết định" } else { attach.paper.as_str() };
    let what = kind_of(&attach.paper).unwrap_or(Kind::Certificate);
    let by = if *kind == FileKind::Png { By::Scanner } else { By::Telephone };
    let mut all = pages(&sheet(what, shown), by, seed);
    if *kind == FileKind::Pdf && all.len() == 1 {
        // Front and back of one leaf.
        all.extend(pages(&sheet(Kind::Certificate, "Trang bổ sung"), by, seed ^ 1));
    }
    let count = all.len();
    let bytes = match kind {
        FileKind::Png => all.first().map(png),
        FileKind::Jpeg | FileKind::Webp => all.first().map(jpeg),
        FileKind::Pdf => of_pictures(&all.iter().map(jpeg).collect::<Vec<_>>()).ok(),
    };
    let bytes = bytes.ok_or_else(|| Fault::Odd(format!("“{shown}” could not be drawn")))?;
    let pages = (*kind == FileKind::Pdf).then(|| u32::try_from(count).unwrap_or(1));
    let file = File {
        digest: Digest::of(&bytes),
        bytes: bytes.len() as u64,
        kind: *kind,
        pages,
        name: name.clone(),
    };
    Ok((file, bytes))
}

/// Lays the files where every scan lies.
pub fn keep(scans: &Scans, files: &BTreeMap<Digest, Vec<u8>>) -> Result<(), Fault> {
    for (digest, bytes) in files {
        scans.put(digest, bytes.len() as u64, 0, bytes).map_err(|refused| match refused {
            Refused::Fault(fault) => fault,
            Refused::Bad(bad) => Fault::Odd(bad.sentence().en),
        })?;
    }
    Ok(())
}

/// Draws and keeps beside the threads that answer.
pub async fn made(store: &Store, mut steps: Vec<Step>) -> Result<Vec<Step>, Fault> {
    let scans = store.scans.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let files = draw(&mut steps)?;
        keep(&scans, &files)?;
        Ok(steps)
    });
    drawn.await.map_err(|stopped| Fault::Odd(format!("the demo's scans were not drawn: {stopped}")))?
}

#[cfg(test)]
pub mod tests;
