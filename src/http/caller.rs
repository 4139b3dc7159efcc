//! Who calls, and from where.

use std::net::{IpAddr, SocketAddr};

use async_graphql::Request;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName};

use crate::auth::{Address, Role, Viewer};

/// Where proxies say whom they speak for; the nearest comes last.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other side of a request or of a socket.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// `None` for a stranger.
    pub viewer: Option<Viewer>,
    /// `None` where there is no network between.
    pub address: Option<IpAddr>,
}

impl Caller {
    /// Whether this is a public page's service account.
    #[must_use]
    pub fn is_frontend(&self) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.role == Role::Frontend)
    }

    /// Puts viewer and address where the resolvers look for them.
    #[must_use]
    pub fn seat(&self, request: Request) -> Request {
        let request = request.data(Address(self.address));
        match &self.viewer {
            Some(viewer) => request.data(viewer.clone()),
            None => request,
        }
    }
}

/// The address of the caller: the other end of the connection, or behind trusted proxies the
/// nearest address that is none of theirs.
#[must_use]
pub fn address(
    extensions: &Extensions,
    headers: &HeaderMap,
    trusted_proxies: &[IpAddr],
) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    if !trusted_proxies.contains(&peer) {
        return Some(peer);
    }
    let lines = headers.get_all(FORWARDED_FOR).iter();
    let named: Vec<&str> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    // Whatever stands before an unreadable entry may be made up.
    let readable = named.iter().rev().map_while(|text| text.parse().ok());
    let strange = readable
        .into_iter()
        .find(|address| !trusted_proxies.contains(address));
    Some(strange.unwrap_or(peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_believed_only_where_it_is_trusted() {
        let proxy = IpAddr::from([10, 0, 0, 1]);
        let trusted = [proxy, IpAddr::from([10, 0, 0, 2])];
        for (peer, forwarded, expected) in [
            ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            (
                "10.0.0.1",
                "203.0.113.9, 198.51.100.1, 10.0.0.2",
                "198.51.100.1",
            ),
            ("10.0.0.1", "203.0.113.9, unknown", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
        ] {
            let mut extensions = Extensions::new();
            let peer: IpAddr = peer.parse().unwrap();
            extensions.insert(ConnectInfo(SocketAddr::new(peer, 1)));
            let mut headers = HeaderMap::new();
            headers.insert(FORWARDED_FOR, forwarded.parse().unwrap());
            let found = address(&extensions, &headers, &trusted);
            assert_eq!(found, Some(expected.parse().unwrap()), "{forwarded}");
        }
    }
}
