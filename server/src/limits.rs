//! Every bound of the server, on one page. Those that devices must know too are in `shared::limits`.
//!
//! Not here: how they are held; why those of strangers and devices are as wide as they are (`docs/decisions/0008-limits.md`).
//! Invariant: unit last, qualifier last.

use std::time::Duration;

pub use shared::limits::LANE_QUIET_MINUTES;
use shared::limits::SCAN_UNNAMED_DAYS_KEPT;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// A request's body; a push has its own bound.
pub const BODY_BYTES_MAX: usize = 256 * KIB;
/// How much of a body that is too large is read away, so that its sender hears the answer.
pub const BODY_DRAIN_BYTES_MAX: usize = 16 * MIB;
pub const BODY_TIME_MAX: Duration = Duration::from_secs(30);
/// What a stranger may say: a login, a slip's code.
pub const STRANGER_BYTES_MAX: usize = 16 * KIB;
/// Whoever sends less a second, after the first five, holds a place for nothing.
pub const BODY_SECOND_BYTES_MIN: usize = KIB;
/// New settings of the ward hold the whole catalogue.
pub const WARD_BYTES_MAX: usize = 4 * MIB;
pub const HEADER_TIME_MAX: Duration = Duration::from_secs(5);
pub const HEADER_BYTES_MAX: usize = 64 * KIB;
pub const HANDLER_TIME_MAX: Duration = Duration::from_secs(10);
pub const SHUTDOWN_TIME_MAX: Duration = Duration::from_secs(10);
pub const CONNECTIONS_MAX: usize = 2000;
/// From one private address, behind which a whole office may stand.
pub const CONNECTIONS_OFFICE_MAX: usize = 500;
/// From one public address, unless the operator says otherwise.
pub const CONNECTIONS_ADDRESS_MAX: usize = 32;
/// Requests in work at once.
pub const STAFF_SLOTS: usize = 64;
pub const PUBLIC_SLOTS: usize = 16;
/// Revoked devices that hand in their queue at once: a body of megabytes comes while the place is held.
pub const RESCUE_SLOTS: usize = 4;
/// Slow hashes at once, and logins that may wait for one.
pub const HASH_SLOTS: usize = 2;
pub const HASH_QUEUE_MAX: usize = 50;
/// Logins in work at once.
pub const LOGIN_SLOTS: usize = HASH_SLOTS + HASH_QUEUE_MAX;
/// Reports counted at once, and how long the next one waits.
pub const REPORT_SLOTS: usize = 2;
pub const REPORT_WAIT_MAX: Duration = Duration::from_secs(5);
/// Lines of the books in one file for the archive; more are asked for book by book.
pub const ARCHIVE_ROWS_MAX: usize = 20_000;
pub const NAME_CHARS_MAX: usize = 60;
/// Acts in one commit, and pushes that may wait for it.
pub const COMMIT_ACTS_MAX: usize = 100;
pub const COMMIT_QUEUE_MAX: usize = 256;
/// How often, and how long each time, the ledger waits for a verdict that takes a fraction of a millisecond, before the
/// act is put aside.
pub const JUDGE_LATE_MAX: (u32, Duration) = (5, Duration::from_secs(1));
/// How long nothing is written before pages that hold nothing go back to the disk, and up to how many stay for what is
/// written next: 4 KiB each.
pub const WRITER_QUIET_TIME: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 2_000 });
pub const FREE_PAGES_KEPT: u32 = 256;
/// How long the health page waits for the writer.
pub const READY_TIME_MAX: Duration = Duration::from_secs(2);
/// How long devices keep acts that a copy holds: seven days of older copies may be put back without a loss.
pub const SENT_MINUTES_KEPT: i64 = 7 * 24 * 60;
pub const OUTCOMES_MAX: usize = 1_000;
/// Dossiers in one chunk of a first reading, and from where on a chunk may end.
pub const CHUNK_ROWS_MAX: usize = 3 * CHUNK_ROWS_MIN;
/// Fewer in tests, where some hundred dossiers are to be several chunks.
pub const CHUNK_ROWS_MIN: usize = if cfg!(test) { 256 } else { 1_024 };
/// First readings that are kept ready: the newest, and the one before for those who have begun.
pub const SNAPSHOTS_KEPT: usize = 2;
/// Acts that are looked at to count what came back after a restore.
pub const RETURNED_ACTS_MAX: i64 = 10_000;
/// Acts after which the next first reading is made anew instead of followed by a long pull.
pub const SNAPSHOT_ACTS_MAX: u64 = 500;
pub const TRACK_ADDRESS_MAX: u32 = 10;
/// Wrong secrets of one slip in an hour, from one address and from all: no stranger closes a citizen's slip, and a
/// secret of thirty bits stands for centuries.
pub const TRACK_SLIP_WRONG_MAX: u32 = 5;
pub const TRACK_DOSSIER_WRONG_MAX: u32 = 50;
/// Wrong guesses of everybody in an hour, and how many one address has left once they are spent: strangers who guess
/// close the page to themselves, not to whoever holds a slip.
pub const TRACK_WRONG_MAX: u32 = 2_000;
pub const TRACK_FLOOD_WRONG_MAX: u32 = 3;
/// Applications from afar in an hour: from one address, behind which a whole network of telephones may stand; from one
/// telephone number in a day; and in all.
pub const APPLY_ADDRESS_MAX: u32 = 20;
pub const APPLY_PHONE_MAX: u32 = 5;
pub const APPLY_MAX: u32 = 300;
/// Sends of papers that were asked for: from one address in an hour, and for one dossier in a day, where a blurred picture
/// is sent anew.
pub const SUPPLY_ADDRESS_MAX: u32 = 20;
pub const SUPPLY_DOSSIER_MAX: u32 = 10;
/// Answers to drafts: from one address in an hour, and for one dossier in a day.
pub const PROOF_ADDRESS_MAX: u32 = 20;
pub const PROOF_DOSSIER_MAX: u32 = 20;
/// Complaints in an hour: from one address, and in all. What is sent again is counted once.
pub const FEEDBACK_ADDRESS_MAX: u32 = 10;
pub const FEEDBACK_MAX: u32 = 100;
/// Complaints that are over: so many of the newest a list reads, and a report at a time; its file has a row of no more.
pub const FEEDBACK_READ_MAX: i64 = 5_000;
/// Complaints of which something is owed: a list shows all of them, and only in a flood the oldest.
pub const FEEDBACK_OPEN_MAX: i64 = 5_000;
/// Readings of the published replies from one address in a minute.
pub const FEEDBACK_SHOWN_ADDRESS_MAX: u32 = 60;
/// Applications that share a number by chance and are looked at.
pub const NUMBER_ROWS_MAX: i64 = 8;
/// Ten a second: far above what a person does, far below what hurts.
pub const PUSH_DEVICE_MINUTE_MAX: u32 = 600;
/// Acts of one device in an hour, in bytes: weeks without a network fit.
pub const PUSH_DEVICE_HOUR_BYTES_MAX: u32 = 64 * 1024 * 1024;
/// Scans of one device in an hour, in bytes: a morning without a network, of a busy counter.
pub const SCAN_DEVICE_HOUR_BYTES_MAX: u32 = 512 * 1024 * 1024;
/// A scan that is on its way for longer is forgotten; its device begins it anew.
pub const SCAN_PART_MINUTES_KEPT: i64 = 7 * 24 * 60;
/// How often it is looked which scans no dossier holds.
pub const SCAN_SWEEP_TIME: Duration = Duration::from_secs(24 * 60 * 60);
/// Photographs of applications from afar, in bytes: from one address in an hour, behind which a whole hall may stand;
/// and of everybody in a day, twenty times what a busy ward gets. Past that an application comes without.
pub const UPLOAD_ADDRESS_HOUR_BYTES_MAX: u32 = 128 * MIB as u32;
pub const UPLOAD_DAY_BYTES_MAX: u32 = 1024 * MIB as u32;
/// What a piece counts at least, so that many small ones are not free.
pub const UPLOAD_PIECE_BYTES_MIN: u32 = 64 * KIB as u32;
/// Photographs whose application has not come: all of them together, and how long after the last piece they wait.
pub const UPLOAD_WAITING_BYTES_MAX: u64 = 1024 * MIB as u64;
pub const UPLOAD_MINUTES_KEPT: i64 = 24 * 60;
/// How often it is looked at what has waited too long.
pub const UPLOAD_SWEEP_TIME: Duration = Duration::from_secs(60 * 60);
/// What a stranger's PDF may unfold to, and through how many layers. Less in tests, where many are made.
pub const UPLOAD_PDF_UNFOLDED_BYTES_MAX: u64 = if cfg!(test) { 4 * MIB as u64 } else { 64 * MIB as u64 };
pub const UPLOAD_PDF_LAYERS_MAX: usize = 4;
/// How many bytes of it are looked at, those of which several streams are made as often: some seconds of one thread.
pub const UPLOAD_PDF_LOOKED_BYTES_MAX: u64 = if cfg!(test) { 32 * MIB as u64 } else { 256 * MIB as u64 };
pub const SEARCH_DEVICE_MINUTE_MAX: u32 = 120;
/// Signing keys of one writer; of more the oldest are forgotten.
pub const WRITER_KEYS_MAX: i64 = 8;
/// Envelopes of one device that wait for a person.
pub const ASIDE_DEVICE_MAX: i64 = 3_000;
/// Kept envelopes in one answer.
pub const ASIDE_ROWS_MAX: i64 = 200;
/// Words of one device about lost acts that nobody has looked after; and rows of one answer.
pub const LOST_ROWS_MAX: i64 = 100;
/// Acts in one such word: more never wait on a device.
pub const LOST_ACTS_MAX: u64 = 100_000;
/// How long the token holds by which a revoked device hands in its queue.
pub const RESCUE_MINUTES_MAX: i64 = 10;
/// Bodies of sealed acts that are opened at once.
pub const SEAL_SLOTS: usize = 2;
/// A file of sealed acts on the command line.
pub const IMPORT_BYTES_MAX: u64 = 64 * MIB as u64;
/// Shorter answers travel as they are; longer ones than the second are packed beside the other requests.
pub const PACKED_BYTES_MIN: u16 = 400;
pub const PACKED_AT_ONCE_BYTES_MAX: usize = 64 * KIB;
/// Days of reception that are kept in memory.
pub const DAYS_KEPT_MAX: usize = 8;
/// What records were before the latest acts: so many of them, and so much text.
pub const PAST_STEPS_MAX: usize = 4_000;
pub const PAST_BYTES_MAX: usize = 16 * MIB;
/// How old an act may be and still be news; when news is switched on, nobody hears of what was long before.
pub const NEWS_MINUTES_MAX: i64 = 24 * 60;
/// Acts that are looked at for news at once, and letters in one round.
pub const NEWS_ACTS_MAX: i64 = 500;
pub const NEWS_ROWS_MAX: i64 = 100;
/// How long until a letter is tried again, at most; it doubles from a minute on. After the second it is given up.
pub const NEWS_WAIT_MINUTES_MAX: i64 = 60;
pub const NEWS_TRIED_MINUTES_MAX: i64 = 3 * 24 * 60;
/// After so many messages in a row without an answer a gateway is left alone for the round.
pub const NEWS_UNSURE_MAX: u32 = 3;
/// How long the outbox sleeps where nothing wakes it.
pub const NEWS_SLEEP_MAX: Duration = Duration::from_secs(60);
/// For a word of the mail server; and for the one that says that it has the letter.
pub const SMTP_WORD_TIME_MAX: Duration = Duration::from_secs(30);
pub const SMTP_TAKEN_TIME_MAX: Duration = Duration::from_secs(120);
/// What is kept of a mail server's words.
pub const SMTP_SAID_CHARS_MAX: usize = 200;
/// Lines of one file of the civil-status software.
pub const CIVIL_LINES_MAX: usize = 5_000;
/// Lines of one file of the city, and dossiers that are named as missing in it.
pub const RETURNED_LINES_MAX: usize = 5_000;
pub const RETURNED_LACKING_MAX: usize = 200;
/// Records that are looked at for changes at once, and messages to the city in one round.
pub const CITY_RECORDS_MAX: i64 = 500;
pub const CITY_ROWS_MAX: i64 = 100;
/// How long until the city is tried again, at most; it doubles from a minute on, and never ends.
pub const CITY_WAIT_MINUTES_MAX: i64 = 30;
/// After so many in a row that it could not take it is left alone for a while.
pub const CITY_FAILS_MAX: u32 = 3;
/// How long another house's server is waited for: the city's, or a gateway.
pub const WIRE_CONNECT_TIME_MAX: Duration = Duration::from_secs(10);
pub const WIRE_ANSWER_TIME_MAX: Duration = Duration::from_secs(20);
/// What is read, and what is kept, of an answer's words.
pub const WIRE_ANSWER_BYTES_MAX: usize = 64 * KIB;
pub const WIRE_SAID_CHARS_MAX: usize = 200;
/// How long the hand-off sleeps where nothing wakes it.
pub const CITY_SLEEP_MAX: Duration = Duration::from_secs(60);
/// A file with a token that another house gave.
pub const WIRE_TOKEN_BYTES_MAX: u64 = 4 * KIB as u64;
/// Of a file with the roots of a city's own authority: some hundred certificates.
pub const CA_FILE_BYTES_MAX: u64 = 1 << 20;
/// Messages that a page shows.
pub const CITY_SHOWN_MAX: i64 = 50;
/// Keys that a limiter remembers before it forgets the oldest.
pub const LIMITER_KEYS_MAX: usize = 20_000;

const _: () = assert!(BODY_BYTES_MAX < BODY_DRAIN_BYTES_MAX);
const _: () = assert!(PUBLIC_SLOTS < STAFF_SLOTS);
// Bytes that no dossier holds outlive every act that may still name them.
const _: () = assert!(SENT_MINUTES_KEPT + LANE_QUIET_MINUTES < SCAN_UNNAMED_DAYS_KEPT * 24 * 60);
