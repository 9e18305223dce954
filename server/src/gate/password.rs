//! Slow hashes of passwords: Argon2id, two at a time.
//!
//! Not here: which passwords are allowed (`shared::session::password_fault`).
//! Invariant: a flood of logins costs two cores and 38 MiB at most; the rest waits or is told to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::thread;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{Semaphore, oneshot};

use crate::error::{Error, Result};
use crate::limits;

/// What every stored hash begins with while these parameters hold.
const TODAY: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

fn argon() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("these parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string of a password. Takes some 35 ms; for set-up, where nobody waits.
pub fn hash_now(password: &str) -> String {
    argon().hash_password(password.as_bytes()).expect("hashing a short text does not fail").to_string()
}

pub fn is_weaker_than_today(hash: &str) -> bool {
    !hash.starts_with(TODAY)
}

type Job = Box<dyn FnOnce() + Send>;

/// Two workers with a short queue before them. Threads of their own: the allocator keeps the 19 MiB of the last password
/// for each thread that ever hashed, and a pool has dozens.
pub struct Hasher {
    slots: Arc<Semaphore>,
    /// From the first password on.
    workers: OnceLock<mpsc::Sender<Job>>,
    waiting: AtomicUsize,
    /// Of a password that nobody has: what an unknown name is compared with. Made at the first comparison,
    /// whoever it is for.
    nobody: Arc<OnceLock<String>>,
}

impl Default for Hasher {
    fn default() -> Hasher {
        Hasher {
            slots: Arc::new(Semaphore::new(limits::HASH_SLOTS)),
            workers: OnceLock::new(),
            waiting: AtomicUsize::new(0),
            nobody: Arc::default(),
        }
    }
}

struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hasher {
    pub async fn hash(&self, password: String) -> Result<String> {
        self.work(move || hash_now(&password)).await
    }

    /// Whether the password fits. Without a stored hash the same work is done, and the answer is no.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let nobody = self.nobody.clone();
        let fits = self
            .work(move || {
                let nobody = nobody.get_or_init(|| hash_now(&crate::random::secret()));
                let stored = stored.as_ref().unwrap_or(nobody);
                let Ok(hash) = PasswordHash::new(stored) else { return false };
                argon().verify_password(password.as_bytes(), &hash).is_ok()
            })
            .await?;
        Ok(fits && known)
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        let _place = Place(&self.waiting);
        if before >= limits::HASH_SLOTS + limits::HASH_QUEUE_MAX {
            return Err(Error::busy());
        }
        let slot = self.slots.clone().acquire_owned().await.map_err(|e| Error::failed(&e))?;
        let (tell, done) = oneshot::channel();
        // The slot goes along: a caller who hangs up does not free it before the work is done.
        let job = move || {
            let _slot = slot;
            // Nobody listens where the caller has hung up.
            let _ = tell.send(job());
        };
        self.workers.get_or_init(workers).send(Box::new(job)).map_err(|e| Error::failed(&e))?;
        done.await.map_err(|e| Error::failed(&e))
    }
}

/// Threads that hash one after another, until nobody gives them anything any more.
fn workers() -> mpsc::Sender<Job> {
    let (give, jobs) = mpsc::channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..limits::HASH_SLOTS {
        let jobs = jobs.clone();
        let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        thread::spawn(move || {
            while let Ok(job) = next() {
                // A job that panics answers nothing; its caller hears that it failed.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        });
    }
    give
}
