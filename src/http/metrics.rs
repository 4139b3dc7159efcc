//! Counters of this room and their Prometheus text.  Labels are closed sets, so that no caller
//! can grow the page.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_graphql::parser::types::OperationType;

use super::house::Sample;

/// Upper bounds of the duration buckets in seconds: from a cached answer to the time limit.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];
/// Outcomes that are counted under their own name; any other code counts as `OTHER`.
const OUTCOMES: [&str; 13] = [
    "OK",
    "BAD_USER_INPUT",
    "UNAUTHENTICATED",
    "NOT_FOUND",
    "FORBIDDEN",
    "CONFLICT",
    "RATE_LIMITED",
    "QUERY_TOO_DEEP",
    "QUERY_TOO_COSTLY",
    "QUERY_TOO_LARGE",
    "TIMEOUT",
    "INTERNAL",
    "OTHER",
];

/// What this process has served.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    durations: Mutex<BTreeMap<&'static str, Durations>>,
}

#[derive(Debug, Default, Clone)]
struct Durations {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum: Duration,
}

impl Metrics {
    /// Counts one request: what it was, where that is known, and how it ended.
    pub fn count(&self, operation: Option<OperationType>, outcome: &str) {
        let outcome = OUTCOMES
            .into_iter()
            .find(|known| *known == outcome)
            .unwrap_or("OTHER");
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests
            .entry((operation_name(operation), outcome))
            .or_default() += 1;
    }

    /// Records how long one execution took.
    pub fn record(&self, operation: OperationType, took: Duration) {
        let mut durations = self
            .durations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let entry = durations
            .entry(operation_name(Some(operation)))
            .or_default();
        entry.count += 1;
        entry.sum += took;
        for (bucket, bound) in entry.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(took.as_secs_f64() <= bound);
        }
    }

    /// The page, with the house's own samples and the open subscriptions.
    #[must_use]
    pub fn text(&self, samples: &[Sample], subscriptions: usize) -> String {
        let mut page = String::new();
        self.write_requests(&mut page);
        self.write_durations(&mut page);
        head(
            &mut page,
            "mizan_subscriptions_open",
            "Subscriptions open now.",
            "gauge",
        );
        line(
            &mut page,
            "mizan_subscriptions_open",
            "",
            &subscriptions.to_string(),
        );
        write_samples(&mut page, samples);
        page
    }

    fn write_requests(&self, page: &mut String) {
        let name = "mizan_graphql_requests_total";
        head(
            page,
            name,
            "GraphQL requests by operation and outcome.",
            "counter",
        );
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((operation, outcome), count) in &*requests {
            let labels = format!("{{operation=\"{operation}\",outcome=\"{outcome}\"}}");
            line(page, name, &labels, &count.to_string());
        }
    }

    fn write_durations(&self, page: &mut String) {
        let name = "mizan_graphql_duration_seconds";
        head(page, name, "Time of execution by operation.", "histogram");
        let durations = self
            .durations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for (operation, entry) in &*durations {
            let label = format!("operation=\"{operation}\"");
            for (bucket, bound) in entry.buckets.iter().zip(BOUNDS) {
                let labels = format!("_bucket{{{label},le=\"{bound}\"}}");
                line(page, name, &labels, &bucket.to_string());
            }
            let count = entry.count.to_string();
            line(
                page,
                name,
                &format!("_bucket{{{label},le=\"+Inf\"}}"),
                &count,
            );
            line(
                page,
                name,
                &format!("_sum{{{label}}}"),
                &entry.sum.as_secs_f64().to_string(),
            );
            line(page, name, &format!("_count{{{label}}}"), &count);
        }
    }
}

fn write_samples(page: &mut String, samples: &[Sample]) {
    let mut named = "";
    for sample in samples {
        let Sample {
            name,
            help,
            label,
            value,
        } = sample;
        if *name != named {
            head(page, name, help, "counter");
            named = name;
        }
        let labels = label.map(|(key, label)| format!("{{{key}=\"{label}\"}}"));
        line(page, name, &labels.unwrap_or_default(), &value.to_string());
    }
}

fn operation_name(operation: Option<OperationType>) -> &'static str {
    match operation {
        Some(OperationType::Query) => "query",
        Some(OperationType::Mutation) => "mutation",
        Some(OperationType::Subscription) => "subscription",
        None => "unknown",
    }
}

fn head(page: &mut String, name: &str, help: &str, kind: &str) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(page: &mut String, name: &str, labels: &str, value: &str) {
    let _ = writeln!(page, "{name}{labels} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_prometheus_text() {
        let metrics = Metrics::default();
        metrics.count(Some(OperationType::Query), "OK");
        metrics.count(Some(OperationType::Query), "OK");
        metrics.count(None, "whatever a caller makes up");
        metrics.record(OperationType::Query, Duration::from_millis(3));
        let sample = |label, value| Sample {
            name: "mizan_routings_total",
            help: "Routings.",
            label: Some(("decision", label)),
            value,
        };
        let page = metrics.text(&[sample("ROUTED", 3), sample("TRIAGE", 1)], 2);
        for line in [
            "mizan_graphql_requests_total{operation=\"query\",outcome=\"OK\"} 2",
            "mizan_graphql_requests_total{operation=\"unknown\",outcome=\"OTHER\"} 1",
            "mizan_graphql_duration_seconds_bucket{operation=\"query\",le=\"0.0025\"} 0",
            "mizan_graphql_duration_seconds_bucket{operation=\"query\",le=\"0.005\"} 1",
            "mizan_graphql_duration_seconds_sum{operation=\"query\"} 0.003",
            "mizan_subscriptions_open 2",
            "mizan_routings_total{decision=\"TRIAGE\"} 1",
        ] {
            assert!(page.lines().any(|found| found == line), "{line}\n{page}");
        }
        assert_eq!(page.matches("# TYPE mizan_routings_total").count(), 1);
    }
}
