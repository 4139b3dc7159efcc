//! When a batch is full: once the request that opened it has asked for all that it can ask for
//! now. A timer cannot know that; on a busy machine it ends too soon, and a batch becomes two.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake, Waker},
    time::Duration,
};

use async_graphql::futures_util::future::BoxFuture;
use tokio::sync::oneshot;

/// For subscriptions, whose events are worked out one by one and in no request's turn.
const OUTSIDE: Duration = Duration::from_millis(1);

tokio::task_local! {
    static TURN: Arc<Turn>;
}

/// Batches that wait for the end of a request's turn. Those of a request that is dropped go on,
/// since others may have joined them.
#[derive(Default)]
struct Turn(Mutex<Vec<oneshot::Sender<()>>>);

impl Turn {
    fn waiting(&self) -> oneshot::Receiver<()> {
        let (end, ended) = oneshot::channel();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(end);
        ended
    }

    fn end(&self) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for end in waiting.drain(..) {
            // The batch may have been dropped with the runtime.
            let _ = end.send(());
        }
    }
}

/// Whether a request asked to be polled again while it was being polled: it has more to say.
struct Bell {
    waker: Waker,
    rung: AtomicBool,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.rung.store(true, Ordering::SeqCst);
        self.waker.wake_by_ref();
    }
}

/// Runs a request; the batches that it opens are loaded whenever it can only wait.
pub async fn by_turns<T>(request: impl Future<Output = T>) -> T {
    let turn = Arc::new(Turn::default());
    let mut request = pin!(TURN.scope(Arc::clone(&turn), request));
    poll_fn(|context| {
        let bell = Arc::new(Bell {
            waker: context.waker().clone(),
            rung: AtomicBool::new(false),
        });
        let waker = Waker::from(Arc::clone(&bell));
        let answer = request.as_mut().poll(&mut Context::from_waker(&waker));
        if answer.is_ready() || !bell.rung.load(Ordering::SeqCst) {
            turn.end();
        }
        answer
    })
    .await
}

/// Starts a batch at the end of the present request's turn.
pub fn spawn(batch: BoxFuture<'static, ()>) {
    let ended = TURN.try_with(|turn| turn.waiting()).ok();
    tokio::spawn(async move {
        match ended {
            // A request that is gone has ended its turn as well.
            Some(ended) => drop(ended.await),
            None => tokio::time::sleep(OUTSIDE).await,
        }
        batch.await;
    });
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, convert::Infallible};

    use async_graphql::{
        dataloader::{DataLoader, Loader},
        futures_util::future::join_all,
    };

    use super::*;

    /// Counts the batches that it loads.
    struct Counting(Arc<Mutex<Vec<usize>>>);

    impl Loader<u32> for Counting {
        type Value = u32;
        type Error = Infallible;

        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, Infallible> {
            self.0.lock().unwrap().push(keys.len());
            Ok(keys.iter().map(|key| (*key, *key)).collect())
        }
    }

    fn loader() -> (DataLoader<Counting>, Arc<Mutex<Vec<usize>>>) {
        let batches = Arc::default();
        let loader = DataLoader::new(Counting(Arc::clone(&batches)), spawn);
        (loader.delay(Duration::ZERO), batches)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn however_slowly_a_request_asks_it_gets_one_batch() {
        let (loader, batches) = loader();
        let ask = |key| {
            // Longer than any timer would wait.
            std::thread::sleep(Duration::from_millis(2));
            loader.load_one(key)
        };
        let asked = by_turns(async {
            // So many are polled in portions, between which the request yields.
            join_all((0..100).map(async |key| ask(key).await)).await
        });
        assert_eq!(asked.await.len(), 100);
        assert_eq!(*batches.lock().unwrap(), [100]);
    }

    #[tokio::test]
    async fn who_joined_a_request_that_was_dropped_is_answered() {
        let (loader, batches) = loader();
        let mut dropped = Box::pin(by_turns(async {
            loader.load_one(1).await.ok();
            std::future::pending::<()>().await;
        }));
        let mut context = Context::from_waker(Waker::noop());
        // It asks and is dropped in the midst of its turn.
        let asking = TURN.sync_scope(Arc::default(), || {
            let mut asking = Box::pin(loader.load_one(2));
            assert!(asking.as_mut().poll(&mut context).is_pending());
            asking
        });
        assert!(dropped.as_mut().poll(&mut context).is_pending());
        drop(dropped);
        assert_eq!(asking.await, Ok(Some(2)));
        assert_eq!(*batches.lock().unwrap(), [2]);
    }

    #[tokio::test]
    async fn outside_of_a_request_a_moment_is_waited() {
        let (loader, batches) = loader();
        let all = join_all((0..3).map(|key| loader.load_one(key))).await;
        assert_eq!(all, [Ok(Some(0)), Ok(Some(1)), Ok(Some(2))]);
        assert_eq!(*batches.lock().unwrap(), [3]);
    }
}
