//! Which of the two media types of GraphQL over HTTP an `Accept` header asks for.

use axum::http::{HeaderMap, header};

/// Media type of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells how the request went.
    GraphQl,
    /// `application/json`: 200 for every well-formed request.
    Json,
}

impl Media {
    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The media type to answer in; `None` where the caller accepts neither.
///
/// The greatest quality wins; `application/graphql-response+json` wins a tie, wildcards and
/// a missing header mean `application/json`.
#[must_use]
pub fn negotiate(headers: &HeaderMap) -> Option<Media> {
    let lines: Vec<_> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    let lines = lines.join(",");
    if lines.trim().is_empty() {
        return Some(Media::Json);
    }
    let graphql = quality(&lines, &["application/graphql-response+json"]);
    let json = quality(&lines, &["application/json", "application/*", "*/*"]);
    match (graphql, json) {
        (0, 0) => None,
        (graphql, json) if graphql >= json => Some(Media::GraphQl),
        _ => Some(Media::Json),
    }
}

/// The quality in thousandths of the most specific range that is present; 0 where none is.
fn quality(lines: &str, ranges: &[&str]) -> u32 {
    let of = |wanted: &str| {
        lines.split(',').find_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let range = parts.next()?;
            range.eq_ignore_ascii_case(wanted).then(|| weight(parts))
        })
    };
    ranges.iter().find_map(|range| of(range)).unwrap_or(0)
}

fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> u32 {
    parameters
        .find_map(|parameter| {
            parameter
                .strip_prefix("q=")
                .or(parameter.strip_prefix("Q="))
        })
        .map_or(1_000, thousandths)
}

fn thousandths(quality: &str) -> u32 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole), Ok(fraction)) => (whole * 1_000 + fraction).min(1_000),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn accept_is_negotiated() {
        let modern = "application/graphql-response+json";
        for (accept, expected) in [
            ("", Some(Media::Json)),
            ("*/*", Some(Media::Json)),
            ("application/*", Some(Media::Json)),
            ("application/json", Some(Media::Json)),
            (modern, Some(Media::GraphQl)),
            (
                &format!("{modern}, application/json;q=0.9"),
                Some(Media::GraphQl),
            ),
            (&format!("application/json, {modern}"), Some(Media::GraphQl)),
            (
                &format!("{modern};q=0.5, application/json"),
                Some(Media::Json),
            ),
            (&format!("{modern};q=0, */*"), Some(Media::Json)),
            ("application/json; charset=utf-8", Some(Media::Json)),
            ("text/html, */*;q=0.8", Some(Media::Json)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=0, */*", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_str(accept).unwrap());
            assert_eq!(negotiate(&headers), expected, "{accept}");
        }
        assert_eq!(negotiate(&HeaderMap::new()), Some(Media::Json));
    }
}
