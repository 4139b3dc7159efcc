// Who is signed in. The token lives in sessionStorage, so that it ends with the browser tab.
const KEY = "mizan:session";

export function currentSession() {
  try {
    const session = JSON.parse(sessionStorage.getItem(KEY));
    const ended = session?.expiresAt && Date.parse(session.expiresAt) <= Date.now();
    return session?.token && !ended ? session : null;
  } catch {
    return null;
  }
}

export function keepSession(session) {
  if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
  else sessionStorage.removeItem(KEY);
}

export function authorization() {
  const session = currentSession();
  return session ? { Authorization: `Bearer ${session.token}` } : {};
}

async function call(query, variables) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json",
      ...authorization(),
    },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

// Gives the new session, or throws an Error whose `labels` are the reasons in both languages.
export async function signIn(operation, username, password) {
  keepSession(null);
  const { data, errors } = await call(operation, { username, password });
  const payload = data?.logIn;
  if (payload?.token) {
    const { token, expiresAt, viewer } = payload;
    const session = { token, expiresAt, username: viewer?.username ?? username, role: viewer?.role };
    keepSession(session);
    return session;
  }
  const reason = payload?.userErrors?.[0] ?? errors?.[0];
  const failure = new Error(reason?.message ?? "");
  failure.labels = { en: reason?.message, fa: reason?.messageFa ?? reason?.extensions?.messageFa };
  throw failure;
}

// The page forgets the token whatever the server says: the person has left.
export async function signOut(operation) {
  try {
    await call(operation, {});
  } catch {
    // An unreachable server ends the session by its expiry.
  }
  keepSession(null);
}
