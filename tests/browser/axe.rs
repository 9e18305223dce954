//! Nobody is kept out: every page, in every theme and both languages, at a PC's and a phone's size, has no fault
//! that axe-core can see by WCAG 2.2 AA and its own best practice.
//!
//! Not here: what no machine sees (is the wording clear, is the order of the focus sane).
//! Invariant: a page is judged with what it shows, never while it is still reading.

use shared::demo;
use shared::id::OfficerId;

use crate::house::House;
use crate::user::{PC, PHONE, User};

/// From npm, pinned in package.json; `cargo xtask setup` brings it.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/node_modules/axe-core/axe.min.js");

/// A line for each fault: rule, what it asks, the element.
const JUDGE: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
    }).then(
        (found) => done(found.violations.flatMap((v) => v.nodes.map(
            (n) => `${v.id} (${v.help}) at ${n.target.join(' ')}: ${n.html.slice(0, 160)}`))),
        (error) => done([`axe: ${error}`]),
    );";

const THEMES: [&str; 3] = ["light", "dark", "contrast"];

/// A page's address, and what shows that it stands.
type Page = (&'static str, &'static str);

const COUNTER: [Page; 14] = [
    ("/", ".figures"),
    ("/nhan", "#print"),
    ("/ho-so", "a.who"),
    ("/phieu-giay", "#slip"),
    ("/tra", "h1"),
    ("/viec", "h1"),
    ("/bao-cao", ".board__figures"),
    ("/bao-cao/bieu?cot=3", "#phia-sau table"),
    ("/bao-cao/so?linh_vuc=HTCT", ".board__register tbody"),
    ("/bao-cao/so-ket-qua?nam=2018", ".board__results tbody"),
    ("/bao-cao/so-thu?tu=2018-01-01&den=2026-12-31", ".board__cash tbody"),
    ("/cai-dat", "fieldset"),
    ("/ho-so/{id}", ".dossier__head"),
    ("/ho-so/{id}/giay-hen", ".paper"),
];
const LEADER: [Page; 4] =
    [("/", ".figures"), ("/trinh-ky", ".sign__dock"), ("/ho-so/{id}", ".dossier__head"), ("/nhan", ".note")];
const HEAD: [Page; 1] = [("/may", ".inbox__item")];
const ADMIN: [Page; 1] = [("/can-bo", "#roster select")];
const CITIZEN: [Page; 6] = [
    ("/thu-tuc", ".public__groups .rows"),
    ("/thu-tuc/HT-09", ".public__facts"),
    ("/nop/HT-09", "#phone"),
    ("/tra-cuu", "#secret"),
    ("/gallery", ".paper"),
    ("/khong-co", "h1"),
];

const HALL: [Page; 3] =
    [("/kiosk", ".kiosk__tiles"), ("/tra-cuu", ".kiosk__pad"), ("/thu-tuc/HT-09", ".kiosk__over")];

struct Walk {
    house: House,
    user: User,
    axe: String,
    lang: &'static str,
    id: String,
    faults: Vec<String>,
}

impl Walk {
    /// Judges what is on the screen. The whole page is in view, so that no bar covers what one would scroll to.
    async fn judge(&mut self, page: &str) {
        self.user.stretch().await;
        self.user.script(&self.axe).await;
        for theme in THEMES {
            let put_on = format!("document.documentElement.dataset.theme = '{theme}'");
            self.user.script(&put_on).await;
            let found = self.user.script_async(JUDGE).await;
            let found = found.as_array().cloned().unwrap_or_else(|| vec![found]);
            let (lang, at) = (self.lang, self.user.size());
            self.faults.extend(found.iter().map(|fault| format!("{page}, {lang}, {theme}, {at:?}: {fault}")));
        }
        self.user.unstretch().await;
    }

    async fn visit(&mut self, pages: &[Page]) {
        for (path, shown) in pages {
            let path = path.replace("{id}", &self.id);
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

async fn nobody_is_kept_out(size: (u32, u32), lang: &'static str) {
    let mut house = House::open().await;
    let id = house.submitted("Phan Thị Ngọc Ánh", 9).await.to_string();
    house.kept_aside().await;
    house.receive("Trương Công Định", 10).await;
    let axe = std::fs::read_to_string(AXE).expect("axe-core is installed: cargo xtask setup");
    let user = User::at(size).await;
    let mut walk = Walk { house, user, axe, lang, id, faults: Vec::new() };

    walk.user.go(&walk.house, "/").await;
    walk.user.speak(lang).await;
    walk.user.go(&walk.house, "/").await;
    walk.user.see_one("#login").await;
    walk.judge("the login").await;
    walk.visit(&CITIZEN).await;

    walk.officer(demo::RECEPTION).await;
    walk.visit(&COUNTER).await;
    walk.user.go(&walk.house, "/nhan").await;
    walk.user.fill_reception("Đặng Thị Đào").await;
    walk.user.fill("birth", "31/02/1990").await;
    walk.user.click("#print").await;
    walk.user.see_one(".errors").await;
    walk.judge("the reception with faults").await;
    let path = format!("/ho-so/{}", walk.id);
    walk.user.go(&walk.house, &path).await;
    walk.user.click(".acts .act:not([aria-disabled])").await;
    walk.user.see_one("dialog[open] button[type=submit]").await;
    walk.judge("the dialog of an act").await;
    walk.user.go(&walk.house, "/").await;
    walk.user.see_one(".figures").await;
    walk.user.type_key("?").await;
    walk.user.see_one("dialog[open] .kv").await;
    walk.judge("the list of keys").await;

    walk.officer(demo::CHAIR).await;
    walk.visit(&LEADER).await;

    walk.officer(demo::HEAD).await;
    walk.visit(&HEAD).await;
    walk.user.press(if lang == "en" { "Revoke" } else { "Thu hồi máy" }).await;
    walk.user.see_one("dialog[open]").await;
    walk.judge("the question before a device is revoked").await;

    walk.officer(demo::ADMIN).await;
    walk.visit(&ADMIN).await;
    walk.user.press(if lang == "en" { "Add an officer" } else { "Thêm cán bộ" }).await;
    walk.user.click("dialog[open] button[type=submit]").await;
    walk.user.see_one("dialog[open] .errors").await;
    walk.judge("an officer with faults").await;

    walk.officer(demo::VOLUNTEER).await;
    walk.user.fill("what", "tinh trang hon").await;
    walk.judge("the guide, what").await;
    walk.user.click(".guide__choice").await;
    walk.user.see_one(".guide__list .check").await;
    walk.judge("the guide, papers").await;
    walk.user.click(".guide__foot .btn:last-child").await;
    walk.user.fill("name", "Hồ Văn Lợi").await;
    walk.user.fill("number", "048080001234").await;
    walk.judge("the guide, who").await;
    walk.user.click(".guide__foot .btn:last-child").await;
    walk.user.see_one(".guide__secret").await;
    walk.judge("the guide, done").await;

    walk.user.forget(&walk.house).await;
    walk.user.speak(lang).await;
    walk.visit(&HALL).await;

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
         main.append(line);",
    )
    .await;
    user.script(&std::fs::read_to_string(AXE).expect("axe-core is installed: cargo xtask setup")).await;
    let found = user.script_async(JUDGE).await.to_string();
    assert!(found.contains("image-alt") && found.contains("target-size"), "{found}");
    user.leave().await;
}
