//! Nobody is kept out: every page, in every look and both languages, at a PC's and a phone's size, has no fault
//! that axe-core can see by WCAG 2.2 AA and its own best practice.
//!
//! Not here: what no machine sees (is the wording clear, is the order of the focus sane).
//! Invariant: a page is judged with what it shows, never while it is still reading. A look is colours, which are the same in
//! both languages: so each language is walked in looks of its own, and all of them are walked.

use shared::demo;
use shared::id::{DossierId, OfficerId};
use shared::paper::{self, PaperOf};

use crate::house::{House, PASSWORD};
use crate::looks::{self, LIGHT, Look};
use crate::scenes::Ids;
use crate::user::{PC, PHONE, User};

/// From npm, pinned in package.json; `cargo xtask setup` brings it.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/node_modules/axe-core/axe.min.js");

/// Everything that axe-core asks.
const WHOLE: &str = "runOnly: { type: 'tag', values:
        ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    rules: { 'target-size': { enabled: true } },";

/// What another theme may break: a theme is colours.
const COLOURS: &str = "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },";

/// A line for each fault: rule, what it asks, the element.
fn judge(asked: &str) -> String {
    const BEFORE: &str = "const done = arguments[arguments.length - 1]; axe.run(document, {";
    const AFTER: &str = "resultTypes: ['violations'] }).then(
        (found) => done(found.violations.flatMap((v) => v.nodes.map(
            (n) => `${v.id} (${v.help}) at ${n.target.join(' ')}: ${n.html.slice(0, 160)}`))),
        (error) => done([`axe: ${error}`]),
    );";
    format!("{BEFORE} {asked} {AFTER}")
}

/// A page's address, and what shows that it stands.
type Page = (&'static str, &'static str);

const COUNTER: [Page; 24] = [
    ("/", ".figures"),
    ("/nhan", "#print"),
    ("/ho-so", "a.who"),
    ("/phieu-giay", "#slip"),
    ("/phieu-giay/{block}", ".slips tbody tr:nth-child(2)"),
    ("/phieu-giay/{block}/in", ".paper"),
    ("/tra", ".main tbody a.who"),
    ("/viec", ".versus"),
    ("/bao-cao?cot=5", "#phia-sau table"),
    ("/bao-cao/bieu?cot=3", "#phia-sau table"),
    ("/bao-cao/766?cot=5&dong=2.1", "#phia-sau table"),
    ("/bao-cao/phoi-hop", ".board__agencies"),
    ("/bao-cao/so?linh_vuc=HTCT", ".board__register tbody"),
    ("/bao-cao/so-ket-qua?nam=2018", ".board__results tbody"),
    ("/bao-cao/so-thu?tu=2018-01-01&den=2026-12-31", ".board__cash tbody"),
    ("/bao-cao/so-thu/bien-ban", ".paper"),
    ("/bao-cao/phieu", ".board__ballot"),
    ("/pakn", ".feedback__list .who"),
    ("/pakn/nhap", "#content"),
    ("/ban-giao", ".main h2"),
    ("/ho-tro", ".main h1"),
    ("/cai-dat", "fieldset"),
    ("/ho-so/{id}", ".dossier__head"),
    ("/ho-so/{id}/giay-hen", ".paper"),
];
const LEADER: [Page; 4] =
    [("/", ".figures"), ("/trinh-ky", ".pick__dock"), ("/ho-so/{id}", ".dossier__head"), ("/nhan", ".note")];
const HEAD: [Page; 6] = [
    ("/pakn", ".feedback__list a.who"),
    ("/pakn/{said}", ".feedback__told li"),
    ("/bao-cao/pakn", ".board__feedback table"),
    ("/tinh-lai-han", ".main tbody a.who"),
    ("/ban-giao/thanh-pho", ".main h1"),
    // Last: a device is revoked there.
    ("/may", ".inbox__item"),
];
const ADMIN: [Page; 1] = [("/can-bo", "#roster select")];
const CITIZEN: [Page; 9] = [
    ("/thu-tuc", ".public__groups .rows"),
    ("/thu-tuc/HT-09", ".public__facts"),
    ("/nop/HT-09", "#phone"),
    ("/tra-cuu", "#secret"),
    ("/phan-anh", "#content"),
    ("/phan-anh/xem", "#number"),
    ("/phan-anh/cong-khai", ".feedback__shown li"),
    ("/gallery", ".paper"),
    ("/khong-co", "h1"),
];

const HALL: [Page; 4] = [
    ("/kiosk", ".kiosk__tiles"),
    ("/tra-cuu", ".kiosk__pad"),
    ("/thu-tuc/HT-09", ".kiosk__over"),
    ("/thu-tuc", ".kiosk__find"),
];

struct Walk {
    house: House,
    user: User,
    axe: String,
    lang: &'static str,
    ids: Ids,
    /// Dossiers of which every paper is printed: one that was received, one that was not.
    papers: [(DossierId, Vec<PaperOf>); 2],
    /// Code and secret of a slip whose result is in the citizen's hands.
    slip: (String, String),
    faults: Vec<String>,
}

impl Walk {
    /// Judges what is on the screen. The whole page is in view, so that no bar covers what one would scroll to.
    async fn judge(&mut self, page: &str) {
        self.user.stretch().await;
        self.user.script(&self.axe).await;
        let (lang, at) = (self.lang, self.user.size());
        let looks = Look::all(at, lang).iter().map(|look| (*look, COLOURS));
        for (look, asked) in std::iter::once((LIGHT, WHOLE)).chain(looks) {
            look.put_on(&self.user).await;
            let found = self.user.script_async(&judge(asked)).await;
            let found = found.as_array().cloned().unwrap_or_else(|| vec![found]);
            let name = look.name;
            self.faults.extend(found.iter().map(|fault| format!("{page}, {lang}, {name}, {at:?}: {fault}")));
        }
        self.user.prefers(&[]).await;
        self.user.unstretch().await;
    }

    async fn visit(&mut self, pages: &[Page]) {
        for (path, shown) in pages {
            let path = self.ids.put_into(path);
            self.user.go(&self.house, &path).await;
            self.user.see_one(shown).await;
            self.judge(&path).await;
        }
    }

    async fn officer(&mut self, officer: OfficerId) {
        self.user.forget(&self.house).await;
        self.user.speak(self.lang).await;
        self.user.log_in(&self.house, officer).await;
    }
}

impl Walk {
    /// In the language of this walk.
    fn word(&self, vi: &'static str, en: &'static str) -> &'static str {
        if self.lang == "en" { en } else { vi }
    }

    /// A press that needs no place on the screen.
    async fn touch(&self, css: &str) {
        self.user.see_one(css).await;
        self.user.script(&format!("document.querySelector(`{css}`).click()")).await;
    }

    async fn citizen(&mut self) {
        self.visit(&CITIZEN).await;
        self.user.go(&self.house, "/nop/HT-09").await;
        self.user.see_one("#card").await;
        self.user.fill("card", "048080001234||Hồ Văn Lợi|12051980|Nam|Tổ 12, Hòa Hiệp Bắc|01012023").await;
        self.user.until("return document.getElementById('number').value", "048080001234").await;
        self.user.fill("phone", "0905114226").await;
        self.user.script("document.querySelectorAll('.apply .check').forEach(check => check.click())").await;
        self.touch(".apply__foot .btn--primary").await;
        self.user.see_one(".receipt__codes").await;
        self.judge("the receipt of an application").await;
        let (code, secret) = &self.slip;
        self.user.go(&self.house, &format!("/tra-cuu#{code}.{secret}")).await;
        self.touch(".public__rate summary").await;
        self.judge("the rating").await;
        self.touch(".public__rate .btn--primary").await;
        self.user.see_one(".public__rate .err").await;
        self.judge("the rating with a fault").await;
    }

    async fn counter(&mut self) {
        self.officer(demo::RECEPTION).await;
        self.visit(&COUNTER).await;
        if self.lang == "vi" {
            // The law's papers are Vietnamese whatever the page.
            for (id, all) in self.papers.clone() {
                for which in all {
                    let path = format!("/ho-so/{id}/{which}");
                    self.user.go(&self.house, &path).await;
                    self.user.see_one(".paper").await;
                    self.judge(&path).await;
                }
            }
        }
        self.user.go(&self.house, "/ho-so").await;
        self.touch(".list__fold").await;
        self.user.see_one(".list__asks[data-open]").await;
        self.judge("the list with its filters").await;
        self.user.go(&self.house, "/nhan").await;
        self.user.fill_reception("Đặng Thị Đào").await;
        self.touch(".papers .scanned__take").await;
        self.user.see_one("dialog[open] #scan-hint").await;
        self.judge("the question for a scan").await;
        self.user.script("document.querySelector('dialog[open]').close()").await;
        self.user.fill("birth", "31/02/1990").await;
        self.user.click("#print").await;
        self.user.see_one(".errors").await;
        self.judge("the reception with faults").await;
        let path = self.ids.put_into("/ho-so/{id}");
        self.user.go(&self.house, &path).await;
        self.user.click(".acts .act:not([aria-disabled])").await;
        self.user.see_one("dialog[open] button[type=submit]").await;
        self.judge("the dialog of an act").await;
        self.user.go(&self.house, "/").await;
        self.user.see_one(".figures").await;
        self.user.type_key("?").await;
        self.user.see_one("dialog[open] .kv").await;
        self.judge("the list of keys").await;
        self.user.script("document.querySelector('dialog[open]').close()").await;
        self.touch("button.to").await;
        self.user.see_one("main.gate #password").await;
        self.judge("the lock").await;
    }

    async fn leader(&mut self) {
        self.officer(demo::CHAIR).await;
        self.visit(&LEADER).await;
        self.user.go(&self.house, "/trinh-ky").await;
        self.user.see_one(".pick__dock").await;
        // Whoever is on duty now.
        self.user.script("document.querySelector('main > .tick input')?.click()").await;
        self.user.press(self.word("Chọn hết", "Select all")).await;
        self.touch(".pick__dock .btn--primary").await;
        self.user.see_one("dialog[open] button[type=submit]").await;
        self.judge("the question before many signatures").await;
    }

    async fn office(&mut self) {
        self.officer(demo::HEAD).await;
        self.visit(&HEAD).await;
        self.user.press(self.word("Thu hồi máy", "Revoke")).await;
        self.user.see_one("dialog[open]").await;
        self.judge("the question before a device is revoked").await;
        self.officer(demo::ADMIN).await;
        self.visit(&ADMIN).await;
        self.user.press(self.word("Thêm cán bộ", "Add an officer")).await;
        self.user.click("dialog[open] button[type=submit]").await;
        self.user.see_one("dialog[open] .errors").await;
        self.judge("an officer with faults").await;
    }

    /// Somebody's first day: another has set the password.
    async fn newcomer(&mut self) {
        self.house.sets_the_password_of(demo::LAND).await;
        self.user.forget(&self.house).await;
        self.user.speak(self.lang).await;
        self.user.go(&self.house, "/").await;
        self.user.fill("login", &format!("o{}", demo::LAND)).await;
        self.user.fill("password", PASSWORD).await;
        self.touch("form button[type=submit]").await;
        self.user.see_one("#old").await;
        self.judge("the first change of a password").await;
        self.user.fill("old", PASSWORD).await;
        self.user.fill("new", "ngắn").await;
        self.touch("form button[type=submit]").await;
        self.user.see_one(".gate .note--late").await;
        self.judge("a password that is too short").await;
    }

    async fn volunteer(&mut self) {
        self.officer(demo::VOLUNTEER).await;
        self.user.fill("what", "tinh trang hon").await;
        self.judge("the guide, what").await;
        self.user.click(".guide__choice").await;
        self.user.see_one(".guide__list .check").await;
        self.judge("the guide, papers").await;
        self.user.click(".guide__foot .btn:last-child").await;
        self.user.fill("name", "Hồ Văn Lợi").await;
        self.user.fill("number", "048080001234").await;
        self.judge("the guide, who").await;
        self.user.click(".guide__foot .btn:last-child").await;
        self.user.see_one(".guide__secret").await;
        self.judge("the guide, done").await;
    }

    async fn hall(&mut self) {
        self.user.forget(&self.house).await;
        self.user.speak(self.lang).await;
        self.visit(&HALL).await;
        self.touch("#find").await;
        self.user.see_one(".kiosk__pad--foot").await;
        self.judge("the letters in the hall").await;
    }
}

async fn nobody_is_kept_out(size: (u32, u32), lang: &'static str) {
    let mut house = House::open().await;
    let id = house.submitted("Phan Thị Ngọc Ánh", 9).await;
    house.submitted("Lê Thị Mỹ Dung", 8).await;
    house.kept_aside().await;
    let disputed = house.receive("Trương Công Định", 10).await;
    house.disagree(disputed, demo::JUSTICE, demo::RECEPTION).await;
    let written = house.written_about("Nguyễn Thị Hoài Thương", 11).await;
    let refused = house.refused("Trần Văn Bưởi", 12).await;
    let slip = house.returned("Võ Thị Hường", 13).await;
    house.ready("Huỳnh Văn Tài", 14).await;
    let block = house.slips(15).await;
    let ids = Ids { id, block, said: house.heard(17).await };
    house.till_is_given().await;
    house.storm().await;
    let (ward, all) = (house.store().ward(), house.dossiers().await);
    let papers = [written, refused].map(|id| {
        let dossier = all.iter().find(|dossier| dossier.id == id).expect("kept");
        (id, paper::papers(&ward, dossier))
    });
    let axe = std::fs::read_to_string(AXE).expect("axe-core is installed: cargo xtask setup");
    let user = User::at(size).await;
    let mut walk = Walk { house, user, axe, lang, ids, papers, slip, faults: Vec::new() };

    walk.user.go(&walk.house, "/").await;
    walk.user.speak(lang).await;
    walk.user.go(&walk.house, "/").await;
    walk.user.see_one("#login").await;
    walk.judge("the login").await;
    walk.citizen().await;
    walk.counter().await;
    walk.leader().await;
    walk.office().await;
    walk.newcomer().await;
    walk.volunteer().await;
    walk.hall().await;

    let Walk { user, faults, .. } = walk;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    user.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_at_a_pc_in_vietnamese() {
    nobody_is_kept_out(PC, "vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_at_a_pc_in_english() {
    nobody_is_kept_out(PC, "en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_on_a_phone_in_vietnamese() {
    nobody_is_kept_out(PHONE, "vi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_kept_out_on_a_phone_in_english() {
    nobody_is_kept_out(PHONE, "en").await;
}

/// A judge that sees nothing would let everything pass.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_fault_is_seen() {
    let house = House::open().await;
    let user = User::at(PHONE).await;
    user.go(&house, "/tra-cuu").await;
    user.see_one("#secret").await;
    user.script(
        "const main = document.getElementById('main');
         main.append(document.createElement('img'));
         const line = document.createElement('p');
         for (const name of ['a', 'b', 'c']) {
             const small = Object.assign(document.createElement('button'), { textContent: name });
             Object.assign(small.style, { width: '12px', height: '12px', padding: 0, font: '8px serif' });
             line.append(small);
         }
         const faint = Object.assign(document.createElement('p'), { textContent: 'faint' });
         // Also where a device paints in its own colours.
         Object.assign(faint.style, { color: '#888', background: '#999', forcedColorAdjust: 'none' });
         main.append(line, faint);",
    )
    .await;
    user.script(&std::fs::read_to_string(AXE).expect("axe-core is installed: cargo xtask setup")).await;
    let found = user.script_async(&judge(WHOLE)).await.to_string();
    assert!(found.contains("image-alt") && found.contains("target-size"), "{found}");
    for look in looks::every() {
        look.put_on(&user).await;
        let found = user.script_async(&judge(COLOURS)).await.to_string();
        assert!(found.contains("color-contrast") && !found.contains("image-alt"), "{}: {found}", look.name);
    }
    user.leave().await;
}
